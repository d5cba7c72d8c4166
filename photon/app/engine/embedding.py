"""Giving photos the vectors of one encoder: what has none is a query, so a crash resumes by itself.

Two batches are under way: while the vectors of one are written, the encoder works on the next, so the slowest of
decoding, encoding and writing is never kept waiting.
"""

import logging
import time
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from typing import Literal, NamedTuple

from photon.app.engine.encoder_engine import EncoderEngine
from photon.app.runtime.isolation import isolate
from photon.app.runtime.library_threads import LibraryThreads
from photon.app.runtime.progress import Progress
from photon.domain import Activity, Changes, PhotonError
from photon.library import Library
from photon.library.db import stage_failures
from photon.library.photos import photos
from photon.library.vectors import vectors
from photon.library.vectors.vectors import Embedded, Pending
from photon.vision.kit.encoder import DamagedPreview, ImageVectors

log = logging.getLogger(__name__)

_RECOUNT = 2.0  # seconds between two counts of what is left


class _Flying(NamedTuple):
    """A batch that the encoder has been given."""

    batch: list[Pending]
    found: Future[ImageVectors]


class Embedding:
    """Walks upward through the photos without vectors; what is on the screen goes first."""

    def __init__(
        self,
        store: LibraryThreads,
        lens: EncoderEngine,
        progress: Progress,
        on_lost: Callable[[], None],
        is_used: Callable[[], bool],
    ) -> None:
        """Take the tools.

        Args:
            store: Where vectors are kept.
            lens: Whose.
            progress: What is done is shown there.
            on_lost: Called when a preview is damaged and its photo must be read again.
            is_used: Asked on the writer's thread whether the lens has been neither replaced nor removed.
        """
        self._store = store
        self._on_lost = on_lost
        self._lens, self._encoder = lens, lens.encoder
        self._progress = progress
        self._threads = ThreadPoolExecutor(2, "photon-encode")  # both batches wait in the encoder's own queue
        self._flying: _Flying | None = None
        self._after = 0
        self._done = 0
        self._left = 0
        self._counted = 0.0
        self._looked_through = False
        self._is_used = is_used
        self.stage: Literal["embedding", "upgrading"] = "embedding"

    def step(self, visible: Sequence[int], *, quiet: bool) -> bool:
        """Hand over one batch and keep the one before; tells whether there was any.

        Args:
            visible: Photos on the screen, which go first.
            quiet: Do not show progress, because something else is shown.
        """
        self._forget_broken()
        batch = self._next(visible)
        if batch:
            self._encoder.prepare(lambda share, _: self._progress.show(Activity("preparing", int(100 * share), 100)))
        before, self._flying = self._flying, self._start(batch)
        if before is not None:
            self._store_batch(before, quiet=quiet)
        return bool(batch) or before is not None

    def finish(self) -> None:
        """Keep what is under way and, where there was anything since the last time, save the graph."""
        before, self._flying = self._flying, None
        if before is not None:
            self._store_batch(before, quiet=True)
        if self._done:
            self._done = 0
            self.save()

    def save(self) -> None:
        """Write the graph to the cache if it changed."""
        self._store.write(self._lens.indexing.save).result()

    def close(self) -> None:
        """End the threads; what is under way is lost, and is made again."""
        self._threads.shutdown(wait=True, cancel_futures=True)

    def _forget_broken(self) -> None:
        """Once in a session: damaged vectors are made anew like missing ones."""
        if self._looked_through:
            return
        self._looked_through = True
        lost = vectors.broken(self._store.here(), self._encoder.id)
        if lost:
            log.warning("%d damaged vectors are made anew", len(lost))
            self._store.write(lambda lib: vectors.forget(lib, self._encoder.id, lost)).result()

    def _start(self, batch: list[Pending]) -> _Flying | None:
        return self._started(batch) if batch else None

    def _started(self, batch: list[Pending]) -> _Flying:
        return _Flying(batch, self._threads.submit(self._encoder.images, [item.preview for item in batch]))

    def _next(self, visible: Sequence[int]) -> list[Pending]:
        library, id_, limit = self._store.here(), self._encoder.id, self._encoder.batch
        flying = {item.photo for item in self._flying.batch} if self._flying else set()
        batch = vectors.pending_among(library, id_, [one for one in visible if one not in flying], limit)
        if batch:
            return batch
        found = vectors.pending(library, id_, limit + len(flying), self._after)
        if not found and self._after:  # some may have come below
            found = vectors.pending(library, id_, limit + len(flying))
        batch = [item for item in found if item.photo not in flying][:limit]
        self._after = batch[-1].photo if batch else 0
        return batch

    def _store_batch(self, flying: _Flying, *, quiet: bool) -> None:
        embedded = self._embedded(flying)
        self._give_up([item.photo for item in isolate(embedded, self._take_in)])
        if self._lens.indexing.needs_saving:
            self.save()
        self._done += len(flying.batch)
        self._left = max(0, self._left - len(flying.batch))
        if not quiet:
            self._show()

    def _take_in(self, embedded: Sequence[Embedded]) -> None:
        self._store.write(lambda lib: self._stored(lib, embedded)).result()
        self._lens.indexing.add(self._store.here(), embedded)

    def _give_up(self, some: Sequence[int]) -> None:
        """These cannot be given vectors: they are listed, and left out from now on."""
        if some:
            self._store.write(lambda lib: stage_failures.note(lib, "embedding", some)).result()

    def _stored(self, library: Library, embedded: Sequence[Embedded]) -> Changes:
        """Keep vectors; those of an encoder that is yet to take over change no answer."""
        if not self._is_used():  # an encoder that was removed leaves nothing behind
            return Changes()
        changes = vectors.store(library, self._encoder.id, embedded)
        return Changes() if self.stage == "upgrading" else changes

    def _embedded(self, flying: _Flying) -> list[Embedded]:
        """The vectors of a batch; a photo that makes the encoder fail costs only itself."""
        try:
            return self._answer(flying)
        except (PhotonError, CancelledError, OSError, MemoryError):
            raise
        except Exception:
            log.exception("The encoder failed on one of %s photos; it is asked for them apart", len(flying.batch))
        made: list[Embedded] = []
        failed = isolate(flying.batch, lambda some: made.extend(self._answer(self._started(list(some)))))
        self._give_up([item.photo for item in failed])
        return made

    def _answer(self, flying: _Flying) -> list[Embedded]:
        batch = flying.batch
        try:
            found = flying.found.result()
        except DamagedPreview as error:
            bad = set(error.positions)
            lost = [batch[at].photo for at in bad]
            self._store.write(lambda lib: photos.drop_previews(lib, lost)).result()
            self._on_lost()
            again = self._start([item for at, item in enumerate(batch) if at not in bad])
            return self._answer(again) if again else []
        kinds = found.kinds or ({},) * len(batch)
        return [
            Embedded(item.photo, item.image_hash, meaning, look, named)
            for item, meaning, look, named in zip(batch, found.meaning, found.look, kinds, strict=True)
        ]

    def _show(self) -> None:
        now = time.monotonic()
        if now - self._counted > _RECOUNT:
            self._counted = now
            self._left = vectors.count_pending(self._store.here(), self._encoder.id)
        self._progress.show(Activity(self.stage, self._done, self._done + self._left))
