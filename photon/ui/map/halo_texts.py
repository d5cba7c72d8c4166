"""Lines of text on the map, with a halo."""

from enum import IntEnum
from functools import cache, lru_cache

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap

from photon.ui.kit import tokens
from photon.ui.map.map_colours import map_colours

HALO = 3
"""Pixels around a text."""


class LabelSize(IntEnum):
    """How a name is written."""

    LARGE = 0
    MIDDLE = 1
    SMALL = 2
    COUNTRY = 3


@lru_cache(4000)
def text_size(text: str, size: LabelSize) -> tuple[float, float]:
    """Return width and height of a name in pixels."""
    metrics = QFontMetricsF(label_font(size))
    return metrics.horizontalAdvance(text), metrics.height()


@cache
def label_font(size: LabelSize) -> QFont:
    """Return the font of names of this size."""
    font = QFont()
    font.setPixelSize((tokens.TEXT + 1, tokens.TEXT, tokens.SMALL, tokens.SMALL)[size])
    font.setWeight(QFont.Weight.DemiBold if size in {LabelSize.LARGE, LabelSize.COUNTRY} else QFont.Weight.Medium)
    if size == LabelSize.COUNTRY:
        font.setCapitalization(QFont.Capitalization.AllUppercase)
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 1.5)
    return font


def draw_text(text: str, size: LabelSize, ink: QColor, ratio: float) -> QPixmap:
    """Draw a text with a halo in the colour of land, legible on any ground."""
    font, halo = label_font(size), QColor(map_colours().land)
    halo.setAlphaF(0.85)
    metrics = QFontMetricsF(font)
    whole = QRectF(0, 0, metrics.horizontalAdvance(text) + 2 * HALO, metrics.height() + 2 * HALO).size()
    picture = QPixmap((whole * ratio).toSize())
    picture.setDevicePixelRatio(ratio)
    picture.fill(QColor(0, 0, 0, 0))
    path = QPainterPath()
    path.addText(QPointF(HALO, HALO + metrics.ascent()), font, text)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.strokePath(path, QPen(halo, 2 * HALO - 2))
    painter.fillPath(path, ink)
    painter.end()
    return picture
