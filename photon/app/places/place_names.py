"""Where photos were taken, and places with their numbers of photos, in the language of the window."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from photon.annotate.places.town_names import FoundTown, known_town_names
from photon.app.places.place_lookup import localize_point
from photon.domain.places.place import CountedPlace, PhotoPlace
from photon.library import Library
from photon.library.db.text_folding import fold_sign
from photon.library.places import photo_places
from photon.library.places.photo_places import MapPoints, map_points
from photon.library.places.place_filters import count_own, count_places
from photon.library.places.timed_photos import located_around

_OFFERED = 10  # places of the library, and towns of the world


def places_of(library: Library, photos: Sequence[int]) -> dict[int, PhotoPlace]:
    """Return where photos were taken; towns and regions, but not countries, are named in the language of the window."""
    found = photo_places.places_of(library, photos)
    names = {one.names: localize_point(one.names) for one in found.values()}
    return {
        photo: replace(one, names=replace(names[one.names], country=one.names.country)) for photo, one in found.items()
    }


class Neighbour(NamedTuple):
    """Where and when a photo was taken."""

    place: PhotoPlace
    taken: str


def neighbours_of(library: Library, photo: int) -> list[Neighbour]:
    """Return a photo, then those with a location that were taken next before and next after it."""
    some = [(photo, ""), *located_around(library, photo)]
    places = places_of(library, [one for one, _ in some])
    return [Neighbour(places[one], taken) for one, taken in some if one in places]


def list_places(library: Library, points: MapPoints | None = None) -> list[CountedPlace]:
    """Return the user's places, then all others with photos, those with most photos first."""
    return [*count_own(library, points or map_points(library)), *count_places(library)]


def find_places(library: Library, text: str) -> list[CountedPlace]:
    """Return places whose name, or a word of it, starts with a typed text: of the library first, then of the world."""
    wanted = fold_sign(text.partition(",")[0])
    here = [one for one in list_places(library) if f" {wanted}" in f" {fold_sign(one.name)}"][:_OFFERED]
    known = {(one.name, *one.within) for one in here}
    world = map(_place_of_town, known_town_names().find_towns(text, _OFFERED))
    return [*here, *(one for one in world if (one.name, *one.within) not in known)]


def _place_of_town(town: FoundTown) -> CountedPlace:
    point = localize_point(town.names)
    within = tuple(filter(None, (point.region, point.country)))
    return CountedPlace("town", point.town, within, 0, town.coordinates, value=", ".join((point.town, *within)))
