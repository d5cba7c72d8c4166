"""Words by which documents are understood, in several languages: what is a total, what a date, what a ticket."""

import re
from functools import cache

from photon.resource_files import resource


def says(text: str, meaning: str) -> bool:
    """Return whether a text has one of the words of a meaning.

    Args:
        text: A row, or a whole page.
        meaning: Its name in ``resources/documents.txt``.
    """
    return bool(_patterns()[meaning].search(text))


def ends_of(text: str, meaning: str) -> list[int]:
    """Return where in a text the words of a meaning end; see ``says``."""
    return [one.end() for one in _patterns()[meaning].finditer(text)]


def month_of(word: str) -> int | None:
    """Return the number of a month, 1..12, by its name or the first three letters of that; None for other words."""
    return next((month for month in range(1, 13) if says(word, f"month {month}")), None)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    lines = resource("documents.txt").read_text(encoding="utf-8").splitlines()
    found: dict[str, list[str]] = {}
    for name, _, words in (line.partition(": ") for line in lines if line and not line.startswith("#")):
        found.setdefault(name, []).append(words)
    return {name: re.compile("|".join(words), re.IGNORECASE) for name, words in found.items()}
