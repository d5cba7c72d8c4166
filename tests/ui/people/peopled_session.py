"""A library of drawn photos with people in a real catalogue; what a model would find is stored by tests."""

from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from pathlib import Path

import numpy as np

from photon.app.people.people import People
from photon.domain import Region, changed
from photon.domain.people.face import FaceKey, FaceQuality, PhotoFace, box_text
from photon.domain.people.found_face import FoundFace
from photon.domain.people.person import Person
from photon.library import Library
from photon.library.people import face_groups, faces
from photon.library.people.people import all_people
from tests.library.people.drawn_faces import MODEL, store
from tests.ui.tagged_session import TaggedSession

LEFT, RIGHT = Region(0.2, 0.2, 0.2, 0.3), Region(0.6, 0.2, 0.2, 0.3)
Guess = tuple[int, str, float]
"""Number of a group, key of a suggested person or nothing, certainty."""


class PeopledSession(TaggedSession):
    """Faces are where tests say; nothing is grouped by itself."""

    def __init__(self, directory: Path) -> None:
        super().__init__(directory)
        self.people = People(self.store, self.history)
        self._found: dict[int, list[Region]] = {}

    def close(self) -> None:
        self.people.close()
        super().close()

    def undo(self) -> Future[str | None]:
        return self._edit(self.history.undo)

    # -- for tests ---------------------------------------------------------------------------------

    def find(self, found: Mapping[int, Sequence[Region]]) -> None:
        """Find more faces in photos."""
        for photo, regions in found.items():
            self._found.setdefault(photo, []).extend(regions)
        made = {photo: [_face(region) for region in self._found[photo]] for photo in found}
        self.store.write(store, made).result()
        self.tell(changed("people"))

    def guess(self, guesses: Mapping[FaceKey, Guess]) -> None:
        """Put faces in groups, and suggest people for them; all other groups end."""

        def act(library: Library) -> None:
            found = faces.faces_of(library, list(self._found))
            known = [face for some in found.values() for face in some if face.item]
            face_groups.store_groups(library, {one.item: guesses.get(one.key, (0, "", 0.0)) for one in known}, MODEL)

        self.store.write(act).result()
        self.tell(changed("people"))

    def date_photo(self, photo: int, taken: str) -> None:
        """Give a photo a date of its own."""

        def act(library: Library) -> None:
            with library.transaction() as db:
                db.execute("UPDATE photos SET taken = ? WHERE id = ?", (taken, photo))

        self.store.write(act).result()

    def faces_in(self, *photos: int) -> list[PhotoFace]:
        """Return the faces of photos."""
        found = self.people.faces_of(photos).result()
        return [face for photo in photos for face in found.get(photo, [])]

    def names_in(self, *photos: int) -> list[str]:
        """Return who is in photos; with a question mark if that is suggested."""
        return [face.name + "?" * (face.state == "suggested") for face in self.faces_in(*photos)]

    def known(self) -> dict[str, Person]:
        """Return all people by their keys."""
        return self.store.read(all_people).result()

    def key(self, name: str) -> str:
        """Return the key of the only person of a name."""
        (found,) = (key for key, one in self.known().items() if one.name == name)
        return found


def key_in(photo: int, region: Region = LEFT) -> FaceKey:
    """Return the key of a face."""
    return FaceKey(photo, box_text(region))


def _face(region: Region) -> FoundFace:
    vector = np.eye(16, dtype=np.float32)[0]
    return FoundFace(region, np.full((5, 2), 0.3, np.float32), FaceQuality(0.9, 100.0, 1.0, 1.0), vector)
