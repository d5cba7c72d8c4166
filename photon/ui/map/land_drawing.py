"""Draws tiles of land, on a thread that all maps of one world share."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cached_property
from typing import NamedTuple, TypeVar

import numpy as np
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPen

from photon.annotate.places.land_shapes import LandShapes, Shapes, thin_out
from photon.annotate.places.world_map import WorldMap
from photon.domain.arrays import Truth
from photon.ui.map.map_colours import MapColours
from photon.ui.map.map_labels import MapNames, list_names
from photon.ui.map.map_path import path_of

# widest world in pixels that is drawn with the first and second detail
_WIDEST = (1024, 2**14)
_MOST_POINTS, _MOST_PARTS = 4000, 8  # drawn at once, 5 ms; parts of a tile's side
T = TypeVar("T")


class LandTile(NamedTuple):
    """A square of the map: one of 4^level, with a side in device pixels."""

    level: int
    side: int
    column: int
    row: int
    colours: MapColours


class LandDrawing:
    """One thread with the outlines of one world, 25 MB; it ends with the last map that shares it.

    Attributes:
        maps: How many share it.
    """

    def __init__(self, world: WorldMap) -> None:
        self._world = world
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="map")
        self._shapes: dict[int, LandShapes] = {}
        self.maps = 0

    @classmethod
    def share(cls, world: WorldMap) -> "LandDrawing":
        """Return the one of a world; the map that asks calls ``leave`` at its end."""
        found = _shared.setdefault(world, cls(world))
        found.maps += 1
        return found

    def leave(self) -> None:
        """End the thread if no other map shares it."""
        self.maps -= 1
        if not self.maps:
            del _shared[self._world]
            self._pool.shutdown(wait=True, cancel_futures=True)

    def run(self, call: Callable[[], T], finish: Callable[[Future[T]], object]) -> Future[object]:
        """Call a function on the thread, and there pass its future on; return the future of the latter."""
        return self._pool.submit(finish, self._pool.submit(call))

    @cached_property
    def names(self) -> MapNames:
        """Names of towns and countries; read them on the thread."""
        return list_names(self._world)

    def draw(self, tile: LandTile) -> QImage:
        """Draw a tile, on the thread."""
        wide = tile.side * 2**tile.level
        detail = sum(wide > most for most in _WIDEST)
        if detail not in self._shapes:
            self._shapes[detail] = LandShapes(self._world.land(detail))
        image = QImage(tile.side, tile.side, QImage.Format.Format_RGB32)
        image.fill(tile.colours.sea)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _draw_square(painter, self._shapes[detail], tile, (tile.level, tile.column, tile.row))
        painter.end()
        return image


_shared: dict[WorldMap, LandDrawing] = {}


def _draw_square(painter: QPainter, land: LandShapes, tile: LandTile, square: tuple[int, int, int]) -> None:
    """Draw a square of the map that is a tile or a part of it; one with many points by its quarters.

    Qt keeps Python's lock while it draws, and a frame of the window would wait.
    """
    level, column, row = square
    shapes, more = land.in_square(*square), 2 ** (level - tile.level)
    if len(shapes.points) > _MOST_POINTS and more < _MOST_PARTS:
        for part in range(4):
            _draw_square(painter, land, tile, (level + 1, 2 * column + part % 2, 2 * row + part // 2))
        return
    edges = [
        round(tile.side * (at / more - start))
        for at, start in ((column, tile.column), (row, tile.row), (column + 1, tile.column), (row + 1, tile.row))
    ]
    painter.setClipRect(QRect(edges[0], edges[1], edges[2] - edges[0], edges[3] - edges[1]))
    origin = (tile.column / 2**tile.level, tile.row / 2**tile.level)
    thin = thin_out(shapes, origin, tile.side * 2**tile.level)
    painter.fillPath(_path(thin, np.ones(len(thin.points), np.bool_)), tile.colours.land)
    painter.strokePath(_path(thin, thin.is_border), QPen(tile.colours.border, 1))


def _path(shapes: Shapes, is_drawn: Truth) -> QPainterPath:
    """Return the lines of outlines that are drawn."""
    count, rings = len(shapes.points), len(shapes.starts)
    rows = np.insert(np.arange(count), np.append(shapes.starts, count)[1:], shapes.starts)
    is_line = np.append(False, is_drawn[rows[:-1]])
    is_line[shapes.starts + np.arange(rings)] = False
    return path_of(shapes.points[rows], is_line)
