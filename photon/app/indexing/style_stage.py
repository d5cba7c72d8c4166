"""Gives photos their styles: what has none is a query, so libraries of earlier versions catch up by themselves.

Measuring takes 2 ms a preview, so it is done by the decoder processes, away from the interpreter that draws the window.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Future

from photon.app.runtime.backlog import Backlog
from photon.app.runtime.decoders import Decoders
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import UnreadableFile
from photon.library import Library
from photon.library.vectors import styles
from photon.library.vectors.styles import Styled, Unstyled
from photon.media.read.style_measuring import measure_styles

BATCH = 32  # previews per task: 60 ms, and a write for each round of them


class StyleStage(Backlog[Unstyled]):
    """Measures the styles of photos that have none, one batch per decoder at a time."""

    name = "styling"

    def __init__(self, store: LibraryThreads, decoders: Decoders, on_lost: Callable[[], None]) -> None:
        """Use the decoders; ``on_lost`` is called when a preview is damaged and its photo must be read again."""
        super().__init__(store, on_lost=on_lost)
        self._decoders = decoders

    def anything_left(self, library: Library) -> bool:
        """Whether photos lack their styles."""
        return styles.count_pending(library) > 0

    def next_batch(self) -> Sequence[Unstyled]:
        """Photos without styles."""
        limit = BATCH * self._decoders.count
        return self.walk(lambda after: styles.pending(self._store.here(), limit, after))

    def run(self, batch: Sequence[Unstyled]) -> None:
        """Measure and store."""
        self.run_isolated(batch, self._measure)

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
        self._store.write(styles.store, styled=done).result()
        self.drop_previews(lost)


def _answer(future: Future[list[tuple[float, ...] | None]], count: int) -> list[tuple[float, ...] | None]:
    """What a decoder says of ``count`` previews; one that is killed says nothing, and its previews are made anew."""
    try:
        return future.result()
    except UnreadableFile as error:
        if error.kind == "vanished":  # Photon is being closed: they wait for the next start
            return []
        return [None] * count
