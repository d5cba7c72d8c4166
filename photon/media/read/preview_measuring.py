"""Everything that is measured on the pixels of a preview, from one decoding: styles, tones and fingerprint."""

import io
from collections.abc import Sequence
from typing import NamedTuple

from PIL import Image

from photon.domain.arrays import Floats
from photon.domain.photo.fingerprint import Fingerprint
from photon.media.read.fingerprinting import FINE, fingerprint_of, fit_luma, measure_each
from photon.media.read.style_measuring import halved, styles_of, tones_of


class PreviewMeasures(NamedTuple):
    """What was measured on a preview.

    Attributes:
        styles: Probabilities 0..1 in the order of STYLES.
        tones: float32 (TONES,), its tones.
        fingerprint: Its fingerprint.
    """

    styles: tuple[float, ...]
    tones: Floats
    fingerprint: Fingerprint


def measure_previews(previews: Sequence[bytes]) -> list[PreviewMeasures | None]:
    """Measure styles, tones and fingerprint of each preview, an upright JPEG; None if it is damaged."""
    return measure_each(_measured, previews)


def _measured(preview: bytes) -> PreviewMeasures:
    with Image.open(io.BytesIO(preview)) as image:
        picture = halved(image)
        luma = fit_luma(picture.getchannel(0) if picture is image else image.convert("L"), FINE)
        return PreviewMeasures(styles_of(picture), tones_of(picture), fingerprint_of(luma))
