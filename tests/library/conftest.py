"""A library in a temporary folder, and synthetic readings for it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from photon.domain import Facts, Reading
from photon.library import Library, open_library
from photon.library.photos import folders
from photon.library.photos.found_files import Found


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with open_library(tmp_path / "library", writable=True) as opened:
        yield opened


@pytest.fixture
def folder(library: Library, tmp_path: Path) -> int:
    (tmp_path / "photos").mkdir()
    return folders.add(library, str(tmp_path / "photos")).id


@pytest.fixture
def reading() -> Callable[..., Reading]:
    def make(content: str, image: str = "", taken: str | None = None) -> Reading:
        return Reading(
            file_hash=content.encode().ljust(16, b"\0"),
            image_hash=(image or content).encode().ljust(16, b"\0"),
            size=10,
            facts=Facts("JPEG", 40, 30, taken=taken, gps=(38.5, -9.0)),
            preview=b"jpeg of " + content.encode(),
            colour=0x102030,
        )

    return make


@pytest.fixture
def at(folder: int) -> Callable[[str], Found]:
    return lambda relative: Found(folder, relative, 10, 1_000_000_000)
