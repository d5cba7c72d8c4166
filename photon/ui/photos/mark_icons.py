"""Icons and colours of colour labels and flags, the same on every photo regardless of the theme."""

from typing import Final

from photon.domain import Card
from photon.domain.photo.marks import PICKED, REJECTED, Flag, Label

LABEL_COLOURS: Final[dict[Label, str]] = {
    "red": "#ff5c5c",
    "yellow": "#ffd23f",
    "green": "#4cc96a",
    "blue": "#5a9bff",
    "purple": "#b583ff",
}
_WHITE: Final = "#ffffff"
_REJECTED: Final = "#ff6f6f"
FADED: Final = 0.4
"""Opacity of a rejected photo among others."""


def flag_icons(flag: Flag, *, picked: str = "text") -> list[tuple[str, str]]:
    """Return glyph and colour of a flag; nothing for none.

    Args:
        flag: The flag.
        picked: Colour of the flag of a picked photo, as for ``icon``.
    """
    icons = {PICKED: ("flag-fill", picked), REJECTED: ("x-circle-fill", _REJECTED)}
    return [icons[flag]] if flag in icons else []


def label_icons(label: Label) -> list[tuple[str, str]]:
    """Return glyph and colour of a colour label; nothing for none."""
    return [("circle-fill", LABEL_COLOURS[label])] if label else []


def mark_icons(card: Card) -> list[tuple[str, str]]:
    """Return glyphs and colours of the flag and the label of a photo, for a dark background on it."""
    return flag_icons(card.flag, picked=_WHITE) + label_icons(card.label)
