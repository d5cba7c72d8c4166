"""Whether a picture is painted, by its look vector.

No trait of the pixels tells paintings from photos, but the look vector knows texture: a logistic regression on it
(``packaging/lab/search/painting_figures.py``) that learned from some painting filters knows others, and
takes neither blur nor noise for paint.
"""

import functools

import numpy as np

from photon.domain.photo.styles import PRIOR
from photon.domain.resources import resource
from photon.vision.kit.arrays import read_arrays
from photon.vision.kit.encoder import FloatArray

FILE = "starter/painting.safetensors"


def painting_chances(looks: FloatArray) -> FloatArray:
    """The chance 0..1 of each picture to be a painting, where PRIOR of all pictures are.

    Args:
        looks: float32 (n, 1280), unit length, of the starter.

    Returns:
        float32 (n,).

    Raises:
        OSError: The installation is incomplete or damaged.
    """
    direction, shift = _read()
    odds = looks @ direction + shift + np.log(PRIOR / (1 - PRIOR))
    return np.asarray(1 / (1 + np.exp(-np.clip(odds, -9, 9))), np.float32)


@functools.cache
def _read() -> tuple[FloatArray, FloatArray]:
    arrays = read_arrays(resource(FILE), ("direction", "shift"))
    return arrays["direction"], arrays["shift"]
