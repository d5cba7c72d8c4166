"""Background stages in which decoders work on previews or originals; what is pending is found by a query.

So older libraries catch up, and the interpreter of the window stays free. A stage that needs more pixels than a preview
has asks decoders for ``read_originals`` of its ``originals``.
"""

from abc import abstractmethod
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import ClassVar, Generic, TypeVar

from photon.app.runtime.backlog import Backlog, ItemOfPhoto
from photon.app.runtime.decoders import Decoders
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import UnreadableFile
from photon.domain.photo.turn import AS_IT_IS
from photon.library import Library
from photon.library.photos import photo_turns, photos
from photon.media.decode.decoding import Fit
from photon.media.read.metadata_reading import LONG, SHORT
from photon.media.read.original import OriginalSource

P = TypeVar("P", bound=ItemOfPhoto)
T = TypeVar("T")


class DecoderStage(Backlog[P], Generic[P, T]):
    """Lets decoders work on previews or originals, one batch per decoder at a time.

    Attributes:
        size: Photos per task of a decoder.
    """

    size: ClassVar[int]

    def __init__(self, store: LibraryThreads, decoders: Decoders, on_lost: Callable[[], None]) -> None:
        """Create the stage; ``on_lost`` is called if a preview is damaged and its photo must be read again."""
        super().__init__(store, on_lost=on_lost)
        self._decoders = decoders

    @abstractmethod
    def pending(self, library: Library, limit: int, after: int) -> Sequence[P]:
        """List what is to be done for photos with ids above ``after``, in order of their ids."""

    @abstractmethod
    def ask(self, batch: Sequence[P]) -> Future[list[T | None]]:
        """Start a task in a decoder; its result for an item is None if the preview is damaged."""

    @abstractmethod
    def save(self, done: Sequence[tuple[P, T]]) -> None:
        """Store the results, at least one."""

    def originals(self, batch: Sequence[P]) -> list[OriginalSource]:
        """Return where decoders find the pixels of the photos of a batch, for ``read_originals``.

        Of a video, that is its preview, which counts as all of it.
        """
        library, wanted = self._store.here(), [item.photo for item in batch]
        paths, previews = photos.paths(library, wanted), photos.previews(library, wanted)
        turns, sizes = photo_turns.turns_of(library, wanted), photos.sizes(library, wanted)
        for film in photos.films_among(library, wanted):
            paths[film], sizes[film] = "", Fit(SHORT, LONG).size(*sizes[film])
        return [
            OriginalSource(paths.get(photo, ""), previews.get(photo, b""), turns.get(photo, AS_IT_IS), sizes[photo])
            for photo in wanted
        ]

    def next_batch(self) -> Sequence[P]:
        """Return what is to be done next."""
        limit = self.size * self._decoders.count
        return self.walk(lambda after: self.pending(self._store.here(), limit, after))

    def run(self, batch: Sequence[P]) -> None:
        """Work on a batch and store the results."""
        self.run_isolated(batch, self._work)

    def _work(self, batch: Sequence[P]) -> None:
        parts = [batch[at : at + self.size] for at in range(0, len(batch), self.size)]
        asked = [self.ask(part) for part in parts]
        answers = [
            (item, answer)
            for part, future in zip(parts, asked, strict=True)
            for item, answer in zip(part, answer_of(future, len(part)), strict=False)
        ]
        done = [(item, answer) for item, answer in answers if answer is not None]
        if done:  # otherwise Photon is being closed, or all previews are damaged
            self.save(done)
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
