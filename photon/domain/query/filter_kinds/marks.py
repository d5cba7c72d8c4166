"""Filters by the marks of a photo: ``rating:`` and ``label:``."""

import re
from typing import Final

from photon.domain.photo.label_names import label_named
from photon.domain.photo.marks import LABELS
from photon.domain.query.filter_kinds.filter_kind import FieldHelp, FilterKind, unknown_choice
from photon.domain.query.filter_kinds.numbers import split_sign
from photon.domain.query.filter_values import Bounds, OneOf, Within
from photon.domain.query.periods import BadValue
from photon.language import counted, tr

_STARS = re.compile(r"(?:(>=|<=|>|<|=)?\s*([0-9]))|(?:([0-9])?\s*\.\.\s*([0-9])?)")
_HINT = tr("For example: rating:3, rating:>=3, rating:1..3.")
_RATED: Final = {
    ">=": tr("{stars} or more"),
    "<=": tr("{stars} or fewer"),
    ">": tr("more than {stars}"),
    "<": tr("fewer than {stars}"),
}
_NO_LABEL = ("none", "no")
_LABELLED: Final[dict[str, str]] = {
    "red": tr("red label"),
    "yellow": tr("yellow label"),
    "green": tr("green label"),
    "blue": tr("blue label"),
    "purple": tr("purple label"),
}


def _read_stars(text: str) -> Within:
    found = _STARS.fullmatch(_with_sign(text))
    if not found:
        raise BadValue(tr("“{text}” isn't a star rating.", text=text), _HINT)
    sign, one, first, last = found.groups()
    if one is None:
        if first is None and last is None:
            raise BadValue(tr("This range has no start and no end."), _HINT)
        least, most = int(first or 0), int(last or 5)
        if least > most:
            raise BadValue(
                tr("This range ends before it starts."), tr("Write {filter}.", filter=f"rating:{most}..{least}")
            )
    else:
        stars = int(one)
        least, most = {"": (stars, stars), "=": (stars, stars), ">=": (stars, 5), ">": (stars + 1, 5),
                       "<=": (0, stars), "<": (0, stars - 1)}[sign or ""]  # fmt: skip
    if least > most or most > 5:
        raise BadValue(tr("Photos have 0 to 5 stars."), _HINT)
    return Within("rating", Bounds(least, most))


def _with_sign(text: str) -> str:
    return f">={text[:-1]}" if text.endswith("+") else text


def _show_stars(value: str) -> str:
    first, gap, last = value.partition("..")
    if gap and first and last:
        return tr("{first} – {last} stars", first=first, last=last)
    sign, stars = split_sign(_with_sign(value))
    if not stars.isdigit():
        return _with_sign(value)
    if stars == "0" and sign in ("", "="):
        return tr("no stars")
    return _RATED.get(sign, "{stars}").format(stars=counted(int(stars), "star"))


def _read_label(text: str) -> OneOf:
    """A colour, also in another language, as files have it."""
    label = label_named(text)
    if not label and text.casefold() not in _NO_LABEL:
        raise unknown_choice("label", text, LABEL.help.values, LABEL.help.values)
    return OneOf("label", (label,))


def _show_label(value: str) -> str:
    return tr("no label") if value.lower() in _NO_LABEL else _LABELLED.get(label_named(value), value)


RATING = FilterKind(
    "rating",
    FieldHelp(tr("rating"), tr("stars"), ">=3", (">=3", "5", "0", "1..3")),
    "star",
    lambda text, _: _read_stars(text),
    _show_stars,
    tr("photos with {words}"),
    {"0": tr("photos with no stars")},
    also=("stars", "star"),
    is_about_marks=True,
)
LABEL = FilterKind(
    "label",
    FieldHelp(tr("label"), tr("colour labels"), "red", (*LABELS, "none")),
    "circle",
    lambda text, _: _read_label(text),
    _show_label,
    tr("photos with {words}"),
    {
        "red": tr("photos with a red label"),
        "yellow": tr("photos with a yellow label"),
        "green": tr("photos with a green label"),
        "blue": tr("photos with a blue label"),
        "purple": tr("photos with a purple label"),
        "none": tr("photos without a label"),
    },
    also=("colour", "color"),
    is_about_marks=True,
)

RATINGS = RATING.group(tr("Rating"), tr("Find a rating"), "5", ">=4", ">=3", ">=2", ">=1", "0")
COLOURS = LABEL.group(tr("Colour label"), tr("Find a colour label"), *LABEL.help.values)
