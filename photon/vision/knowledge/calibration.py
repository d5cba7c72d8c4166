"""Score calibration of an encoder: reference photos and captions, and two fitted curves."""

from pathlib import Path

from photon.domain.arrays import Floats
from photon.quick_dataclass import dataclass
from photon.vision.kit.arrays import read_arrays


@dataclass(frozen=True, slots=True)
class Calibration:
    """Curves and references, fitted once per encoder on photos not seen in training; see resources/starter/CARD.md.

    Attributes:
        photos: float32 (p, d), joint embeddings of everyday photos with captions: the reference for scores.
        described: float32 (p, d), L2-normalised, the mean joint embedding of the captions of each.
        captions: float32 (c, d), L2-normalised embeddings of everyday captions. Photos near many of them are hubs.
        sayings: float32 (s, d), L2-normalised centres of the joint embeddings of caption sentences.
        shares: float32 (s,), share of all sentences that are nearest to each centre; the shares add up to 1.
        presence: float32 (6,), coefficients of the curve "the library shows it at all".
        hit: float32 (8,), coefficients of the curve "this photo shows it, if any does".
        final: float32 (3,), coefficients of the curve that turns the product of both into a probability.
    """

    photos: Floats
    described: Floats
    captions: Floats
    sayings: Floats
    shares: Floats
    presence: Floats
    hit: Floats
    final: Floats


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
