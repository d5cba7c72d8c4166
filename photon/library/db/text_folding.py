"""Words as they are compared: case and diacritics folded, names taken apart, dates spelled out.

What is known of a photo and what a person types go through the same ``fold``, so that both always agree, whatever
Unicode the SQLite at hand was built with.
"""

import re
import unicodedata
from datetime import date

_ALONE = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # no spaces between these words
_TOKEN = re.compile(rf"[{_ALONE}]|[^\W_{_ALONE}]+")
_SEAM = re.compile(
    r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])"  # beach|2019
    r"|(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])"  # Lisbon|Trip, HDR|Photo
)
APART = " · "  # between texts of one column: nobody can type it, so no phrase reaches across

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SEASONS = ("winter", "spring", "summer", "autumn fall")


def fold(text: str) -> str:
    """Letters and digits alone, in lower case and without diacritics, one space between words.

    Signs of Chinese and Japanese are words of their own, so that a part of a name is found.
    """
    return " ".join(_TOKEN.findall(_bare(text).casefold()))


def fold_apart(text: str) -> str:
    """The same with names taken apart: ``LisbonTrip2019`` gives ``lisbon trip 2019``."""
    return " ".join(_TOKEN.findall(_SEAM.sub(" ", _bare(text)).casefold()))


def fold_both(text: str) -> str:
    """Both forms, the second only where it differs."""
    return APART.join(dict.fromkeys(form for form in (fold(text), fold_apart(text)) if form))


def fold_name(text: str) -> str:
    """A file name to be compared as a whole: with its punctuation, runs of white space as one space."""
    return " ".join(_bare(text).casefold().split())


def fold_date(taken: str | None, latitude: float | None) -> str:
    """A day in the words people use: ``2021 06 12 · saturday 12 june 2021 · … · summer``.

    Args:
        taken: ISO 8601 time; anything else gives no words.
        latitude: Where; seasons of the south are half a year apart. None counts as north, where most people live.
    """
    try:
        day = date.fromisoformat((taken or "")[:10])
    except ValueError:
        return ""
    month = MONTHS[day.month - 1]
    season = SEASONS[(day.month % 12 // 3 + (2 if latitude is not None and latitude < 0 else 0)) % 4]
    year, number = f"{day.year:04}", str(day.day)
    spelled = [f"{year} {day.month:02} {day.day:02}", f"{WEEKDAYS[day.weekday()]} {number} {month} {year}"]
    spelled += [f"{name} {number} {year}" for name in (month, month[:3])] + [f"{number} {month[:3]} {year}", season]
    return APART.join(dict.fromkeys(spelled))


def _bare(text: str) -> str:
    """Without diacritics; most names are plain and need no work."""
    if text.isascii():
        return text
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
