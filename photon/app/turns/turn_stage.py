"""The background stage that turns previews as decided; it runs first, because vectors are made from its previews.

Small selections are turned at once in the window. The stage handles large selections, decisions from a file or a
backup, and photos that were read again.
"""

from collections.abc import Callable, Sequence

from photon.app.indexing.preview_stage import answer_of
from photon.app.runtime.backlog import Backlog
from photon.app.runtime.decoders import Decoders
from photon.app.runtime.library_threads import LibraryThreads
from photon.library import Library
from photon.library.photos import photo_turns
from photon.library.photos.photo_turns import UnturnedPreview
from photon.media.read.preview_turning import turn_previews

_SIZE = 16  # previews per task of a decoder: 80 ms


class TurnStage(Backlog[UnturnedPreview]):
    """Turns the previews that are not turned yet."""

    name = photo_turns.STAGE
    woken_by = frozenset({"photos"})
    comes_first = True  # until a preview is turned, its photo is shown without one

    def __init__(self, store: LibraryThreads, decoders: Decoders, on_lost: Callable[[], None]) -> None:
        """Create the stage; ``on_lost`` is called if a preview is damaged and its photo must be read again."""
        super().__init__(store, on_lost=on_lost)
        self._decoders = decoders

    def anything_left(self, library: Library) -> bool:
        """Return whether any previews are not turned."""
        return photo_turns.count_pending(library) > 0

    def next_batch(self) -> Sequence[UnturnedPreview]:
        """Return previews that are not turned."""
        limit = _SIZE * self._decoders.count
        return self.walk(lambda after: photo_turns.pending_previews(self._store.here(), limit, after))

    def run(self, batch: Sequence[UnturnedPreview]) -> None:
        """Turn a batch and store the previews."""
        self.run_isolated(batch, self._turn)

    def _turn(self, batch: Sequence[UnturnedPreview]) -> None:
        parts = [batch[at : at + _SIZE] for at in range(0, len(batch), _SIZE)]
        asked = [self._decoders.run(turn_previews, [(one.preview, one.turn) for one in part]) for part in parts]
        answers = [
            (one, jpeg)
            for part, future in zip(parts, asked, strict=True)
            for one, jpeg in zip(part, answer_of(future, len(part)), strict=False)
        ]
        made = {(one.photo, one.image_hash): jpeg for one, jpeg in answers if jpeg is not None}
        if made:
            self._store.write(photo_turns.store_previews, made).result()
        self.drop_previews([one.photo for one, jpeg in answers if jpeg is None])
