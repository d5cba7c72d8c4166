"""Where photos without coordinates were taken, by photos with coordinates that were taken a little before or after."""

import numpy as np

from photon.domain.arrays import Doubles, Ids, Truth
from photon.domain.photo.distances import distances
from photon.quick_dataclass import dataclass

NEAR = 2000.0
"""Metres: places that are no farther apart are one."""
OWN = 3600
"""Seconds to photos of the same device, before and after, if both are at one place."""
ALONE = 900
"""Seconds to a photo of the same device, if there is one only before or only after."""
MOVING = 600
"""Seconds to the nearer photo of the same device, if it was elsewhere before than after."""
OTHERS = 1800
"""Seconds to photos of another device, before and after."""
_DAY = 86_400


@dataclass(frozen=True, slots=True, eq=False)
class SuggestedPoints:
    """Where photos may have been taken; each array has one element for each of them.

    Attributes:
        rows: The photos, as rows of what was given, int64 (n,).
        sources: The photo whose coordinates are suggested, as rows, int64 (n,).
        seconds: Time between both, int64 (n,).
    """

    rows: Ids
    sources: Ids
    seconds: Ids


def suggest_points(devices: Ids, times: Ids, places: Doubles, doubtful: Truth) -> SuggestedPoints:
    """Suggest places for photos without coordinates, or with doubtful ones.

    A photo of the same device, on the same day, counts most. Without one, that of another device does if the device
    was at one place just before and just after; if several were and disagree, nothing is suggested. Nothing is
    suggested across a doubtful photo of the same device, nor from one.

    Args:
        devices: Number of the device of each photo, int64 (n,); -1 if unknown.
        times: Local times in seconds, int64 (n,).
        places: Latitudes and longitudes, float64 (n, 2); NaN where unknown.
        doubtful: Photos whose coordinates are doubtful, bool (n,).
    """
    order = np.lexsort((times, devices))
    devices, times, places, doubtful = devices[order], times[order], places[order], doubtful[order]
    is_known = ~np.isnan(places[:, 0]) & ~doubtful
    rows = np.flatnonzero(np.isnan(places[:, 0]) | doubtful)
    sources: Ids = np.full(len(rows), -1, np.int64)
    own = devices[rows] >= 0
    sources[own] = _by_same_device(rows[own], devices, times, places, np.where(doubtful, -1, is_known))
    rest = np.flatnonzero(sources < 0)
    sources[rest] = _by_other_devices(rows[rest], devices, times, places, is_known)
    found = sources >= 0
    rows, sources = rows[found], sources[found]
    return SuggestedPoints(order[rows], order[sources], np.abs(times[rows] - times[sources]))


def _by_same_device(rows: Ids, devices: Ids, times: Ids, places: Doubles, known: Ids) -> Ids:
    """Return the photo of the same device that counts for each row, or -1.

    Args:
        rows: Photos that need a place, of known devices.
        devices: Ascending.
        times: Ascending in each device.
        places: Of all photos.
        known: 1 for photos with coordinates, 0 without, -1 for doubtful ones.
    """
    numbers = np.arange(len(known))
    before = np.maximum.accumulate(np.append(-1, np.where(known != 0, numbers, -1)))[rows]
    after = np.minimum.accumulate(np.append(len(known), np.where(known != 0, numbers, len(known))[::-1]))
    after = after[::-1][rows + 1]
    gaps = []
    for sides in (before, after):
        there = np.clip(sides, 0, len(known) - 1)
        counts = (sides == there) & (devices[there] == devices[rows]) & (known[there] == 1)
        counts &= times[there] // _DAY == times[rows] // _DAY
        gaps.append(np.where(counts, np.abs(times[there] - times[rows]), _DAY))
        sides[:] = there
    is_before = gaps[0] <= gaps[1]
    gap = np.minimum(*gaps)
    moved = _metres(places, before, after) > NEAR
    is_between = np.maximum(*gaps) <= OWN
    limit = np.where(is_between, np.where(moved, MOVING, OWN), ALONE)
    found: Ids = np.where(gap <= limit, np.where(is_before, before, after), -1)
    return found


def _by_other_devices(rows: Ids, devices: Ids, times: Ids, places: Doubles, is_known: Truth) -> Ids:
    """Return the nearest photo in time of another device that was at one place around each row; -1 if none agree."""
    best: Ids = np.full(len(rows), -1, np.int64)
    disagrees: Truth = np.zeros(len(rows), bool)
    known = np.flatnonzero(is_known & (devices >= 0))
    starts = np.flatnonzero(np.diff(devices[known], prepend=-1))
    for own in np.split(known, starts[1:]) if len(known) else ():
        after = np.searchsorted(times[own], times[rows])
        asked = np.flatnonzero((after > 0) & (after < len(own)) & (devices[rows] != devices[own[0]]))
        first, last = own[after[asked] - 1], own[after[asked]]
        gaps = times[rows[asked]] - times[first], times[last] - times[rows[asked]]
        counts = (gaps[0] <= OTHERS) & (gaps[1] <= OTHERS) & (_metres(places, first, last) <= NEAR)
        asked, nearest = asked[counts], np.where(gaps[0] <= gaps[1], first, last)[counts]
        other = best[asked]
        disagrees[asked] |= (other >= 0) & (_metres(places, nearest, other) > NEAR)
        is_nearer = np.abs(times[nearest] - times[rows[asked]]) < np.abs(times[other] - times[rows[asked]])
        best[asked] = np.where((other < 0) | is_nearer, nearest, other)
    best[disagrees] = -1
    return best


def _metres(places: Doubles, some: Ids, others: Ids) -> Doubles:
    return distances(places[some, 0], places[some, 1], (places[others, 0], places[others, 1]))
