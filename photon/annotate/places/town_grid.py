"""Towns around points, found in cubes of space: the date line and the poles are like everywhere else."""

import numpy as np
import numpy.typing as npt

from photon.annotate.places.pair_lists import expand_ranges
from photon.domain.arrays import Doubles, Floats, Ids

RADIUS = 6371.0
"""Kilometres of the earth's radius."""
_SHIFTS = np.array([40, 20, 0])  # bits: cubes of 1 km have numbers of 13
_AT_ONCE = 4096  # towns, because memory of large arrays in between is not given back


def points_in_space(latitudes: Doubles, longitudes: Doubles) -> Floats:
    """Return where points are from the middle of the earth, in its radii, float32 (n, 3).

    Args:
        latitudes: Degrees, float64 (n,).
        longitudes: Degrees, float64 (n,).
    """
    north, east = np.radians(latitudes), np.radians(longitudes)
    space = np.empty((len(north), 3), np.float32)
    space[:, 0] = np.cos(north) * np.cos(east)
    space[:, 1] = np.cos(north) * np.sin(east)
    space[:, 2] = np.sin(north)
    return space


class TownGrid:
    """Some towns, sorted by the cubes they lie in."""

    def __init__(self, space: Floats, rows: npt.NDArray[np.int32], size: float) -> None:
        """Sort towns.

        Args:
            space: Where all towns are, by ``points_in_space``, float32 (m, 3).
            rows: Which of them to find, int32 (n,).
            size: Length of a cube in kilometres, at least 1: all towns that are as near as that are found.
        """
        self._size = size / RADIUS
        keys = np.empty(len(rows), np.int64)
        for start in range(0, len(rows), _AT_ONCE):
            part = slice(start, start + _AT_ONCE)
            keys[part] = (self._cubes(space[rows[part]]) << _SHIFTS).sum(axis=1)
        order = np.argsort(keys, kind="stable")
        self._rows = rows[order]
        keys = keys[order]
        starts = np.flatnonzero(np.diff(keys, prepend=-1 << 62))
        self._keys, self._ends = keys[starts], np.append(starts, len(keys)).astype(np.int32)

    def pairs(self, space: Floats) -> tuple[Ids, Ids]:
        """Return points, ascending, int64 (p,), and the row of a town near each, or somewhat farther off, int64 (p,).

        Args:
            space: Where the points are, by ``points_in_space``, float32 (n, 3).
        """
        sides = np.array([(x, y, -1) for x in (-1, 0, 1) for y in (-1, 0, 1)])
        keys = ((self._cubes(space)[:, None, :] + sides) << _SHIFTS).sum(axis=2).ravel()
        found, places = expand_ranges(
            self._ends[np.searchsorted(self._keys, keys)],
            self._ends[np.searchsorted(self._keys, keys + 2, side="right")],
        )
        return found // len(sides), self._rows[places].astype(np.int64)

    def _cubes(self, space: Floats) -> Ids:
        return np.floor(space.astype(np.float64) / self._size).astype(np.int64)
