"""Countries of points, by the outlines of countries, and the sea."""

import numpy as np

from photon.annotate.places.pair_lists import expand_ranges, first_of_each
from photon.annotate.places.place_data import BORDERS, read_arrays
from photon.annotate.places.world_map import DETAILS, read_outlines
from photon.domain.arrays import Doubles, Pixels

SEA = 0
"""Number of the sea among the countries."""
SIDE = 0.25
"""Degrees of a square; smaller ones need more memory, larger ones more time."""
COLUMNS, ROWS = round(360 / SIDE), round(180 / SIDE)
SHORE = 2.0
"""Kilometres from a coast that count as land, for piers, bridges and beaches: the outlines are as coarse as that."""
KM = 111.2
"""Kilometres of a degree of latitude."""


class CountryBorders:
    """Outlines of all countries, in squares of a quarter of a degree.

    Each square knows the country of its centre and the lines in it. A point is in the country of the centre, or on that
    side of the line which is the first one on the way from the point to the centre.
    """

    def __init__(self) -> None:
        """Read the outlines.

        Raises:
            FileNotFoundError: The installation is incomplete.
        """
        outlines = read_outlines(DETAILS - 1)
        self._points = outlines.points
        self._sides = np.repeat(outlines.sides, np.diff(outlines.arc_ends, prepend=0), axis=0)
        self._centres, self._squares, self._ends, self._lines = read_arrays(
            BORDERS, ("centres", "squares", "ends", "lines")
        )

    def countries_of(self, latitudes: Doubles, longitudes: Doubles) -> tuple[Pixels, Pixels]:
        """Return the number of the country of each point and that of its nearest neighbour within 2 km.

        They are uint8 (n,) and uint8 (n,). ``SEA`` is farther than 2 km from all coasts; as a neighbour it
        stands for none.

        Args:
            latitudes: Degrees from -90 to 90, float64 (n,).
            longitudes: Degrees from -180 to 180, float64 (n,).
        """
        rows = np.minimum((latitudes + 90) / SIDE, ROWS - 1).astype(np.int64)
        columns = ((longitudes + 180) / SIDE).astype(np.int64) % COLUMNS
        squares = rows * COLUMNS + columns
        countries: Pixels = self._centres[squares]
        points, places = expand_ranges(
            *(self._ends[np.searchsorted(self._squares, squares, side=side)] for side in ("left", "right"))
        )
        neighbours = np.zeros_like(countries)
        if not len(points):
            return countries, neighbours
        lines = self._lines[places]
        target = np.stack([(columns + 0.5) * SIDE - 180, (rows + 0.5) * SIDE - 90], axis=1)[points]
        here = np.stack([np.where(longitudes >= 180, longitudes - 360, longitudes), latitudes], axis=1)[points]
        start = self._points[lines].astype(np.float64)
        step = self._points[lines + 1] - start
        way = target - here
        # here + share * way = start + along * step
        size = _cross(way, step)
        with np.errstate(divide="ignore", invalid="ignore"):
            shares = _cross(start - here, step) / size
            along = _cross(start - here, way) / size
        met = np.flatnonzero((shares >= 0) & (shares < 1) & (along >= 0) & (along < 1))
        met = met[first_of_each(points[met], shares[met])]
        # against the line's direction, what is left of it is where the point is, if the way goes from left to right
        countries[points[met]] = self._sides[lines[met], (size[met] < 0).astype(np.int64)]
        own, sides = countries[points], self._sides[lines]
        others = np.where(sides[:, 0] == own, sides[:, 1], sides[:, 0])
        near = np.flatnonzero((others != own) & (others != SEA))
        distances = _distances_to(here[near], start[near], step[near])
        near, distances = near[distances <= SHORE], distances[distances <= SHORE]
        near = near[first_of_each(points[near], distances)]
        neighbours[points[near]] = others[near]
        is_shore = (countries == SEA) & (neighbours != SEA)
        countries[is_shore], neighbours[is_shore] = neighbours[is_shore], SEA
        return countries, neighbours


def _cross(one: Doubles, other: Doubles) -> Doubles:
    product: Doubles = one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0]
    return product


def _distances_to(here: Doubles, start: Doubles, step: Doubles) -> Doubles:
    """Return how far points are from lines, in kilometres, float64 (n,)."""
    shrink = np.stack([np.cos(np.radians(here[:, 1])), np.ones(len(here))], axis=1)
    offset, step = (start - here) * shrink, step * shrink
    along = np.clip(-(offset * step).sum(axis=1) / np.maximum((step * step).sum(axis=1), 1e-20), 0, 1)
    distances: Doubles = np.hypot(*(offset + along[:, None] * step).T) * KM
    return distances
