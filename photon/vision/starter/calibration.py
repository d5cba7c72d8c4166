"""What the scores of an encoder are worth: where everyday photos and captions lie, and two fitted curves."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from photon.vision.kit.arrays import read_arrays
from photon.vision.kit.encoder import FloatArray


@dataclass(frozen=True, slots=True)
class Calibration:
    """Measured once per encoder on photos that it had not seen; see resources/starter/CARD.md.

    Attributes:
        photos: float32 [p, d], meaning vectors of everyday photos: how high do the best of them score?
        captions: float32 [c, d], unit vectors of what everyday captions say: photos near many of them are hubs.
        presence: float32 [4], curve of "the library shows it at all".
        hit: float32 [8], curve of "this photo shows it".
    """

    photos: FloatArray
    captions: FloatArray
    presence: FloatArray
    hit: FloatArray


def read_calibration(path: Path) -> Calibration:
    """Reads a safetensors file; float16 inside becomes float32.

    Raises:
        OSError: The file is missing or damaged.
        KeyError: It is no calibration.
    """
    return Calibration(**read_arrays(path, Calibration.__slots__))


def write_calibration(calibration: Calibration, path: Path) -> None:
    """Writes the vectors as float16, which ranks the same at half the size, and the curves as float32."""
    from safetensors.numpy import save

    kinds = {"photos": np.float16, "captions": np.float16, "presence": np.float32, "hit": np.float32}
    path.write_bytes(save({name: getattr(calibration, name).astype(kind, order="C") for name, kind in kinds.items()}))
