"""How old people are in photos."""

from collections.abc import Sequence
from datetime import date

from photon.domain.people.face import PhotoFace
from photon.domain.people.person import age_at
from photon.library.db.connection import Library
from photon.library.people.faces import faces_of
from photon.library.people.people import all_people
from photon.library.photos.photos import shots

FacesAndAges = tuple[dict[int, list[PhotoFace]], dict[str, int]]
"""The faces of photos; ages in completed years by the key of the person."""


def faces_and_ages(library: Library, photos: Sequence[int]) -> FacesAndAges:
    """Return the faces of photos, see ``faces_of``; and how old people are in it, if it is one photo."""
    return faces_of(library, photos), ages_in(library, photos[0]) if len(photos) == 1 else {}


def ages_in(library: Library, photo: int) -> dict[str, int]:
    """Return how old people were at the date of a photo: those born by then whose birthday is known.

    Nobody has an age in a photo without a date of its own.

    Args:
        library: The library.
        photo: Its id.

    Returns:
        The age in completed years by the key of the person, whether or not the photo shows them.
    """
    taken, _ = shots(library, [photo]).get(photo, (None, None))
    try:
        day = date.fromisoformat((taken or "")[:10])
    except ValueError:
        return {}
    born = {key: one.birthday for key, one in all_people(library).items()}
    return {key: age_at(birthday, day) for key, birthday in born.items() if birthday and birthday <= day}
