"""Paintings told from photos by the look vector."""

import numpy as np

from photon.domain.photo.styles import PRIOR
from photon.resource_files import resource
from photon.vision.kit.arrays import read_arrays
from photon.vision.starter.painting import FILE, painting_chances


def _direction() -> np.ndarray:
    direction = read_arrays(resource(FILE), ("direction",))["direction"]
    return direction / np.linalg.norm(direction)


def test_chances_rise_along_what_was_learned() -> None:
    looks = np.outer(np.linspace(-1, 1, 9), _direction()).astype(np.float32)
    chances = painting_chances(looks)
    assert chances.dtype == np.float32
    assert (np.diff(chances) >= 0).all()
    assert chances[0] < PRIOR < 0.5 < chances[-1]


def test_no_pictures_have_no_chances() -> None:
    assert painting_chances(np.zeros((0, 1280), np.float32)).shape == (0,)
