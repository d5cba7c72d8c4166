"""Decisions about a photo itself: its marks, its date, how it is turned, and whether it is hidden.

Each is a column of the photos' table.
"""

from collections.abc import Callable, Mapping

from photon.domain.changes import ChangeKind
from photon.domain.decisions.decision_kind import DecisionField, DecisionKind, Describe, LineShape, PastValue
from photon.domain.decisions.field_checks import (
    Check,
    check_date,
    check_flag,
    check_label,
    check_turn,
    check_visibility,
    check_yes,
    whole_check,
)
from photon.domain.photo.marks import HIDDEN, LABEL_NAMES, SHOWN
from photon.language import counted, tr, tr_n


def _describe_rating(one: PastValue) -> str:
    return tr("rating: {value}", value=one.after) if one.after else tr("removed the rating")


def _describe_favourite(one: PastValue) -> str:
    return tr("added to favourites") if one.after else tr("removed from favourites")


def _describe_label(one: PastValue) -> str:
    if not one.after:
        return tr("removed the label")
    return tr("label: {colour}", colour=LABEL_NAMES.get(one.after, one.after))  # type: ignore[call-overload]


def _describe_flag(one: PastValue) -> str:
    if not one.after:
        return tr("removed the flag")
    return tr("rejected") if one.after == "-1" else tr("picked")


def _describe_date(one: PastValue) -> str:
    return tr("date: {date}", date=one.after.replace("T", " ")) if one.after else tr("withdrew the corrected date")


def _describe_turn(one: PastValue) -> str:
    return tr("turned") if one.after else tr("no longer turned")


def _line(field: str, check: Check, column: str, noun: Callable[[], str], count: Callable[[int], str]) -> LineShape:
    return LineShape({field: DecisionField(check, column=column)}, noun, count)


def _kind(
    what: str, line: LineShape, describe: Describe, changes: ChangeKind = "marks", wins: str = ""
) -> DecisionKind:
    (column,) = (one.column for one in line.fields.values())
    return DecisionKind(what, "photos", changes, "id", values=(column,), line=line, describe=describe, wins=wins)


_RATING = _line("stars", whole_check(5), "rating", lambda: tr("rating"), lambda count: counted(count, "rating"))
_FAVOURITE = _line("on", check_yes, "favourite", lambda: tr("favourite"), lambda count: counted(count, "favourite"))
_LABEL = _line("colour", check_label, "label", lambda: tr("colour label"), lambda count: counted(count, "colour label"))
_FLAG = _line("state", check_flag, "flag", lambda: tr("flag"), lambda count: counted(count, "flag"))
_DATE = _line(
    "taken", check_date, "dated", lambda: tr("corrected date"), lambda count: counted(count, "corrected date")
)
_TURN = _line("turned", check_turn, "turned", lambda: tr("turned photo"), lambda count: counted(count, "turned photo"))
_HIDDEN = _line(
    "state", check_visibility, "hidden", lambda: tr("hidden or not"),
    lambda count: tr_n("{count:,} photo hidden or not", "{count:,} photos hidden or not", count),
)  # fmt: skip
_VISIBILITY: Mapping[str, str] = {"": tr("hiding is undecided"), HIDDEN: tr("hidden"), SHOWN: tr("not hidden")}
MARK_KINDS = (
    _kind("rating", _RATING, _describe_rating),
    _kind("favourite", _FAVOURITE, _describe_favourite),
    _kind("label", _LABEL, _describe_label),
    _kind("flag", _FLAG, _describe_flag),
    _kind("date", _DATE, _describe_date, "photos"),
    _kind("turn", _TURN, _describe_turn, "photos"),
    _kind("hidden", _HIDDEN, lambda one: _VISIBILITY.get(one.after, one.after), "hidden", HIDDEN),
)
