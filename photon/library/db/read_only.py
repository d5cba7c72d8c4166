"""Opening files of a library for reading only, also where SQLite cannot make the small files that it wants beside them.

To read a file with a write-ahead log SQLite makes an index of that log beside it (``-shm``), which a full or read-only
disk refuses. Then nobody can write either, so the file is read as something that does not change; and where a log with
content lies beside it, the index is held in memory (SQLite does so in exclusive mode, here without taking a lock), so
that nothing is missing.
"""

import os
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

from photon.library.db.database_errors import SpeakingConnection

_USUAL = "mode=ro"
_UNCHANGING = "mode=ro&immutable=1"
_ALONE = f"mode=ro&vfs={'win32' if os.name == 'nt' else 'unix'}-none"
_REFUSED = {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL}


def uris_for_reading(paths: Sequence[Path]) -> Mapping[Path, str]:
    """How to open files that are there, all in the usual way or none."""
    for path in paths:
        with closing(connect(_uri(path, _USUAL), 0, path.parent)) as db:
            if not _opens(db):
                return {path: _in_need(path) for path in paths}
    return {path: _uri(path, _USUAL) for path in paths}


def connect(uri: str, wait_ms: int, directory: Path) -> SpeakingConnection:
    """A connection that writes at once what is executed, whose foreign keys are on; other files can be attached."""
    db = sqlite3.connect(
        uri,
        uri=True,
        timeout=wait_ms / 1000,
        isolation_level=None,
        check_same_thread=False,  # the session hands a Library over between threads, never shares it
        factory=SpeakingConnection,
    )
    db.directory = directory
    if "mode=ro&" in uri:
        db.execute("PRAGMA locking_mode=EXCLUSIVE")
    return db


def connect_for_reading(path: Path, wait_ms: int) -> SpeakingConnection:
    """A connection to one file that is there."""
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
    """Whether SQLite can read a file in the usual way; other faults are for others to find."""
    try:
        sqlite3.Connection.execute(db, "SELECT 1 FROM sqlite_master").fetchone()
    except sqlite3.DatabaseError as error:
        return getattr(error, "sqlite_errorcode", 0) & 0xFF not in _REFUSED
    return True
