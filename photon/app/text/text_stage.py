"""The background stage that reads text in photos.

A quick look at each preview tells whether there is text. Where there is, the photo itself is read, because a preview is
too small: that takes seconds. The model has a process of its own, so that no search waits for it.
"""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Any, TypeVar

from photon.app.indexing.preview_stage import DecoderStage
from photon.app.runtime.decoders import Decoders
from photon.app.runtime.encoder_process import EncoderProcess
from photon.app.runtime.library_threads import LibraryThreads
from photon.app.runtime.progress import Progress
from photon.app.runtime.worker_process import WorkerEnded, WorkerTooSlow
from photon.app.tags.sensitive_texts import raise_by_text
from photon.domain import Activity, Changes, PhotonError, changed
from photon.domain.changes import ChangeKind
from photon.domain.photo.page_text import PageText
from photon.library import Library
from photon.library.db import settings
from photon.library.text import texts
from photon.library.text.text_settings import READ_TEXT
from photon.library.text.texts import PendingText
from photon.library.vectors.vectors import Pending
from photon.media.read.original import read_originals
from photon.media.read.picture import READING, Picture
from photon.vision.kit.text_reader import TextReader

T = TypeVar("T")
G = TypeVar("G")
_LOOKS = 4  # photos looked at per batch, which takes half a second
_NEWS = 60.0  # seconds between two reports of what was read to views that count or search again


class UnreadablePicture(Exception):  # noqa: N818 - it says what happened
    """The reader's process ended on a picture."""


class UnusableReader(PhotonError):  # noqa: N818 - it says what happened
    """The reader can't be opened; no photo is at fault."""


class TextStage(DecoderStage[Pending | PendingText, Picture]):
    """Looks for text in all photos, and reads it."""

    name = "texts"
    size = 1
    woken_by = frozenset({"photos", "folders", "vocabulary"})

    def __init__(
        self,
        store: LibraryThreads,
        decoders: Decoders,
        on_lost: Callable[[], None],
        reader: EncoderProcess,
        progress: Progress | None = None,
    ) -> None:
        """Create the stage; see ``DecoderStage``. ``reader`` is the process of a model that can ``read``."""
        super().__init__(store, decoders, on_lost)
        self._reader, self._id, self._progress = reader, reader.order.model.id, progress
        self._put_off: set[int] = set()  # photos whose file is away, until there is news
        self._is_news, self._reported = False, 0.0  # whether text was read that searches don't know; time of a report

    def hear(self, kinds: frozenset[ChangeKind]) -> None:
        """Notify the stage of a change; of text, or facts in it, views must be told a little later."""
        if "texts" in kinds:  # no reason to look for files that are away
            self._is_news, self.idle = True, False
        super().hear(kinds)

    def anything_left(self, library: Library) -> bool:
        """Return whether there are photos to look at or to read."""
        return settings.get(library, READ_TEXT) and texts.count_left(library, self._id) > 0

    def follow_news(self) -> None:
        """Files that were away may be back, and a reader that could not be opened may have been mended."""
        self._put_off.clear()
        self.notice = ""

    def pending(self, library: Library, limit: int, after: int) -> Sequence[Pending | PendingText]:
        """List photos to look at."""
        return texts.unseen(library, self._id, limit, after)

    def next_batch(self) -> Sequence[Pending | PendingText]:
        """Return the next photo to read, or else some to look at; nothing while that is off or impossible."""
        library = self._store.here()
        if self.notice or not settings.get(library, READ_TEXT):
            return ()
        found = texts.unread(library, self._id, len(self._put_off) + 1)
        fresh = [item for item in found if item.photo not in self._put_off][:1]
        batch = fresh or self.walk(lambda after: self.pending(library, _LOOKS, after))
        if batch:
            self.show("texts", lambda: texts.count_left(library, self._id))
        self._report(is_due=not batch)
        return batch

    def _report(self, *, is_due: bool) -> None:
        """Tell views that answers may have changed, once text was read and a minute has passed or it is due."""
        if self._is_news and (is_due or time.monotonic() - self._reported >= _NEWS):
            self._is_news, self._reported = False, time.monotonic()
            self._store.events.send(changed("vectors", "facts"))

    def run(self, batch: Sequence[Pending | PendingText]) -> None:
        """Look at photos, or read them, and store the results; a photo that ends the reader affects no other."""
        seen = [item for item in batch if isinstance(item, Pending)]
        try:
            if seen:
                self.run_isolated(seen, self._find)
            else:
                super().run(batch)
        except UnusableReader as error:  # all else goes on without it
            self.notice = str(error)
            if self._progress is not None:
                self._progress.show(Activity("idle", note=self.notice))

    def _find(self, batch: Sequence[Pending]) -> None:
        chances = self._asked(TextReader.find_text, [one.preview for one in batch])
        self._store.write(texts.store_chances, self._id, list(zip(batch, chances, strict=True))).result()

    def ask(self, batch: Sequence[Pending | PendingText]) -> Future[list[Picture | None]]:
        """Start reading the pixels of photos in a decoder."""
        return self._decoders.run(read_originals, self.originals(batch), READING)

    def save(self, done: Sequence[tuple[Pending | PendingText, Picture]]) -> None:
        """Read the text in pictures and store it; a preview in place of a file that is away is not read."""
        for item, picture in done:
            whole = READING.size(picture.full_width, picture.full_height)
            is_preview = max(picture.width, picture.height) < max(whole)
            if is_preview and not Path(self.originals([item])[0].path).exists():
                self._put_off.add(item.photo)
                continue
            (page,) = self._asked(TextReader.read_text, [picture.pixels])
            wanted = PendingText(item.photo, item.image_hash)
            self._store.write(_store_page, self._id, wanted, page).result()

    def _asked(self, method: Callable[[Any, Sequence[G]], list[T]], pictures: Sequence[G]) -> list[T]:
        """Ask the reader; where a picture ends its process each time, the picture is at fault.

        Raises:
            UnreadablePicture: The process ended, or hung.
            UnusableReader: The model can't be opened, or Photon is being closed.
        """
        try:
            return self._reader.ask("read", method, pictures)
        except PhotonError as error:
            if isinstance(error.__cause__, WorkerEnded | WorkerTooSlow):
                raise UnreadablePicture(str(error)) from error
            raise UnusableReader(error.message, error.hint) from error

    def rest(self, unused: float) -> None:
        """End the reader's process if it was unused for so many seconds, to free its memory; see ``MemoryUser``."""
        self._reader.rest(unused)

    def close(self) -> None:
        """End the reader's process for good."""
        self._reader.close()


def _store_page(library: Library, reader: str, item: PendingText, page: PageText) -> Changes:
    """Store a text together with what it suggests: where that hides the photo, no search finds it by its text."""
    with library.transaction():
        stored = texts.store_page(library, reader, item, page)
        return stored | raise_by_text(library, item.photo, page) if stored else stored
