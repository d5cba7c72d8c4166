"""Outlines of countries, for drawing a map."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from photon.annotate.places.place_data import COUNTRIES, known_towns, read_arrays
from photon.domain.arrays import Doubles, Floats, Ids, Pixels
from photon.quick_dataclass import dataclass

DETAILS = 3
"""Outlines of 1 : 110, 50 and 10 million."""
OUTLINES = ("transform", "steps", "arc_ends", "sides", "ring_arcs", "ring_ends")
"""Names of the arrays of a detail in the file, before its number."""
_OF_NAMES = 1  # the coarsest detail that has all countries


@dataclass(frozen=True, slots=True, eq=False)
class Outlines:
    """Borders and coasts as arcs that neighbouring countries share.

    Attributes:
        points: Longitudes and latitudes of all arcs, float32 (n, 2).
        arc_ends: Row after the last point of each arc, int64 (a,).
        sides: Numbers of the countries left and right of each arc, uint8 (a, 2); 0 is the sea.
            ring_arcs: Arcs of all rings, int64 (k,); ``~arc`` for one that runs backwards.
            ring_ends: Row after the last arc of each ring, int64 (r,).
    """

    points: Floats
    arc_ends: Ids
    sides: Pixels
    ring_arcs: Ids
    ring_ends: Ids


def read_outlines(detail: int) -> Outlines:
    """Return the outlines of a detail, 0 (coarse) to 2 (fine).

    Raises:
        FileNotFoundError: The installation is incomplete.
    """
    return unpack_outlines(read_arrays(COUNTRIES, [f"{name}{detail}" for name in OUTLINES]))


def unpack_outlines(arrays: Sequence[Any]) -> Outlines:
    """Return the outlines that arrays of the names ``OUTLINES`` stand for, in this order.

    ``transform``, float64 (2, 2), has the degrees of a step, and where step 0 is; ``steps``, whole numbers (n, 2), lead
    from each point to the next; the others are those of ``Outlines``.
    """
    transform, steps, arc_ends, sides, ring_arcs, ring_ends = arrays
    points = np.empty(steps.shape, np.float32)
    for axis in range(2):
        # exact, because float32 has all whole numbers up to 16,777,216; without a type, numpy casts what is in `out`
        np.cumsum(steps[:, axis], dtype=np.float32, out=points[:, axis])
        points[:, axis] *= transform[0, axis]
        points[:, axis] += transform[1, axis]
    return Outlines(points, arc_ends.astype(np.int64), sides, ring_arcs.astype(np.int64), ring_ends.astype(np.int64))


class WorldMap:
    """What Photon draws of the world; each detail is read when it is first asked for."""

    def __init__(self) -> None:
        self._rings: dict[int, tuple[Floats, ...]] = {}

    def land(self, detail: int) -> tuple[Floats, ...]:
        """Return the outlines of all countries as rings, float32 (n, 2), of longitude and latitude.

        No ring crosses the 180th meridian: it is cut there. The first point is not repeated at the end. Holes are
        rings, too, so fill them by the even-odd rule.

        Args:
            detail: 0 (the world) to ``DETAILS`` - 1 (a town).

        Raises:
            FileNotFoundError: The installation is incomplete.
        """
        if detail not in self._rings:
            self._rings[detail] = tuple(_join_rings(read_outlines(detail)))
        return self._rings[detail]

    def countries(self) -> Iterator[tuple[str, float, float, float]]:
        """Yield where names of countries are written: in the middle of the widest part of the largest outline of each.

        The code of ISO 3166, latitude and longitude in degrees, and the width of that part in degrees of longitude.

        Raises:
            FileNotFoundError: The installation is incomplete.
        """
        largest: dict[int, tuple[float, Doubles]] = {}
        for country, ring in _country_rings(read_outlines(_OF_NAMES)):
            whole = np.stack([np.unwrap(ring[:, 0], period=360), ring[:, 1]], axis=1).astype(np.float64)
            (x, y), (next_x, next_y) = whole.T, np.roll(whole, -1, axis=0).T
            size = abs(float(np.sum(x * next_y - next_x * y)))
            if size > largest.get(country, (0.0,))[0]:
                largest[country] = size, whole
        for country, (_, outline) in largest.items():
            latitude, longitude, width = _widest_part(outline)
            yield known_towns().codes[country], latitude, (longitude + 180) % 360 - 180, width


def _country_rings(outlines: Outlines) -> Iterator[tuple[int, Floats]]:
    """Yield each ring with the number of its country, which lies right of the ring."""
    arcs = np.split(outlines.points, outlines.arc_ends[:-1])
    for numbers in np.split(outlines.ring_arcs, outlines.ring_ends[:-1]):
        country = outlines.sides[numbers[0], 1] if numbers[0] >= 0 else outlines.sides[~numbers[0], 0]
        yield (
            int(country),
            np.concatenate([(arcs[arc] if arc >= 0 else arcs[~arc][::-1])[:-1] for arc in numbers]),
        )


def _widest_part(ring: Doubles) -> tuple[float, float, float]:
    """Return latitude, longitude and width of the widest part of a ring, rather near the middle of its height."""
    points = np.append(ring, ring[:1], axis=0)
    low, high = ring[:, 1].min(), ring[:, 1].max()
    best = (-1.0, 0.0, 0.0, 0.0)
    for share in np.linspace(0.2, 0.8, 13):
        above = points[:, 1] - (low + share * (high - low))
        crosses = np.flatnonzero((above[1:] > 0) != (above[:-1] > 0))
        part = above[crosses] / (above[crosses] - above[crosses + 1])
        edges = np.sort(points[crosses, 0] + part * (points[crosses + 1, 0] - points[crosses, 0]))
        widths = edges[1::2] - edges[::2]
        at = int(np.argmax(widths))
        width, middle = float(widths[at]), float(edges[2 * at] + edges[2 * at + 1]) / 2
        best = max(best, (width * (1 - abs(share - 0.5)), float(low + share * (high - low)), middle, width))
    return best[1:]


def _join_rings(outlines: Outlines) -> Iterator[Floats]:
    """Yield the rings; those across the 180th meridian in two parts, and that around the South Pole down to it."""
    for _, ring in _country_rings(outlines):
        closed = np.append(ring[:, 0], ring[0, 0])
        longitudes = np.unwrap(closed, period=360)
        if np.array_equal(longitudes, closed):
            if len(ring) > 2:  # some islands are a point in coarse outlines
                yield ring
            continue
        if abs(longitudes[-1] - longitudes[0]) > 1:  # around the pole
            latitudes = np.append(ring[:, 1], [ring[0, 1], -90, -90])
            longitudes = np.append(longitudes, [longitudes[-1], longitudes[0]])
        else:
            latitudes, longitudes = ring[:, 1], longitudes[:-1]
        whole = np.stack([longitudes, latitudes], axis=1)
        for turns in range(-2, 3):
            part = _cut_ring(_cut_ring(whole + np.array([turns * 360, 0]), 1), -1)
            if len(part) > 2:
                yield part.astype(np.float32)


def _cut_ring(ring: Doubles, sign: int) -> Doubles:
    """Return what of a ring lies west of 180 (sign 1) or east of -180 (-1), by Sutherland and Hodgman (1974)."""
    room = 180 - sign * ring[:, 0]
    is_in = room >= 0
    if is_in.all():
        return ring
    following, next_room = np.roll(ring, -1, axis=0), np.roll(room, -1)
    is_cut = is_in != np.roll(is_in, -1)
    cuts = ring.copy()
    cuts[is_cut] += (room / (room - next_room + (room == next_room)))[is_cut, None] * (following - ring)[is_cut]
    kept: Doubles = np.stack([ring, cuts], axis=1)[np.stack([is_in, is_cut], axis=1)]
    return kept
