"""Gives photos their styles: what has none is a query, so libraries of earlier versions catch up by themselves.

Measuring takes 2 ms a preview, so it is done by the decoder processes, away from the interpreter that draws the window.
"""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future

from photon.app.runtime.decoders import Decoders
from photon.app.runtime.isolation import isolate
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import UnreadableFile
from photon.library import Library
from photon.library.db import stage_failures
from photon.library.photos import photos
from photon.library.vectors import styles
from photon.library.vectors.styles import Styled, Unstyled
from photon.media.read.style import measure_styles

BATCH = 32  # previews per task: 60 ms, and a write for each round of them


class StyleStage:
    """Walks upward through the photos without styles.

    Attributes:
        idle: Whether no photo is known to lack its styles.
    """

    def __init__(self, store: LibraryThreads, decoders: Decoders, on_lost: Callable[[], None]) -> None:
        """Take the tools; ``on_lost`` is called when a preview is damaged and its photo must be read again."""
        self._store = store
        self._decoders = decoders
        self._on_lost = on_lost
        self._lock = threading.Lock()
        self._news = True
        self._after = 0
        self.idle = False

    def notify(self) -> None:
        """There may be photos without styles."""
        with self._lock:
            self._news = True
            self.idle = False

    def anything_left(self, library: Library) -> bool:
        """Whether photos lack their styles."""
        return styles.count_pending(library) > 0

    def step(self) -> bool:
        """Measure one batch per decoder; tells whether there was one."""
        with self._lock:
            if self.idle:
                return False
            self._news = False
        batch = self._next()
        if not batch:
            with self._lock:
                self.idle = not self._news
            return False
        failed = isolate(batch, self._measure)
        if failed:
            self._store.write(lambda lib: stage_failures.note(lib, "styling", [one.photo for one in failed])).result()
        return True

    def _next(self) -> list[Unstyled]:
        library, limit = self._store.here(), BATCH * self._decoders.count
        batch = styles.pending(library, limit, self._after)
        if not batch and self._after:
            batch = styles.pending(library, limit)  # some may have come below
        self._after = batch[-1].photo if batch else 0
        return batch

    def _measure(self, batch: Sequence[Unstyled]) -> None:
        parts = [batch[at : at + BATCH] for at in range(0, len(batch), BATCH)]
        asked = [self._decoders.run(measure_styles, [item.preview for item in part]) for part in parts]
        done: list[Styled] = []
        lost: list[int] = []
        for part, future in zip(parts, asked, strict=True):
            for item, chances in zip(part, _answer(future, len(part)), strict=False):
                if chances is None:
                    lost.append(item.photo)
                else:
                    done.append(Styled(item.photo, item.image_hash, chances))
        self._store.write(lambda lib: styles.store(lib, done)).result()
        if lost:
            self._store.write(lambda lib: photos.drop_previews(lib, lost)).result()
            self._on_lost()


def _answer(future: Future[list[tuple[float, ...] | None]], count: int) -> list[tuple[float, ...] | None]:
    """What a decoder says of ``count`` previews; one that is killed says nothing, and its previews are made anew."""
    try:
        return future.result()
    except UnreadableFile as error:
        if error.kind == "vanished":  # Photon is being closed: they wait for the next start
            return []
        return [None] * count
