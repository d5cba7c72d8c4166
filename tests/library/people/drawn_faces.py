"""Faces for tests: at places of a row, with vectors near those of people."""

from collections.abc import Iterable, Sequence
from datetime import date

import numpy as np

from photon.domain import Region
from photon.domain.people.face import FaceKey, FaceQuality, PhotoFace, box_text
from photon.domain.people.found_face import FoundFace
from photon.library import Library
from photon.library.people import faces, people

MODEL = "faces-01234567"
LENGTH = 16


def box_at(place: int, grown: float = 0.0) -> Region:
    """Return a region of the place 0..8 in a row, larger by a share of the picture on each side."""
    return Region(0.1 * place + 0.01 - grown, 0.2 - grown, 0.08 + 2 * grown, 0.1 + 2 * grown)


def key_at(photo: int, place: int, grown: float = 0.0) -> FaceKey:
    """Return the key of a face at a place."""
    return FaceKey(photo, box_text(box_at(place, grown)))


def face_at(place: int, who: int = 0, size: float = 100.0) -> FoundFace:
    """Return a face at a place, of a person given by number."""
    vector = np.eye(LENGTH, dtype=np.float32)[who]
    points = np.full((5, 2), 0.1 * place, np.float32)
    return FoundFace(box_at(place), points, FaceQuality(0.9, size, 1.0, 1.0), vector)


def store(library: Library, found: dict[int, Sequence[FoundFace]], model: str = MODEL) -> None:
    """Store faces of photos, as found in their present pictures."""
    hashes = dict(library.db.execute("SELECT id, image_hash FROM photos").fetchall())
    faces.store_faces(library, model, [(photo, bytes(hashes[photo]), some) for photo, some in found.items()])


def faces_in(library: Library, photo: int) -> list[PhotoFace]:
    """Return the faces of a photo."""
    return faces.faces_of(library, [photo]).get(photo, [])


def states(library: Library, photos: Iterable[int]) -> dict[int, list[tuple[str, str]]]:
    """Return state and name of the faces of photos, from left to right."""
    found = faces.faces_of(library, list(photos))
    return {photo: [(one.state, one.name) for one in some] for photo, some in found.items()}


def look(library: Library, model: str = MODEL) -> None:
    """Store five faces of two photos."""
    store(library, {1: [face_at(place, place) for place in (0, 2, 4, 6)], 2: [face_at(1)]}, model)


def name_two(library: Library, photo: int) -> str:
    """Name one of two faces of a photo Anna, who was born on 17 May 2020; return her key."""
    store(library, {photo: [face_at(0), face_at(2, 1)]})
    anna, _ = people.create_person(library, "Anna")
    people.set_birthday(library, anna, date(2020, 5, 17))
    people.confirm_faces(library, [key_at(photo, 0)], anna)
    return anna


def confirm_by_file(library: Library, face: FaceKey, person: str) -> None:
    """Store that a file names a face."""
    people.confirm_faces(library, [face], person)
    with library.transaction() as db:
        db.execute("UPDATE face_people SET source = 'file' WHERE photo_id = ? AND box = ?", (face.photo, face.box))
