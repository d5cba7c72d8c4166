"""The background stage that measures styles and fingerprints, both from one decoding of the preview."""

from collections.abc import Sequence
from concurrent.futures import Future

from photon.app.indexing.preview_stage import DecoderStage
from photon.domain import Changes
from photon.library import Library
from photon.library.duplicates import fingerprints
from photon.library.duplicates.fingerprints import Measured
from photon.library.vectors import styles
from photon.library.vectors.styles import Styled
from photon.library.vectors.vectors import Pending
from photon.media.read.preview_measuring import PreviewMeasures, measure_previews


class StyleStage(DecoderStage[Pending, PreviewMeasures]):
    """Measures the photos that lack styles or a fingerprint."""

    name = "styling"
    size = 16  # 0.1 s; each round of tasks ends with a write

    def anything_left(self, library: Library) -> bool:
        """Return whether any previews are not measured."""
        return styles.PENDING.count(library) + fingerprints.PENDING.count(library) > 0

    def pending(self, library: Library, limit: int, after: int) -> Sequence[Pending]:
        """List photos that are not measured."""
        return styles.PENDING.list(library, limit, after) or fingerprints.PENDING.list(library, limit, after)

    def ask(self, batch: Sequence[Pending]) -> Future[list[PreviewMeasures | None]]:
        """Start measuring in a decoder, 5 ms per preview."""
        return self._decoders.run(measure_previews, [item.preview for item in batch])

    def save(self, done: Sequence[tuple[Pending, PreviewMeasures]]) -> None:
        """Store styles and fingerprints."""
        self._store.write(_stored, done=done).result()


def _stored(library: Library, done: Sequence[tuple[Pending, PreviewMeasures]]) -> Changes:
    with library.transaction():
        fingerprints.store(library, [Measured(item.photo, item.image_hash, one.fingerprint) for item, one in done])
        return styles.store(library, [Styled(item.photo, item.image_hash, one.styles, one.tones) for item, one in done])
