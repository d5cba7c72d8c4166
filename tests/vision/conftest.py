"""The real starter, converted once for all tests of this unit."""

import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from photon.vision.kit.encoder import Encoder
from photon.vision.starter import starter
from photon.vision.starter.starter_install import prepare_starter


def draw(seed: int, width: int = 683, height: int = 512) -> bytes:
    """A preview with coloured areas, as JPEG."""
    random = np.random.default_rng(seed)
    small = Image.fromarray(random.integers(0, 256, (5, 7, 3), np.uint8))
    buffer = io.BytesIO()
    small.resize((width, height), Image.Resampling.BICUBIC).save(buffer, "JPEG", quality=90)
    return buffer.getvalue()


@pytest.fixture(scope="session")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Folder of the converted starter in a cache of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PHOTON_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield prepare_starter()


@pytest.fixture(scope="session")
def encoder(converted: Path) -> Encoder:
    """The starter on two threads."""
    assert converted.is_dir()
    return starter.load(2)


@pytest.fixture(scope="session")
def previews() -> list[bytes]:
    """Seven pictures of different shapes."""
    shapes = [(683, 512), (512, 683), (512, 512), (900, 512), (200, 150), (683, 512), (64, 400)]
    return [draw(seed, *shape) for seed, shape in enumerate(shapes)]
