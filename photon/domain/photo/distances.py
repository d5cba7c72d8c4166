"""Distances between places on the earth."""

import numpy as np

from photon.domain.arrays import Doubles

EARTH = 6_371_008.8
"""Mean radius of the earth in metres."""


def distances(latitudes: Doubles, longitudes: Doubles, point: tuple[Doubles | float, Doubles | float]) -> Doubles:
    """Compute great-circle distances with the haversine formula (Sinnott 1984).

    Args:
        latitudes: Decimal degrees, float64 (n,).
        longitudes: Decimal degrees, float64 (n,).
        point: Latitude and longitude of one point, or of one point for each place, float64 (n,).

    Returns:
        Metres, float64 (n,); NaN where a place is NaN.
    """
    latitude, longitude = point
    north, east = np.radians(latitudes - latitude), np.radians(longitudes - longitude)
    inner = np.cos(np.radians(latitudes)) * np.cos(np.radians(latitude)) * np.sin(east / 2) ** 2
    away: Doubles = 2 * EARTH * np.arcsin(np.sqrt(np.minimum(1, np.sin(north / 2) ** 2 + inner)))
    return away
