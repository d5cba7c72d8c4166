"""How often suggested places are right, on planted days: ``python -m lab.places.suggesting``.

A day is planted: two people stay at several spots of a town, go to another town on some days, and on some days part
for the afternoon. Both have a phone, whose photos lack coordinates now and then (indoors for a while, or one by one);
one has a camera that never knows where it is. Clocks are right to some minutes. The truth is where each person was.

Two things are printed: of photos without coordinates, how many get a suggestion; and of suggestions, how many are less
than 1 km off. The baseline takes the nearest photo in time of any device of that day; once for all photos, and once for
as many as the rule, those with the least time between.
"""

from collections.abc import Callable

import numpy as np

from photon.annotate.places.place_suggesting import suggest_points
from photon.domain.arrays import Doubles, Ids, Truth
from photon.domain.photo.distances import distances

DAYS, SEED = 400, 20261202
RIGHT = 1000.0
"""Metres."""
_DAY, _MORNING, _EVENING = 86_400, 9 * 3600, 21 * 3600
_PHONE, _OTHER_PHONE, _CAMERA = range(3)
_CLOCK = 180  # seconds that the camera's clock is wrong by, at most
_KM = 1 / 111.2  # degrees


def plant_day(random: np.random.Generator, day: int) -> tuple[Ids, Ids, Doubles, Doubles]:
    """Return devices, times, known places (NaN where the file has none) and true places of the photos of a day."""
    towns = np.array([45.0, 8.0]) + random.normal(0, 60 * _KM, (1 + (random.random() < 0.4), 2))
    together = _plant_path(random, towns)
    parted = _plant_path(random, towns) if random.random() < 0.35 else together
    paths, noon = (together, parted, together), 13 * 3600
    devices, times, known, truth = [], [], [], []
    for device, path in enumerate(paths):
        moments = _plant_moments(random)
        places = np.array([(path if moment > noon else together)(moment) for moment in moments])
        seen = places + random.normal(0, 0.01 * _KM, places.shape)
        seen[_lacks_place(random, moments) | (device == _CAMERA)] = np.nan
        devices.append(np.full(len(moments), device))
        times.append(moments + day * _DAY + (random.integers(-_CLOCK, _CLOCK) if device == _CAMERA else 0))
        known.append(seen)
        truth.append(places)
    return np.concatenate(devices), np.concatenate(times), np.concatenate(known), np.concatenate(truth)


def _plant_path(random: np.random.Generator, towns: Doubles) -> Callable[[int], Doubles]:
    stops = np.sort(random.integers(_MORNING, _EVENING, random.integers(3, 8)))
    spots = towns[np.sort(random.integers(0, len(towns), len(stops)))] + random.normal(0, 1.5 * _KM, (len(stops), 2))
    return lambda moment: spots[max(0, int(np.searchsorted(stops, moment, "right")) - 1)]


def _plant_moments(random: np.random.Generator) -> Ids:
    """Return when photos were taken: in bursts of a quarter of an hour."""
    bursts = random.integers(_MORNING, _EVENING, random.integers(3, 12))
    moments = np.concatenate([one + random.integers(0, 900, random.integers(1, 8)) for one in bursts])
    return np.sort(moments)


def _lacks_place(random: np.random.Generator, moments: Ids) -> Truth:
    begin = random.integers(_MORNING, _EVENING)
    return (random.random(len(moments)) < 0.1) | ((moments > begin) & (moments < begin + 5400))


def main() -> None:
    """Print the figures of the rule and of the baseline."""
    random = np.random.default_rng(SEED)
    days = [plant_day(random, day) for day in range(DAYS)]
    devices, times, known, truth = (np.concatenate(column) for column in zip(*days, strict=True))
    lacks = np.isnan(known[:, 0])
    found = suggest_points(devices, times, known, np.zeros(len(times), bool))
    nearest = _nearest_in_time(times, known, np.flatnonzero(lacks))
    print(f"{DAYS} days, {len(times):,} photos, {lacks.sum():,} without coordinates")
    soonest = np.argsort(np.abs(times[nearest[0]] - times[nearest[1]]), kind="stable")[: len(found.rows)]
    rules = {
        "rule": (found.rows, found.sources),
        "nearest photo in time": nearest,
        "as many as the rule": (nearest[0][soonest], nearest[1][soonest]),
    }
    for name, (rows, sources) in rules.items():
        for kind, those in (("all", lacks), ("phones", lacks & (devices != _CAMERA)), ("camera", devices == _CAMERA)):
            here = those[rows]
            (north, east), point = truth[rows[here]].T, known[sources[here]].T
            off = distances(north, east, (point[0], point[1]))
            shares = here.sum() / those.sum(), np.mean(off < RIGHT)
            print(f"{name:22} {kind:7} suggested {shares[0]:.3f}, of these right {shares[1]:.3f}")


def _nearest_in_time(times: Ids, known: Doubles, rows: Ids) -> tuple[Ids, Ids]:
    placed = np.flatnonzero(~np.isnan(known[:, 0]))
    placed = placed[np.argsort(times[placed])]
    after = np.clip(np.searchsorted(times[placed], times[rows]), 1, len(placed) - 1)
    both = placed[after - 1], placed[after]
    sources = np.where(times[rows] - times[both[0]] <= times[both[1]] - times[rows], *both)
    is_same_day = times[sources] // _DAY == times[rows] // _DAY
    return rows[is_same_day], sources[is_same_day]


if __name__ == "__main__":
    main()
