"""Libraries on full and read-only disks, and during writes of other programs: reading still works."""

import errno
import os
import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from photon.domain import PhotonError
from photon.library import Library, open_library
from photon.library.db import read_only as ways
from photon.library.db.database_errors import UnwritableLibrary, translated_errors
from photon.library.db.health import obstacle
from photon.library.photos import files, photos
from photon.library.photos.found_files import Found
from photon.library.vectors import vectors
from tests.library.tagged import photos_with, tag

NAMES = ("catalog.db", "cache.db", "previews.db")


@pytest.fixture
def directory(library: Library, folder: int, reading) -> Path:
    """A closed library of two photos with a tag."""
    files.record(library, [(Found(folder, f"{n}.jpg", 1, 1), reading(f"photo {n}")) for n in range(2)])
    tag(library, ("trip",), [1])
    library.close()
    return library.directory


@pytest.fixture
def killed(library: Library, folder: int, reading, tmp_path: Path) -> Path:
    """The same in the state after a killed process: everything is still in the logs."""
    files.record(library, [(Found(folder, f"{n}.jpg", 1, 1), reading(f"photo {n}")) for n in range(2)])
    tag(library, ("trip",), [1])
    place = tmp_path / "killed"
    place.mkdir()
    for name in NAMES:
        for ending in ("", "-wal"):
            shutil.copy(library.directory / (name + ending), place)
    return place


def refuse_new_files(directory: Path) -> None:
    """Prevent the creation of -shm files, as on a full or read-only disk: SQLite follows no links."""
    for name in NAMES:
        shm = directory / f"{name}-shm"
        shm.unlink(missing_ok=True)
        shm.symlink_to("nowhere")


def test_a_library_is_read_if_no_file_can_be_created(directory: Path) -> None:
    refuse_new_files(directory)
    usual = closing(sqlite3.connect(directory / "catalog.db"))
    with usual as db, pytest.raises(sqlite3.OperationalError):  # otherwise this test proves nothing
        db.execute("SELECT * FROM photos")
    with open_library(directory, writable=False) as library:
        assert len(photos.in_order(library, "newest")) == 2
        assert len(photos.previews(library, [1, 2])) == 2
        with library.again(writable=False) as second:
            assert photos_with(second, ("trip",)) == [1]


def test_content_of_the_logs_is_read_and_stays_there(killed: Path) -> None:
    refuse_new_files(killed)
    before = {path.name: path.read_bytes() for path in killed.iterdir() if path.is_file()}
    assert len(before["catalog.db-wal"]) > 10_000
    for _ in range(2):
        with open_library(killed, writable=False) as library:
            assert photos_with(library, ("trip",)) == [1]
            assert len(photos.previews(library, [1, 2])) == 2
    assert {path.name: path.read_bytes() for path in killed.iterdir() if path.is_file()} == before


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="permissions do not hold for root")
def test_a_library_without_permission_to_write_is_read(directory: Path) -> None:
    for path in directory.iterdir():
        path.chmod(0o444)
    directory.chmod(0o555)
    try:
        with open_library(directory, writable=False) as library:
            assert len(photos.in_order(library, "newest")) == 2
            assert "can be read but not written to" in obstacle(library)
        with pytest.raises(UnwritableLibrary):
            open_library(directory, writable=True).transaction().__enter__()
    finally:
        directory.chmod(0o755)


def test_opening_for_reading_does_not_change_files(killed: Path) -> None:
    before = {path.name: path.read_bytes() for path in killed.iterdir()}
    open_library(killed, writable=False).close()
    assert {name: (killed / name).read_bytes() for name in before} == before


def test_a_full_disk_is_not_reported_as_damaged(directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite reports both as disk errors."""

    def fail(code: int) -> None:
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorcode = code
        with translated_errors(directory):
            raise error

    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10 << 30, 0, 10 << 30))
    with pytest.raises(PhotonError, match="Check the disk"):
        fail(sqlite3.SQLITE_IOERR_SHMSIZE)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(100_000, 100_000, 0))
    for code in (sqlite3.SQLITE_IOERR_SHMSIZE, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_FULL):
        with pytest.raises(UnwritableLibrary, match="full"):
            fail(code)


@pytest.mark.parametrize("code", [sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR_SHMOPEN])
def test_a_read_only_disk_is_not_reported_as_damaged(
    directory: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    """SQLite cannot create its small files there, and does not report why."""
    error = sqlite3.OperationalError("unable to open database file")
    error.sqlite_errorcode = code
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(UnwritableLibrary, match="can't be written to"), translated_errors(directory):
        raise error


@pytest.mark.parametrize(("number", "sentence"), [(errno.ENOSPC, "is full"), (errno.EROFS, "can't be written to")])
def test_locks_of_a_full_or_read_only_disk_have_messages(directory: Path, number: int, sentence: str) -> None:
    with pytest.raises(UnwritableLibrary, match=sentence), translated_errors(directory):
        raise OSError(number, os.strerror(number))


def test_readers_do_not_wait_for_writers(directory: Path) -> None:
    other = sqlite3.connect(directory / "catalog.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    try:
        began = time.monotonic()
        with open_library(directory, writable=False) as library:
            assert len(photos.in_order(library, "newest")) == 2
            with library.again(writable=True, wait_ms=1) as hasty, pytest.raises(PhotonError, match="Another program"):
                vectors.keep_text_vectors(hasty, "e", {})
            assert obstacle(library) == ""
        assert time.monotonic() - began < 10  # the lock timeout is 15 s
    finally:
        other.execute("ROLLBACK")
        other.close()


def test_one_file_that_needs_immutable_access_is_enough_for_all(directory: Path) -> None:
    (directory / "cache.db-shm").unlink(missing_ok=True)
    (directory / "cache.db-shm").symlink_to("nowhere")
    uris = ways.uris_for_reading([directory / name for name in NAMES])
    assert all("immutable" in uri for uri in uris.values())
