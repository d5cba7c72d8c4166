"""Texts about where photos were taken."""

import re

from photon.domain.places.coordinates import Coordinates, check_coordinates
from photon.domain.places.place import CountedPlace, PhotoPlace, StatedPlace
from photon.language import tr

_TYPED = re.compile(
    r"\s*([-+]?\d+(?:\.\d+)?)°?\s*([NS]?)\s*[,; ]\s*([-+]?\d+(?:\.\d+)?)°?\s*([EWO]?)\s*", re.IGNORECASE
)


def stated_text(stated: StatedPlace) -> str:
    """Return what the file says in words."""
    country = stated.country or stated.country_code
    return ", ".join(filter(None, (stated.location, stated.city, stated.region, country)))


def full_name(place: CountedPlace) -> str:
    """Return the name of a place with what it lies in."""
    return ", ".join((place.name, *place.within))


def point_text(point: Coordinates) -> str:
    """Return coordinates as ``38.7223, -9.1393``."""
    return f"{point.latitude:.4f}, {point.longitude:.4f}"


def read_point(text: str) -> Coordinates | None:
    """Read typed coordinates in signed degrees or with letters, such as ``38.7 N, 9.1 W``; None if they are none."""
    found = _TYPED.fullmatch(text)
    if found is None:
        return None
    latitude, longitude = float(found[1]), float(found[3])
    latitude = -latitude if found[2].upper() == "S" else latitude
    longitude = -longitude if found[4].upper() == "W" else longitude
    try:
        return check_coordinates(latitude, longitude)
    except ValueError:
        return None


def doubt_text(place: PhotoPlace) -> str:
    """Return why coordinates of a file are not used."""
    if place.doubt == "default":
        return tr("The file has a location that devices write when they know none, so Photon doesn't use it.")
    if place.doubt == "jump":
        return tr("The file's location is more than 500 km from photos taken within an hour, so Photon doesn't use it.")
    return ""
