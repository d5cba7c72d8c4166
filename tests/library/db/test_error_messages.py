"""What is said of each error of SQLite and the disk: one at a time, and only where the environment is at fault."""

import errno
import sqlite3
from pathlib import Path

import pytest

from photon.domain import PhotonError
from photon.library.db import database_errors
from photon.library.db.database_errors import (
    DamagedLibrary,
    StoppedWrite,
    UnwritableLibrary,
    is_damage,
    is_full,
    translated_errors,
)


def sqlite_error(code: int) -> sqlite3.DatabaseError:
    made = sqlite3.OperationalError("as SQLite says")
    made.sqlite_errorcode = code
    return made


def translated(error: Exception, directory: Path) -> tuple[type, str]:
    with pytest.raises(Exception) as caught, translated_errors(directory):  # noqa: PT011 - any type
        raise error
    return type(caught.value), str(caught.value)


@pytest.mark.parametrize("is_disk_full", [False, True])
@pytest.mark.parametrize(
    ("code", "kind", "message", "if_full"),
    [
        (sqlite3.SQLITE_CORRUPT, DamagedLibrary, "is damaged", ""),
        (sqlite3.SQLITE_CORRUPT | 1 << 8, DamagedLibrary, "is damaged", ""),
        (sqlite3.SQLITE_NOTADB, DamagedLibrary, "is damaged", ""),
        (sqlite3.SQLITE_INTERRUPT, StoppedWrite, "Stopped", ""),
        (sqlite3.SQLITE_BUSY, PhotonError, "Another program", ""),
        (sqlite3.SQLITE_LOCKED, PhotonError, "Another program", ""),
        (sqlite3.SQLITE_FULL, UnwritableLibrary, "is full", ""),
        (sqlite3.SQLITE_READONLY, UnwritableLibrary, "can't be written to", ""),
        (sqlite3.SQLITE_CANTOPEN, PhotonError, "can't be opened", "is full"),
        (sqlite3.SQLITE_IOERR, PhotonError, "reported an error", "is full"),
        (sqlite3.SQLITE_IOERR | 5 << 8, PhotonError, "reported an error", "is full"),
        (sqlite3.SQLITE_CONSTRAINT, sqlite3.OperationalError, "as SQLite says", ""),  # a bug
        (sqlite3.SQLITE_ERROR, sqlite3.OperationalError, "as SQLite says", ""),
    ],
)
def test_errors_of_sqlite(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_disk_full: bool, code: int, kind: type, message: str,
    if_full: str,
) -> None:  # fmt: skip
    monkeypatch.setattr(database_errors, "is_full", lambda _: is_disk_full)
    found, text = translated(sqlite_error(code), tmp_path)
    if is_disk_full and if_full:
        assert found is UnwritableLibrary
        assert if_full in text
    else:
        assert found is kind
        assert message in text


@pytest.mark.parametrize("code", [sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR])
def test_a_vague_error_in_a_folder_that_cannot_be_written_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    monkeypatch.setattr(database_errors, "is_full", lambda _: False)
    monkeypatch.setattr(database_errors.os, "access", lambda *_: False)
    assert translated(sqlite_error(code), tmp_path)[0] is UnwritableLibrary
    assert translated(sqlite_error(code), tmp_path / "none")[0] is PhotonError  # it isn't there at all


@pytest.mark.parametrize(
    ("number", "message"),
    [(errno.ENOSPC, "is full"), (errno.EDQUOT, "is full"), (errno.EROFS, "can't be written to"),
     (errno.EACCES, "can't be written to"), (errno.EPERM, "can't be written to"),
     (errno.EIO, "can't store its library")],
)  # fmt: skip
def test_errors_of_the_disk(tmp_path: Path, number: int, message: str) -> None:
    kind, text = translated(OSError(number, "as the system says"), tmp_path)
    assert issubclass(kind, PhotonError)
    assert message in text


def test_errors_that_are_no_fault_of_the_environment_pass(tmp_path: Path) -> None:
    for error in (ValueError("a bug"), TimeoutError("another holds the lock"), PhotonError("said already")):
        assert translated(error, tmp_path) == (type(error), str(error))


def test_only_damage_is_damage() -> None:
    assert is_damage(sqlite3.OperationalError("Could not decode to UTF-8 column 'text'"))
    assert not is_damage(sqlite3.OperationalError("no such table"))
    assert not is_damage(sqlite_error(sqlite3.SQLITE_FULL))


@pytest.mark.parametrize(
    ("free", "files", "left", "expected"),
    [(1 << 20, 10, 5, False), (100, 10, 5, True), (1 << 20, 10, 0, True), (1 << 20, 0, 0, False)],
)
def test_a_disk_is_full_without_bytes_or_without_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, files: int, left: int, expected: bool
) -> None:
    """File systems without a fixed number of files report 0 of 0."""
    monkeypatch.setattr(database_errors.shutil, "disk_usage", lambda _: type("Usage", (), {"free": free}))
    status = type("Status", (), {"f_files": files, "f_favail": left})
    monkeypatch.setattr(database_errors.os, "statvfs", lambda _: status)
    assert is_full(tmp_path / "not" / "there") is expected
