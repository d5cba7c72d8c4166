"""The map's projection: Web Mercator (EPSG 3857), the whole world as a square with sides of 1."""

import math
from typing import NamedTuple

import numpy as np

from photon.domain.arrays import Doubles
from photon.domain.places.coordinates import Coordinates
from photon.domain.places.map_area import MapArea

POLE = 85.0511287798066
"""Degrees of latitude at the square's upper edge; what lies beyond is drawn there."""


class MapRect(NamedTuple):
    """A rectangle of the map; ``left`` is 0 to 1, and ``right`` may be up to 1 more, beyond the 180th meridian."""

    left: float
    top: float
    right: float
    bottom: float

    def grown(self, share: float) -> "MapRect":
        """Return the rectangle with a share of its size around it, at most all around the earth."""
        wide, down = min(0.5, (self.right - self.left) * (0.5 + share)), (self.bottom - self.top) * share
        left = ((self.left + self.right) / 2 - wide) % 1
        return MapRect(left, self.top - down, left + 2 * wide, self.bottom + down)

    def holds(self, other: "MapRect") -> bool:
        """Return whether another rectangle lies in this one."""
        left = self.left + (other.left - self.left) % 1
        is_across = left + other.right - other.left <= self.right or self.right - self.left >= 1
        return is_across and self.top <= other.top and self.bottom >= other.bottom


def project_points(latitudes: Doubles, longitudes: Doubles) -> tuple[Doubles, Doubles]:
    """Return where points lie on the map: x from the left and y from the top, float64 (n,), both 0 to 1.

    Args:
        latitudes: Degrees, float64 (n,); those beyond the map lie on its edge.
        longitudes: Degrees, float64 (n,).
    """
    radians = np.radians(np.clip(latitudes, -POLE, POLE))
    return longitudes / 360 + 0.5, 0.5 - np.arcsinh(np.tan(radians)) / (2 * np.pi)


def unproject_points(x: Doubles, y: Doubles) -> tuple[Doubles, Doubles]:
    """Return latitudes and longitudes of points of the map, float64 (n,); the inverse of ``project_points``.

    Args:
        x: From the left, float64 (n,).
        y: From the top, float64 (n,).
    """
    return np.degrees(np.arctan(np.sinh((1 - 2 * y) * np.pi))), (x % 1 - 0.5) * 360


def project_point(point: Coordinates) -> tuple[float, float]:
    """Return where a point lies on the map, as ``project_points`` does."""
    x, y = project_points(np.array([point.latitude]), np.array([point.longitude]))
    return float(x[0]), float(y[0])


def unproject_point(x: float, y: float) -> Coordinates:
    """Return the coordinates of a point of the map, as ``unproject_points`` does."""
    return Coordinates(math.degrees(math.atan(math.sinh((1 - 2 * y) * math.pi))), (x % 1 - 0.5) * 360)


def rect_of(area: MapArea) -> MapRect:
    """Return the rectangle of an area."""
    left, top = project_point(Coordinates(area.north, area.west))
    right, bottom = project_point(Coordinates(area.south, area.east))
    return MapRect(left, top, right + (area.west > area.east), bottom)


def area_of(box: MapRect) -> MapArea:
    """Return the area of a rectangle: to the pole where it touches the map's edge, around the earth if as wide."""
    first, last = unproject_point(box.left, box.top), unproject_point(box.right, box.bottom)
    west, east = (-180.0, 180.0) if box.right - box.left >= 1 else (first.longitude, last.longitude)
    south, north = -90.0 if box.bottom >= 1 else last.latitude, 90.0 if box.top <= 0 else first.latitude
    return MapArea(south, west, north, east)


def metres_per_world(latitude: float) -> float:
    """Return how many metres the side of the square stands for at a parallel."""
    return 40_075_016.7 * math.cos(math.radians(min(POLE, abs(latitude))))
