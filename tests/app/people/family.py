"""A library of a family: who is in which photo, as a model found it."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from photon.app.people.people import People
from photon.app.people.person_edits import name_faces
from photon.app.runtime.history import History
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import Changes
from photon.domain.people.face import FaceKey, PhotoFace
from photon.library import open_library
from photon.vision.kit.installed_model import InstalledModel
from tests.library.people.drawn_faces import MODEL, face_at, store
from tests.new_library_photos import add_photos

ANNA, BEN, CLARA = 0, 1, 2
PHOTOS: dict[int, dict[int, int]] = {1: {0: ANNA, 3: BEN}, 2: {1: ANNA}, 3: {1: ANNA, 5: BEN}, 4: {0: CLARA}, 5: {}}
"""Who is at which place of each photo."""


def no_model(threads: int, device: str | None) -> object:
    raise AssertionError(threads, device)


FACES = InstalledModel("faces", "Faces", MODEL, frozenset({"detect", "embed"}), no_model)


def make_family(place: Path, photos: Mapping[int, Mapping[int, int]] = PHOTOS) -> Path:
    """Create a library in which faces were found."""
    with open_library(place / "library", writable=True) as library:
        add_photos(library, place / "photos", max(photos))
        store(library, {photo: [face_at(at, who) for at, who in own.items()] for photo, own in photos.items()})
    return place / "library"


class Family:
    """An open library with its people and its history."""

    def __init__(self, directory: Path) -> None:
        self.store, self.history = LibraryThreads(directory), History()
        self.told: list[Changes] = []
        self.store.events.subscribe(lambda one: self.told.append(one) if isinstance(one, Changes) else None)
        self.people = People(self.store, self.history)
        self.people.regroup().result()

    def close(self) -> None:
        self.people.close()
        self.store.close()

    def undo(self) -> str:
        done = self.history.edit(self.store, self.history.undo).result()
        return done.name if done else ""

    def name(self, who: str, *keys: FaceKey) -> str:
        """Name faces, and return the key of the person."""
        person = self.people.edit(name_faces, keys, who).result()
        self.people.regroup().result()
        return person

    def faces(self, photo: int) -> list[PhotoFace]:
        return self.people.faces_of([photo]).result().get(photo, [])

    def states(self) -> dict[int, list[str]]:
        """Return of each face who it is; with a question mark if that is suggested."""
        found = self.people.faces_of(list(PHOTOS)).result()
        return {photo: [shown(face) for face in own] for photo, own in found.items()}

    def groups(self) -> list[set[int]]:
        return [{face.key.photo for face in one.faces} for one in self.people.groups().result()]


def shown(face: PhotoFace) -> str:
    return face.name + "?" * (face.state == "suggested")


def keys(some: Sequence[PhotoFace]) -> list[FaceKey]:
    return [face.key for face in some]
