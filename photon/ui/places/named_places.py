"""Names of where photos were taken, in the user's language; not on the main thread, as they load 30 MB of data."""

from collections import Counter
from collections.abc import Mapping

from photon.app.places.place_names import country_name, town_name
from photon.domain.places.place import NamedPoint, PhotoPlace
from photon.ui.places.place_words import point_text, stated_text


def names_text(names: NamedPoint) -> str:
    """Return the names of a point in the user's language, the smallest first."""
    region = "" if names.region == names.town else names.region
    return ", ".join(filter(None, (names.quarter, town_name(names), region, country_name(names.country))))


def place_text(place: PhotoPlace) -> str:
    """Return where a photo was taken, as ``names_text`` does, or its coordinates; empty if that is unknown."""
    if place.coordinates is None:
        return ""
    return ", ".join(filter(None, (*place.own, names_text(place.names)))) or point_text(place.coordinates)


def short_text(place: PhotoPlace) -> str:
    """Return the smallest names of where a photo was taken, or its coordinates; empty if that is unknown."""
    point = place.names
    names = filter(None, (*place.own[:1], point.quarter, town_name(point), country_name(point.country)))
    return ", ".join(list(names)[:2]) or place_text(place)


def gather_places(known: Mapping[int, PhotoPlace]) -> dict[PhotoPlace, tuple[str, int]]:
    """Return different places with their texts and numbers of photos."""
    counts = Counter(known.values())
    return {place: (place_text(place) or stated_text(place.stated), count) for place, count in counts.items()}
