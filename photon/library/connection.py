"""Opening the three files of a library, transactions, and SQLite's errors as sentences."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

from photon.domain import PhotonError
from photon.library import cache_schema, catalog_schema

CATALOG, CACHE, PREVIEWS = "catalog.db", "cache.db", "previews.db"
BUSY_MS = 15_000  # another Photon may be writing a batch; batches take well under a second


class Library:
    """An open library; use it from one thread at a time.

    Attributes:
        directory: Folder with the three database files.
        db: The connection; only modules of this package use it.
        writable: Whether this connection may write.
        veiled: Photos of which this connection finds nothing, int64 (n,) ascending; see ``hidden.veil``.
        is_lifted: Whether it finds them all the same at this moment.
    """

    def __init__(self, directory: Path, db: sqlite3.Connection, *, writable: bool) -> None:
        """Take over an open connection; ``open_library`` is the way to get one."""
        self.directory = directory
        self.db = db
        self.writable = writable
        self.veiled: npt.NDArray[np.int64] = np.zeros(0, np.int64)
        self.is_lifted = False

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing; takes the write lock at once so that two processes cannot deadlock.

        Raises:
            PhotonError: The disk is full, the library is locked, read-only or damaged; nothing was written.
        """
        with _sentences():
            self.db.execute("BEGIN IMMEDIATE")
            try:
                yield self.db
                self.db.execute("COMMIT")
            except BaseException:
                if self.db.in_transaction:
                    self.db.execute("ROLLBACK")
                raise

    def stamp(self) -> tuple[int, ...]:
        """Numbers that change when another connection wrote to the library."""
        with _sentences():
            names = ("main", "cache")
            return tuple(int(self.db.execute(f"PRAGMA {name}.data_version").fetchone()[0]) for name in names)

    def close(self) -> None:
        """Close the connection; safe to call twice."""
        self.db.close()

    def __enter__(self) -> Self:
        """The library itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close."""
        self.close()


def open_library(directory: Path, *, writable: bool) -> Library:
    """Open the library in ``directory``; with ``writable`` it is created and brought to this version if needed.

    Raises:
        PhotonError: There is no library (read-only), it comes from a newer Photon, is damaged or cannot be reached.
    """
    catalog = directory / CATALOG
    with _sentences():
        if writable:
            _create(directory)
        elif not catalog.exists():
            raise PhotonError("There is no photo library here yet.", "Add a folder first: photon index FOLDER")
        db = _connect(catalog, writable=writable)
        try:
            for name, file in (("cache", CACHE), ("previews", PREVIEWS)):
                db.execute(f"ATTACH ? AS {name}", (_uri(directory / file, writable=writable),))
        except sqlite3.Error:
            db.close()
            raise
        return Library(directory, db, writable=writable)


def _create(directory: Path) -> None:
    """Bring all three files to this version's schema; a damaged cache is put aside and begun anew."""
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise PhotonError(
            f"Photon cannot keep its library in {directory}: {error.strerror}.",
            "Choose another folder with --library.",
        ) from error
    uuid = catalog_schema.migrate(directory / CATALOG)
    cache_schema.prepare_cache(directory / CACHE, uuid)
    cache_schema.prepare_previews(directory / PREVIEWS, uuid)


def _uri(path: Path, *, writable: bool) -> str:
    return f"{path.absolute().as_uri()}?mode={'rw' if writable else 'ro'}"


def _connect(path: Path, *, writable: bool) -> sqlite3.Connection:
    db = sqlite3.connect(
        _uri(path, writable=writable),
        uri=True,
        timeout=BUSY_MS / 1000,
        isolation_level=None,
        check_same_thread=False,  # the session hands a Library over between threads, never shares it
    )
    db.execute(f"PRAGMA busy_timeout={BUSY_MS}")
    db.execute("PRAGMA foreign_keys=ON")
    db.execute("PRAGMA synchronous=NORMAL" if not writable else "PRAGMA synchronous=FULL")
    return db


_FULL = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE}
_LOCKED = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


@contextmanager
def _sentences() -> Iterator[None]:
    """Turn the world's faults that SQLite reports into sentences; our own faults pass through."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", 0)
        sentence = _sentence(code)
        if sentence is None:
            raise
        raise PhotonError(*sentence) from error


def _sentence(code: int) -> tuple[str, str] | None:
    kind = code & 0xFF  # extended codes keep the kind in the low byte
    if code in _FULL or kind == sqlite3.SQLITE_FULL:
        return (
            "The disk with the photo library is full; Photon stopped and lost nothing.",
            "Free some space, then start again: Photon goes on where it stopped.",
        )
    if kind in _LOCKED:
        return (
            "Another program is using the photo library; nothing was written.",
            "Close it or wait a moment, then try again.",
        )
    if kind == sqlite3.SQLITE_READONLY:
        return (
            "The photo library cannot be written to; nothing was changed.",
            "Check the permissions of its folder, or choose another with --library.",
        )
    if kind == sqlite3.SQLITE_CANTOPEN:
        return ("The photo library cannot be opened.", "Check that its folder exists and may be read.")
    if kind in _DAMAGED:
        return (
            "The photo library is damaged; Photon left it as it is.",
            "Run: photon doctor. A copy from before the last upgrade may lie beside it.",
        )
    if kind == sqlite3.SQLITE_IOERR:
        return (
            "The disk with the photo library reports an error; Photon stopped.",
            "Check the disk, then start again.",
        )
    return None
