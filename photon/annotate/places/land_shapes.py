"""Outlines of countries on the map, cut to squares of it."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from photon.annotate.places.mercator import MapRect, project_points
from photon.domain.arrays import Doubles, Floats, Ids, Truth
from photon.domain.bounded_cache import BoundedCache

_EDGE = 1 / 32  # of a square: what is kept around it, so that lines along a cut are not seen
_MOST = 3_000_000  # numbers in memory, 24 MB
_LAST, _BEYOND = 179.99, 180.01  # degrees; what is cut at the 180th meridian goes on, so that no gap is seen there
_MIX = np.uint64(0x9E3779B97F4A7C15)


class Shapes(NamedTuple):
    """Closed outlines; the point after the last one of an outline is its first.

    Attributes:
        points: x and y on the map, float64 (n, 2).
        is_border: Whether the line to the next point separates two countries, bool (n,). It is True in only one of
            both outlines, so that no line is drawn twice.
        starts: Row of the first point of each outline, int64 (m,).
    """

    points: Doubles
    is_border: Truth
    starts: Ids

    def following(self) -> Ids:
        """Return the row of the point after each one, int64 (n,)."""
        rows = np.arange(1, len(self.points) + 1)
        rows[np.append(self.starts, len(rows))[1:] - 1] = self.starts
        return rows


class LandShapes:
    """Outlines of all countries in one detail; each square of a quadtree is cut from the one that it is part of."""

    def __init__(self, rings: Sequence[Floats]) -> None:
        """Project rings of longitudes and latitudes, float32 (n, 2), that are cut at the 180th meridian.

        Their last point may be the first again.
        """
        self._whole = _project_rings(rings)
        self._squares: BoundedCache[tuple[int, int, int], Shapes] = BoundedCache(_MOST, lambda one: 3 * len(one.points))

    def in_square(self, level: int, column: int, row: int) -> Shapes:
        """Return what lies in one of 4^level squares of the map, and a little around it."""
        if level == 0:
            return self._whole
        key = (level, column, row)
        found = self._squares.get(key)
        if found is None:
            side, edge = 0.5**level, _EDGE * 0.5**level
            left, top = column * side, row * side
            box = MapRect(left - edge, top - edge, left + side + edge, top + side + edge)
            found = clip_shapes(self.in_square(level - 1, column // 2, row // 2), box)
            self._squares.store(key, found)
        return found


def clip_shapes(shapes: Shapes, box: MapRect) -> Shapes:
    """Cut outlines to a rectangle, by Sutherland and Hodgman's algorithm (1974), for all lines at once."""
    shapes = _drop_far(shapes, box)
    for axis, edge, sign in ((0, box.left, 1), (0, box.right, -1), (1, box.top, 1), (1, box.bottom, -1)):
        is_in = sign * (shapes.points[:, axis] - edge) >= 0
        if is_in.all():
            continue
        after = shapes.following()
        crosses = is_in != is_in[after]
        step = shapes.points[after] - shapes.points
        share = (edge - shapes.points[crosses, axis]) / step[crosses, axis]
        cuts = shapes.points.copy()
        cuts[crosses] += share[:, None] * step[crosses]
        is_kept = np.stack([is_in, crosses], axis=1)
        points = np.stack([shapes.points, cuts], axis=1)[is_kept]
        is_border = np.stack([shapes.is_border, shapes.is_border & ~is_in], axis=1)[is_kept]
        shapes = Shapes(points, is_border, _starts_of(is_kept.sum(axis=1), shapes.starts))
    return shapes


def thin_out(shapes: Shapes, origin: tuple[float, float], scale: float) -> Shapes:
    """Return outlines in pixels, rounded to quarters, without the points that then are equal to the next one.

    Two neighbours keep the same line, because rounding does not depend on the direction.
    """
    points = np.round((shapes.points - origin) * (4 * scale)) / 4
    is_kept = (points != points[shapes.following()]).any(axis=1)
    return Shapes(points[is_kept], shapes.is_border[is_kept], _starts_of(is_kept.astype(np.int64), shapes.starts))


def _starts_of(kept: Ids, starts: Ids) -> Ids:
    """Return first rows of the outlines of which anything is left, by how often each point was kept."""
    sizes = np.add.reduceat(kept, starts) if len(starts) else np.zeros(0, np.int64)
    return _firsts(sizes[sizes > 0])


def _firsts(sizes: Ids) -> Ids:
    """Return first rows of parts that follow each other."""
    return np.append(0, np.cumsum(sizes))[:-1].astype(np.int64)


def _drop_far(shapes: Shapes, box: MapRect) -> Shapes:
    """Drop the outlines that do not touch a rectangle."""
    if not len(shapes.starts):
        return shapes
    least = np.minimum.reduceat(shapes.points, shapes.starts)
    most = np.maximum.reduceat(shapes.points, shapes.starts)
    is_near = (least <= (box.right, box.bottom)).all(axis=1) & (most >= (box.left, box.top)).all(axis=1)
    sizes = np.diff(shapes.starts, append=len(shapes.points))
    is_kept = np.repeat(is_near, sizes)
    return Shapes(shapes.points[is_kept], shapes.is_border[is_kept], _firsts(sizes[is_near]))


def _project_rings(rings: Sequence[Floats]) -> Shapes:
    opened = [ring[:-1] if len(ring) > 1 and (ring[0] == ring[-1]).all() else ring for ring in rings]
    opened = [np.ascontiguousarray(ring, np.float32) for ring in opened if len(ring) > 2]
    if not opened:
        return Shapes(np.zeros((0, 2)), np.zeros(0, np.bool_), np.zeros(0, np.int64))
    sizes = np.array([len(ring) for ring in opened])
    degrees = np.concatenate(opened)
    is_cut = np.abs(degrees[:, 0]) > _LAST
    degrees[is_cut, 0] = np.copysign(_BEYOND, degrees[is_cut, 0])
    points = np.stack(project_points(*degrees.T[::-1].astype(np.float64)), axis=1)
    shapes = Shapes(points, np.zeros(len(points), np.bool_), _firsts(sizes))
    mixed = degrees.view(np.uint64)[:, 0] * _MIX
    mixed ^= mixed >> np.uint64(29)
    lines = mixed * _MIX
    lines += lines[shapes.following()]  # the same number in both directions
    _, first, counts = np.unique(lines, return_index=True, return_counts=True)
    shapes.is_border[first[counts > 1]] = True
    return shapes
