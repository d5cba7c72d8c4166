"""Names of countries and towns on the map: the larger ones first, and none on another or on a picture."""

import time
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from copy import copy
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPen, QRegion

from photon.annotate.places.mercator import project_point, project_points
from photon.annotate.places.place_data import STEPS, known_towns
from photon.annotate.places.town_names import country_name, local_names
from photon.annotate.places.world_map import WorldMap
from photon.domain.arrays import Doubles, Ids
from photon.domain.places.coordinates import Coordinates
from photon.language.language import current_language
from photon.ui.map.halo_texts import HALO, LabelSize, text_size
from photon.ui.map.map_colours import map_colours
from photon.ui.map.map_painter import MapPainter
from photon.ui.map.map_viewport import MapViewport

_ZOOMS = (3, 4, 5, 6, 7, 8, 9, 10)
_SMALLEST = (3_000_000, 1_000_000, 400_000, 150_000, 60_000, 20_000, 8_000, 1_500, 0)
"""Inhabitants of the smallest town with a name below each of these zooms, and from the last one on."""
_LEAST = 1000  # people of the smallest towns with a name
_CANDIDATES, _AROUND, _GAP, _DOT = 300, 0.5, 12, 4.0
_NEAR = 50_000 / 40_075_017
_LEAST_OF = (1_000_000, 100_000)  # inhabitants of towns with large and middle names
_ROOM = 1.1  # widths of a country that its name may have
# that the name of a country may be lower, if a picture is in the way
_LINES = (0, 2, -2, 4, -4)
_SIDES = ((1, 0), (-1, 0), (0, 1), (0, -1))


class MapNames(NamedTuple):
    """Towns, the largest first, and countries, the widest first, in the window's language.

    Attributes:
        towns: Their names.
        x: Of the towns on the map, float64 (n,).
        y: Of the towns on the map, float64 (n,).
        populations: How many people live in the towns, int64 (n,).
        countries: Names of countries, each with x and y of its middle and its width on the map.
    """

    towns: Sequence[str]
    x: Doubles
    y: Doubles
    populations: Ids
    countries: Sequence[tuple[str, float, float, float]]


def list_names(world: WorldMap) -> MapNames:
    """Return what can be named; it takes too long for the main thread."""
    towns, language = known_towns(), current_language()
    rows = np.argsort(-towns.populations, kind="stable")[: np.count_nonzero(towns.populations >= _LEAST)]
    local, ids = local_names(language), towns.ids.tolist()
    names = [local.get(ids[row]) or towns.names[row] for row in rows.tolist()]
    countries = [
        (country_name(code, language), *project_point(Coordinates(*point)), width / 360)
        for code, *point, width in world.countries()
    ]
    points = project_points(towns.latitudes[rows] / STEPS, towns.longitudes[rows] / STEPS)
    return MapNames(
        names, *points, towns.populations[rows].astype(np.int64), sorted(countries, key=lambda one: -one[3])
    )


class _Label(NamedTuple):
    name: str
    x: float
    y: float
    corner: QPointF  # of the picture, from the town
    size: LabelSize


class MapLabels:
    """Chooses and paints names; the choice stays while the map is moved within half a screen."""

    def __init__(self, names: MapNames) -> None:
        self._names = names
        self._labels: list[_Label] = []
        self._chosen: list[_Label] = []
        self._choices: Iterator[_Label | None] = iter(())

    def begin_choice(self, view: MapViewport, taken: Sequence[QRectF]) -> None:
        """Begin to choose names for a zoom that stays, with ``choose_until``.

        Args:
            view: What is shown.
            taken: Rectangles of what is painted over names, in pixels of the widget.
        """
        self._chosen, self._choices = [], self._choose(copy(view), taken)

    def choose_until(self, until: float) -> bool:
        """Choose up to a time on the monotonic clock: all takes longer than a frame; return whether that was all."""
        for label in self._choices:
            if label is not None:
                self._chosen.append(label)
            if time.monotonic() >= until:
                return False
        self._labels = self._chosen
        return True

    def _choose(self, view: MapViewport, others: Sequence[QRectF]) -> Iterator[_Label | None]:
        """Yield each name where nothing else is, at the first of its spots, or None."""
        taken = QRegion()
        for other in others:
            taken += other.toRect()
        for name, x, y, size, spots in self._candidates(view):
            left, top = view.pixel(x, y)
            gap, label = (0 if size == LabelSize.COUNTRY else _GAP / 3), None
            for spot in spots:
                rect = spot.translated(left, top)
                around = rect.adjusted(-_GAP, -gap, _GAP, gap).toRect()
                is_cut = view.pixel_rect.intersects(rect) and not view.pixel_rect.contains(rect)
                if not is_cut and not taken.intersects(around):
                    taken += around
                    label = _Label(name, x, y, spot.topLeft() - QPointF(HALO, HALO), size)
                    break
            yield label

    def _candidates(self, view: MapViewport) -> Iterator[tuple[str, float, float, LabelSize, list[QRectF]]]:
        """Yield countries and towns in view and around it: name, point, size, and where the name may be from there."""
        across, down = view.width / view.world * (0.5 + _AROUND), view.height / view.world * (0.5 + _AROUND)
        for name, x, y, share in self._names.countries:
            room = share * view.world
            if abs((x - view.x + 0.5) % 1 - 0.5) <= across and abs(y - view.y) <= down and room < view.width:
                yield name, x, y, LabelSize.COUNTRY, _country_spots(*text_size(name, LabelSize.COUNTRY), room)
        last = self._count_at(view.zoom)
        apart = np.abs(self._names.x[:last] - view.x)
        is_near = (np.minimum(apart, 1 - apart) <= across) & (np.abs(self._names.y[:last] - view.y) <= down)
        for row in np.flatnonzero(is_near)[:_CANDIDATES].tolist():
            name, people = self._names.towns[row], self._names.populations[row]
            size = LabelSize(sum(people < most for most in _LEAST_OF))
            yield name, float(self._names.x[row]), float(self._names.y[row]), size, _town_spots(*text_size(name, size))

    def paint(self, painter: MapPainter) -> None:
        """Paint the names that were chosen."""
        colours, view = map_colours(), painter.view
        painter.setPen(QPen(colours.land, 1))
        painter.setBrush(colours.quiet)
        seen = view.pixel_rect.adjusted(-200, -50, 200, 50)
        for label in self._labels:
            point = QPointF(*view.pixel(label.x, label.y))
            ink = colours.quiet if label.size >= LabelSize.SMALL else colours.text
            is_named = seen.contains(point) and painter.paint_text(label.name, label.size, ink, point + label.corner)
            if is_named and label.size != LabelSize.COUNTRY:
                painter.drawEllipse(point, _DOT / 2 + 1, _DOT / 2 + 1)

    def nearest(self, point: Coordinates, zoom: float) -> str:
        """Return the name of the nearest town that may be named at a zoom; empty if there is none within 50 km."""
        last, (x, y) = self._count_at(zoom), project_point(point)
        apart = np.abs(self._names.x[:last] - x)
        squares = np.minimum(apart, 1 - apart) ** 2 + (self._names.y[:last] - y) ** 2
        row = int(np.argmin(squares)) if last else -1
        return self._names.towns[row] if row >= 0 and squares[row] < _NEAR**2 else ""

    def _count_at(self, zoom: float) -> int:
        """Return how many towns, the largest, may be named at a zoom."""
        least = _SMALLEST[bisect_right(_ZOOMS, zoom)]
        return int(np.searchsorted(-self._names.populations, -least, side="right"))


def _town_spots(wide: float, high: float) -> list[QRectF]:
    """Return where a name of this size may be: right, left, below or above its town."""
    reach, fall = _DOT + 2 + wide / 2, _DOT / 2 + high / 2
    return [QRectF(x * reach - wide / 2, y * fall - high / 2, wide, high) for x, y in _SIDES]


def _country_spots(wide: float, high: float, room: float) -> list[QRectF]:
    """Return where a name may be: in the middle of its country or, if there is room in pixels, somewhat above or below.

    It is narrower there.
    """
    lines = () if wide > room * _ROOM else _LINES[:1] if room < wide else _LINES
    return [QRectF(-wide / 2, (line - 0.5) * high, wide, high) for line in lines]
