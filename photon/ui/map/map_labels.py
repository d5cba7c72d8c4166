"""Names of countries and towns on the map: the larger ones first, and none on another or on a picture."""

import time
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from copy import copy
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from photon.annotate.places.mercator import project_point, project_points
from photon.annotate.places.town_names import country_name, local_names
from photon.annotate.places.world_map import WorldMap
from photon.domain.arrays import Doubles, Ids
from photon.domain.places.coordinates import Coordinates
from photon.language.language import current_language
from photon.ui.map.frame_time import FrameTime
from photon.ui.map.halo_texts import HALO, HaloTexts, LabelSize, text_size
from photon.ui.map.map_colours import map_colours
from photon.ui.map.map_viewport import MapViewport

_ZOOMS = (3, 4, 5, 6, 7, 8, 9, 10)
_SMALLEST = (3_000_000, 1_000_000, 400_000, 150_000, 60_000, 20_000, 8_000, 1_500, 0)
"""Inhabitants of the smallest town with a name below each of these zooms, and from the last one on."""
_CANDIDATES, _AROUND, _GAP, _DOT = 300, 0.5, 12, 4.0
_NEAR = 50_000 / 40_075_017
_LEAST_OF = (1_000_000, 100_000)  # inhabitants of towns with large and middle names
_ROOM = 1.1  # widths of a country that its name may have
_LINES = (0, 2, -2, 4, -4)  # that the name of a country may be lower, if a picture is in the way
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
    towns, countries, language = world.towns, world.countries, current_language()
    names, local = list(towns.names), local_names(language)
    for row in np.flatnonzero(np.isin(towns.ids, list(local))).tolist():
        names[row] = local[int(towns.ids[row])]
    places = np.stack([*project_points(countries.latitudes, countries.longitudes), countries.widths / 360], axis=1)
    named = [(country_name(code, language), *row) for code, row in zip(countries.codes, places.tolist(), strict=True)]
    return MapNames(
        names,
        *project_points(towns.latitudes, towns.longitudes),
        towns.populations,
        sorted(named, key=lambda one: -one[3]),
    )


class _Label(NamedTuple):
    name: str
    x: float
    y: float
    corner: QPointF  # of the picture, from the town
    size: LabelSize


class MapLabels:
    """Chooses and paints names; the choice stays while the map is moved within half a screen."""

    def __init__(self, names: MapNames, texts: HaloTexts) -> None:
        self._names, self._texts = names, texts
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

    def _choose(self, view: MapViewport, taken: Sequence[QRectF]) -> Iterator[_Label | None]:
        occupied = _Occupied(taken, len(self._names.countries) + _CANDIDATES)
        across, down = view.width / view.world * (0.5 + _AROUND), view.height / view.world * (0.5 + _AROUND)
        for name, x, y, wide in self._names.countries:
            room = wide * view.world
            if abs((x - view.x + 0.5) % 1 - 0.5) <= across and abs(y - view.y) <= down and room < view.width:
                yield _place_country(name, (x, y), room, view, occupied)
        last = self._count_at(view.zoom)
        apart = np.abs(self._names.x[:last] - view.x)
        is_near = (np.minimum(apart, 1 - apart) <= across) & (np.abs(self._names.y[:last] - view.y) <= down)
        for row in np.flatnonzero(is_near)[:_CANDIDATES].tolist():
            size = LabelSize(sum(self._names.populations[row] < most for most in _LEAST_OF))
            point = float(self._names.x[row]), float(self._names.y[row])
            yield _place_town(self._names.towns[row], point, size, view, occupied)

    def paint(self, painter: QPainter, view: MapViewport, frame: FrameTime) -> bool:
        """Paint the names that were chosen; return whether there was time for all."""
        is_whole = True
        colours = map_colours()
        painter.setPen(QPen(colours.land, 1))
        painter.setBrush(colours.quiet)
        for label in self._labels:
            left, top = view.pixel(label.x, label.y)
            if -200 < left < view.width + 200 and -50 < top < view.height + 50:
                ink = colours.quiet if label.size >= LabelSize.SMALL else colours.text
                picture = self._texts.find(label.name, label.size, ink, view.ratio, frame)
                if picture is not None:
                    if label.size != LabelSize.COUNTRY:
                        painter.drawEllipse(QPointF(left, top), _DOT / 2 + 1, _DOT / 2 + 1)
                    painter.drawPixmap(QPointF(left, top) + label.corner, picture)
                is_whole &= picture is not None
        return is_whole

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


def _place_town(
    name: str, point: tuple[float, float], size: LabelSize, view: MapViewport, occupied: "_Occupied"
) -> _Label | None:
    """Return a name right, left, below or above its town, where nothing else is."""
    left, top = view.pixel(*point)
    wide, high = text_size(name, size)
    for right, down in _SIDES:
        x = left + right * (_DOT + 2 + wide / 2) - wide / 2
        y = top + down * (_DOT / 2 + high / 2) - high / 2
        is_cut = _crosses(x, wide, view.width) or _crosses(y, high, view.height)
        if not is_cut and occupied.occupy(x - _GAP, y - _GAP / 3, x + wide + _GAP, y + high + _GAP / 3):
            return _Label(name, *point, QPointF(x - left - HALO, y - top - HALO), size)
    return None


def _crosses(start: float, length: float, end: float) -> bool:
    """Return whether a part lies only in part between 0 and an end."""
    return start < 0 < start + length or start < end < start + length


def _place_country(
    name: str, point: tuple[float, float], room: float, view: MapViewport, occupied: "_Occupied"
) -> _Label | None:
    """Return a name in the middle of its country, or nearby, if there is room (in pixels)."""
    left, top = view.pixel(*point)
    wide, high = text_size(name, LabelSize.COUNTRY)
    if wide > room * _ROOM or _crosses(left - wide / 2, wide, view.width):
        return None
    for down in _LINES:
        x, y = left - wide / 2, top + (down - 0.5) * high
        if not _crosses(y, high, view.height) and occupied.occupy(x - _GAP, y, x + wide + _GAP, y + high):
            return _Label(name, *point, QPointF(x - left - HALO, y - top - HALO), LabelSize.COUNTRY)
        if room < wide:  # above and below it is narrower still
            break
    return None


class _Occupied:
    """Rectangles that are taken: left, top, right, bottom."""

    def __init__(self, taken: Sequence[QRectF], more: int) -> None:
        self._rects = np.zeros((len(taken) + more, 4))
        self._count = len(taken)
        for row, rect in enumerate(taken):
            self._rects[row] = rect.left(), rect.top(), rect.right(), rect.bottom()

    def occupy(self, left: float, top: float, right: float, bottom: float) -> bool:
        """Take a rectangle unless it touches another one; return whether it was free."""
        lefts, tops, rights, bottoms = self._rects[: self._count].T
        if ((lefts < right) & (rights > left) & (tops < bottom) & (bottoms > top)).any():
            return False
        self._rects[self._count] = left, top, right, bottom
        self._count += 1
        return True
