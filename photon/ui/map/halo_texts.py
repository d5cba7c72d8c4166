"""Lines of text on the map, with a halo."""

from enum import IntEnum
from functools import cache, lru_cache

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap

from photon.domain.bounded_cache import BoundedCache
from photon.ui.kit import tokens
from photon.ui.map.frame_time import FrameTime
from photon.ui.map.map_colours import map_colours

HALO = 3
"""Pixels around a text."""


class LabelSize(IntEnum):
    """How a name is written."""

    LARGE = 0
    MIDDLE = 1
    SMALL = 2
    COUNTRY = 3


class HaloTexts:
    """Pictures of texts with a halo in the colour of land, legible on any ground; the last 600 are kept."""

    def __init__(self) -> None:
        self._pictures: BoundedCache[tuple[object, ...], QPixmap] = BoundedCache(600)

    def find(self, text: str, size: LabelSize, ink: QColor, ratio: float, frame: FrameTime) -> QPixmap | None:
        """Return the picture of a text; None if the frame has no time to make it.

        Args:
            text: The text.
            size: How it is written.
            ink: Its colour.
            ratio: Device pixels per device-independent pixel.
            frame: The time for new pictures.
        """
        halo = QColor(map_colours().land)
        key = (text, size, ink.rgb(), halo.rgb(), ratio)
        picture = self._pictures.get(key)
        if picture is None and frame.allows_more():
            halo.setAlphaF(0.85)
            picture = _draw_text(text, label_font(size), ink, halo, ratio)
            self._pictures.store(key, picture)
        return picture


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


def _draw_text(text: str, font: QFont, ink: QColor, halo: QColor, ratio: float) -> QPixmap:
    metrics = QFontMetricsF(font)
    size = QRectF(0, 0, metrics.horizontalAdvance(text) + 2 * HALO, metrics.height() + 2 * HALO).size()
    picture = QPixmap((size * ratio).toSize())
    picture.setDevicePixelRatio(ratio)
    picture.fill(QColor(0, 0, 0, 0))
    path, start = QPainterPath(), QPointF(HALO, HALO + metrics.ascent())
    path.addText(start, font, text)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.strokePath(path, QPen(halo, 2 * HALO - 2))
    painter.fillPath(path, ink)
    painter.end()
    return picture
