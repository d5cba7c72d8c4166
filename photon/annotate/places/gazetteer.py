"""Names of points, from data that come with Photon."""

from functools import cache

import numpy as np
import numpy.typing as npt

from photon.annotate.places.borders import SEA, CountryBorders
from photon.annotate.places.pair_lists import first_of_each
from photon.annotate.places.place_data import STEPS, TOWNS, known_towns, read_arrays
from photon.annotate.places.town_grid import RADIUS, TownGrid, points_in_space
from photon.domain.arrays import Doubles, Floats, Ids, Pixels
from photon.domain.places.place import NamedPoint

DATA_VERSION = "3"
"""Raise it when points get other names, by other data or other rules: photos are then named anew."""
NEAR, WIDE, FAR = 10.0, 50.0, 110.0
"""Kilometres within which all towns, those of many people, and, where there are neither, all again are looked at."""
REACH, GROWTH = 7.0, 0.5
"""Kilometres of the radius of a town of a million people, and how it grows with the number of people."""
NAMED = 0.6
"""Kilometres that the radius grows when a town has twice as many names.

Chosen, as the two above, on one half of the points in ``packaging/lab/places/known_points.csv``.
"""
_FAR_REACH = 3.0
"""Kilometres of a radius from which on a town is looked at within ``WIDE``."""
_ISLAND = 6.0
"""Kilometres from a town, beyond its radius, that are land even where the outlines have none."""
_ACROSS = 1.5
"""How much nearer a place across a border has to be, to win over the outlines."""
_AT_ONCE = 512  # points; more take more memory, fewer more time
_TURN = 1 << 27  # more than the steps of 360 degrees


class Gazetteer:
    """Names of points, from towns of at least 500 people, and countries."""

    def __init__(self) -> None:
        """Read the data, which takes some 200 ms and 25 MB.

        Raises:
            FileNotFoundError: The installation is incomplete.
        """
        self._towns = towns = known_towns()
        self._space = np.empty((len(towns.ids), 3), np.float32)
        for start in range(0, len(towns.ids), _AT_ONCE):
            part = slice(start, start + _AT_ONCE)  # because what large arrays leave behind is not given back
            self._space[part] = points_in_space(towns.latitudes[part] / STEPS, towns.longitudes[part] / STEPS)
        self._reach = town_reach(towns.populations, *read_arrays(TOWNS, ("name_counts",)))
        rows = np.arange(len(self._space), dtype=np.int32)
        large = rows[self._reach > _FAR_REACH]
        self._near, self._wide, self._far = (
            TownGrid(self._space, chosen, size) for chosen, size in ((rows, NEAR), (large, WIDE), (rows, FAR))
        )
        self._borders, self._countries = CountryBorders(), towns.countries

    def name_points(self, latitudes: Doubles, longitudes: Doubles) -> list[NamedPoint]:
        """Return the names of points, one for each; those that are no points on the earth have none.

        The town is the nearest after the radii of towns are taken off the distances, so that it is rather the town than
        its quarter; the quarter is the nearest named point. Both lie in the country of the point.

        Args:
            latitudes: Degrees, float64 (n,).
            longitudes: Degrees, float64 (n,).
        """
        with np.errstate(invalid="ignore"):
            is_point = (np.abs(latitudes) <= 90) & (np.abs(longitudes) <= 180)
        # points 1 m apart are the same
        north, east = (np.rint(degrees[is_point] * STEPS).astype(np.int64) for degrees in (latitudes, longitudes))
        places, which = np.unique(north * _TURN + east, return_inverse=True)
        named = np.empty((len(places) + 1, 3), np.int32)
        named[-1] = SEA, -1, -1
        for start in range(0, len(places), _AT_ONCE):
            part = slice(start, start + _AT_ONCE)
            east = (places[part] + _TURN // 2) % _TURN - _TURN // 2
            named[:-1][part] = self._name_some((places[part] - east) // _TURN / STEPS, east / STEPS)
        rows = np.full(len(latitudes), len(places))
        rows[is_point] = which.ravel()
        made = [self._named_point(*numbers) for numbers in named.tolist()]
        return [made[row] for row in rows.tolist()]

    def _named_point(self, country: int, town: int, quarter: int) -> NamedPoint:
        if town < 0:
            return NamedPoint(country=self._towns.codes[country])
        return self._towns.point(town, self._towns.names[quarter] if quarter != town else "")

    def _name_some(self, latitudes: Doubles, longitudes: Doubles) -> Ids:
        """Return country, row of the town and row of the nearest named point of each point, int64 (n, 3)."""
        countries, neighbours = self._borders.countries_of(latitudes, longitudes)
        space = points_in_space(latitudes, longitudes)
        self._decide_borders(space, countries, neighbours)
        towns, quarters, scores = self._find_towns(space, countries)
        is_island = (countries == SEA) & (scores <= _ISLAND)
        countries[is_island] = self._countries[towns[is_island]]
        towns[countries == SEA] = -1
        towns[(countries != SEA) & (towns >= 0) & (scores > FAR)] = -1
        return np.stack([countries, towns, quarters], axis=1)

    def _decide_borders(self, space: Floats, countries: Pixels, neighbours: Pixels) -> None:
        """Let the nearest place decide at borders, because the outlines are wrong by some hundred metres."""
        left = np.flatnonzero(neighbours != SEA)
        points, rows = self._near.pairs(space[left])
        found = self._countries[rows]
        is_one = (found == countries[left][points]) | (found == neighbours[left][points])
        points, rows = points[is_one], rows[is_one]
        is_other = self._countries[rows] != countries[left][points]
        distances = self._distances(space[left], points, rows) * np.where(is_other, _ACROSS, 1)
        first = first_of_each(points, distances)
        countries[left[points[first]]] = self._countries[rows[first]]

    def _distances(self, space: Floats, points: Ids, rows: Ids) -> Doubles:
        apart: Doubles = np.linalg.norm(space[points] - self._space[rows], axis=1).astype(np.float64) * RADIUS
        return apart

    def _find_towns(self, space: Floats, countries: Pixels) -> tuple[Ids, Ids, Doubles]:
        """Return the rows of town and nearest named point of each point, -1 for none, and the town's distance.

        The distance is less the town's radius, in kilometres, and infinite for none.
        """
        count = len(space)
        towns, quarters = np.full(count, -1), np.full(count, -1)
        scores, nearest = np.full(count, np.inf), np.full(count, np.inf)
        for grid in (self._near, self._wide, self._far):
            # no town that this grid lacks can be better
            left = (
                np.flatnonzero((scores > NEAR - _FAR_REACH) & (countries != SEA))
                if grid is self._far
                else np.arange(count)
            )
            points, rows = grid.pairs(space[left])
            is_wrong = (self._countries[rows] != countries[left][points]) & (countries[left][points] != SEA)
            points, rows = points[~is_wrong], rows[~is_wrong]
            distances = self._distances(space[left], points, rows)
            for values, best, chosen in (
                (distances - self._reach[rows], scores, towns),
                (distances, nearest, quarters),
            ):
                first = first_of_each(points, values)
                owners = left[points[first]]
                is_better = values[first] < best[owners]
                best[owners[is_better]] = values[first][is_better]
                chosen[owners[is_better]] = rows[first][is_better]
        return towns, quarters, scores


def town_reach(populations: npt.NDArray[np.int32], name_counts: Pixels) -> Floats:
    """Return the radius of towns in kilometres, float32 (n,).

    Args:
        populations: Numbers of people, int32 (n,).
        name_counts: Numbers of other names, uint8 (n,): quarters have fewer than towns of as many people.
    """
    reach: Floats = (REACH * (populations / 1e6) ** GROWTH + NAMED * np.log2(1.0 + name_counts)).astype(np.float32)
    return reach


@cache
def known_gazetteer() -> Gazetteer:
    """Return the one gazetteer of this process; the first call reads the data.

    Raises:
        FileNotFoundError: The installation is incomplete.
    """
    return Gazetteer()
