"""Which part of the map a widget shows."""

import math

import numpy as np
from PySide6.QtCore import QRectF

from photon.annotate.places.mercator import MapRect, area_of, metres_per_world, project_point, unproject_point
from photon.domain.arrays import Doubles
from photon.domain.places.coordinates import Coordinates
from photon.domain.places.map_area import MapArea

CLOSEST = 18.0
"""The highest zoom: 0.6 m a pixel at the equator."""
UNIT = 256
"""The world is 256 · 2^zoom pixels wide."""


class MapViewport:
    """Centre, zoom and size of what is shown; the map is never smaller than the widget, and has no end in the west.

    Attributes:
        x: Of the centre on the map, 0 to 1.
        y: Of the centre on the map.
        zoom: The world is 256 · 2^zoom pixels wide.
        width: Of the widget in device-independent pixels.
        height: Of the widget in device-independent pixels.
        ratio: Device pixels per device-independent pixel.
    """

    def __init__(self) -> None:
        self.x, self.y, self.zoom = 0.5, 0.4, 0.0
        self.width, self.height, self.ratio = 1, 1, 1.0

    @property
    def world(self) -> float:
        """Width of the world in device-independent pixels."""
        return UNIT * math.pow(2, self.zoom)

    @property
    def rect(self) -> MapRect:
        """What is shown of the map."""
        across, down = self.width / self.world / 2, self.height / self.world / 2
        left = self.x - across
        return MapRect(left % 1, self.y - down, left % 1 + 2 * across, self.y + down)

    @property
    def pixel_rect(self) -> QRectF:
        """The widget in device-independent pixels."""
        return QRectF(0, 0, self.width, self.height)

    @property
    def area(self) -> MapArea:
        """What is shown of the earth."""
        return area_of(self.rect)

    @property
    def metres(self) -> float:
        """Metres a pixel in the middle."""
        return metres_per_world(self.at(self.width / 2, self.height / 2).latitude) / self.world

    def resize(self, width: int, height: int, ratio: float) -> None:
        """Keep the centre at another size."""
        self.width, self.height, self.ratio = max(1, width), max(1, height), ratio
        self.show(self.x, self.y, self.zoom)

    def show(self, x: float, y: float, zoom: float) -> None:
        """Show a point of the map in the middle, as far as the map reaches and with a zoom that there is."""
        least = math.log2(max(self.width, self.height) / UNIT)
        self.zoom = min(CLOSEST, max(least, zoom))
        half = self.height / self.world / 2
        self.x, self.y = x % 1, min(1 - half, max(half, y))

    def show_rect(self, box: MapRect, edge: int) -> None:
        """Show a rectangle of the map with an edge in pixels around it."""
        across = max(box.right - box.left, 1e-9) / max(1, self.width - 2 * edge)
        down = max(box.bottom - box.top, 1e-9) / max(1, self.height - 2 * edge)
        zoom = -math.log2(max(across, down) * UNIT)
        self.show((box.left + box.right) / 2, (box.top + box.bottom) / 2, zoom)

    def zoom_at(self, left: float, top: float, zoom: float) -> None:
        """Change the zoom; the point of the map under a pixel stays there."""
        before = self.map_point(left, top)
        self.show(self.x, self.y, zoom)
        after = self.map_point(left, top)
        self.show(self.x + before[0] - after[0], self.y + before[1] - after[1], self.zoom)

    def move(self, right: float, down: float) -> None:
        """Show what lies some pixels to the right and below."""
        self.show(self.x + right / self.world, self.y + down / self.world, self.zoom)

    def map_point(self, left: float, top: float) -> tuple[float, float]:
        """Return the point of the map under a pixel; x may be below 0 or above 1."""
        return self.x + (left - self.width / 2) / self.world, self.y + (top - self.height / 2) / self.world

    def at(self, left: float, top: float) -> Coordinates:
        """Return the coordinates under a pixel."""
        return unproject_point(*self.map_point(left, top))

    @property
    def origin(self) -> tuple[int, int]:
        """Where the map's upper left corner is, in whole device pixels, so that all moves as one."""
        wide = self.world * self.ratio
        return round(self.width * self.ratio / 2 - self.x * wide), round(self.height * self.ratio / 2 - self.y * wide)

    def pixel(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point of the map is drawn, of all its places the one that is nearest to the middle."""
        left, top = self.origin
        wide = self.world * self.ratio
        x += round(self.x - x)
        return (left + round(x * wide)) / self.ratio, (top + round(y * wide)) / self.ratio

    def pixels(self, x: Doubles, y: Doubles) -> tuple[Doubles, Doubles]:
        """Return where points of the map are drawn, float64 (n,) both, as ``pixel`` does.

        Args:
            x: From the left, float64 (n,).
            y: From the top, float64 (n,).
        """
        left, top = self.origin
        wide = self.world * self.ratio
        x = x + np.rint(self.x - x)
        return (left + np.rint(x * wide)) / self.ratio, (top + np.rint(y * wide)) / self.ratio

    def circle(self, centre: Coordinates, metres: float) -> QRectF:
        """Return where a circle on the earth is drawn, at least a dot; empty out of view."""
        left, top = self.pixel_of(centre)
        reach = max(4.0, metres / metres_per_world(centre.latitude) * self.world)
        rect = QRectF(left - reach, top - reach, 2 * reach, 2 * reach)
        return rect if rect.intersects(self.pixel_rect) else QRectF()

    def pixel_of(self, point: Coordinates) -> tuple[float, float]:
        """Return where coordinates are drawn."""
        return self.pixel(*project_point(point))
