"""The background stage that finds faces in photos, once the user has started it.

Each photo is looked at in the smallest copy that shows all its faces. Where faces that were found are small in it, the
photo itself is looked at, so that they can be told apart. The model has a process of its own.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path

from photon.app.indexing.preview_stage import DecoderStage, answer_of
from photon.app.people.face_copies import looking_fit, needs_closer_look, shows_all_faces
from photon.app.runtime.decoders import Decoders
from photon.app.runtime.encoder_process import EncoderProcess
from photon.app.runtime.library_threads import LibraryThreads
from photon.app.runtime.progress import Progress
from photon.app.runtime.worker_process import WorkerEnded, WorkerTooSlow
from photon.domain import Activity, Changes, PhotonError
from photon.domain.people.found_face import FoundFace
from photon.library import Library
from photon.library.db import settings
from photon.library.people import faces
from photon.library.people.faces import FacesOfPhoto
from photon.library.people.people_settings import FIND_PEOPLE
from photon.library.vectors.vectors import Pending
from photon.media.decode.decoding import Fit
from photon.media.read.metadata_reading import LONG, SHORT
from photon.media.read.original import read_originals
from photon.media.read.picture import READING, Picture
from photon.vision.kit.face_finder import FaceFinder

_PREVIEW = Fit(SHORT, LONG)


class UnreadableFaces(Exception):  # noqa: N818 - it says what happened
    """The model's process ended on a picture."""


class UnusableFaceFinder(PhotonError):  # noqa: N818 - it says what happened
    """The model can't be opened; no photo is at fault."""


class FaceStage(DecoderStage[Pending, Picture]):
    """Finds faces in all photos."""

    name = "faces"
    size = 1
    woken_by = frozenset({"photos", "folders", "vocabulary"})

    def __init__(
        self,
        store: LibraryThreads,
        decoders: Decoders,
        on_lost: Callable[[], None],
        finder: EncoderProcess,
        progress: Progress | None = None,
    ) -> None:
        """Create the stage; see ``DecoderStage``. ``finder`` is the process of a model that can ``detect``."""
        super().__init__(store, decoders, on_lost)
        self._finder, self._id, self._progress = finder, finder.order.model.id, progress
        self._put_off: set[int] = set()  # photos whose file is away, until there is news

    def anything_left(self, library: Library) -> bool:
        """Return whether there are photos to look at."""
        return settings.get(library, FIND_PEOPLE) and faces.count_left(library, self._id) > 0

    def follow_news(self) -> None:
        """Files that were away may be back, and a model that could not be opened may have been mended."""
        self._put_off.clear()
        self.notice = ""

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

    def run(self, batch: Sequence[Pending]) -> None:
        """Look at photos and store their faces; a photo that ends the model's process affects no other."""
        try:
            super().run(batch)
        except UnusableFaceFinder as error:  # all else goes on without it
            self.notice = str(error)
            if self._progress is not None:
                self._progress.show(Activity("idle", note=self.notice))

    def ask(self, batch: Sequence[Pending]) -> Future[list[Picture | None]]:
        """Start reading the pixels of a photo in a decoder: of its preview, if that suffices."""
        (source,) = self.originals(batch)
        if shows_all_faces(_PREVIEW.size(*source.size), source.size):
            return self._decoders.run(read_originals, [replace(source, path="")], _PREVIEW)
        return self._decoders.run(read_originals, [source], looking_fit(source.size))

    def save(self, done: Sequence[tuple[Pending, Picture]]) -> None:
        """Find the faces in pictures and store them; photos whose file is away are tried again later."""
        found = [(item, self._find(item, picture)) for item, picture in done]
        self._put_off.update(item.photo for item, its in found if its is None)
        rows = [(item.photo, item.image_hash, its) for item, its in found if its is not None]
        if rows:
            self._store.write(_store_faces, self._id, rows).result()

    def _find(self, item: Pending, picture: Picture) -> list[FoundFace] | None:
        """Return the faces of a photo; None if its file, which is needed, is away."""
        full = (picture.full_width, picture.full_height)
        if self._is_away(item, picture, looking_fit(full)):
            return None
        found = self._find_in(picture)
        if not needs_closer_look(found, (picture.width, picture.height), full):
            return found
        larger = answer_of(self._decoders.run(read_originals, self.originals([item]), READING), 1)
        if not larger or (larger[0] is not None and self._is_away(item, larger[0], READING)):
            return None
        return found if larger[0] is None else self._find_in(larger[0])

    def _is_away(self, item: Pending, picture: Picture, fit: Fit) -> bool:
        """Return whether a picture is a preview because the file is away; it may also be damaged, or a smaller one."""
        wanted = fit.size(picture.full_width, picture.full_height)
        is_preview = max(picture.width, picture.height) < max(wanted)
        return is_preview and not Path(self.originals([item])[0].path).exists()

    def _find_in(self, picture: Picture) -> list[FoundFace]:
        """Ask the model; where a picture ends its process each time, the picture is at fault.

        Raises:
            UnreadableFaces: The process ended, or hung.
            UnusableFaceFinder: The model can't be opened, or Photon is being closed.
        """
        full = (picture.full_width, picture.full_height)
        try:
            return self._finder.ask("detect", FaceFinder.find_faces, [picture.pixels], [full])[0]
        except PhotonError as error:
            if isinstance(error.__cause__, WorkerEnded | WorkerTooSlow):
                raise UnreadableFaces(str(error)) from error
            raise UnusableFaceFinder(error.message, error.hint) from error

    def rest(self, unused: float) -> None:
        """End the model's process if it was unused for so many seconds, to free its memory; see ``MemoryUser``."""
        self._finder.rest(unused)

    def close(self) -> None:
        """End the model's process for good."""
        self._finder.close()


def _store_faces(library: Library, model: str, found: Sequence[FacesOfPhoto]) -> Changes:
    """Store faces, unless the user has stopped that or deleted all of them since the photos were read."""
    return faces.store_faces(library, model, found) if settings.get(library, FIND_PEOPLE) else Changes()
