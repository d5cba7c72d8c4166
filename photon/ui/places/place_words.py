"""Texts about where photos were taken."""

import re
from collections import Counter
from collections.abc import Mapping

from photon.app.places.place_lookup import country_name, joined_names, names_text, point_text, town_name
from photon.domain.places.coordinates import Coordinates, check_coordinates
from photon.domain.places.place import CountedPlace, PhotoPlace

_TYPED = re.compile(
    r"\s*([-+]?\d+(?:\.\d+)?)°?\s*([NS]?)\s*[,; ]\s*([-+]?\d+(?:\.\d+)?)°?\s*([EWO]?)\s*", re.IGNORECASE
)


def full_name(place: CountedPlace) -> str:
    """Return the name of a place with what it lies in."""
    return ", ".join((place.name, *place.within))


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


def place_text(place: PhotoPlace) -> str:
    """Return where a photo was taken, as ``names_text`` does, or its coordinates; empty if that is unknown."""
    if place.coordinates is None:
        return ""
    return joined_names(*place.own, names_text(place.names)) or point_text(place.coordinates)


def short_text(place: PhotoPlace) -> str:
    """Return the smallest names of where a photo was taken, or its coordinates; empty if that is unknown."""
    point = place.names
    names = filter(None, (*place.own[:1], point.quarter, town_name(point), country_name(point.country)))
    return ", ".join(list(names)[:2]) or place_text(place)


def gather_places(known: Mapping[int, PhotoPlace]) -> dict[PhotoPlace, tuple[str, int]]:
    """Return different places with their texts and numbers of photos."""
    counts = Counter(known.values())
    return {place: (place_text(place) or place.stated.text, count) for place, count in counts.items()}
