"""Compute vectors for every photo: with the active encoder, then with the coming one, which finally takes over.

New photos get the active encoder's vectors first, so they are searchable at once while the coming encoder still works
through a large library. In a new library, of which more is still to be read than the active encoder knows, they get
only the coming encoder's, and it takes over as soon as no fewer photos are searchable than before.
"""

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError

from photon.app.engine.active_encoders import ActiveEncoders
from photon.app.engine.embedding import Embedding
from photon.app.engine.encoder_engine import EncoderEngine
from photon.app.runtime.library_threads import LibraryThreads
from photon.app.runtime.progress import Progress
from photon.domain import ChangeKind, PhotonError, changed
from photon.library import Library
from photon.library.vectors import vectors

_REST = 20  # times as long as it took to find nothing, before it is looked for again without news
_RECOUNT = 2.0  # seconds between two counts of what the encoders know


class EncoderMigration:
    """Works for two encoders, one after the other.

    Attributes:
        idle: Whether no photo is known to lack a vector.
    """

    def __init__(
        self, store: LibraryThreads, encoders: ActiveEncoders, progress: Progress, on_lost: Callable[[], None]
    ) -> None:
        """Create an idle migration; ``on_lost`` is called if a preview is damaged and its photo must be read again."""
        self._store, self._encoders = store, encoders
        self._progress, self._on_lost = progress, on_lost
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._visible: tuple[int, ...] = ()
        self._embeddings: dict[EncoderEngine, Embedding] = {}
        self._counted = ("", ""), 0.0, 0  # two encoders, when and by how much the first was ahead
        self.idle, self._due = False, 0.0

    def notify(self) -> None:
        """Tell the migration that there may be photos without vectors."""
        with self._lock:
            self.idle = False
            self._wake.set()

    def hear(self, kinds: frozenset[ChangeKind]) -> None:
        """Notify the migration of a change; only other pictures of photos lack vectors."""
        if "photos" in kinds:
            self.notify()

    def follow(self) -> bool:
        """Apply a change of the chosen encoder, made here or in another Photon process; return whether it changed."""
        is_news = self._encoders.follow(self._store.here())
        if is_news:
            self._store.events.send(changed("encoders", "vectors"))
        return is_news

    def set_visible(self, photos: Sequence[int]) -> None:
        """Set the photos that are on the screen."""
        self._visible = tuple(photos)

    def wait(self, seconds: float) -> None:
        """Wait until there may be work."""
        self._wake.wait(seconds)

    def step(self, *, quiet: bool, unread: int = 0) -> bool:
        """Do one step of work; return whether there was any.

        Args:
            quiet: Don't show progress, because something else is shown.
            unread: How many photos are still to be read.
        """
        begun = time.monotonic()
        if self.idle and begun < self._due and not self._wake.is_set():  # it is also called after batches of stages
            return False
        self._wake.clear()
        engines = self._encoders.everyone
        self._let_go(engines)
        try:
            has_worked = self._step(*engines, quiet=quiet, unread=unread)
            self._due = begun if has_worked else begun + _REST * (time.monotonic() - begun)
            return has_worked
        except (PhotonError, CancelledError):
            if self.follow() or self._encoders.everyone != engines:  # the engine was replaced or removed meanwhile
                return True
            raise

    def _step(self, current: EncoderEngine, coming: EncoderEngine | None = None, *, quiet: bool, unread: int) -> bool:
        lead = self._lead(current, coming) if coming is not None and unread else unread
        if unread > lead:  # a new library: the active encoder would only delay the coming one
            self._embedding_for(current).finish()
        elif self._embed(current, quiet=quiet, is_reading=unread > 0):
            return self._work()
        if coming is not None and self._upgrade(coming, quiet=quiet, is_even=unread > 0 >= lead):
            return self._work()
        with self._lock:
            self.idle = not self._wake.is_set()
        return False

    def save(self) -> None:
        """Store batches in flight and save the graphs."""
        self._let_go(self._encoders.everyone)
        for embedding in self._embeddings.values():
            embedding.finish()

    def close(self) -> None:
        """End the threads."""
        self._let_go(())

    def _work(self) -> bool:
        self.idle = False
        return True

    def _lead(self, current: EncoderEngine, coming: EncoderEngine) -> int:
        """Return how many photos the active encoder has ahead of the coming one; counted every two seconds."""
        ids, now = (current.encoder.id, coming.encoder.id), time.monotonic()
        if self._counted[0] != ids or now - self._counted[1] > _RECOUNT:
            library = self._store.here()
            self._counted = ids, now, vectors.count(library, ids[0]) - vectors.count(library, ids[1])
        return self._counted[2]

    def _upgrade(self, coming: EncoderEngine, *, quiet: bool, is_even: bool) -> bool:
        """Do one step for the coming encoder, or make it take over: at the end, or once it ``is_even``."""
        library = self._store.here()
        has_more = self._embed(coming, quiet=quiet) or self._embedding_for(coming).anything_left(library)
        if has_more and not is_even:  # new photos may have been added meanwhile
            return True
        coming.indexing.refresh(library)
        coming.warm_up(library)

        def take_over(writable: Library) -> None:
            self._encoders.take_over(writable, coming)

        self._store.write(take_over).result()
        self._store.events.send(changed("encoders", "vectors"))
        return True

    def _embed(self, engine: EncoderEngine, *, quiet: bool, is_reading: bool = False) -> bool:
        """Run a batch for an encoder; return whether there was one."""
        embedding = self._embedding_for(engine)
        embedding.visible, embedding.is_quiet, embedding.is_reading = self._visible, quiet, is_reading
        if embedding.run_next():
            return True
        embedding.finish()
        return False

    def _embedding_for(self, engine: EncoderEngine) -> Embedding:
        if engine not in self._embeddings:
            self._embeddings[engine] = Embedding(
                self._store, engine, self._progress, self._on_lost, lambda: engine in self._encoders.everyone
            )
        embedding = self._embeddings[engine]
        embedding.stage = "upgrading" if engine is self._encoders.coming else "embedding"
        return embedding

    def _let_go(self, kept: Sequence[EncoderEngine]) -> None:
        """Close and drop the embeddings of engines that were replaced."""
        for engine in [engine for engine in self._embeddings if engine not in kept]:
            self._embeddings.pop(engine).close()
