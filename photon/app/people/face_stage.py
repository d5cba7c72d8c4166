"""The background stage that finds faces in photos, once the user has started it.

Each photo is looked at in the smallest copy that shows all its faces. Where faces that were found are small in it, the
photo itself is looked at, so that they can be told apart. The model has a process of its own.
"""

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import replace

from photon.app.indexing.model_stage import ModelStage
from photon.app.indexing.preview_stage import answer_of
from photon.app.people.face_copies import PREVIEW, looking_fit, needs_closer_look, shows_all_faces
from photon.domain import Changes
from photon.domain.people.found_face import FoundFace
from photon.library import Library
from photon.library.db import settings
from photon.library.people import faces
from photon.library.people.faces import FacesOfPhoto
from photon.library.people.people_settings import FIND_PEOPLE
from photon.library.vectors.vectors import Pending
from photon.media.read.original import read_originals
from photon.media.read.picture import READING, Picture
from photon.vision.kit.face_finder import FaceFinder


class FaceStage(ModelStage[Pending]):
    """Finds faces in all photos."""

    name = "faces"

    def anything_left(self, library: Library) -> bool:
        """Return whether there are photos to look at."""
        return settings.get(library, FIND_PEOPLE) and faces.count_left(library, self._id) > 0

    def pending(self, library: Library, limit: int, after: int) -> Sequence[Pending]:
        """List photos to look at."""
        found = faces.unseen(library, self._id, limit + len(self._put_off), after)
        return [item for item in found if item.photo not in self._put_off][:limit]

    def next_batch(self) -> Sequence[Pending]:
        """Return the next photos to look at; nothing while that is off or impossible."""
        library = self._store.here()
        if self.notice or not settings.get(library, FIND_PEOPLE):
            return ()
        batch = super().next_batch()
        if batch:
            self.show("faces", lambda: faces.count_left(library, self._id))
        return batch

    def ask(self, batch: Sequence[Pending]) -> Future[list[Picture | None]]:
        """Start reading the pixels of a photo in a decoder: of its preview, if that suffices."""
        (source,) = self.originals(batch)
        if shows_all_faces(PREVIEW.size(*source.size), source.size):
            return self._decoders.run(read_originals, [replace(source, path="")], PREVIEW)
        return self._decoders.run(read_originals, [source], looking_fit(source.size))

    def save(self, done: Sequence[tuple[Pending, Picture]]) -> None:
        """Find the faces in pictures and store them; photos whose file is away are tried again later."""
        found = [(item, self._find(item, picture)) for item, picture in done]
        self._put_off.update(item.photo for item, its in found if its is None)
        rows = [(item.photo, item.image_hash, its) for item, its in found if its is not None]
        if rows:
            self._store.write(keep_faces, self._id, rows).result()

    def _find(self, item: Pending, picture: Picture) -> list[FoundFace] | None:
        """Return the faces of a photo; None if its file, which is needed, is away."""
        full = (picture.full_width, picture.full_height)
        if self.is_away(item, picture, looking_fit(full)):
            return None
        found = self._find_in(picture)
        sizes = [face.quality.size for face in found]
        if not needs_closer_look(sizes, (picture.width, picture.height), full):
            return found
        larger = answer_of(self._decoders.run(read_originals, self.originals([item]), READING), 1)
        if not larger or (larger[0] is not None and self.is_away(item, larger[0], READING)):
            return None
        return found if larger[0] is None else self._find_in(larger[0])

    def _find_in(self, picture: Picture) -> list[FoundFace]:
        full = (picture.full_width, picture.full_height)
        return self.ask_model("detect", FaceFinder.find_faces, [picture.pixels], [full])[0]


def keep_faces(library: Library, model: str, found: Sequence[FacesOfPhoto], *, in_frames: bool = False) -> Changes:
    """Store faces, unless the user has stopped that or deleted all of them since the photos were read."""
    if not settings.get(library, FIND_PEOPLE):
        return Changes()
    return faces.store_faces(library, model, found, in_frames=in_frames)
