"""Open library files for reading only, even where SQLite cannot create its companion files.

To read a file in WAL mode, SQLite creates a shared-memory index (``-shm``) next to it, which fails on a full or
read-only disk. No process can write then either, so the file is opened as immutable. If a non-empty write-ahead log
exists, the file is instead opened in exclusive mode without taking a lock, which keeps the index in memory, so no data
is missed.
"""

import os
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

from photon.library.db.database_errors import TranslatingConnection
from photon.library.db.hardening import harden

_USUAL = "mode=ro"
_UNCHANGING = "mode=ro&immutable=1"
_ALONE = f"mode=ro&vfs={'win32' if os.name == 'nt' else 'unix'}-none"
_REFUSED = {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL}


def uris_for_reading(paths: Sequence[Path], *, is_open: bool = False) -> Mapping[Path, str]:
    """Choose the URIs to open existing files with; all in the normal way, or none.

    Args:
        paths: The files.
        is_open: Whether this process has them open for writing, so that the normal way works.

    Returns:
        The URI of each file.
    """
    for path in () if is_open else paths:
        with closing(connect(_uri(path, _USUAL), 0, path.parent)) as db:
            if not _opens(db):
                return {path: _in_need(path) for path in paths}
    return {path: _uri(path, _USUAL) for path in paths}


def connect(uri: str, wait_ms: int, directory: Path) -> TranslatingConnection:
    """Open a connection in autocommit mode, with foreign keys enabled, to which other files can be attached.

    Args:
        uri: SQLite URI of the file.
        wait_ms: How long to wait for locks, in milliseconds.
        directory: Folder of the library, for error messages.

    Returns:
        The connection.
    """
    db = sqlite3.connect(
        uri,
        uri=True,
        timeout=wait_ms / 1000,
        isolation_level=None,
        check_same_thread=False,  # the session passes a Library between threads, but never shares it
        factory=TranslatingConnection,
    )
    db.directory = directory
    harden(db)
    if "mode=ro&" in uri:
        db.execute("PRAGMA locking_mode=EXCLUSIVE")
    return db


def connect_for_reading(path: Path, wait_ms: int) -> TranslatingConnection:
    """Open a connection for reading to one existing file."""
    db = connect(_uri(path, _USUAL), wait_ms, path.parent)
    if _opens(db):
        return db
    db.close()
    return connect(_in_need(path), wait_ms, path.parent)


def _uri(path: Path, how: str) -> str:
    return f"{path.absolute().as_uri()}?{how}"


def _in_need(path: Path) -> str:
    log = path.with_name(path.name + "-wal")
    return _uri(path, _ALONE if log.exists() and log.stat().st_size else _UNCHANGING)


def _opens(db: sqlite3.Connection) -> bool:
    """Return whether SQLite can read a file in the normal way; other errors are left to the caller."""
    try:
        sqlite3.Connection.execute(db, "SELECT 1 FROM sqlite_master").fetchone()
    except sqlite3.DatabaseError as error:
        return getattr(error, "sqlite_errorcode", 0) & 0xFF not in _REFUSED
    except UnicodeDecodeError:  # the message about a damaged schema
        pass
    return True
