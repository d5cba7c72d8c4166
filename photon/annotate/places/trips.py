"""Trips: events far from where photos are usually taken, named after the towns that were seen."""

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

import numpy as np

from photon.domain.arrays import Doubles, Ids, Truth
from photon.domain.photo.distances import distances
from photon.domain.photo.events import FAR, USUAL_DAYS
from photon.domain.places.place import NamedPoint
from photon.language import tr

_MOST = 3  # names
_SHARE = 0.1  # of a trip, from which on a town is named
_COVER = 0.6  # of a trip that named towns, or a region, must make up
_CELL = 0.5  # degrees; about 55 km
_MONTHS = 3  # different months with photos at home, which tell it from a place where one was once
_MONTH, _YEAR = 30, 365.2425  # days
_ALWAYS = -(10**6)  # stands for all years

T = TypeVar("T", bound=Hashable)
Names = Callable[[NamedPoint], str]
"""Returns a name of a point; empty if there is none."""


def find_trips(events: Ids, days: Ids, places: Doubles) -> Truth:
    """Find the events most of whose photos were taken more than 50 km from the usual places.

    Places are usual in a year if they have photos on more than 21 days of it; so is, in all years, the place that has
    photos in most months, and in at least three.

    Args:
        events: Number of the event of each photo, int64 (n,), ascending without gaps from 0.
        days: Days since 1970, int64 (n,).
        places: Latitudes and longitudes, float64 (n, 2); NaN where unknown.

    Returns:
        Which events are trips, bool (m,).
    """
    is_known = ~np.isnan(places[:, 0])
    away: Truth = is_known.copy()
    years = _years(days)
    for year, latitude, longitude in _usual_places(days[is_known], places[is_known]):
        rows = np.flatnonzero(away & ((years == year) | (year == _ALWAYS)))
        away[rows[distances(places[rows, 0], places[rows, 1], (latitude, longitude)) <= FAR]] = False
    count = int(events[-1]) + 1 if len(events) else 0
    trips: Truth = np.bincount(events[away], minlength=count) * 2 > np.bincount(events[is_known], minlength=count)
    return trips


def _usual_places(days: Ids, places: Doubles) -> list[tuple[int, float, float]]:
    """Return usual places: the year, or ``_ALWAYS``, with latitude and longitude."""
    if not len(days):
        return []
    rows = np.floor(places[:, 0] / _CELL).astype(np.int64)
    columns = np.floor(places[:, 1] * np.cos(np.radians(rows * _CELL)) / _CELL).astype(np.int64)
    cells = np.unique(rows * 1000 + columns, return_inverse=True)[1].reshape(-1)
    _, firsts = np.unique(cells * 10**7 + days - days.min(), return_index=True)  # one photo a place and day
    own, years = cells[firsts], _years(days)
    found = []
    months = np.unique(own * 10**6 + (days[firsts] - days.min()) // _MONTH) // 10**6
    counts = np.bincount(months)
    if counts.max() >= _MONTHS:
        found.append((_ALWAYS, *_middle(places[cells == counts.argmax()])))
    pairs, counts = np.unique(np.stack([own, years[firsts]], axis=1), axis=0, return_counts=True)
    for cell, year in pairs[counts > USUAL_DAYS].tolist():
        found.append((year, *_middle(places[(cells == cell) & (years == year)])))
    return found


def _years(days: Ids) -> Ids:
    years: Ids = np.floor(days / _YEAR).astype(np.int64)
    return years


def _middle(places: Doubles) -> tuple[float, float]:
    latitude, longitude = np.median(places, axis=0).tolist()
    return latitude, longitude


def name_stops(stops: Sequence[NamedPoint], days: Sequence[int], town_of: Names, country_of: Names) -> str:
    """Name a trip after its towns, by their shares of photos and days; after its region or countries if they are many.

    Args:
        stops: Where each photo was taken.
        days: The day of each.
        town_of: Returns the name of a town.
        country_of: Returns the name of a country; empty at sea.

    Returns:
        At most three names, such as ``Lisbon and Sintra``; empty if there is no name.
    """
    levels = [
        _shares([name_of(point) for point in stops], days)
        for name_of in (town_of, lambda point: point.region, country_of)
    ]
    for shares in levels:
        main = [name for name, share in shares if name and share >= _SHARE]
        if len(main) <= _MOST and sum(share for name, share in shares if name in main) >= _COVER:
            return join_names(main)
    rest = ([name for name, _ in shares if name] for shares in reversed(levels))
    return join_names(next(filter(None, rest), [])[:_MOST])


def _shares(names: Sequence[T], days: Sequence[int]) -> list[tuple[T, float]]:
    """Return the share of each name, the mean of that of photos and that of days, the largest first."""
    photos, of_days = Counter(names), Counter(name for name, _ in set(zip(names, days, strict=True)))
    both = {name: (count / len(names) + of_days[name] / of_days.total()) / 2 for name, count in photos.items()}
    return sorted(both.items(), key=lambda one: -one[1])


def join_names(names: Sequence[str]) -> str:
    """Return ``Lisbon``, ``Lisbon and Sintra``, or ``Lisbon, Sintra and Cascais``."""
    if len(names) < 2:
        return "".join(names)
    return tr("{names} and {last}", names=", ".join(names[:-1]), last=names[-1])
