"""Addresses in a text: of web pages, mail addresses, telephone numbers."""

import re

_LINKS = (
    ("", re.compile(r"https?://[^\s<>\"']+", re.IGNORECASE)),
    ("https://", re.compile(r"(?<![\w/@.])www\.[^\s<>\"']+", re.IGNORECASE)),
    ("mailto:", re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    ("tel:", re.compile(r"(?<![\w.,])(?:\+\d|\(?0|\(\d)[\d /()-]{6,18}\d(?![\w.,]\d)")),
)
_NO_DIGIT = re.compile(r"\(0\)|[^\d+]")
_SHORTEST = 7  # digits of a telephone number
_MOST = 5


def links_in(text: str) -> dict[str, str]:
    """Return addresses that a program could open, by how they are written in the text; the first five."""
    found: dict[str, str] = {}
    for start, pattern in _LINKS:
        for written in (one.group().rstrip(".,;:!?)") for one in pattern.finditer(text)):
            if start != "tel:":
                found.setdefault(written, start + written)
            elif len(digits := _NO_DIGIT.sub("", written)) >= _SHORTEST:
                found.setdefault(written, start + digits)
    return dict(list(found.items())[:_MOST])
