"""Events: photos between long pauses; on a trip, a night is no pause.

A pause of six hours between two photos ends an event, as does a move of more than 50 km with a pause of two hours. Away
from the places where photos are usually taken, only a pause of one and a half days ends it, so that a trip is one event
although everybody slept in between. (Dividing by time goes back to Graham et al., "Time as essence for photo browsing",
2002; by place, too, to Naaman et al., "Automatic organization for digital photographs with geographic coordinates",
2004.) A threshold that adapts to the pauses around, as Platt et al. have in "PhotoTOC" (2003), divides the days of a
trip at each meal, and a photo more can move a boundary nearby.

A photo without a place that is added joins events or makes one of its own; it divides none. Places can: where photos
were taken on more and more days becomes a usual place.
"""

from collections.abc import Callable

import numpy as np

from photon.domain.arrays import Doubles, Ids, Truth
from photon.domain.photo.distances import distances

Locate = Callable[[Ids], Doubles]
"""Returns latitude and longitude of photos by their numbers: float64 (n, 2), NaN where unknown."""

SHORT = 2 * 3600
"""Seconds: no shorter pause ends an event."""
LONG = 6 * 3600
"""Seconds: a pause that ends an event, except on a trip."""
LONGEST = 36 * 3600
"""Seconds: a pause that ends a trip, too."""
FAR = 50_000
"""Metres: a move that ends an event, and the distance from usual places from which on one is away."""
USUAL_DAYS = 21
"""A place with photos on more days of a year is a usual one."""

_CELL = 0.5  # degrees; about 55 km
_DAY, _YEAR = 86_400, 365.2425 * 86_400
_SAMPLES = (0.5, 0.0, 1.0, 0.25, 0.75)  # where in a part a place is looked for


def find_events(times: Ids, locate: Locate) -> Ids:
    """Divide photos into events.

    Args:
        times: Local times in seconds, int64 (n,), ascending.
        locate: Finds the places of photos, by their numbers in ``times``.

    Returns:
        The number of the first photo of each event, int64 (m,), ascending.
    """
    if not len(times):
        return np.zeros(0, np.int64)
    firsts: Ids = np.flatnonzero(np.diff(times, prepend=times[0] - SHORT) >= SHORT).astype(np.int64)
    lasts: Ids = np.append(firsts[1:], len(times)) - 1
    places = _find_places(firsts, lasts, locate)
    pauses = times[firsts[1:]] - times[lasts[:-1]]
    moved = distances(places[1:, 0], places[1:, 1], (places[:-1, 0], places[:-1, 1]))
    away = _are_away(times[firsts], places)
    goes_on = (away[1:] & away[:-1] & (pauses < LONGEST)) | ((pauses < LONG) & ~(moved > FAR))  # NaN is not farther
    starts: Ids = firsts[np.append(True, ~goes_on)]
    return starts


def _find_places(firsts: Ids, lasts: Ids, locate: Locate) -> Doubles:
    """Return a place of each part, which has few samples: float64 (n, 2), NaN where none is known."""
    places: Doubles = np.full((len(firsts), 2), np.nan)
    unknown: Ids = np.arange(len(firsts), dtype=np.int64)
    for share in _SAMPLES:
        begin = firsts[unknown]
        rows = begin + np.round((lasts[unknown] - begin) * share).astype(np.int64)
        places[unknown] = locate(rows)
        unknown = unknown[np.isnan(places[unknown, 0])]
    return places


def _are_away(times: Ids, places: Doubles) -> Truth:
    """Return which parts were taken far from usual places; without a place of its own, between two that were."""
    known = ~np.isnan(places[:, 0])
    away = known.copy()
    for is_in_year, latitude, longitude in _usual_places(times[known], places[known]):
        near = distances(places[known, 0], places[known, 1], (latitude, longitude)) <= FAR
        away[np.flatnonzero(known)[near & is_in_year]] = False
    numbers = np.arange(len(places))
    before = np.maximum.accumulate(np.where(known, numbers, -1))
    after = np.minimum.accumulate(np.where(known, numbers, len(places))[::-1])[::-1]
    is_between = ~known & (before >= 0) & (after < len(places))
    away[is_between] = away[before[is_between]] & away[after[is_between]]
    return away


def _usual_places(times: Ids, places: Doubles) -> list[tuple[Truth, float, float]]:
    """Return the usual places of each year: which parts are of that year, latitude and longitude."""
    years = np.floor(times / _YEAR).astype(np.int64)
    rows = np.floor(places[:, 0] / _CELL)
    columns = np.floor(places[:, 1] * np.cos(np.radians(rows * _CELL)) / _CELL)
    keys = np.stack([years, rows.astype(np.int64), columns.astype(np.int64)], axis=1)
    cells, members = np.unique(keys, axis=0, return_inverse=True)
    members = members.reshape(-1)
    days = np.unique(np.stack([members, times // _DAY], axis=1), axis=0)
    counts = np.bincount(days[:, 0], minlength=len(cells))
    found = []
    for cell in np.flatnonzero(counts > USUAL_DAYS):
        latitude, longitude = places[members == cell].mean(axis=0).tolist()
        found.append((years == cells[cell, 0], latitude, longitude))
    return found
