"""The background stage that turns previews as decided; it runs first, because vectors are made from its previews.

Small selections are turned at once in the window. The stage handles large selections, decisions from a file or a
backup, and photos that were read again.
"""

from collections.abc import Sequence
from concurrent.futures import Future

from photon.app.indexing.preview_stage import DecoderStage
from photon.library import Library
from photon.library.photos import photo_turns
from photon.library.photos.photo_turns import UnturnedPreview
from photon.media.read.preview_turning import turn_previews


class TurnStage(DecoderStage[UnturnedPreview, bytes]):
    """Turns the previews that are not turned yet."""

    name = photo_turns.STAGE
    size = 16  # 80 ms
    woken_by = frozenset({"photos"})
    comes_first = True  # until a preview is turned, its photo is shown without one

    def anything_left(self, library: Library) -> bool:
        """Return whether any previews are not turned."""
        return photo_turns.count_pending(library) > 0

    def pending(self, library: Library, limit: int, after: int) -> Sequence[UnturnedPreview]:
        """List previews that are not turned."""
        return photo_turns.pending_previews(library, limit, after)

    def ask(self, batch: Sequence[UnturnedPreview]) -> Future[list[bytes | None]]:
        """Start turning previews in a decoder."""
        return self._decoders.run(turn_previews, [(item.preview, item.turn) for item in batch])

    def save(self, done: Sequence[tuple[UnturnedPreview, bytes]]) -> None:
        """Store the turned previews."""
        made = {(item.photo, item.image_hash): jpeg for item, jpeg in done}
        self._store.write(photo_turns.store_previews, made).result()
