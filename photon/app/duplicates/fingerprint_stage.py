"""Gives photos their fingerprints."""

from collections.abc import Sequence
from concurrent.futures import Future

from photon.app.indexing.preview_stage import PreviewStage
from photon.domain.photo.fingerprint import Fingerprint
from photon.library.duplicates import fingerprints
from photon.library.duplicates.fingerprints import Measured
from photon.library.vectors.vectors import Pending
from photon.media.read.fingerprinting import measure_fingerprints


class FingerprintStage(PreviewStage[Fingerprint]):
    """Measures the fingerprints of photos that have none."""

    name = "fingerprinting"
    unmeasured = fingerprints.PENDING
    size = 16  # about 0.1 s

    def ask(self, batch: Sequence[Pending]) -> Future[list[Fingerprint | None]]:
        """Have a decoder measure fingerprints."""
        return self._decoders.run(measure_fingerprints, [item.preview for item in batch])

    def save(self, done: Sequence[tuple[Pending, Fingerprint]]) -> None:
        """Store fingerprints."""
        marks = [Measured(item.photo, item.image_hash, mark) for item, mark in done]
        self._store.write(fingerprints.store, measured=marks).result()
