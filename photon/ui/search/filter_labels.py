"""Labels of filters: a condition in plain language, and a description of the photos that match it."""

import re
from collections.abc import Callable
from typing import Final

from photon.domain import Filter, FilterField
from photon.domain.photo.label_names import label_named
from photon.domain.query.filter_fields import FIELD_HELP
from photon.domain.query.filter_values import state_named
from photon.domain.query.periods import MONTHS
from photon.language import counted, tr
from photon.ui.kit.formatting import event_name, period_name

_Texts = dict[str, str]

_STATES: Final[_Texts] = {
    "favourite": tr("favourite"),
    "picked": tr("picked"),
    "rejected": tr("rejected"),
    "unflagged": tr("unflagged"),
    "untagged": tr("untagged"),
    "unrated": tr("unrated"),
    "duplicate": tr("copies of a better photo"),
    "stacked": tr("in a stack"),
    "stack": tr("in a stack"),
    "stacks": tr("in a stack"),
    "blurry": tr("blurry"),
    "dark": tr("dark"),
    "rotated": tr("rotated in Photon"),
    "missing": tr("missing"),
    "offline": tr("offline"),
    "damaged": tr("damaged"),
}
_LABELLED: Final[_Texts] = {
    "red": tr("red label"),
    "yellow": tr("yellow label"),
    "green": tr("green label"),
    "blue": tr("blue label"),
    "purple": tr("purple label"),
}
_SHAPES: Final[_Texts] = {"landscape": tr("landscape"), "portrait": tr("portrait"), "square": tr("square")}
_HAS: Final[_Texts] = {
    "gps": tr("with a location"),
    "place": tr("with place"),
    "location": tr("with location"),
    "caption": tr("with a caption"),
    "tag": tr("with tags"),
    "tags": tr("with tags"),
    "camera": tr("with camera"),
    "lens": tr("with lens"),
    "date": tr("with date"),
    "rating": tr("with rating"),
    "album": tr("in an album"),
    "albums": tr("in an album"),
    "stars": tr("with stars"),
}
_DATES: Final[_Texts] = {
    "today": tr("today"),
    "yesterday": tr("yesterday"),
    "on-this-day": tr("this day in every year"),
    "this-week": tr("this week"),
    "last-week": tr("last week"),
    "this-month": tr("this month"),
    "last-month": tr("last month"),
    "this-year": tr("this year"),
    "last-year": tr("last year"),
    "last-christmas": tr("last christmas"),
}
_TIMES_OF_YEAR: Final[_Texts] = {
    "spring": tr("spring"),
    "summer": tr("summer"),
    "autumn": tr("autumn"),
    "fall": tr("fall"),
    "winter": tr("winter"),
    "january": tr("january"),
    "february": tr("february"),
    "march": tr("march"),
    "april": tr("april"),
    "may": tr("may"),
    "june": tr("june"),
    "july": tr("july"),
    "august": tr("august"),
    "september": tr("september"),
    "october": tr("october"),
    "november": tr("november"),
    "december": tr("december"),
    "christmas": tr("christmas"),
}
_SINCE: Final[_Texts] = {
    ">=": tr("from {day}"),
    ">": tr("after {day}"),
    "<=": tr("until {day}"),
    "<": tr("before {day}"),
}
_RATED: Final[_Texts] = {
    ">=": tr("{stars} or more"),
    "<=": tr("{stars} or fewer"),
    ">": tr("more than {stars}"),
    "<": tr("fewer than {stars}"),
}
_SIZED: Final[_Texts] = {
    ">=": tr("{size} or more"),
    "<=": tr("{size} or less"),
    ">": tr("over {size}"),
    "<": tr("under {size}"),
}
_PHOTOS: Final[dict[FilterField, tuple[str, _Texts]]] = {
    "date": (tr("photos from {words}"), {}),
    "event": (tr("photos of events from {words}"), {}),
    "rating": (tr("photos with {words}"), {"0": tr("photos with no stars")}),
    "label": (
        tr("photos with {words}"),
        {
            "red": tr("photos with a red label"),
            "yellow": tr("photos with a yellow label"),
            "green": tr("photos with a green label"),
            "blue": tr("photos with a blue label"),
            "purple": tr("photos with a purple label"),
            "none": tr("photos without a label"),
        },
    ),
    "type": (tr("{words} files"), {}),
    "orientation": (
        tr("{words} photos"),
        {
            "landscape": tr("landscape photos"),
            "portrait": tr("portrait photos"),
            "square": tr("square photos"),
        },
    ),
    "has": (tr("photos {words}"), {}),
    "is": (
        tr("{words} photos"),
        {
            "favourite": tr("favourite photos"),
            "picked": tr("picked photos"),
            "rejected": tr("rejected photos"),
            "unflagged": tr("unflagged photos"),
            "untagged": tr("untagged photos"),
            "unrated": tr("unrated photos"),
            "duplicate": tr("copies of better photos"),
            "stacked": tr("photos in stacks"),
            "stack": tr("photos in stacks"),
            "stacks": tr("photos in stacks"),
            "blurry": tr("blurry photos"),
            "dark": tr("dark photos"),
            "rotated": tr("photos rotated in Photon"),
            "missing": tr("missing photos"),
            "offline": tr("offline photos"),
            "damaged": tr("damaged photos"),
        },
    ),
    "near": (tr("photos {words}"), {}),
}
"""Descriptions of photos that pass a filter: with the text of its chip, and whole phrases for some values."""
_COMPARED = re.compile(r"(<=|>=|<|>|=)?\s*(.+)")
_NEAR = re.compile(r"(-?[\d.]+),(-?[\d.]+)(?:,(.+))?")
_MEGAPIXELS = re.compile(r"(?i)([\d.]+)\s*(MP|MB|KB|GB|px)?")
_OF_A_YEAR = re.compile(r"(?:(?P<before>\d{4}|last)-)?(?P<name>[a-z]+)(?:-(?P<after>\d{4}))?")
_DECADE = re.compile(r"\d{3}0(?=s$)")


def filter_words(part: Filter) -> str:
    """Describe a condition, e.g. ``3 stars or more``; unknown conditions stay as typed."""
    value = part.value.strip().strip('"“”„«»')
    describe = _DESCRIBE.get(part.field)
    return (describe(value) if describe is not None else value) or part.value


def photos_words(part: Filter) -> str:
    """Describe the photos that match a filter, e.g. ``photos from 2023``."""
    words = filter_words(part)
    if part.field not in _PHOTOS:
        return f"{FIELD_HELP[part.field].noun}: {words}"
    general, known = _PHOTOS[part.field]
    value = part.value.strip().lower()
    value = state_named(value) or value if part.field == "is" else value
    return known.get(value, general.format(words=words))


def _folder_words(value: str) -> str:
    return value.rstrip("/\\").replace("\\", "/").rpartition("/")[2] or value


def _date_words(value: str) -> str:
    first, gap, last = value.partition("..")
    if not gap:
        sign, day = _split_sign(value)
        return _SINCE.get(sign, "{day}").format(day=_day_words(day))
    if first and last:
        return " – ".join(filter(None, (_day_words(first), _day_words(last))))
    if first:
        return _SINCE[">="].format(day=_day_words(first))
    return _SINCE["<="].format(day=_day_words(last)) if last else value


def _event_words(value: str) -> str:
    first, gap, last = value.partition("..")
    return event_name(first, last if gap else first) or _date_words(value)


def _day_words(text: str) -> str:
    if (name := period_name(text)) != text:
        return name
    if decade := _DECADE.match(text):
        return tr("{year}s", year=decade[0])
    return _DATES.get(text.lower()) or _day_of_every_year(text) or _named_words(text) or text.replace("-", " ")


def _day_of_every_year(text: str) -> str:
    month, _, day = text.lower().partition("-")
    name = next((title for title in MONTHS if month in (title, title[:3])), "")
    return tr("{day} {month}", day=day, month=_TIMES_OF_YEAR[name]) if name and re.fullmatch(r"\d{1,2}", day) else ""


def _named_words(text: str) -> str:
    """Describe a season, a month or Christmas, with or without a year; empty for anything else."""
    found = _OF_A_YEAR.fullmatch(text)
    name = _TIMES_OF_YEAR.get(found["name"]) if found else None
    if found is None or name is None or (found["before"] and found["after"]):
        return ""
    if found["before"] == "last":
        return tr("last {period}", period=name)
    if found["before"]:
        return tr("{year} {period}", year=found["before"], period=name)
    return tr("{period} {year}", period=name, year=found["after"]) if found["after"] else name


def _rating_words(value: str) -> str:
    value = f">={value[:-1]}" if value.endswith("+") else value
    first, gap, last = value.partition("..")
    if gap and first and last:
        return tr("{first} – {last} stars", first=first, last=last)
    sign, stars = _split_sign(value)
    if not stars.isdigit():
        return value
    if stars == "0" and sign in ("", "="):
        return tr("no stars")
    return _RATED.get(sign, "{stars}").format(stars=counted(int(stars), "star"))


def _label_words(value: str) -> str:
    return tr("no label") if value.lower() in {"none", "no"} else _LABELLED.get(label_named(value), value)


def _size_words(value: str) -> str:
    sign, size = _split_sign(value)
    found = _MEGAPIXELS.fullmatch(size)
    if found is None:
        return value
    return _SIZED.get(sign, "{size}").format(size=f"{found[1]} {found[2]}" if found[2] else found[1])


def _near_words(value: str) -> str:
    found = _NEAR.fullmatch(value)
    if found is None:
        return tr("near {place}", place=value)
    place = f"{found[1]}, {found[2]}"
    around = re.sub(r"(?<=\d)(?=[a-z])", " ", found[3] or "")
    return (
        tr("within {distance} of {place}", distance=around, place=place) if around else tr("near {place}", place=place)
    )


def _has_words(value: str) -> str:
    return _HAS.get(value.lower()) or tr("with {what}", what=value)


def _state_words(value: str) -> str:
    return _STATES.get(state_named(value)) or value.replace("-", " ")


def _split_sign(value: str) -> tuple[str, str]:
    found = _COMPARED.fullmatch(value)
    return (found[1] or "", found[2]) if found else ("", value)


_DESCRIBE: dict[FilterField, Callable[[str], str]] = {
    "date": _date_words,
    "event": _event_words,
    "rating": _rating_words,
    "label": _label_words,
    "size": _size_words,
    "near": _near_words,
    "has": _has_words,
    "is": _state_words,
    "orientation": lambda value: _SHAPES.get(value.lower(), value),
    "type": str.upper,
    "folder": _folder_words,
}
