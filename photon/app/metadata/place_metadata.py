"""Where photos were taken, as metadata to be written into their files."""

from collections.abc import Sequence
from pathlib import PurePath

from photon.domain import PhotonError
from photon.domain.metadata.place_words import FiledPlace, PlaceWords
from photon.domain.metadata.writing import Unwritable
from photon.domain.places.place import NamedPoint, PhotoPlace
from photon.domain.places.stated_place import state_place
from photon.language import tr
from photon.library import Library
from photon.library.photos.photo_locations import decided_locations
from photon.library.places.photo_places import country_names, has_private_places, names_of, places_of
from photon.media.read.metadata_reading import read_words
from photon.media.sidecar.sidecar import SidecarListing


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
    some = photos if in_words or has_private_places(library) else list(decided)
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


def find_private_rest(path: str, place: PlaceWords | None, filed: FiledPlace) -> PhotonError | None:
    """Return the obstacle that Photon's own words of a private place stay in a photo that is not written into.

    Args:
        path: The photo.
        place: What is to be written.
        filed: What the photo and its sidecars say.
    """
    if place is None or not place.is_private or place.beyond(filed) is None:
        return None
    inside = read_words(path, SidecarListing()).metadata
    if inside is None or place.beyond(inside.place) is None:
        return None
    sentence = tr("{name} itself still says where it was taken.", name=PurePath(path).name)
    return Unwritable("not-allowed", sentence, tr("To remove that, save metadata into photos."))


def _needs_names(place: PhotoPlace) -> bool:
    is_used = place.coordinates is not None and place.state != "suggested" and not place.is_private
    return is_used and place.names == NamedPoint()
