"""Where photos were taken, as metadata to be written into their files."""

from collections.abc import Sequence

from photon.domain.metadata.place_words import PlaceWords
from photon.domain.places.place import NamedPoint, PhotoPlace
from photon.domain.places.stated_place import state_place
from photon.library import Library
from photon.library.photos.photo_locations import decided_locations
from photon.library.places.own_places import own_places
from photon.library.places.photo_places import country_names, names_of, places_of


def places_for_files(library: Library, photos: Sequence[int], *, in_words: bool) -> dict[int, PlaceWords]:
    """Return what files should say of where photos were taken.

    Coordinates only where a person decided them. Of private places neither these nor words, and what Photon wrote goes.
    Words stay as they are where the stage has not named the coordinates yet, as after a backup was restored.

    Args:
        library: The library.
        photos: Photo ids.
        in_words: Whether places are written in words; else words stay as they are in files.
    """
    decided = decided_locations(library, photos)
    has_private = any(one.is_private for one in own_places(library).values())
    some = photos if in_words or has_private else list(decided)
    places = places_of(library, some) if some else {}
    named = names_of(library, some) if in_words else {}
    countries, found = country_names(library), {}
    for photo in some:
        place = places.get(photo, PhotoPlace(None))
        is_stated = place.is_private or (in_words and (photo in named or not _needs_names(place)))
        located = "" if place.is_private else decided.get(photo, "")
        stated = state_place(place, countries) if is_stated else None
        found[photo] = PlaceWords(stated, located=located, is_private=place.is_private)
    return found


def _needs_names(place: PhotoPlace) -> bool:
    is_used = place.coordinates is not None and place.state != "suggested" and not place.is_private
    return is_used and place.names == NamedPoint()
