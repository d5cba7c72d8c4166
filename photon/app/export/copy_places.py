"""Where exports say that photos were taken: exactly, roughly, or not at all."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from photon.domain.metadata.export_recipe import GRID, CopyContents, Location, TableChoice
from photon.domain.metadata.photo_record import PhotoRecord
from photon.domain.metadata.place_words import PlaceWords
from photon.domain.places.coordinates import Coordinates, blur_point, located_text
from photon.domain.places.place import PhotoPlace
from photon.domain.places.stated_place import state_place
from photon.library import Library
from photon.library.photos.photo_locations import decided_locations
from photon.library.places.own_places import own_places, places_around
from photon.library.places.photo_places import country_names, places_of
from photon.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class CopyPlace:
    """What the copy of a photo says of where it was taken.

    Attributes:
        keeps: Whether it says what the file says.
        words: What it says instead, or besides; None for nothing.
    """

    keeps: bool = True
    words: PlaceWords | None = None


def copy_places(library: Library, photos: Sequence[int], carried: CopyContents) -> dict[int, CopyPlace]:
    """Return what copies of these photos say of where they were taken.

    Args:
        library: The library.
        photos: Photo ids.
        carried: What copies contain; with Photon's words they also have coordinates that a person decided.
    """
    places, decided = places_of(library, photos), decided_locations(library, photos)
    private, countries = _private_photos(library, places), country_names(library)
    found = {}
    for photo in photos:
        place = places.get(photo, PhotoPlace(None))
        if not (carried.metadata and carried.places):
            found[photo] = CopyPlace()  # left out of all copies alike
        elif photo in private and not carried.private:
            found[photo] = CopyPlace(keeps=False)
        elif carried.location == "exact":
            located = decided.get(photo, "") if carried.words else ""
            found[photo] = CopyPlace(words=PlaceWords(located=located) if located else None)
        else:
            found[photo] = CopyPlace(keeps=False, words=_blurred_words(place, carried.location, countries))
    return found


def blur_records(library: Library, some: Sequence[PhotoRecord], choice: TableChoice) -> list[PhotoRecord]:
    """Return the lines of a table with coordinates and names of places as exact as they may be.

    Args:
        library: The library.
        some: The lines.
        choice: How exact coordinates are.
    """
    location = choice.location
    places = places_of(library, [one.photo for one in some])
    found = []
    for one in some:
        place = places.get(one.photo, PhotoPlace(None))
        # unlike in copies, only by what counts: a table does not say what the file says besides
        is_shown = location is not None and (choice.private or not place.is_private)
        point = one.facts.gps if location == "exact" else _blurred(_counted(place), location)
        facts = replace(one.facts, gps=point if is_shown else None)
        found.append(replace(one, facts=facts, place=_named(place, location) if is_shown else None))
    return found


def _named(place: PhotoPlace, location: Location | None) -> PhotoPlace | None:
    """Return a place with the names that may be shown: quarters and places of the user are too exact to be blurred."""
    if _counted(place) is None:
        return None
    return place if location == "exact" else _roughly(place)


def _roughly(place: PhotoPlace) -> PhotoPlace:
    return replace(place, own=(), names=replace(place.names, quarter=""), is_private=False)


def _private_photos(library: Library, places: Mapping[int, PhotoPlace]) -> frozenset[int]:
    """Return the photos at private places: by what counts, by what is suggested, or by what their files say."""
    circles = [one for one in own_places(library).values() if one.is_private]
    return frozenset(
        photo
        for photo, place in places.items()
        if place.is_private or (circles and place.filed is not None and places_around(circles, place.filed))
    )


def _counted(place: PhotoPlace) -> Coordinates | None:
    return None if place.state == "suggested" else place.coordinates


def _blurred(point: Coordinates | None, location: Location | None) -> Coordinates | None:
    return None if point is None or location is None else blur_point(point, GRID[location])


def _blurred_words(place: PhotoPlace, location: Location, countries: Mapping[str, str]) -> PlaceWords | None:
    point = _blurred(_counted(place), location)
    if point is None:
        return None
    return PlaceWords(
        state_place(_roughly(place), countries) if location == "town" else None, located=located_text(point)
    )
