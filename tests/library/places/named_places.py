"""Places of the user in the library of a test."""

from photon.domain import Changes
from photon.domain.places.coordinates import Coordinates
from photon.domain.places.own_place import USUAL, OwnPlace, new_place_key
from photon.library import Library
from photon.library.places.own_places import store_place


def name_place(
    library: Library, name: str, centre: Coordinates, radius: float = USUAL, *, is_private: bool = False
) -> tuple[str, Changes]:
    """Name a circle; return its key and what changed."""
    key = new_place_key()
    return key, store_place(library, OwnPlace(key, name, centre, radius, is_private))
