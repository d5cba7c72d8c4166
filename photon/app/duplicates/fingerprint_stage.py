"""Gives photos their fingerprints: what has none is a query, so older libraries catch up by themselves."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import TypeVar

from photon.app.runtime.backlog import Backlog
from photon.app.runtime.decoders import Decoders
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import UnreadableFile
from photon.library import Library
from photon.library.duplicates import fingerprints
from photon.library.duplicates.fingerprints import Measured
from photon.library.vectors.vectors import Pending
from photon.media.read.fingerprinting import measure_fingerprints

T = TypeVar("T")
_BATCH = 16  # previews per task: about 0.1 s


class FingerprintStage(Backlog[Pending]):
    """Measures the fingerprints of photos that have none, one batch per decoder at a time."""

    name = "fingerprinting"

    def __init__(self, store: LibraryThreads, decoders: Decoders, on_lost: Callable[[], None]) -> None:
        """Use the decoders; ``on_lost`` is called when a preview is damaged and its photo must be read again."""
        super().__init__(store, on_lost=on_lost)
        self._decoders = decoders

    def anything_left(self, library: Library) -> bool:
        """Whether photos lack their fingerprints."""
        return fingerprints.count_pending(library) > 0

    def next_batch(self) -> Sequence[Pending]:
        """Photos without fingerprints."""
        limit = _BATCH * self._decoders.count
        return self.walk(lambda after: fingerprints.pending(self._store.here(), limit, after))

    def run(self, batch: Sequence[Pending]) -> None:
        """Measure and store."""
        self.run_isolated(batch, self._measure)

    def _measure(self, batch: Sequence[Pending]) -> None:
        parts = [batch[at : at + _BATCH] for at in range(0, len(batch), _BATCH)]
        asked = [self._decoders.run(measure_fingerprints, [item.preview for item in part]) for part in parts]
        done: list[Measured] = []
        lost: list[int] = []
        for part, future in zip(parts, asked, strict=True):
            for item, mark in zip(part, answer_of(future, len(part)), strict=False):
                if mark is None:
                    lost.append(item.photo)
                else:
                    done.append(Measured(item.photo, item.image_hash, mark))
        self._store.write(fingerprints.store, measured=done).result()
        self.drop_previews(lost)


def answer_of(future: Future[list[T | None]], count: int) -> list[T | None]:
    """What a decoder says of ``count`` items; one that is killed says nothing of any of them.

    Args:
        future: The answer.
        count: How many items it was asked about.

    Returns:
        The answer; None for each item where the decoder was killed, nothing where Photon is being closed.
    """
    try:
        return future.result()
    except UnreadableFile as error:
        if error.kind == "vanished":  # Photon is being closed: they wait for the next start
            return []
        return [None] * count
