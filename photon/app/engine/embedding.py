"""Compute the vectors of photos with one encoder; photos without any are found by a query, so work resumes.

Two batches are in flight: while the vectors of one are written, the encoder works on the next. So the slowest of
decoding, encoding and writing never has to wait.
"""

import logging
import time
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from typing import Literal, NamedTuple

from photon.app.engine.encoder_engine import EncoderEngine
from photon.app.runtime.backlog import Backlog
from photon.app.runtime.library_threads import LibraryThreads
from photon.app.runtime.progress import Progress
from photon.domain import Activity, Changes, PhotonError
from photon.library import Library
from photon.library.vectors import adoption, vectors
from photon.library.vectors.vectors import Embedded, Pending
from photon.vision.kit.encoder import DamagedPreview, ImageVectors

log = logging.getLogger(__name__)


_LINKED = 500  # vectors added to the graph at a time: 0.2 s
_REST = 20  # times as long as it took to find no photo among all, before they are looked through again
_ADOPTED = 500  # photos at a time, so that pausing, changed photos and queries wait for at most 0.1 s


class _Flying(NamedTuple):
    """A batch in the encoder's queue."""

    batch: Sequence[Pending]
    found: Future[ImageVectors]


class Embedding(Backlog[Pending]):
    """Computes the vectors of one encoder, for the photos on the screen first.

    Attributes:
        visible: Photos on the screen, which are embedded first.
        is_quiet: Don't show progress, because something else is shown.
        is_reading: Whether photos are still being read. New ones are then found without going through all photos.
        stage: Name of the stage in the progress.
    """

    name = "embedding"

    def __init__(
        self,
        store: LibraryThreads,
        engine: EncoderEngine,
        progress: Progress,
        on_lost: Callable[[], None],
        is_used: Callable[[], bool],
    ) -> None:
        """Create the threads; no batch is started yet.

        Args:
            store: The library, which stores the vectors.
            engine: The encoder and its index.
            progress: Where progress is shown.
            on_lost: Called if a preview is damaged and its photo must be read again.
            is_used: Called on the writer thread; returns whether the engine has been neither replaced nor removed.
        """
        super().__init__(store, progress, on_lost)
        self._engine, self._encoder, self._is_used = engine, engine.encoder, is_used
        self._preparing = progress
        self._threads = ThreadPoolExecutor(2, "photon-encode")  # both batches wait in the encoder's own queue
        self._flying: _Flying | None = None
        engine.indexing.on_unlinked = self.notify
        self._looked_through = False
        self._former: list[str] | None = None
        self.visible: Sequence[int] = ()
        self.is_quiet = self.is_reading = False
        self._due = 0.0
        self.stage: Literal["embedding", "upgrading"] = "embedding"

    def anything_left(self, library: Library) -> bool:
        """Return whether photos lack vectors."""
        return vectors.count_pending(library, self._encoder.id) > 0

    def next_batch(self) -> Sequence[Pending]:
        """Return photos without vectors that are not in flight; if none, store the batch in flight and try again."""
        self._forget_broken()
        batch = self._pending()
        if not batch and self._flying:
            self._finish_flying()
            batch = self._pending()
        return batch

    def run_next(self) -> bool:
        """Adopt vectors of an earlier version of this encoder, embed a batch, or complete what is kept of the index.

        Returns:
            Whether there was work.
        """
        is_tended = self._engine.indexing.tend(self._store.here(), is_busy=self._flying is not None)
        return self._adopt_some() or super().run_next() or self._link_some() or is_tended

    def _link_some(self) -> bool:
        has_work = self._engine.indexing.link(_LINKED)
        self._done += has_work
        return has_work

    def _adopt_some(self) -> bool:
        library = self._store.here()
        if self._former is None:
            self._former = [id_ for id_ in vectors.kept_encoders(library) if self._encoder.shares_looks(id_)]
        if not self._former:
            return False
        former = self._former[-1]
        ours, join = self._encoder.id, self._encoder.join_looks
        photos = self._store.write(adoption.adopt, ours, former, join, _ADOPTED).result().photos
        if not photos:
            self._former.pop()
            return True
        self._engine.indexing.follow(library, sorted(photos))
        self._done += len(photos)
        self.show("upgrading", lambda: adoption.count_adoptable(self._store.here(), former))
        return True

    def run(self, batch: Sequence[Pending]) -> None:
        """Start a batch, and store the previous one."""
        self._encoder.prepare(lambda share, _: self._preparing.show(Activity("preparing", int(100 * share), 100)))
        before, self._flying = self._flying, self._start(batch)
        if before is not None:
            self._store_batch(before)

    def finish(self) -> None:
        """Store the batch in flight, and save the graph if anything was embedded since the last time."""
        self._finish_flying()
        if self._done:
            self._done, self._counted = 0, 0.0
            self.save()

    def _finish_flying(self) -> None:
        before, self._flying = self._flying, None
        if before is not None:
            self._store_batch(before)

    def save(self) -> None:
        """Save the graph in the cache if it has changed."""
        self._store.write(self._engine.indexing.save).result()

    def close(self) -> None:
        """End the threads; the batch in flight is lost and will be computed again."""
        self._threads.shutdown(wait=True, cancel_futures=True)

    def _forget_broken(self) -> None:
        """Delete damaged vectors once per session, so that they are recomputed like missing ones."""
        if self._looked_through:
            return
        self._looked_through = True
        lost = vectors.broken(self._store.here(), self._encoder.id)
        if lost:
            log.warning("Recomputing %d damaged vectors", len(lost))
            self._store.write(vectors.forget, self._encoder.id, lost).result()

    def _start(self, batch: Sequence[Pending]) -> _Flying:
        return _Flying(batch, self._threads.submit(self._encoder.images, [item.preview for item in batch]))

    def _pending(self) -> Sequence[Pending]:
        library, id_, limit = self._store.here(), self._encoder.id, self._encoder.batch
        flying = {item.photo for item in self._flying.batch} if self._flying else set()

        def resting(after: int) -> list[Pending]:
            found = vectors.pending(library, id_, limit + len(flying), after)
            return [item for item in found if item.photo not in flying][:limit]

        seen = [photo for photo in self.visible if photo not in flying]
        begun = time.monotonic()
        starts_over = not self.is_reading or begun > self._due
        batch = vectors.pending_among(library, id_, seen, limit) or self.walk(resting, starts_over=starts_over)
        if not batch and starts_over:
            self._due = begun + _REST * (time.monotonic() - begun)
        return batch

    def _store_batch(self, flying: _Flying) -> None:
        self.run_isolated(self._embedded(flying), self._take_in)
        if self._engine.indexing.needs_saving:
            self.save()
        if not self.is_quiet:
            self.show(self.stage, lambda: vectors.count_pending(self._store.here(), self._encoder.id))

    def _take_in(self, embedded: Sequence[Embedded]) -> None:
        self._store.write(self._stored, embedded).result()
        self._engine.indexing.add(self._store.here(), embedded)

    def _stored(self, library: Library, embedded: Sequence[Embedded]) -> Changes:
        """Store vectors. Those of an encoder that has not taken over yet change no search result."""
        if not self._is_used():  # a removed encoder must leave nothing behind
            return Changes()
        changes = vectors.store(library, self._encoder.id, embedded)
        return Changes() if self.stage == "upgrading" else changes

    def _embedded(self, flying: _Flying) -> list[Embedded]:
        """Return the vectors of a batch; a photo that makes the encoder fail affects no other photo."""
        try:
            return self._answer(flying)
        except (PhotonError, CancelledError, OSError, MemoryError):
            raise
        except Exception:
            log.exception("The model failed on one of %s photos; retrying them one by one", len(flying.batch))
        made: list[Embedded] = []
        self.run_isolated(flying.batch, lambda some: made.extend(self._answer(self._start(some))))
        return made

    def _answer(self, flying: _Flying) -> list[Embedded]:
        batch = flying.batch
        try:
            found = flying.found.result()
        except DamagedPreview as error:
            self.drop_previews([batch[at].photo for at in error.positions])
            rest = [item for at, item in enumerate(batch) if at not in error.positions]
            return self._answer(self._start(rest)) if rest else []
        kinds = found.kinds or ({},) * len(batch)
        return [
            Embedded(item.photo, item.image_hash, meaning, look, named)
            for item, meaning, look, named in zip(batch, found.meaning, found.look, kinds, strict=True)
        ]
