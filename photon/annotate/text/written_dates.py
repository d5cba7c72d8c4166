"""Dates as they are written in many languages: 12.07.2024, 03/18/2023, 2024-07-12, 12 March 2024, 2024年7月12日."""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date

from photon.annotate.text.document_words import month_of
from photon.quick_dataclass import dataclass

_END = r"(?!\d(?!\d?:\d\d))"  # a time may follow without a blank: 25/12/20188:13
_YEAR = rf"(?P<year>(?:19|20)\d\d|\d\d(?=[^\d]|$)){_END}"
_WORD = r"(?P<word>[^\W\d_]{3,20})"  # bounded, since lines without blanks have thousands of letters
_NUMBERS = re.compile(rf"(?<![\d.,/-])(?P<first>\d\d?)(?P<mark>[./-])\s?(?P<second>\d\d?)(?P=mark)\s?{_YEAR}")
_ISO = re.compile(rf"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<mark>[./-])(?P<month>\d\d?)(?P=mark)(?P<day>\d\d?){_END}")
_CJK = re.compile(r"(?P<year>(?:19|20)\d\d)\s?年\s?(?P<month>\d\d?)\s?月\s?(?P<day>\d\d?)\s?日")
_DAY_FIRST = re.compile(
    rf"(?<!\d)(?P<day>\d\d?)(?:st|nd|rd|th|er)?[./\s-]*(?:de\s?)?{_WORD}[.,/\s-]*(?:de\s?)?{_YEAR}",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(rf"(?<![^\W\d_]){_WORD}[.\s]*(?P<day>\d\d?)(?:st|nd|rd|th)?[,.\s]+{_YEAR}", re.IGNORECASE)
_LAST_YEAR = 68  # of two digits in this century, as POSIX reads %y


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date in a text.

    Attributes:
        day: The date.
        other: The date if day and month are the other way round; None if only one way is possible.
    """

    day: date
    other: date | None = None


def dates_in(text: str) -> list[WrittenDate]:
    """Return the dates in a text; of two possible ones, the one whose day stands first.

    Args:
        text: A row of a page.
    """
    return [*_written(text), *_in_numbers(text)]


def _written(text: str) -> Iterator[WrittenDate]:
    for pattern in (_ISO, _CJK):
        for one in pattern.finditer(text):
            yield from _dates(one["year"], int(one["month"]), int(one["day"]))
    for pattern in (_DAY_FIRST, _MONTH_FIRST):
        for one in pattern.finditer(text):
            month = month_of(one["word"])
            if month is not None:
                yield from _dates(one["year"], month, int(one["day"]))


def _in_numbers(text: str) -> Iterator[WrittenDate]:
    for one in _NUMBERS.finditer(text):
        first, second = int(one["first"]), int(one["second"])
        day_first, month_first = (list(_dates(one["year"], *pair)) for pair in ((second, first), (first, second)))
        if day_first and month_first and first != second:
            yield WrittenDate(day_first[0].day, None if one["mark"] == "." else month_first[0].day)
        else:
            yield from (day_first or month_first)


def _dates(year: str, month: int, day: int) -> Iterator[WrittenDate]:
    number = int(year)
    century = 0 if len(year) > 2 else 1900 if number > _LAST_YEAR else 2000
    with suppress(ValueError):
        yield WrittenDate(date(century + number, month, day))
