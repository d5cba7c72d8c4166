"""Score calibration of an encoder: reference photos and captions, and two fitted curves."""

from dataclasses import dataclass
from pathlib import Path

from photon.domain.arrays import Floats
from photon.vision.kit.arrays import read_arrays


@dataclass(frozen=True, slots=True)
class Calibration:
    """Fitted once per encoder on photos that it was not trained on; documented in resources/starter/CARD.md.

    Attributes:
        photos: float32 (p, d), joint embeddings of everyday photos: the reference for how high the best photos score.
        captions: float32 (c, d), L2-normalised embeddings of everyday captions. Photos near many of them are hubs.
        presence: float32 (4,), coefficients of the curve "the library shows it at all".
        hit: float32 (8,), coefficients of the curve "this photo shows it".
    """

    photos: Floats
    captions: Floats
    presence: Floats
    hit: Floats


def read_calibration(path: Path) -> Calibration:
    """Read a calibration from a safetensors file. float16 arrays become float32.

    Args:
        path: The file.

    Returns:
        The calibration.

    Raises:
        OSError: The file is missing or damaged.
        KeyError: An array is missing.
    """
    return Calibration(**read_arrays(path, Calibration.__slots__))
