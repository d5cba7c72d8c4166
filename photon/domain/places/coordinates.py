"""Coordinates of a photo, and what a person decided about them."""

import math
import re
from typing import NamedTuple

from photon.domain.errors import PhotonError
from photon.language import tr

DIGITS = 6
"""Decimals of a degree that are stored for a decision: about 0.1 m."""
_BLURRED_DIGITS = 4  # about 10 m, so that blurred coordinates do not look exact
NOWHERE = "none"
"""What a person decided: the coordinates in the file are wrong, and the right ones are unknown."""
_LOCATED = re.compile(r"(-?\d{1,2}(?:\.\d+)?),(-?\d{1,3}(?:\.\d+)?)")


class Coordinates(NamedTuple):
    """A point on the earth in signed decimal degrees."""

    latitude: float
    longitude: float


def check_coordinates(latitude: float, longitude: float) -> Coordinates:
    """Return a point on the earth; 180° west and east are the same meridian and become -180.

    Raises:
        ValueError: A number is not finite or out of range.
    """
    if not (math.isfinite(latitude) and math.isfinite(longitude) and abs(latitude) <= 90 and abs(longitude) <= 180):
        raise ValueError
    return Coordinates(latitude, -180.0 if longitude == 180 else longitude)


def require_point(latitude: float, longitude: float) -> Coordinates:
    """Return a point on the earth that a person gave, as exactly as decisions are stored.

    Raises:
        PhotonError: There is no such point.
    """
    try:
        return check_coordinates(round(latitude, DIGITS), round(longitude, DIGITS))
    except ValueError as error:
        raise PhotonError(
            tr("Latitudes go from -90 to 90, longitudes from -180 to 180."), tr("Nothing was changed.")
        ) from error


def blur_point(point: Coordinates, degrees: float) -> Coordinates:
    """Return the next point of a grid, always the same for a point, so that many photos together tell no more.

    Args:
        point: The point.
        degrees: Distance of the grid's parallels; its points on each are as far apart, measured in metres.
    """
    latitude = max(-90.0, min(90.0, round(point.latitude / degrees) * degrees))
    columns = max(1, round(360 / degrees * math.cos(math.radians(latitude))))
    longitude = round((point.longitude + 180) * columns / 360) % columns * 360 / columns - 180
    return Coordinates(round(latitude, _BLURRED_DIGITS), round(longitude, _BLURRED_DIGITS))


def located_text(point: Coordinates | None) -> str:
    """Write what a person decided, as the catalogue and files of decisions have it; None for ``NOWHERE``."""
    if point is None:
        return NOWHERE
    rounded = (round(degrees, DIGITS) + 0.0 for degrees in point)  # + 0.0: no negative zero
    return ",".join(f"{degrees:.{DIGITS}f}" for degrees in check_coordinates(*rounded))


def read_located(text: str) -> Coordinates | None:
    """Read what ``located_text`` writes; None for ``NOWHERE``.

    Raises:
        ValueError: It is neither.
    """
    if text == NOWHERE:
        return None
    found = _LOCATED.fullmatch(text)
    if found is None:
        raise ValueError
    return check_coordinates(float(found[1]), float(found[2]))
