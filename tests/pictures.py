"""Pictures drawn for tests."""

import os
import time
from pathlib import Path

import numpy as np
from PIL import Image

from photon.media.write.orientation_writing import orientation_in
from photon.media.write.photo_writing import kind_of
from tests.fakes import COLOURS


def draw(path: Path, colour: str = "red", seed: int = 0, size: tuple[int, int] = (64, 48)) -> Path:
    """Draw a photo of one colour with a little noise, so that no two are identical; it is an hour old."""
    path.parent.mkdir(parents=True, exist_ok=True)
    noise = np.random.default_rng(seed).integers(-40, 41, size=(size[1], size[0], 3))
    pixels = np.clip(np.array(COLOURS[colour]) + noise, 0, 255).astype(np.uint8)
    Image.fromarray(pixels).save(path)
    age(path)
    return path


def age(path: Path, seconds: float = 3600) -> None:
    """Make the file look complete."""
    os.utime(path, (time.time() - seconds,) * 2)


def orientation_of(path: Path) -> int:
    """Read the orientation of a photo, 1..8."""
    data = path.read_bytes()
    return orientation_in(data, kind_of(data, str(path)))
