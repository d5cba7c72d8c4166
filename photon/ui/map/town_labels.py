"""Names of towns on the map: the larger ones first, and none on another or on a picture."""

import math
import time
from collections.abc import Sequence
from enum import IntEnum
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap

from photon.annotate.places.mercator import project_point, project_points
from photon.annotate.places.world_map import MapTowns
from photon.domain.bounded_cache import BoundedCache
from photon.domain.places.coordinates import Coordinates
from photon.ui.kit import tokens
from photon.ui.map.map_colours import map_colours
from photon.ui.map.map_viewport import MapViewport

_SMALLEST = (
    (3, 3_000_000),
    (4, 1_000_000),
    (5, 400_000),
    (6, 150_000),
    (7, 60_000),
    (8, 20_000),
    (9, 8_000),
    (10, 1_500),
)
"""Up to a zoom, inhabitants of the smallest town with a name."""
_CANDIDATES, _AROUND, _GAP, _HALO, _DOT = 300, 0.5, 12, 3, 4.0


class LabelSize(IntEnum):
    """How large a name is written."""

    LARGE = 0
    MIDDLE = 1
    SMALL = 2


_NEAR = 50_000 / 40_075_017
_LEAST_OF = (1_000_000, 100_000)  # inhabitants of towns with large and middle names


class _Label(NamedTuple):
    name: str
    x: float
    y: float
    corner: QPointF  # of the picture, from the town
    size: LabelSize


class TownLabels:
    """Chooses and paints names; the choice stays while the map is moved within half a screen.

    Args:
        towns: MapTowns of the world, the largest first.
    """

    def __init__(self, towns: MapTowns) -> None:
        self._names, self._populations = towns.names, towns.populations
        self._x, self._y = project_points(towns.latitudes, towns.longitudes)
        self._labels: list[_Label] = []
        self._pictures: BoundedCache[tuple[object, ...], QPixmap] = BoundedCache(600)

    def choose(self, view: MapViewport, taken: Sequence[QRectF]) -> None:
        """Choose names for a zoom that stays.

        Args:
            view: What is shown.
            taken: Rectangles of pictures, in pixels of the widget.
        """
        across, down = (view.width / view.world, view.height / view.world)
        last = self._count_at(view.zoom)
        apart = np.abs(self._x[:last] - view.x)
        is_near = np.minimum(apart, 1 - apart) <= across * (0.5 + _AROUND)
        is_near &= np.abs(self._y[:last] - view.y) <= down * (0.5 + _AROUND)
        occupied = _Occupied(taken)
        self._labels = []
        for row in np.flatnonzero(is_near)[:_CANDIDATES]:
            label = self._place(int(row), view, occupied)
            if label is not None:
                self._labels.append(label)

    def paint(self, painter: QPainter, view: MapViewport, until: float) -> bool:
        """Paint the names that were chosen; return whether there was time for all, on the monotonic clock."""
        is_whole = True
        colours = map_colours()
        painter.setPen(QPen(colours.land, 1))
        painter.setBrush(colours.quiet)
        for label in self._labels:
            left, top = view.pixel(label.x, label.y)
            if -200 < left < view.width + 200 and -50 < top < view.height + 50:
                picture = self._picture(label, view.ratio, until)
                if picture is not None:
                    painter.drawEllipse(QPointF(left, top), _DOT / 2 + 1, _DOT / 2 + 1)
                    painter.drawPixmap(QPointF(left, top) + label.corner, picture)
                is_whole &= picture is not None
        return is_whole

    def nearest(self, point: Coordinates, zoom: float) -> str:
        """Return the name of the nearest town that may be named at a zoom; empty if there is none within 50 km."""
        last, (x, y) = self._count_at(zoom), project_point(point)
        apart = np.abs(self._x[:last] - x)
        squares = np.minimum(apart, 1 - apart) ** 2 + (self._y[:last] - y) ** 2
        row = int(np.argmin(squares)) if last else -1
        return self._names[row] if row >= 0 and squares[row] < _NEAR**2 else ""

    def _count_at(self, zoom: float) -> int:
        """Return how many towns, the largest, may be named at a zoom."""
        least = next((most for below, most in _SMALLEST if zoom < below), 0)
        return int(np.searchsorted(-self._populations, -least, side="right"))

    def _place(self, row: int, view: MapViewport, occupied: "_Occupied") -> _Label | None:
        """Return a name beside its town, right, left, below or above it, where nothing else is."""
        name = self._names[row]
        left, top = view.pixel(self._x[row], self._y[row])
        size = LabelSize(sum(self._populations[row] < most for most in _LEAST_OF))
        metrics = QFontMetricsF(label_font(size))
        wide, high = metrics.horizontalAdvance(name), metrics.height()
        for side in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            reach_x, reach_y = _DOT + 2 + wide / 2, _DOT / 2 + high / 2
            middle = QPointF(left + side[0] * reach_x, top + side[1] * reach_y)
            text = QRectF(middle.x() - wide / 2, middle.y() - high / 2, wide, high)
            if occupied.occupy(text.adjusted(-_GAP, -_GAP / 3, _GAP, _GAP / 3)):
                corner = text.topLeft() - QPointF(left + _HALO, top + _HALO)
                return _Label(name, float(self._x[row]), float(self._y[row]), corner, size)
        return None

    def _picture(self, label: _Label, ratio: float, until: float) -> QPixmap | None:
        colours = map_colours()
        key = (label.name, label.size, ratio, colours.text.rgb(), colours.land.rgb())
        picture = self._pictures.get(key)
        if picture is None and time.monotonic() < until:
            ink = colours.quiet if label.size == LabelSize.SMALL else colours.text
            picture = halo_text(label.name, label_font(label.size), ink, ratio)
            self._pictures.store(key, picture)
        return picture


class _Occupied:
    """Rectangles that are taken, by cells of a grid, so that each new one is compared with few."""

    _CELL = 128

    def __init__(self, taken: Sequence[QRectF]) -> None:
        self._cells: dict[tuple[int, int], list[QRectF]] = {}
        for rect in taken:
            self._add(rect)

    def occupy(self, rect: QRectF) -> bool:
        """Take a rectangle unless it touches another one; return whether it was free."""
        if any(rect.intersects(other) for cell in self._cells_of(rect) for other in self._cells.get(cell, ())):
            return False
        self._add(rect)
        return True

    def _add(self, rect: QRectF) -> None:
        for cell in self._cells_of(rect):
            self._cells.setdefault(cell, []).append(rect)

    def _cells_of(self, rect: QRectF) -> list[tuple[int, int]]:
        edges = (rect.left(), rect.top(), rect.right(), rect.bottom())
        left, top, right, bottom = (math.floor(edge / self._CELL) for edge in edges)
        return [(column, row) for column in range(left, right + 1) for row in range(top, bottom + 1)]


def label_font(size: LabelSize) -> QFont:
    """Return the font of names of this size."""
    font = QFont()
    font.setPixelSize((tokens.TEXT + 1, tokens.TEXT, tokens.SMALL)[size])
    font.setWeight(QFont.Weight.DemiBold if size == LabelSize.LARGE else QFont.Weight.Medium)
    return font


def halo_text(text: str, font: QFont, ink: QColor, ratio: float) -> QPixmap:
    """Return a line of text with a halo in the colour of land, legible on any ground.

    Args:
        text: The text.
        font: Its font.
        ink: Its colour.
        ratio: Device pixels per device-independent pixel.
    """
    metrics = QFontMetricsF(font)
    size = QRectF(0, 0, metrics.horizontalAdvance(text) + 2 * _HALO, metrics.height() + 2 * _HALO).size()
    picture = QPixmap((size * ratio).toSize())
    picture.setDevicePixelRatio(ratio)
    picture.fill(QColor(0, 0, 0, 0))
    path = QPainterPath()
    path.addText(QPointF(_HALO, _HALO + metrics.ascent()), font, text)
    halo = QColor(map_colours().land)
    halo.setAlphaF(0.85)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.strokePath(path, QPen(halo, 2 * _HALO - 2))
    painter.setFont(font)
    painter.setPen(ink)
    painter.drawText(QPointF(_HALO, _HALO + metrics.ascent()), text)
    painter.end()
    return picture
