"""Recognise paintings by their visual features.

No simple pixel statistic separates paintings from photos, but visual features capture texture. A logistic regression on
them (``packaging/lab/search/painting_figures.py``) that was trained on some painting filters generalises to others, and
does not confuse paint with blur or noise.
"""

import functools

import numpy as np

from photon.domain.arrays import Floats
from photon.domain.photo.styles import PRIOR
from photon.resource_files import resource
from photon.vision.kit.arrays import read_arrays

FILE = "starter/painting.safetensors"


def painting_chances(looks: Floats) -> Floats:
    """Predict the probability that each image is a painting, given the prior probability PRIOR.

    Args:
        looks: float32 (n, 1280), L2-normalised visual features of the starter.

    Returns:
        float32 (n,), 0..1.

    Raises:
        OSError: The installation is incomplete or damaged.
    """
    direction, shift = _read()
    odds = looks @ direction + shift + np.log(PRIOR / (1 - PRIOR))
    return np.asarray(1 / (1 + np.exp(-np.clip(odds, -9, 9))), np.float32)


@functools.cache
def _read() -> tuple[Floats, Floats]:
    """Direction float32 (1280,) and bias float32 () of the logistic regression."""
    arrays = read_arrays(resource(FILE), ("direction", "shift"))
    return arrays["direction"], arrays["shift"]
