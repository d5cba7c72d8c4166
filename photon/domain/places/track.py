"""Tracks: where a device was at which instants."""

from collections.abc import Sequence

import numpy as np

from photon.domain.arrays import Doubles, Ids
from photon.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """Points of a track, ascending in time.

    Attributes:
        name: The file's name.
        times: Seconds since 1970 in UTC, int64 (n,).
        latitudes: Decimal degrees, float64 (n,).
        longitudes: Decimal degrees, float64 (n,).
        starts: Row of the first point of each part, int64 (m,); between parts the device was off, and nothing is
            interpolated.
    """

    name: str
    times: Ids
    latitudes: Doubles
    longitudes: Doubles
    starts: Ids


def join_tracks(tracks: Sequence[Track]) -> Track:
    """Return the points of tracks, of which there is at least one, one track after the other; not in order of time."""
    times, latitudes, longitudes = (
        np.concatenate([getattr(one, name) for one in tracks]) for name in ("times", "latitudes", "longitudes")
    )
    sizes = np.cumsum([0, *(len(one.times) for one in tracks)])
    starts = np.concatenate([one.starts + size for one, size in zip(tracks, sizes, strict=False)])
    return Track(tracks[0].name, times, latitudes, longitudes, starts)
