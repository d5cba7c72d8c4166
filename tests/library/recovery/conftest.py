"""A library with decisions about photos."""

from collections.abc import Callable
from pathlib import Path

import pytest

from photon.domain import Reading
from photon.domain.metadata.tag import TagMark
from photon.library import Library
from photon.library.photos import files, ratings
from photon.library.photos.found_files import Found
from photon.library.recovery.backup_making import BackupOrder, CatalogSnapshot, make_backup
from photon.library.tags import tags


@pytest.fixture
def filled(library: Library, at: Callable[[str], Found], reading: Callable[..., Reading]) -> Library:
    """Three photos, one tagged and one with stars."""
    files.record(library, [(at(f"{name}.jpg"), reading(name)) for name in "abc"])
    tags.mark(library, [TagMark(1, ("beach",), "confirmed")])
    ratings.rate(library, {2: 4})
    return library


@pytest.fixture
def backed_up(filled: Library) -> Path:
    """A backup of it."""
    return back_up(filled.directory)


def back_up(directory: Path, order: BackupOrder | None = None) -> Path:
    with CatalogSnapshot(directory) as snapshot:
        backup = make_backup(directory, snapshot, order or BackupOrder("asked")).backup
    assert backup is not None
    return backup.path
