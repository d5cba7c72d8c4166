"""Parse periods of time: ``2023-07``, ``2021..2023``, ``last-summer``, ``july``, ``christmas-2022``."""

import re
from calendar import monthrange
from datetime import date, timedelta
from difflib import get_close_matches

from photon.domain.errors import PhotonError
from photon.language import tr
from photon.quick_dataclass import dataclass


class BadValue(PhotonError):  # noqa: N818 - it names what is wrong
    """The value of a filter is invalid; ``hint`` tells what to write instead."""


@dataclass(frozen=True, slots=True)
class Days:
    """From ``first`` to ``last``, inclusive; None is open."""

    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Annual:
    """The same days every year, from (month, day) ``first`` to ``last``, inclusive; may span the new year."""

    first: tuple[int, int]
    last: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Seasonal:
    """A season, half a year apart in the two hemispheres; photos without a place count as northern."""

    north: Days | Annual
    south: Days | Annual


When = Days | Annual | Seasonal

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SEASONS = ("spring", "summer", "autumn", "winter")  # three whole months each; spring starts in March
_CHRISTMAS = Annual((12, 24), (12, 26))
_RELATIVE = (
    "today", "yesterday", "this-week", "last-week", "this-month", "last-month", "this-year", "last-year",
)  # fmt: skip
ON_THIS_DAY = "on-this-day"
NAMES = (*_RELATIVE, ON_THIS_DAY, "last-summer", *_SEASONS, "fall", *MONTHS, "christmas")

_FIXED = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")
_DECADE = re.compile(r"([0-9]{3})0s")
_NAMED = re.compile(r"(?:(?P<before>[0-9]{4}|last)-)?(?P<name>[a-z]+)(?:-(?P<after>[0-9]{4}))?")
_DAY_OF_EVERY_YEAR = re.compile(r"([a-z]+)-([0-9]{1,2})")
_OTHER_ORDER = re.compile(r"([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4})")
_COMPARED = re.compile(r"(>=|<=|>|<)(.+)")
MONTH_TITLES = (
    tr("January"), tr("February"), tr("March"), tr("April"), tr("May"), tr("June"), tr("July"), tr("August"),
    tr("September"), tr("October"), tr("November"), tr("December"),
)  # fmt: skip
_EXAMPLES = tr("For example: date:2023-07, date:2021..2023, date:last-summer.")


def days_text(first: date, last: date) -> str:
    """Return days as Photon writes them everywhere: ``3 May 2019``, ``3–10 May 2019``, ``28 May – 3 June 2019``."""
    start, end = MONTH_TITLES[first.month - 1], MONTH_TITLES[last.month - 1]
    whole = {"last": last.day, "month": end, "year": last.year}
    if first == last:
        return tr("{last} {month} {year}", **whole)
    if (first.year, first.month) == (last.year, last.month):
        return tr("{first}–{last} {month} {year}", first=first.day, **whole)
    if first.year == last.year:
        return tr("{first} {start} – {last} {month} {year}", first=first.day, start=start, **whole)
    return f"{days_text(first, first)} – {days_text(last, last)}"


def read_when(text: str, today: date) -> When:
    """Parse a period of time.

    Args:
        text: One of ``2023``, ``2023-07``, ``2023-07-14``, ``1990s``; ``today``, ``yesterday``, ``this-week`` (from
            Monday), ``last-month`` …; ``on-this-day``, ``july-14``, ``july``, ``summer``, ``christmas`` for every year,
            ``july-2022`` for one year, or ``last-july`` for the last one that is over. A season belongs to the year in
            which it begins. Two of them joined by ``..`` are a range, which may be open at one end; ``>=2021`` and
            ``<2021`` also work.
        today: Reference date for relative times.

    Returns:
        The period.

    Raises:
        BadValue: The text is not a period.
    """
    plain = re.sub(r"\s*\.\.\s*", "..", text.strip().casefold())
    plain = re.sub(r"[\s_]+", "-", plain)
    if ".." in plain:
        return _range(plain, today)
    compared = _COMPARED.fullmatch(plain)
    return _compared(compared[1], compared[2].strip("-"), today) if compared else _point(plain, today)


def _range(text: str, today: date) -> When:
    left, _, right = text.partition("..")
    if not (left or right):
        raise BadValue(tr("This range has no start and no end."), _EXAMPLES)
    first = _point(left, today) if left else Days(None, None)
    last = _point(right, today) if right else Days(None, None)
    if isinstance(first, Annual) and isinstance(last, Annual):
        return Annual(first.first, last.last)
    if not (isinstance(first, Days) and isinstance(last, Days)):
        raise BadValue(
            tr("A range can't start or end with a season or month of any year."),
            tr("Add the year, for example: date:2021..july-2022."),
        )
    if first.first and last.last and first.first > last.last:
        raise BadValue(tr("This range ends before it starts."), tr("Write {filter}.", filter=f"date:{right}..{left}"))
    return Days(first.first, last.last)


def _compared(sign: str, text: str, today: date) -> When:
    point = _point(text, today)
    if not isinstance(point, Days) or point.first is None or point.last is None:
        raise BadValue(tr("Only a specific day, month or year can be compared."), tr("For example: date:>=2021."))
    if sign == ">=":
        return Days(point.first, None)
    if sign == "<=":
        return Days(None, point.last)
    try:
        day = timedelta(days=1)
        return Days(point.last + day, None) if sign == ">" else Days(None, point.first - day)
    except OverflowError as error:
        message = tr("No photo can be that new.") if sign == ">" else tr("No photo can be that old.")
        raise BadValue(message, _EXAMPLES) from error


def _point(text: str, today: date) -> When:
    if fixed := _FIXED.fullmatch(text):
        return _fixed(fixed[1], fixed[2], fixed[3])
    if decade := _DECADE.fullmatch(text):
        first = _year(decade[1] + "0")
        return Days(date(first, 1, 1), date(first + 9, 12, 31))
    if text in (*_RELATIVE, ON_THIS_DAY):
        return _relative(text, today)
    if found := _DAY_OF_EVERY_YEAR.fullmatch(text):
        return _day_of_every_year(text, found[1], int(found[2]))
    named = _NAMED.fullmatch(text)
    annual = _annual(named["name"]) if named else None
    if named is None or annual is None or (named["before"] and named["after"]):
        raise _unknown(text)
    year = named["after"] or named["before"]
    if year is None:
        return annual
    if isinstance(annual, Seasonal):
        return Seasonal(_occurrence(annual.north, year, today), _occurrence(annual.south, year, today))
    return _occurrence(annual, year, today)


def _fixed(year_text: str, month_text: str | None, day_text: str | None) -> Days:
    year = _year(year_text)
    if month_text is None:
        return Days(date(year, 1, 1), date(year, 12, 31))
    month = int(month_text)
    if not 1 <= month <= 12:
        raise BadValue(
            tr("There is no month {month}.", month=month),
            tr("Write {first} or {second}.", first=f"date:{year:04}", second=f"date:{year:04}-12"),
        )
    most = monthrange(year, month)[1]
    if day_text is None:
        return Days(date(year, month, 1), date(year, month, most))
    day = int(day_text)
    if not 1 <= day <= most:
        name = MONTH_TITLES[month - 1]
        nearest = f"{year:04}-{month:02}-{min(max(day, 1), most):02}"
        raise BadValue(
            tr("{month} {year} has {days} days.", month=name, year=year, days=most),
            tr("Write {first} or {second}.", first=f"date:{nearest}", second=f"date:{year:04}-{month:02}"),
        )
    return Days(date(year, month, day), date(year, month, day))


def _year(text: str) -> int:
    if not int(text):
        raise BadValue(tr("There is no year 0."), _EXAMPLES)
    return int(text)


def _relative(text: str, today: date) -> Days | Annual:
    if text == ON_THIS_DAY:
        return Annual((today.month, today.day), (today.month, today.day))
    if text in {"today", "yesterday"}:
        day = today - timedelta(days=text == "yesterday")
        return Days(day, day)
    which, unit = text.split("-")
    last = which == "last"
    if unit == "week":
        monday = today - timedelta(days=today.weekday() + 7 * last)
        return Days(monday, monday + timedelta(days=6))
    if unit == "year":
        return _fixed(f"{today.year - last:04}", None, None)
    before = today.replace(day=1) - timedelta(days=1)
    shown = before if last else today
    return _fixed(f"{shown.year:04}", f"{shown.month}", None)


def _annual(name: str) -> Annual | Seasonal | None:
    name = {"fall": "autumn", "sept": "september"}.get(name, name)
    if name == "christmas":
        return _CHRISTMAS
    if name in _SEASONS:
        at = _SEASONS.index(name)
        return Seasonal(_season(at), _season((at + 2) % 4))
    for number, month in enumerate(MONTHS, 1):
        if name in {month, month[:3]}:
            return Annual((number, 1), (number, _longest(number)))
    return None


def _day_of_every_year(text: str, name: str, day: int) -> Annual:
    month = _annual(name)
    if name not in {part for title in MONTHS for part in (title, title[:3])} or not isinstance(month, Annual):
        raise _unknown(text)
    (number, _), (_, most) = month.first, month.last
    if not 1 <= day <= most:
        nearest = f"{MONTHS[number - 1]}-{min(max(day, 1), most)}"
        raise BadValue(
            tr("{month} has {days} days.", month=MONTH_TITLES[number - 1], days=most),
            tr("Write {first} or {second}.", first=f"date:{nearest}", second=f"date:{MONTHS[number - 1]}"),
        )
    return Annual((number, day), (number, day))


def _season(at: int) -> Annual:
    first, last = 3 * at + 3, (3 * at + 4) % 12 + 1
    return Annual((first, 1), (last, _longest(last)))


def _longest(month: int) -> int:
    return monthrange(2000, month)[1]  # a leap year


def _occurrence(annual: Days | Annual, year: str, today: date) -> Days:
    """The period that begins in a year, or the last one that is over."""
    assert isinstance(annual, Annual)  # noqa: S101 - guaranteed for names without a year
    if year != "last":
        return _in_year(annual, _year(year))
    tried = (_in_year(annual, max(today.year - ago, 1)) for ago in range(3))
    return next((found for found in tried if found.last and found.last < today), _in_year(annual, 1))


def _in_year(annual: Annual, year: int) -> Days:
    ending = year + (annual.last < annual.first)
    if ending > date.max.year:
        return Days(date(year, *annual.first), date.max)
    month, day = annual.last
    return Days(date(year, *annual.first), date(ending, month, min(day, monthrange(ending, month)[1])))


def _unknown(text: str) -> BadValue:
    message = tr("Photon doesn't understand the date “{text}”.", text=text)
    if other := _OTHER_ORDER.fullmatch(text):
        one, two, year = other.groups()
        day, month = (one, two) if int(two) <= 12 else (two, one)
        return BadValue(
            message,
            tr("Write it as year-month-day: {filter}.", filter=f"date:{year}-{int(month):02}-{int(day):02}"),
        )
    near = get_close_matches(text, NAMES, 1)
    return BadValue(message, tr("Did you mean {filter}?", filter=f"date:{near[0]}") if near else _EXAMPLES)
