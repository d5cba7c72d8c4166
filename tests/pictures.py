"""Pictures drawn for tests."""

import os
import time
from pathlib import Path

import numpy as np
from PIL import Image

from tests.fakes import COLOURS


def draw(path: Path, colour: str = "red", seed: int = 0, size: tuple[int, int] = (64, 48)) -> Path:
    """A photo of one colour with a little noise, so that two are never the same; an hour old."""
    path.parent.mkdir(parents=True, exist_ok=True)
    noise = np.random.default_rng(seed).integers(-40, 41, size=(size[1], size[0], 3))
    pixels = np.clip(np.array(COLOURS[colour]) + noise, 0, 255).astype(np.uint8)
    Image.fromarray(pixels).save(path)
    age(path)
    return path


def age(path: Path, seconds: float = 3600) -> None:
    """Let the file look settled."""
    os.utime(path, (time.time() - seconds,) * 2)
