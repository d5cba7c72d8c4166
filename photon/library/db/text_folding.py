"""Normalise text for comparison: fold case and diacritics, split names, spell out dates.

Stored text and typed queries go through the same ``fold``, so they agree whatever Unicode version SQLite was built
with.
"""

import re
import unicodedata
from datetime import date

from photon.domain.query.periods import MONTHS, WEEKDAYS

_ALONE = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # scripts without spaces
_TOKEN = re.compile(rf"[{_ALONE}]|[^\W_{_ALONE}]+")
_SEAM = re.compile(
    r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])"  # beach|2019
    r"|(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])"  # Lisbon|Trip, HDR|Photo
)
APART = " · "  # separates texts in a column; it is folded away in queries, so no phrase matches across it

SEASONS = ("winter", "spring", "summer", "autumn fall")


def fold(text: str) -> str:
    """Reduce a text to lower-case letters and digits without diacritics, with single spaces between words.

    Each Chinese and Japanese character is a word of its own, so that parts of names are found.
    """
    return " ".join(_TOKEN.findall(_bare(text).casefold()))


def fold_apart(text: str) -> str:
    """Fold a text and split compound names: ``LisbonTrip2019`` becomes ``lisbon trip 2019``."""
    return " ".join(_TOKEN.findall(_SEAM.sub(" ", _bare(text)).casefold()))


def fold_both(text: str) -> str:
    """Return both folded forms, or one if they are equal."""
    return APART.join(dict.fromkeys(form for form in (fold(text), fold_apart(text)) if form))


def fold_name(text: str) -> str:
    """Fold a file name that is compared as a whole: punctuation stays, white space becomes single spaces."""
    return " ".join(_bare(text).casefold().split())


def fold_sign(text: str) -> str:
    """Fold a name; one without letters and digits, such as a heart, stays as it is but for how it is drawn."""
    return fold(text) or fold_name(text).replace("\ufe0f", "")


def fold_date(taken: str | None, latitude: float | None) -> str:
    """Spell out a date in the words people search for: ``2021 06 12 · saturday 12 june 2021 · … · summer``.

    Args:
        taken: ISO 8601 time; anything else gives an empty text.
        latitude: Degrees, for the season; seasons of the south are shifted by half a year. None counts as north.

    Returns:
        The words, separated by APART.
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
    """Remove diacritics."""
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFKD", text)
    for mark in filter(unicodedata.combining, set(apart)):
        apart = apart.replace(mark, "")
    return apart
