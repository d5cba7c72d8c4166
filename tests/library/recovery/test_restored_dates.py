"""A restored backup has the corrected dates of its time, and the dates of the current files."""

from collections.abc import Callable
from pathlib import Path

import pytest

from photon.domain import Reading
from photon.library import Library, open_library
from photon.library.backups.backup_file import CatalogCounts
from photon.library.photos import files, photo_dates
from photon.library.photos.found_files import Found
from photon.library.recovery.restoring import examine_backup, restore_backup
from tests.library.recovery.conftest import back_up

OLD, NEW, EDITED = "2001-02-03T04:05:06", "2020-07-15T12:00:00", "2010-10-10T10:10:10"


@pytest.fixture
def dated(library: Library, at: Callable[[str], Found], reading: Callable[..., Reading]) -> Library:
    """Three photos, the first two with a corrected date."""
    files.record(library, [(at(f"{name}.jpg"), reading(name, taken=OLD)) for name in "abc"])
    photo_dates.date_photos(library, {1: NEW, 2: NEW})
    return library


def rows(directory: Path) -> list[tuple[object, ...]]:
    with open_library(directory, writable=True) as library:
        return library.db.execute("SELECT taken, shown, read_taken, dated FROM photos ORDER BY id").fetchall()


def test_corrected_dates_are_restored_and_file_dates_are_current(
    dated: Library, at: Callable[[str], Found], reading: Callable[..., Reading]
) -> None:
    backup = back_up(dated.directory)
    photo_dates.date_photos(dated, {1: "", 2: "1970-01-01T00:00:00", 3: NEW})
    edited = [(at(f"{name}.jpg"), reading(f"{name} edited", taken=EDITED)) for name in "ac"]
    files.record(dated, [*edited, (at("new.jpg"), reading("new", taken=OLD))])
    photo_dates.date_photos(dated, {4: NEW})
    dated.close()
    restore_backup(dated.directory, backup)
    assert rows(dated.directory) == [
        (NEW, NEW, EDITED, NEW),
        (NEW, NEW, OLD, NEW),
        (EDITED, EDITED, EDITED, ""),
        (OLD, OLD, OLD, ""),
    ]


def test_corrected_dates_are_counted(dated: Library) -> None:
    backup = back_up(dated.directory)
    photo_dates.date_photos(dated, {1: "", 3: NEW})
    dated.close()
    found = examine_backup(dated.directory, backup)
    assert found.change.gained == CatalogCounts(dates=1)
    assert found.change.lost == CatalogCounts(dates=1)
