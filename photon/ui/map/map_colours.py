"""Colours of the map, mixed from those of the window."""

from functools import cache

from PySide6.QtGui import QColor

from photon.quick_dataclass import dataclass
from photon.ui.kit.theme import theme
from photon.ui.kit.tokens import GREY, Colours

_WATER = {True: "#2f6f99", False: "#7fa9c6"}
_GROUND = {True: "#8d9179", False: "#e9e2c8"}


@dataclass(frozen=True, slots=True, eq=False)
class MapColours:
    """Colours of what lies under the photos.

    Attributes:
        sea: Water.
        land: Countries.
        border: Lines between countries.
        text: Names of towns.
        quiet: Names of small towns, scale and grid.
    """

    sea: QColor
    land: QColor
    border: QColor
    text: QColor
    quiet: QColor


def map_colours() -> MapColours:
    """Return the colours of the scheme in use, always the same object for a scheme."""
    return _colours_for(theme().colours)


@cache
def _colours_for(colours: Colours) -> MapColours:
    if colours == GREY:  # for judging photos: no hue
        sea, land = QColor(colours.hover), QColor(colours.raised)
    else:
        sea = mixed(colours.photos, _WATER[colours.is_dark], 0.2 if colours.is_dark else 0.4)
        land = mixed(
            colours.raised if colours.is_dark else colours.panel,
            _GROUND[colours.is_dark],
            0.14 if colours.is_dark else 0.12,
        )
    border = mixed(land.name(), colours.quiet, 0.4)
    return MapColours(sea, land, border, QColor(colours.text), QColor(colours.quiet))


def mixed(ground: str, other: str, share: float) -> QColor:
    """Return a colour with a share of another one, 0 to 1."""
    one, two = QColor(ground), QColor(other)
    parts = zip((one.red(), one.green(), one.blue()), (two.red(), two.green(), two.blue()), strict=True)
    return QColor(*(round(a + (b - a) * share) for a, b in parts))
