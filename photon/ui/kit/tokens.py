"""Every colour, size and distance of the window, independent of widgets."""

from dataclasses import replace

from photon.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Colours:
    """One colour scheme, as ``#rrggbb``.

    Attributes:
        is_dark: Whether it is a dark scheme.
        photos: Background behind photos.
        panel: Background of the panels beside photos.
        raised: Background of fields, buttons and menus on a panel.
        hover: Background of a raised element under the pointer.
        line: Lines between panels and around fields.
        edge: Scroll bars and edges of cards.
        text: Main text.
        quiet: Secondary text.
        accent: Selection, focus, the primary button.
        accent_hover: The primary button under the pointer.
        on_accent: Text on the accent.
        suggestion: Dashed outline of suggested text.
        danger: Loss or damage.
        danger_ground: Background of what is rejected.
        warning: Something that needs attention.
        good: Something that is done.
    """

    is_dark: bool
    photos: str
    panel: str
    raised: str
    hover: str
    line: str
    edge: str
    text: str
    quiet: str
    accent: str
    accent_hover: str
    on_accent: str
    suggestion: str
    danger: str
    danger_ground: str
    warning: str
    good: str


DARK = Colours(
    is_dark=True,
    photos="#161616",
    panel="#1e1e1e",
    raised="#2a2a2a",
    hover="#343434",
    line="#383838",
    edge="#4a4a4a",
    text="#ececec",
    quiet="#a0a0a0",
    accent="#f2a93b",
    accent_hover="#ffbc5c",
    on_accent="#1b1203",
    suggestion="#8a8a8a",
    danger="#ff6b5e",
    danger_ground="#3a2422",
    warning="#e0b341",
    good="#67c26b",
)
LIGHT = Colours(
    is_dark=False,
    photos="#f4f4f2",
    panel="#ffffff",
    raised="#ececea",
    hover="#e2e2df",
    line="#d5d5d2",
    edge="#c2c2be",
    text="#1c1c1c",
    quiet="#5f5f5f",
    accent="#9a5b00",
    accent_hover="#7d4a00",
    on_accent="#ffffff",
    suggestion="#8a8a8a",
    danger="#b3261e",
    danger_ground="#fbeae8",
    warning="#7a5b00",
    good="#2b7830",
)

# For judging photos: the window is all grey, about as bright as middle grey; on a lighter grey, no colour of text
# would be legible.
GREY = Colours(
    is_dark=True,
    photos="#606060",
    panel="#545454",
    raised="#5c5c5c",
    hover="#4a4a4a",
    line="#757575",
    edge="#7e7e7e",
    text="#f8f8f8",
    quiet="#dedede",
    accent="#f2dcbc",
    accent_hover="#fff0d8",
    on_accent="#26211a",
    suggestion="#bcbcbc",
    danger="#ffd2cd",
    danger_ground="#5a4644",
    warning="#efe0b0",
    good="#c9ebc9",
)

# For high-contrast desktops: text has a contrast of at least 7 to 1 (AAA), lines and outlines at least 4.5 to 1.
STRONG_DARK = replace(
    DARK, photos="#000000", panel="#000000", raised="#141414", hover="#2a2a2a", line="#8c8c8c", edge="#b4b4b4",
    text="#ffffff", quiet="#dcdcdc", accent="#ffc266", accent_hover="#ffd699", on_accent="#000000",
    suggestion="#b4b4b4", danger="#ff9d94", danger_ground="#3a1512", warning="#f0cf70", good="#8fe394",
)  # fmt: skip
STRONG_LIGHT = replace(
    LIGHT, photos="#ffffff", panel="#ffffff", raised="#f2f2f2", hover="#e2e2e2", line="#6a6a6a", edge="#4a4a4a",
    text="#000000", quiet="#333333", accent="#663d00", accent_hover="#4a2c00", on_accent="#ffffff",
    suggestion="#4a4a4a", danger="#8a120c", danger_ground="#ffeae8", warning="#574000", good="#174f1b",
)  # fmt: skip

# Font sizes, in device-independent pixels (Qt scales them with the screen).
SMALL = 12
TEXT = 13
HEADING = 16
TITLE = 20

# Distances.
HAIR = 4
TIGHT = 8
SPACE = 12
WIDE = 16
LOOSE = 24
RADIUS = 6
FOCUS_RING = 2

ICON = 18
LINE = 30  # height of a line of a list or a tree
CHIP_PICTURE = 28

# The frame.
TOP_BAR = 48
STATUS_LINE = 28
SIDEBAR = (180, 240, 400)  # minimum, default, maximum
INSPECTOR = (260, 320, 480)
WINDOW = (1440, 900)
WINDOW_LEAST = (1024, 700)

# The grid.
TILE_LEAST = 96
TILE_USUAL = 184
TILE_MOST = 512
TILE_GAP = 6
SELECTION_RING = 3

FADE_MS = 120


def luminance(colour: str) -> float:
    """Return the relative luminance of ``#rrggbb`` by WCAG 2, 0 (black) to 1 (white)."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours by WCAG 2, 1 to 21; text needs 4.5."""
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)
