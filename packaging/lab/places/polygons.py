"""Polygons of longitudes and latitudes, tested one by one."""

from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]


def ring_area(ring: Array) -> float:
    """Return the area of a ring, (n, 2), in square degrees; positive if it runs against the clock."""
    following = np.roll(ring, -1, axis=0)
    return float(np.sum(ring[:, 0] * following[:, 1] - following[:, 0] * ring[:, 1]) / 2)


def unwrap_ring(ring: Array) -> Array:
    """Return a ring, (n, 2), whose longitudes go on beyond 180; one around a pole is closed at the South Pole."""
    closed = np.unwrap(np.append(ring[:, 0], ring[0, 0]), period=360)
    ring = np.stack([closed[:-1], ring[:, 1]], axis=1)
    if abs(closed[-1] - closed[0]) < 1:
        return ring
    corners = [(closed[-1], ring[0, 1]), (closed[-1], -90), (closed[0], -90)]
    return np.concatenate([ring, corners])


def inside_ring(ring: Array, points: Array) -> Array:
    """Return which points, (m, 2), lie in a ring, (n, 2), by the number of its sides west of them."""
    order = np.argsort(points[:, 1], kind="stable")
    latitudes = points[order, 1]
    counts = np.zeros(len(points), int)
    for start, end in zip(ring, np.roll(ring, -1, axis=0), strict=True):
        first, last = np.searchsorted(latitudes, sorted((start[1], end[1])))
        if first < last:
            shares = (latitudes[first:last] - start[1]) / (end[1] - start[1])
            met = order[first:last]
            counts[met] += start[0] + shares * (end[0] - start[0]) < points[met, 0]
    is_inside: Array = counts % 2 == 1
    return is_inside
