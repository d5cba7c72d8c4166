"""Dates as they are written in many languages: 12.07.2024, 03/18/2023, 2024-07-12, 12 March 2024, 2024年7月12日."""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from itertools import chain

from photon.quick_dataclass import dataclass

_MONTHS_LINES = """
1 january januar jänner janvier enero gennaio janeiro januari stycznia styczeń
2 february februar feber février febrero febbraio fevereiro februari lutego luty
3 march märz mars marzo março maart marca marzec
4 april avril abril aprile kwietnia kwiecień
5 may mai mayo maggio maio mei maja maj
6 june juni juin junio giugno junho czerwca czerwiec
7 july juli juillet julio luglio julho lipca lipiec
8 august août agosto augustus sierpnia sierpień
9 september sept septembre septiembre settembre setembro września wrzesień
10 october oktober octobre octubre ottobre outubro października październik
11 november novembre noviembre novembro listopada listopad
12 december dezember décembre diciembre dicembre dezembro grudnia grudzień
"""
_MONTHS = {word: int(line.split()[0]) for line in _MONTHS_LINES.strip().split("\n") for word in line.split()[1:]}
_MONTHS |= {word[:3]: month for word, month in _MONTHS.items()}
_END = r"(?!\d(?!\d?:\d\d))"  # a time may follow without a blank: 25/12/20188:13
_YEAR = rf"(?P<year>(?:19|20)\d\d|\d\d(?=[^\d]|$)){_END}"
_NUMBERS = re.compile(rf"(?<![\d.,/-])(?P<first>\d\d?)(?P<mark>[./-])\s?(?P<second>\d\d?)(?P=mark)\s?{_YEAR}")
_ISO = re.compile(rf"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<mark>[./-])(?P<month>\d\d?)(?P=mark)(?P<day>\d\d?){_END}")
_CJK = re.compile(r"(?P<year>(?:19|20)\d\d)\s?年\s?(?P<month>\d\d?)\s?月\s?(?P<day>\d\d?)\s?日")
_DAY_FIRST = re.compile(
    rf"(?<!\d)(?P<day>\d\d?)(?:st|nd|rd|th|er)?[./\s-]*(?:de\s?)?(?P<word>[^\W\d_]{{3,}})[.,/\s-]*(?:de\s?)?{_YEAR}",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(rf"(?P<word>[^\W\d_]{{3,}})[.\s]*(?P<day>\d\d?)(?:st|nd|rd|th)?[,.\s]+{_YEAR}", re.IGNORECASE)


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
    return list(chain(_written(text), _in_numbers(text)))


def _written(text: str) -> Iterator[WrittenDate]:
    for pattern in (_ISO, _CJK):
        for one in pattern.finditer(text):
            yield from _dates(one["year"], int(one["month"]), int(one["day"]))
    for pattern in (_DAY_FIRST, _MONTH_FIRST):
        for one in pattern.finditer(text):
            month = _MONTHS.get(one["word"].lower())
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
    with suppress(ValueError):
        yield WrittenDate(date(int(year) if len(year) == 4 else 2000 + int(year), month, day))
