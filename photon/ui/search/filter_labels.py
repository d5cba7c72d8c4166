"""Labels of filters: a condition in plain language, and a description of the photos that match it."""

import re
from typing import Final

from photon.domain import Filter
from photon.domain.query.filter_kinds.known_kinds import kind_of
from photon.domain.query.filter_kinds.numbers import split_sign
from photon.domain.query.filter_kinds.times import DATE, EVENT
from photon.domain.query.periods import MONTHS
from photon.language import tr
from photon.ui.kit.formatting import event_name, period_name

_Texts = dict[str, str]

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
_OF_A_YEAR = re.compile(r"(?:(?P<before>\d{4}|last)-)?(?P<name>[a-z]+)(?:-(?P<after>\d{4}))?")
_DECADE = re.compile(r"\d{3}0(?=s$)")


def filter_words(part: Filter) -> str:
    """Describe a condition, e.g. ``3 stars or more``; unknown conditions stay as typed."""
    value = part.value.strip().strip('"“”„«»')
    describe = _OF_TIMES.get(part.field, kind_of(part).show)
    return describe(value) or part.value


def photos_words(part: Filter) -> str:
    """Describe the photos that match a filter, e.g. ``photos from 2023``."""
    words, kind = filter_words(part), kind_of(part)
    if not kind.photos:
        return f"{kind.help.noun}: {words}"
    return kind.photos_with.get(part.value.strip().lower()) or kind.photos.format(words=words)


def _date_words(value: str) -> str:
    first, gap, last = value.partition("..")
    if not gap:
        sign, day = split_sign(value)
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


_OF_TIMES = {DATE.name: _date_words, EVENT.name: _event_words}
"""What describes the values that Qt has to write, because it knows how people write days."""
