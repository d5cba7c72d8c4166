"""A part of the earth between two parallels and two meridians."""

from photon.domain.arrays import Doubles, Truth
from photon.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class MapArea:
    """An area in signed decimal degrees. It lies across the 180th meridian if ``west`` is greater than ``east``."""

    south: float
    west: float
    north: float
    east: float

    def contains(self, latitudes: Doubles, longitudes: Doubles) -> Truth:
        """Return which points, float64 (n,), lie in the area, bool (n,); NaN lies nowhere."""
        is_between = (latitudes >= self.south) & (latitudes <= self.north)
        if self.west <= self.east:
            return is_between & (longitudes >= self.west) & (longitudes <= self.east)
        return is_between & ((longitudes >= self.west) | (longitudes <= self.east))
