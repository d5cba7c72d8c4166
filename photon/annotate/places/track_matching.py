"""Where photos were taken by the tracks of devices: between the points around their instants, never outside them."""

from collections.abc import Sequence

import numpy as np

from photon.domain.arrays import Doubles, Ids, Truth
from photon.domain.photo.distances import distances
from photon.domain.places.track import Track
from photon.quick_dataclass import dataclass

PLACED, BETWEEN, OUTSIDE = 0, 1, 2
"""Of an instant: it has a place; no point is near enough in time; it is outside the times of all tracks."""
LONGEST_GAP = 600.0
"""Seconds between points, over which a place between them always counts."""
FAR = 1000.0
"""Metres; over a longer gap, too, if the points are not farther apart."""
REACH = 60.0
"""Seconds; across a longer and farther gap, and between parts, the nearest point so near in time counts."""


@dataclass(frozen=True, slots=True, eq=False)
class TrackMatches:
    """Places of instants.

    Attributes:
        latitudes: Decimal degrees, float64 (n,); NaN for none.
        longitudes: Decimal degrees from -180 to below 180, float64 (n,); NaN for none.
        states: ``PLACED``, ``BETWEEN`` or ``OUTSIDE``, int64 (n,).
        seconds: To the nearest point in time, float64 (n,); infinite for none.
        is_disputed: Whether another track says a place farther away than ``FAR``, bool (n,).
    """

    latitudes: Doubles
    longitudes: Doubles
    states: Ids
    seconds: Doubles
    is_disputed: Truth


def match_instants(tracks: Sequence[Track], instants: Doubles) -> TrackMatches:
    """Find where instants are on tracks; if several tracks have them, the one with the nearest point in time counts.

    Args:
        tracks: Any number; at the same distance in time, the first counts.
        instants: Seconds since 1970 in UTC, float64 (n,); NaN is outside.
    """
    none, outside = np.full(len(instants), np.nan), np.full(len(instants), OUTSIDE, np.int64)
    best = TrackMatches(none, none, outside, np.full(len(instants), np.inf), np.zeros(len(instants), bool))
    for track in tracks:
        if len(track.times):
            best = _nearer(best, _match(track, instants))
    return best


def _interpolate(track: Track, before: Ids, shares: Doubles) -> tuple[Doubles, Doubles]:
    """Return latitudes and longitudes at shares, 0 to 1, of the ways from points to those after them, float64 (n,).

    The shorter way around, linear in degrees: within ten minutes, an aeroplane's 150 km, that is less than 300 m from
    the great circle.
    """
    after = np.minimum(before + 1, len(track.times) - 1)
    north = track.latitudes[after] - track.latitudes[before]
    east = (track.longitudes[after] - track.longitudes[before] + 180) % 360 - 180
    longitudes = (track.longitudes[before] + shares * east + 180) % 360 - 180
    return track.latitudes[before] + shares * north, longitudes


def _match(track: Track, instants: Doubles) -> TrackMatches:
    times = track.times
    is_inside = (instants >= times[0]) & (instants <= times[-1])
    known = np.where(is_inside, instants, times[0])
    before = np.searchsorted(times, known, "right").astype(np.int64) - 1
    after = np.minimum(before + 1, len(times) - 1)
    gap = (times[after] - times[before]).astype(np.float64)
    passed, left = known - times[before], times[after] - known
    shares = np.divide(passed, gap, out=np.zeros(len(gap)), where=gap > 0)
    is_joined = ~np.isin(after, track.starts) | (passed == 0)
    start = track.latitudes[before], track.longitudes[before]
    apart = distances(track.latitudes[after], track.longitudes[after], start)
    is_between = is_joined & ((gap <= LONGEST_GAP) | (apart <= FAR))
    shares = np.where(is_between, shares, left < passed)
    latitudes, longitudes = _interpolate(track, before, shares.astype(np.float64))
    seconds = np.minimum(passed, left)
    is_placed = is_inside & (is_between | (seconds <= REACH))
    states = np.where(is_placed, PLACED, np.where(is_inside, BETWEEN, OUTSIDE)).astype(np.int64)
    return TrackMatches(
        np.where(is_placed, latitudes, np.nan),
        np.where(is_placed, longitudes, np.nan),
        states,
        np.where(is_placed, seconds, np.inf),
        np.zeros(len(instants), bool),
    )


def _nearer(one: TrackMatches, other: TrackMatches) -> TrackMatches:
    """Return for each instant which of both has the nearer point in time."""
    is_other = other.seconds < one.seconds
    apart = distances(one.latitudes, one.longitudes, (other.latitudes, other.longitudes))
    is_far = np.isfinite(apart) & (apart > FAR)  # NaN where one of both has no place
    return TrackMatches(
        np.where(is_other, other.latitudes, one.latitudes),
        np.where(is_other, other.longitudes, one.longitudes),
        np.minimum(one.states, other.states),
        np.minimum(one.seconds, other.seconds),
        one.is_disputed | is_far,
    )
