"""The background stage that reads text in photos.

A quick look at each preview tells whether there is text. Where there is, the photo itself is read, because a preview is
too small: that takes seconds. The model has a process of its own, so that no search waits for it.
"""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future

from photon.app.indexing.model_stage import ModelStage
from photon.app.runtime.decoders import Decoders
from photon.app.runtime.encoder_process import EncoderProcess
from photon.app.runtime.library_threads import LibraryThreads
from photon.app.runtime.progress import Progress
from photon.app.tags.sensitive_texts import raise_by_text
from photon.domain import Changes, changed
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

_LOOKS = 4  # photos looked at per batch, which takes half a second
_NEWS = 60.0  # seconds between two reports of what was read to views that count or search again


class TextStage(ModelStage[Pending | PendingText]):
    """Looks for text in all photos, and reads it."""

    name = "texts"

    def __init__(
        self,
        store: LibraryThreads,
        decoders: Decoders,
        on_lost: Callable[[], None],
        reader: EncoderProcess,
        progress: Progress | None = None,
    ) -> None:
        """Create the stage; see ``ModelStage``. ``reader`` is the process of a model that can ``read``."""
        super().__init__(store, decoders, on_lost, reader, progress)
        self._is_news, self._reported = False, 0.0  # whether text was read that searches don't know; time of a report

    def hear(self, kinds: frozenset[ChangeKind]) -> None:
        """Notify the stage of a change; of text, or facts in it, views must be told a little later."""
        if "texts" in kinds:  # no reason to look for files that are away
            self._is_news, self.idle = True, False
        super().hear(kinds)

    def anything_left(self, library: Library) -> bool:
        """Return whether there are photos to look at or to read."""
        return settings.get(library, READ_TEXT) and texts.count_left(library, self._id) > 0

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

    def use_model(self, batch: Sequence[Pending | PendingText]) -> None:
        """Look at photos, or read them, and store the results."""
        seen = [item for item in batch if isinstance(item, Pending)]
        if seen:
            self.run_isolated(seen, self._find)
        else:
            super().use_model(batch)

    def _find(self, batch: Sequence[Pending]) -> None:
        chances = self.ask_model("read", TextReader.find_text, [one.preview for one in batch])
        self._store.write(texts.store_chances, self._id, list(zip(batch, chances, strict=True))).result()

    def ask(self, batch: Sequence[Pending | PendingText]) -> Future[list[Picture | None]]:
        """Start reading the pixels of photos in a decoder."""
        return self._decoders.run(read_originals, self.originals(batch), READING)

    def save(self, done: Sequence[tuple[Pending | PendingText, Picture]]) -> None:
        """Read the text in pictures and store it; a preview in place of a file that is away is not read."""
        for item, picture in done:
            if self.is_away(item, picture, READING):
                self._put_off.add(item.photo)
                continue
            (page,) = self.ask_model("read", TextReader.read_text, [picture.pixels])
            wanted = PendingText(item.photo, item.image_hash)
            self._store.write(_store_page, self._id, wanted, page).result()


def _store_page(library: Library, reader: str, item: PendingText, page: PageText) -> Changes:
    """Store a text together with what it suggests: where that hides the photo, no search finds it by its text."""
    with library.transaction():
        stored = texts.store_page(library, reader, item, page)
        return stored | raise_by_text(library, item.photo, page) if stored else stored
