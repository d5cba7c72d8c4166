"""A fixture for saving test pictures."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image


@pytest.fixture
def save(tmp_path: Path) -> Callable[..., str]:
    """Save a picture under a name and return its path."""

    def write(image: Image.Image, name: str, **options: Any) -> str:
        path = tmp_path / name
        image.save(path, **options)
        return str(path)

    return write
