"""A background stage that measures previews; unmeasured ones are found by a query, so older libraries catch up.

The decoder processes do the measuring, so that the interpreter of the window stays free.
"""

from abc import abstractmethod
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import ClassVar, Generic, TypeVar

from photon.app.runtime.backlog import Backlog
from photon.app.runtime.decoders import Decoders
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import UnreadableFile
from photon.library import Library
from photon.library.vectors.pending_previews import PendingPreviews
from photon.library.vectors.vectors import Pending

T = TypeVar("T")


class PreviewStage(Backlog[Pending], Generic[T]):
    """Measures previews that have not been measured yet, one batch per decoder at a time.

    Attributes:
        unmeasured: The photos to measure.
        size: Previews per task of a decoder.
    """

    unmeasured: ClassVar[PendingPreviews]
    size: ClassVar[int]

    def __init__(self, store: LibraryThreads, decoders: Decoders, on_lost: Callable[[], None]) -> None:
        """Create the stage; ``on_lost`` is called if a preview is damaged and its photo must be read again."""
        super().__init__(store, on_lost=on_lost)
        self._decoders = decoders

    @abstractmethod
    def ask(self, previews: list[bytes]) -> Future[list[T | None]]:
        """Start measuring previews, JPEG, in a decoder; the result is None for each that is damaged."""

    @abstractmethod
    def save(self, measured: Sequence[tuple[Pending, T]]) -> None:
        """Store the measurements."""

    def anything_left(self, library: Library) -> bool:
        """Return whether any previews are not measured."""
        return self.unmeasured.count(library) > 0

    def next_batch(self) -> Sequence[Pending]:
        """Return photos that are not measured."""
        limit = self.size * self._decoders.count
        return self.walk(lambda after: self.unmeasured.list(self._store.here(), limit, after))

    def run(self, batch: Sequence[Pending]) -> None:
        """Measure a batch and store the results."""
        self.run_isolated(batch, self._measure)

    def _measure(self, batch: Sequence[Pending]) -> None:
        parts = [batch[at : at + self.size] for at in range(0, len(batch), self.size)]
        asked = [self.ask([item.preview for item in part]) for part in parts]
        answers = [
            (item, answer)
            for part, future in zip(parts, asked, strict=True)
            for item, answer in zip(part, answer_of(future, len(part)), strict=False)
        ]
        self.save([(item, answer) for item, answer in answers if answer is not None])
        self.drop_previews([item.photo for item, answer in answers if answer is None])


def answer_of(future: Future[list[T | None]], count: int) -> list[T | None]:
    """Return a decoder's answer about ``count`` items; a killed decoder gives no answer about any of them.

    Args:
        future: The pending answer.
        count: How many items it was asked about.

    Returns:
        The answer; None for each item if the decoder was killed, an empty list if Photon is being closed.
    """
    try:
        return future.result()
    except UnreadableFile as error:
        if error.kind == "vanished":  # Photon is being closed: the items wait for the next start
            return []
        return [None] * count
