"""A library whose shelves are filled."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from photon.app.runtime.library_threads import LibraryThreads
from tests.app.explore.explored_library import Explored, find_themes


@pytest.fixture
def store(tmp_path: Path) -> Iterator[LibraryThreads]:
    made = LibraryThreads(tmp_path / "library")
    yield made
    made.close()


@pytest.fixture
def explored(store: LibraryThreads, tmp_path: Path) -> Explored:
    """150 photos, 15 a day; the themes beach (30 photos), harbour (20) and snow (10)."""
    made = Explored(store, tmp_path / "photos", 150)
    themes = {"beach": range(1, 31), "harbour": range(31, 51), "snow": range(51, 61)}
    store.write(lambda library: find_themes(library, **themes)).result()
    return made
