"""The map's ground: sea, countries and borders, drawn in square tiles on another thread."""

import math
from collections.abc import Callable, Iterator
from concurrent.futures import Future, wait
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, QRect, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPixmap

from photon.annotate.places.world_map import WorldMap
from photon.domain.bounded_cache import BoundedCache
from photon.ui.map.land_drawing import LandDrawing, LandTile
from photon.ui.map.map_colours import map_colours
from photon.ui.map.map_labels import MapNames
from photon.ui.map.map_viewport import MapViewport

LEAST = 320
"""Device pixels of a tile's side; less than twice as many. A whole number, so that tiles leave no gaps."""
_MOST_CLOSER = 3
_MEMORY = 96 * 2**20  # bytes of pixmaps: five screens of 2560 x 1440


T = TypeVar("T")
_ROUGH = (0, 1024)  # level and side of the tile that is the world


class LandTiles(QObject):
    """Draws the ground of the map; ``arrived`` tells that more of it can be painted, ``named`` that ``names`` are read.

    What is missing is asked for and meanwhile painted from larger or smaller tiles. ``close`` it at the end.

    Attributes:
        names: Names of the world; None until its first land is drawn.
    """

    arrived = Signal()
    named = Signal()
    _done = Signal(object, object, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._drawing: LandDrawing | None = None
        self._running: Future[object] | None = None
        self.names: MapNames | None = None
        self._tiles: BoundedCache[LandTile, QPixmap] = BoundedCache(_MEMORY, lambda one: one.width() * one.height() * 4)
        self._level, self._side, self._former = 0, LEAST, (0, LEAST)
        self._wanted: list[LandTile] = []
        self._at_work: LandTile | None = None
        self._done.connect(self._finish, Qt.ConnectionType.QueuedConnection)

    def show_world(self, world: WorldMap) -> None:
        """Draw this world from now on."""
        self.close()
        self._drawing = LandDrawing.share(world)
        self._tiles.clear()
        self._wanted = [LandTile(*_ROUGH, 0, 0, map_colours())]
        self._ask()

    def close(self) -> None:
        """Draw no more; the thread ends if no other map needs it."""
        drawing, self._drawing = self._drawing, None
        if self._running is not None and not self._running.cancel():
            wait([self._running])
        self._running = self.names = None
        if drawing is not None:
            drawing.leave()

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
        whole = QRect(0, 0, round(view.width * view.ratio), round(view.height * view.ratio))
        world = LandTile(*_ROUGH, 0, 0, map_colours())
        rough = self._tiles.get(world)
        tiles = list(_tiles_in(view, self._level, self._side))
        found = [(place, self._tiles.get(tile)) for tile, place in tiles]
        if any(pixmap is None for _, pixmap in found):
            painter.fillRect(whole, world.colours.sea)
            # 64 tiles of a level that is three closer would lie in each of these
            former = _tiles_in(view, *self._former) if self._former[0] - self._level < _MOST_CLOSER else ()
            around = [(place, rough) for _, place in _tiles_in(view, *_ROUGH)]
            found = [*around, *((place, self._tiles.get(tile)) for tile, place in former), *found]
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)  # magnified tiles would show as squares
        for place, pixmap in found:
            if pixmap is not None:
                painter.drawPixmap(place, pixmap)
        middle = whole.center()
        missing = [
            (place.center() - middle, tile)
            for tile, place in tiles
            if tile not in self._tiles and tile != self._at_work
        ]
        missing.sort(key=lambda one: one[0].manhattanLength())
        self._wanted = [world] * (rough is None and self._at_work != world) + [tile for _, tile in missing]
        self._ask()

    def _ask(self) -> None:
        drawing = self._drawing
        if drawing is None or self._running is not None:
            return
        if self._wanted:
            tile = self._at_work = self._wanted.pop(0)
            self._run(drawing, partial(drawing.draw, tile), partial(self._store, tile))
        elif self.names is None:
            self._run(drawing, lambda: drawing.names, self._take_names)

    def _run(self, drawing: LandDrawing, call: Callable[[], T], take: Callable[[T], object]) -> None:
        self._running = drawing.run(call, partial(self._done.emit, drawing, take))

    def _finish(self, drawing: LandDrawing, take: Callable[[T], object], done: Future[T]) -> None:
        if drawing is self._drawing:
            self._running = None
            take(done.result())
            self._ask()

    def _take_names(self, names: MapNames) -> None:
        self.names = names
        self.named.emit()

    def _store(self, tile: LandTile, image: QImage) -> None:
        self._at_work = None
        self._tiles.store(tile, QPixmap.fromImage(image))
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
            yield LandTile(level, side, column % number, row, map_colours()), place
