"""Turn errors of SQLite and the disk into messages, and connections that do so automatically."""

import errno
import functools
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from photon.domain import PhotonError
from photon.language import tr

M = TypeVar("M", bound=Callable[..., Any])

_LITTLE = 64 << 10  # bytes; SQLite needs 32 kB for its WAL index before it can read anything
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT}
_FORBIDDEN = {errno.EROFS, errno.EACCES, errno.EPERM}
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_LOCKED = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


class UnwritableLibrary(PhotonError):  # noqa: N818 - named after what happened
    """The disk of the library is full, read-only or write-protected; the library may still be readable."""


class DamagedLibrary(PhotonError):  # noqa: N818
    """SQLite found damage in one of the three files; which one is not known yet."""


class StoppedWrite(PhotonError):  # noqa: N818
    """The write or the query was stopped; nothing was written."""


class LostCatalog(PhotonError):  # noqa: N818
    """The catalogue is damaged, empty or gone; nothing was changed.

    Attributes:
        backup: The newest backup that can be unpacked, or None.
        made: When it was made, in UTC.
        is_damaged: Whether the file exists, so that parts of it may be readable.
    """

    def __init__(self, message: str, hint: str, backup: Path | None = None, made: datetime | None = None) -> None:
        """Store the message, the hint and what could be restored."""
        super().__init__(message, hint)
        self.backup, self.made, self.is_damaged = backup, made, False


def no_library(directory: Path) -> PhotonError:
    """Return the error that a folder has no library."""
    return PhotonError(
        tr("There is no photo library in {folder}.", folder=directory), tr("To add a folder: photon index FOLDER")
    )


def is_damage(error: sqlite3.Error) -> bool:
    """Return whether SQLite reports that a file is corrupt."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the low byte of an extended code is the primary code
    return code in _DAMAGED or str(error).startswith("Could not decode to UTF-8")  # raised by Python without a code


@contextmanager
def translated_errors(directory: Path) -> Iterator[None]:
    """Translate errors of the environment to PhotonError; bugs in Photon pass through.

    Raises:
        PhotonError: The library in ``directory`` is damaged, locked or unreachable, or its disk is full or read-only.
    """
    try:
        yield
    except TimeoutError:  # raised for a lock that another process holds
        raise
    except (sqlite3.DatabaseError, OSError) as error:
        _raise_translated(error, directory)


def _translating(method: M) -> M:
    """Wrap a method of ``sqlite3.Cursor`` so that it raises PhotonError for errors of the environment."""

    @functools.wraps(method)
    def call(cursor: "TranslatingCursor", *arguments: object) -> object:
        try:
            return method(cursor, *arguments)
        except sqlite3.DatabaseError as error:
            cursor.raise_translated(error)
        except UnicodeDecodeError as error:
            cursor.raise_translated(_of_schema(error))

    return call  # type: ignore[return-value]


class TranslatingCursor(sqlite3.Cursor):
    """The cursor of TranslatingConnection; its overhead is not measurable."""

    execute = _translating(sqlite3.Cursor.execute)
    executemany = _translating(sqlite3.Cursor.executemany)
    fetchone = _translating(sqlite3.Cursor.fetchone)
    fetchall = _translating(sqlite3.Cursor.fetchall)

    def __iter__(self) -> Iterator[Any]:  # type: ignore[override]
        """Iterate over the rows; a generator, because a ``__next__`` in Python slows down long results by half."""
        try:
            yield from iter(super().__next__, None)
        except sqlite3.DatabaseError as error:
            self.raise_translated(error)

    def raise_translated(self, error: sqlite3.DatabaseError) -> NoReturn:
        """Raise the PhotonError for an error of SQLite, or the error itself."""
        connection = self.connection
        _raise_translated(error, connection.directory if isinstance(connection, TranslatingConnection) else Path())


class TranslatingConnection(sqlite3.Connection):
    """A connection that raises PhotonError for errors of the environment.

    Attributes:
        directory: Folder of the library.
    """

    directory = Path()

    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:  # noqa: ANN401 - sqlite3's own
        """Execute one statement, as in sqlite3."""
        return self.cursor(TranslatingCursor).execute(sql, parameters)

    def executemany(self, sql: str, parameters: Any, /) -> sqlite3.Cursor:  # noqa: ANN401 - sqlite3's own
        """Execute one statement for many rows of values, as in sqlite3."""
        return self.cursor(TranslatingCursor).executemany(sql, parameters)


def _raise_translated(error: sqlite3.DatabaseError | OSError, directory: Path) -> NoReturn:
    sentence = _of_disk(error, directory) if isinstance(error, OSError) else _of_sqlite(error, directory)
    try:
        if sentence is None:
            raise error
        raise sentence from error
    finally:  # or the error would keep this frame, and the frame the error, and both the query that failed
        del sentence, error


def _of_schema(error: UnicodeDecodeError) -> sqlite3.DatabaseError:
    """Return the error whose message Python could not decode, because SQLite quotes a damaged schema in it."""
    found = sqlite3.DatabaseError(error.object.decode(errors="replace"))
    found.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    return found


def _of_sqlite(error: sqlite3.DatabaseError, directory: Path) -> PhotonError | None:
    if is_damage(error):
        return DamagedLibrary(
            tr("The photo library is damaged; Photon did not change it."),
            tr("To see which file it is, run: photon doctor"),
        )
    code = getattr(error, "sqlite_errorcode", 0)
    kind = code & 0xFF
    if kind == sqlite3.SQLITE_INTERRUPT:
        return StoppedWrite(tr("Stopped. Nothing was changed."))
    if kind in _LOCKED:
        return PhotonError(
            tr("Another program is using the photo library; nothing was written."),
            tr("Close it or wait a moment, then try again."),
        )
    is_vague = kind in {sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN}  # also raised when a file cannot be created
    if kind == sqlite3.SQLITE_FULL or (is_vague and is_full(directory)):
        return _full()
    if kind == sqlite3.SQLITE_READONLY or (is_vague and directory.is_dir() and not os.access(directory, os.W_OK)):
        return _read_only(directory)
    if kind == sqlite3.SQLITE_CANTOPEN:
        return PhotonError(
            tr("The photo library can't be opened."), tr("Check that its folder exists and is readable.")
        )
    if kind == sqlite3.SQLITE_IOERR:
        return PhotonError(
            tr("The disk with the photo library reported an error; Photon stopped."),
            tr("Check the disk, then start again."),
        )
    return None


def _of_disk(error: OSError, directory: Path) -> PhotonError:
    if error.errno in _NO_ROOM:
        return _full()
    if error.errno in _FORBIDDEN:
        return _read_only(directory)
    reason = error.strerror or type(error).__name__
    return PhotonError(
        tr("Photon can't store its library in {folder}: {reason}.", folder=directory, reason=reason),
        tr("Choose another folder with --library."),
    )


def _full() -> UnwritableLibrary:
    return UnwritableLibrary(
        tr("The disk with the photo library is full; Photon stopped, and no data was lost."),
        tr("Free some space, then start again: Photon goes on where it stopped."),
    )


def _read_only(directory: Path) -> UnwritableLibrary:
    return UnwritableLibrary(
        tr("The photo library in {folder} can't be written to; nothing was changed.", folder=directory),
        tr("Check whether its disk is read-only and your permissions, or choose another library with --library."),
    )


def is_full(directory: Path) -> bool:
    """Return whether the disk has no room for another small file, which SQLite may report as an I/O error."""
    there = next((one for one in (directory, *directory.parents) if one.exists()), directory)
    try:
        if shutil.disk_usage(there).free < _LITTLE:
            return True
        status = os.statvfs(there) if hasattr(os, "statvfs") else None
    except OSError:
        return False
    return status is not None and status.f_files > 0 and status.f_favail == 0
