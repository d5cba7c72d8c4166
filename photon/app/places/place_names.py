"""Where photos were taken, and places with their numbers of photos, in the language of the window."""

from collections.abc import Sequence
from dataclasses import replace

from photon.annotate.places.town_names import FoundTown, known_town_names
from photon.app.places.place_lookup import localize_point
from photon.domain.places.place import CountedPlace, NamedPoint, PhotoPlace
from photon.library import Library
from photon.library.db.text_folding import fold_sign
from photon.library.places import photo_places
from photon.library.places.place_filters import count_own, count_places

_OFFERED = 10  # places of the library, and towns of the world


def places_of(library: Library, photos: Sequence[int]) -> dict[int, PhotoPlace]:
    """Return where photos were taken; towns and regions, but not countries, are named in the language of the window."""
    found = photo_places.places_of(library, photos)
    names = {one.names: localize_point(one.names) for one in found.values()}
    return {
        photo: replace(one, names=replace(names[one.names], country=one.names.country)) for photo, one in found.items()
    }


def list_places(library: Library) -> list[CountedPlace]:
    """Return the user's places, then all others with photos, those with most photos first."""
    return [*count_own(library), *count_places(library)]


def find_places(library: Library, text: str) -> list[CountedPlace]:
    """Return places whose name, or a word of it, starts with a typed text: of the library first, then of the world."""
    wanted = fold_sign(text.partition(",")[0])
    here = [one for one in list_places(library) if f" {wanted}" in f" {fold_sign(one.name)}"][:_OFFERED]
    known = {(one.name, *one.within) for one in here}
    world = map(_place_of_town, known_town_names().find_towns(text, _OFFERED))
    return [*here, *(one for one in world if (one.name, *one.within) not in known)]


def _place_of_town(town: FoundTown) -> CountedPlace:
    point = localize_point(NamedPoint("", town.name, town.region, town.country, town_id=town.town_id))
    within = tuple(filter(None, (point.region, point.country)))
    return CountedPlace("town", point.town, within, 0, town.coordinates, value=", ".join((point.town, *within)))
