"""The map's ground: sea, countries and borders, drawn in square tiles on another thread."""

import math
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any, NamedTuple, TypeVar

import numpy as np
from PySide6.QtCore import QObject, QRect, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPen, QPixmap

from photon.annotate.places.land_shapes import LandShapes, Shapes, thin_out
from photon.annotate.places.world_map import WorldMap
from photon.domain.arrays import Truth
from photon.domain.bounded_cache import BoundedCache
from photon.ui.map.map_colours import MapColours, map_colours
from photon.ui.map.map_path import path_of
from photon.ui.map.map_viewport import MapViewport

LEAST = 320
"""Device pixels of a tile's side; less than twice as many. A whole number, so that tiles leave no gaps."""
_WIDEST = (1024, 2**14)  # widest world in pixels that is drawn with the first and second detail
_MOST_POINTS, _MOST_PARTS = 4000, 8  # drawn at once, 5 ms; parts of a tile's side
_MOST_CLOSER = 3
_MEMORY = 96 * 2**20  # bytes of pixmaps: five screens of 2560 x 1440


class LandTile(NamedTuple):
    """A square of the map: one of 4^level, with a side in device pixels."""

    level: int
    side: int
    column: int
    row: int


T = TypeVar("T")
_WORLD = LandTile(0, 1024, 0, 0)


class LandTiles(QObject):
    """Draws the ground of the map; ``arrived`` tells that more of it can be painted.

    What is missing is asked for and meanwhile painted from larger or smaller tiles. ``close`` ends the thread.
    """

    arrived = Signal()
    _done = Signal(object, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="map")
        self._shapes: dict[int, LandShapes] = {}
        self._world: WorldMap | None = None
        self._tiles: BoundedCache[LandTile, QPixmap] = BoundedCache(_MEMORY, lambda one: one.width() * one.height() * 4)
        self._whole: QPixmap | None = None  # of the world
        self._level, self._side, self._former = 0, LEAST, (0, LEAST)
        self._wanted: list[LandTile] = []
        self._later: list[tuple[Callable[[], object], Callable[[Any], object]]] = []
        self._is_busy = False
        self._drawing: LandTile | None = None
        self._colours: MapColours | None = None
        self._done.connect(self._finish, Qt.ConnectionType.QueuedConnection)

    def show_world(self, world: WorldMap) -> None:
        """Draw this world from now on."""
        self._world, self._shapes, self._colours = world, {}, map_colours()
        self._forget()
        self._ask()

    def call_later(self, call: Callable[[], T], take: Callable[[T], object]) -> None:
        """Call a function on the thread once there is nothing to draw, and pass its result on."""
        self._later.append((call, take))
        self._ask()

    def close(self) -> None:
        """End the thread."""
        self._world, self._wanted = None, []
        self._pool.shutdown(wait=True, cancel_futures=True)

    def settle(self, view: MapViewport) -> None:
        """Choose the size of tiles for a zoom that stays, and change the zoom by less than 0.5 % to fit it."""
        wide = view.world * view.ratio
        level = max(0, int(math.log2(wide / LEAST)))
        side = math.ceil(wide / 2**level - 1e-6)
        if (level, side) != (self._level, self._side):
            self._former, self._level, self._side = (self._level, self._side), level, side
        view.show(view.x, view.y, math.log2(side * 2**level / view.ratio / 256))

    def paint(self, painter: QPainter, view: MapViewport) -> None:
        """Paint the ground with a painter that counts in device pixels, and ask for what is missing."""
        if self._colours != map_colours():
            self._colours = map_colours()
            self._forget()
        whole = QRect(0, 0, round(view.width * view.ratio), round(view.height * view.ratio))
        tiles = list(_tiles_in(view, self._level, self._side))
        found = [(place, self._tiles.get(tile)) for tile, place in tiles]
        if any(pixmap is None for _, pixmap in found):
            painter.fillRect(whole, self._colours.sea)
            rough = [(place, self._whole) for _, place in _tiles_in(view, 0, _WORLD.side)]
            # 64 tiles of a level that is three closer would lie in each of these
            former = _tiles_in(view, *self._former) if self._former[0] - self._level < _MOST_CLOSER else ()
            found = [*rough, *((place, self._tiles.get(tile)) for tile, place in former), *found]
        for place, pixmap in found:
            if pixmap is not None:
                painter.drawPixmap(place, pixmap)
        middle = whole.center()
        missing = [
            (place.center() - middle, tile)
            for tile, place in tiles
            if tile not in self._tiles and tile != self._drawing
        ]
        missing.sort(key=lambda one: one[0].manhattanLength())
        self._wanted = [tile for _, tile in missing]
        self._ask()

    def _forget(self) -> None:
        self._tiles.clear()
        self._whole, self._wanted = None, []

    def _ask(self) -> None:
        world, colours = self._world, self._colours
        if world is None or colours is None or self._is_busy:
            return
        if self._whole is None or self._wanted:
            tile = self._wanted.pop(0) if self._whole is not None else _WORLD
            self._drawing = tile
            draw = partial(_draw_tile, tile, world, self._shapes, colours)
            self._run(draw, partial(self._store, tile, (world, colours)))
        elif self._later:
            self._run(*self._later.pop(0))

    def _run(self, call: Callable[[], T], take: Callable[[T], object]) -> None:
        def finish(done: Future[T]) -> None:
            if self._world is not None:
                self._done.emit(take, done)

        self._is_busy = True
        self._pool.submit(call).add_done_callback(finish)

    def _finish(self, take: Callable[[T], object], done: Future[T]) -> None:
        self._is_busy = False
        if not done.cancelled():
            take(done.result())
        self._ask()

    def _store(self, tile: LandTile, drawn_of: tuple[WorldMap, MapColours], image: QImage) -> None:
        self._drawing = None
        if drawn_of != (self._world, self._colours):
            return
        pixmap = QPixmap.fromImage(image)
        if tile == _WORLD:
            self._whole = pixmap
        else:
            self._tiles.store(tile, pixmap)
        self.arrived.emit()


def _tiles_in(view: MapViewport, level: int, side: int) -> Iterator[tuple[LandTile, QRect]]:
    """Yield the tiles in view with their places in device pixels; the places touch each other."""
    box, wide, number = view.rect, view.world * view.ratio, 2**level
    left, top = view.origin
    around = round(view.x - (box.left + box.right) / 2)
    for column in range(math.floor((box.left + around) * number), math.ceil((box.right + around) * number)):
        for row in range(max(0, math.floor(box.top * number)), min(number, math.ceil(box.bottom * number))):
            corners = [
                (left + round(x * wide / number), top + round(y * wide / number))
                for x, y in ((column, row), (column + 1, row + 1))
            ]
            place = QRect(*corners[0], corners[1][0] - corners[0][0], corners[1][1] - corners[0][1])
            yield LandTile(level, side, column % number, row), place


def _draw_tile(tile: LandTile, world: WorldMap, shapes: dict[int, LandShapes], colours: MapColours) -> QImage:
    """Draw a tile; on the thread of tiles, the only one that uses ``shapes``."""
    wide = tile.side * 2**tile.level
    detail = sum(wide > most for most in _WIDEST)
    if detail not in shapes:
        shapes[detail] = LandShapes(world.land(detail))
    image = QImage(tile.side, tile.side, QImage.Format.Format_RGB32)
    image.fill(colours.sea)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _draw_square(painter, shapes[detail], tile, (tile.level, tile.column, tile.row), colours)
    painter.end()
    return image


def _draw_square(
    painter: QPainter, land: LandShapes, tile: LandTile, square: tuple[int, int, int], colours: MapColours
) -> None:
    """Draw a square of the map that is a tile or a part of it; one with many points by its quarters.

    Qt keeps Python's lock while it draws, and a frame of the window would wait.
    """
    level, column, row = square
    shapes, more = land.in_square(*square), 2 ** (level - tile.level)
    if len(shapes.points) > _MOST_POINTS and more < _MOST_PARTS:
        for part in range(4):
            _draw_square(painter, land, tile, (level + 1, 2 * column + part % 2, 2 * row + part // 2), colours)
        return
    edges = [
        round(tile.side * (at / more - start))
        for at, start in ((column, tile.column), (row, tile.row), (column + 1, tile.column), (row + 1, tile.row))
    ]
    painter.setClipRect(QRect(edges[0], edges[1], edges[2] - edges[0], edges[3] - edges[1]))
    origin = (tile.column / 2**tile.level, tile.row / 2**tile.level)
    thin = thin_out(shapes, origin, tile.side * 2**tile.level)
    painter.fillPath(_path(thin, np.ones(len(thin.points), np.bool_)), colours.land)
    painter.strokePath(_path(thin, thin.is_border), QPen(colours.border, 1))


def _path(shapes: Shapes, is_drawn: Truth) -> QPainterPath:
    """Return the lines of outlines that are drawn."""
    count, rings = len(shapes.points), len(shapes.starts)
    rows = np.insert(np.arange(count), np.append(shapes.starts, count)[1:], shapes.starts)
    is_line = np.append(False, is_drawn[rows[:-1]])
    is_line[shapes.starts + np.arange(rings)] = False
    return path_of(shapes.points[rows], is_line)
