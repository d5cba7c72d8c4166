"""Tracks: where a device was at which instants."""

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
