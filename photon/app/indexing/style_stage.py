"""The background stage that measures styles."""

from collections.abc import Sequence
from concurrent.futures import Future

from photon.app.indexing.preview_stage import PreviewStage
from photon.library.vectors import styles
from photon.library.vectors.styles import Styled
from photon.library.vectors.vectors import Pending
from photon.media.read.style_measuring import measure_styles


class StyleStage(PreviewStage[tuple[float, ...]]):
    """Measures the styles of photos that have none."""

    name = "styling"
    unmeasured = styles.PENDING
    size = 32  # 60 ms; each round of tasks ends with a write

    def ask(self, batch: Sequence[Pending]) -> Future[list[tuple[float, ...] | None]]:
        """Start measuring styles in a decoder, 2 ms per preview."""
        return self._decoders.run(measure_styles, [item.preview for item in batch])

    def save(self, done: Sequence[tuple[Pending, tuple[float, ...]]]) -> None:
        """Store the styles."""
        styled = [Styled(item.photo, item.image_hash, chances) for item, chances in done]
        self._store.write(styles.store, styled=styled).result()
