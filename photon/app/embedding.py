"""The thread that gives photos their vectors: what has none is a query, so a crash resumes by itself."""

import threading
import time
from collections.abc import Callable, Sequence

from photon.app.encoding import Encoding
from photon.app.indexing import Indexing
from photon.app.progress import Progress
from photon.app.store import Store
from photon.domain import Activity
from photon.library import photos, vectors
from photon.library.vectors import Embedded, Pending
from photon.vision.encoder import DamagedPreview

BATCH = 24  # about 0.25 s of work: smaller ones are slower per photo, larger ones let typed words wait
_RECOUNT = 2.0  # seconds between two counts of what is left


class Embedding:
    """Walks upward through the photos without vectors; what is on the screen goes first."""

    def __init__(
        self,
        store: Store,
        encoder: Encoding,
        indexing: Indexing,
        progress: Progress,
        on_lost: Callable[[], None],
    ) -> None:
        """Take the tools; ``on_lost`` is called when a preview is damaged and its photo must be read again."""
        self._store = store
        self._on_lost = on_lost
        self._encoder = encoder
        self._indexing = indexing
        self._progress = progress
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._visible: tuple[int, ...] = ()
        self._after = 0
        self._done = 0
        self._left = 0
        self._counted = 0.0
        self.idle = False

    def look(self) -> None:
        """There may be photos without vectors."""
        with self._lock:
            self.idle = False
            self._wake.set()

    def set_visible(self, photos: Sequence[int]) -> None:
        """What is on the screen now."""
        self._visible = tuple(photos)

    def wait(self, seconds: float) -> None:
        """Wait until there may be something to do."""
        self._wake.wait(seconds)

    def step(self, *, quiet: bool) -> bool:
        """Embed one batch; tells whether there was one.

        Args:
            quiet: Do not show progress, because something else is shown.
        """
        self._wake.clear()
        batch = self._next()
        if not batch:
            self._finish()
            return False
        self.idle = False
        self._encoder.prepare(lambda share, _: self._progress.show(Activity("preparing", int(100 * share), 100)))
        embedded = self._encode(batch)
        if embedded:
            self._store.write(lambda lib: vectors.store(lib, self._encoder.id, embedded)).result()
            self._indexing.add(self._store.here(), embedded)
        if self._indexing.needs_saving:
            self.save()
        self._done += len(batch)
        self._left = max(0, self._left - len(batch))
        if not quiet:
            self._show()
        return True

    def save(self) -> None:
        """Write the graph to the cache if it changed."""
        self._store.write(self._indexing.save).result()

    def _next(self) -> list[Pending]:
        library = self._store.here()
        visible = self._visible
        batch = vectors.pending_among(library, self._encoder.id, visible, BATCH) if visible else []
        if not batch:
            batch = vectors.pending(library, self._encoder.id, BATCH, self._after)
            if not batch and self._after:
                batch = vectors.pending(library, self._encoder.id, BATCH)  # some may have come below
            self._after = batch[-1].photo if batch else 0
        return batch

    def _encode(self, batch: Sequence[Pending]) -> list[Embedded]:
        try:
            found = self._encoder.images([item.preview for item in batch])
        except DamagedPreview as error:
            bad = set(error.positions)
            lost = [batch[at].photo for at in bad]
            self._store.write(lambda lib: photos.drop_previews(lib, lost)).result()
            self._on_lost()
            rest = [item for at, item in enumerate(batch) if at not in bad]
            return self._encode(rest) if rest else []
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
        self._progress.show(Activity("embedding", self._done, self._done + self._left))

    def _finish(self) -> None:
        if self._done:
            self.save()
            self._done = 0
        with self._lock:
            self.idle = not self._wake.is_set()
