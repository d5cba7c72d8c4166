"""Everything that is measured on the pixels of a preview, from one decoding: styles and fingerprint."""

import io
from collections.abc import Sequence
from typing import NamedTuple

from PIL import Image

from photon.domain.photo.fingerprint import Fingerprint
from photon.media.file import failures
from photon.media.read.fingerprinting import FINE, fingerprint_of, fit_luma
from photon.media.read.style_measuring import halved, styles_of


class PreviewMeasures(NamedTuple):
    """What was measured on a preview.

    Attributes:
        styles: Probabilities 0..1 in the order of STYLES.
        fingerprint: Its fingerprint.
    """

    styles: tuple[float, ...]
    fingerprint: Fingerprint


def measure_previews(previews: Sequence[bytes]) -> list[PreviewMeasures | None]:
    """Measure each preview, as ``measure_styles`` and ``measure_fingerprints`` do.

    Args:
        previews: Upright JPEGs.

    Returns:
        One per preview; None if it is damaged.
    """
    return [_measured(preview) for preview in previews]


def _measured(preview: bytes) -> PreviewMeasures | None:
    try:
        with Image.open(io.BytesIO(preview)) as image:
            picture = halved(image)
            luma = fit_luma(picture.getchannel(0) if picture is image else image.convert("L"), FINE)
            return PreviewMeasures(styles_of(picture), fingerprint_of(luma))
    except failures.DECODING_ERRORS:
        return None
