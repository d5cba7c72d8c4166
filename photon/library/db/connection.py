"""Open the three files of a library, and run transactions."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, Literal, Self, TypeVar, cast

import numpy as np

from photon.domain import PhotonError
from photon.domain.arrays import Ids
from photon.domain.places.coordinates import Coordinates
from photon.domain.places.place import NamedPoint
from photon.language import tr
from photon.library.backups.backup_folder import origin_of
from photon.library.db import cache_schema, catalog_schema, computer, permissions
from photon.library.db.catalog_checks import READ_MS, Catalog, check_seal, check_texts, usable_catalog
from photon.library.db.database_errors import no_library, translated_errors
from photon.library.db.integrity import CACHE, CATALOG, PREVIEWS
from photon.library.db.journal import DecisionJournal
from photon.library.db.page_seal import break_seal, seal_catalog
from photon.library.db.read_only import connect, connect_for_reading, uris_for_reading

T = TypeVar("T")
WAL_BYTES = 64 << 20
"""Size that the log of a database keeps after a large write, such as 100,000 tags at once."""
BUSY_MS = 15_000  # another process may be writing a batch; batches take well under a second
_STEPS = 10_000  # SQLite's virtual machine instructions between two checks whether to stop: under a millisecond


RememberedWith = Literal["main", "cache", "photos", "all"]
"""What must be unchanged; see ``Library.remember``."""
FindTown = Callable[[str], Sequence[Coordinates]]
"""Returns the centres of the towns of a name, which may say what they lie in: ``Paris, Texas``."""
LocalizePoint = Callable[[NamedPoint], NamedPoint]
"""Returns a point with the names of town and country in the language of the window, the latter in place of its code."""


class Library:
    """An open library; must be used by one thread at a time.

    Attributes:
        directory: Folder with the three database files.
        db: The connection; only modules of this package use it.
        writable: Whether this connection may write.
        notices: What was recreated or dropped when the library was opened, as sentences.
        intact: When SQLite last found the catalogue intact, in seconds since 1970; 0 if it isn't known.
        mark: The mark of this computer in the catalogue; empty if it was never opened here. Then nothing that it calls
            unfinished is resumed, and nothing is sent or written because of its settings.
        veiled: Photos that this connection does not find, int64 (n,) ascending; set by ``draw_veil``.
        is_lifted: Whether it currently finds them anyway.
        find_town: Finds towns of the world by name, the largest first; set by whoever has their data.
        localize: Names points in the language of the window; returns them as they are unless somebody sets it.
        states: Photos in states that no query of the library alone finds, int64 (n,), by the name of the state.
    """

    veiled: Ids
    find_town: FindTown
    localize: LocalizePoint
    states: Mapping[str, Ids]
    _remembered: dict[tuple[str, bool], tuple[object, object]]

    def __init__(
        self,
        directory: Path,
        *,
        writable: bool,
        wait_ms: int | None = None,
        without: frozenset[str] = frozenset(),
        is_open: bool = False,
    ) -> None:
        """Connect. Use ``open_library`` for the first connection and ``again`` for more.

        Args:
            directory: Folder with the three database files.
            writable: Whether to open for writing.
            wait_ms: How long to wait for locks, in milliseconds; None for 15 s to write and 5 s to read.
            without: Names of unusable files, which are replaced by empty ones in memory.
            is_open: Whether a writable connection of this process has the files open, so that they can be read in the
                normal way; trying that out would take half of the time.
        """
        self.directory, self.writable, self._without, self._remembered = directory, writable, without, {}
        self._files, catalog = _identities(directory), _identity(directory / CATALOG)
        self.veiled, self.states, self.find_town, self.localize = np.zeros(0, np.int64), {}, _no_towns, _as_it_is
        self.is_lifted = self._is_closed = False
        self.notices, self.intact = tuple[str, ...](), 0
        patience = (BUSY_MS if writable else READ_MS) if wait_ms is None else wait_ms
        files = {name: directory / name for name in (CATALOG, CACHE, PREVIEWS) if name not in without}
        uris = {file: f"{file.absolute().as_uri()}?mode=rw" for file in files.values()}
        if not writable:
            uris |= uris_for_reading(list(uris), is_open=is_open)
        self.db: sqlite3.Connection = connect(uris[files[CATALOG]], patience, directory)
        try:
            if writable:
                with suppress(PhotonError):  # a process that was killed while restoring may have left another mode
                    self.db.execute("PRAGMA journal_mode=WAL")
            _configure(self.db, writable=writable)
            for schema, name in (("cache", CACHE), ("previews", PREVIEWS)):
                self.db.execute(f"ATTACH ? AS {schema}", (":memory:" if name in without else uris[files[name]],))
                if name in without:
                    cache_schema.lay_out(self.db, schema, cache_schema.FILES[name])
                self.db.execute(f"PRAGMA {schema}.journal_size_limit={WAL_BYTES}")
            self.mark = computer.mark_of(self.db)  # from this query on, replacing the file is noticed
            if catalog != _identity(directory / CATALOG):
                raise PhotonError(
                    tr("A backup of this photo library is just being restored; nothing was changed."),
                    tr("Wait a moment, then try again."),
                )
            if writable:
                break_seal(directory)
            self._journal = DecisionJournal(self.db, origin_of(directory)) if writable else None
        except BaseException:
            self.db.close()
            raise

    @property
    def is_foreign(self) -> bool:
        """Whether the catalogue was never opened on this computer."""
        return not self.mark

    def is_replaced(self) -> bool:
        """Return whether the open files were replaced on disk, because another process recreated damaged ones."""
        return self._files != _identities(self.directory)

    def again(self, *, writable: bool, wait_ms: int | None = None) -> "Library":
        """Open another connection to the same files, without checking them again.

        Raises:
            PhotonError: They cannot be opened, or not for writing.
        """
        with translated_errors(self.directory):
            is_open = self.writable and not self.is_replaced()
            return Library(self.directory, writable=writable, wait_ms=wait_ms, without=self._without, is_open=is_open)

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Run a transaction; takes the write lock immediately, so that two processes cannot deadlock.

        Inside another transaction, it is part of that one.

        Raises:
            PhotonError: The disk is full, or the library is locked, read-only or damaged; nothing was written.
        """
        db = self.db
        if db.in_transaction:
            yield db
            return
        db.execute("BEGIN IMMEDIATE")
        try:
            if self._journal:
                self._journal.begin()
            yield db
            if self._journal:
                self._journal.end()
            db.execute("COMMIT")
        except BaseException:
            if self.db.in_transaction:
                self.db.execute("ROLLBACK")
            raise

    @contextmanager
    def stoppable_transaction(self, stop: Callable[[], bool]) -> Iterator[sqlite3.Connection]:
        """Run a transaction that is rolled back as soon as ``stop``, which is polled, returns True.

        Raises:
            PhotonError: As for ``transaction``; StoppedWrite if it was stopped. Nothing was written.
        """
        with self.transaction() as db:
            db.set_progress_handler(stop, _STEPS)
            try:
                yield db
            finally:
                db.set_progress_handler(None, _STEPS)  # COMMIT and ROLLBACK must not be interrupted

    @property
    def journal(self) -> DecisionJournal:
        """The journal, which records what this connection changes; the connection must be open for writing."""
        if self._journal is None:
            raise AssertionError
        return self._journal

    def column(self, query: str, parameters: Sequence[object] = ()) -> list[Any]:
        """Return the first column of the rows of a query."""
        return [row[0] for row in self.db.execute(query, parameters)]

    def ids(self, query: str, parameters: Sequence[object] = ()) -> Ids:
        """Return the ids that a query selects as its column ``id``, in its order: int64 (n,)."""
        return self.numbers(query, ("id",), parameters)[0]

    def numbers(self, query: str, columns: Sequence[str], parameters: Sequence[object] = ()) -> list[Ids]:
        """Return columns of integers, none of them NULL, in the order of a query: int64 (n,) each.

        SQLite joins each to one text, which takes a third of the time of as many rows.
        """
        joined = ", ".join(f"group_concat({name})" for name in columns)
        texts = self.db.execute(f"SELECT {joined} FROM ({query})", parameters).fetchone()
        return [np.fromstring(text or "", np.int64, sep=",") for text in texts]

    def stamp(self, *names: str) -> tuple[int, ...]:
        """Return numbers that change when another connection has written to the library, or to some of its files."""
        names = names or ("main", "cache")
        return tuple(int(self.db.execute(f"PRAGMA {name}.data_version").fetchone()[0]) for name in names)

    def remember(self, name: str, read: Callable[[], T], schema: RememberedWith = "main") -> T:
        """Return what ``read`` returns, or what it returned before if its files and what is hidden are the same.

        For reads that go through all photos; each connection remembers its own, but nothing from within a transaction
        that may be rolled back. With ``photos`` for the file, these are the same while no photo comes or goes and none
        gets another time or place; with ``all``, while neither file changes.
        """
        if self.writable and self.db.in_transaction:
            return read()
        # first: what is written from here on changes it, so that newer photos never count as those of an older state
        if schema == "photos":
            version = self.db.execute("SELECT total(number) FROM main.photos_version").fetchone()
        else:
            version = self.stamp() if schema == "all" else self.stamp(schema)
        now = (version, self.db.total_changes if self.writable else 0, self.veiled.tobytes())
        key = (name, self.is_lifted)
        if self._remembered.get(key, (None, None))[0] != now:
            self._remembered[key] = (now, read())
        return cast("T", self._remembered[key][1])

    def stop_reading(self) -> None:
        """Stop the query that another thread is asking on this connection, if there is one; it raises StoppedWrite."""
        if not self._is_closed:
            self.db.interrupt()

    def close(self) -> None:
        """Close the connection, and seal the catalogue if it was the last writable one; safe to call twice."""
        self.db.close()
        if self.writable and not self._is_closed:
            seal_catalog(self.directory, self.intact)
        self._is_closed = True

    def __enter__(self) -> Self:
        """Return the library itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the connection."""
        self.close()


def _configure(db: sqlite3.Connection, *, writable: bool) -> None:
    db.execute("PRAGMA foreign_keys=ON")
    db.execute(f"PRAGMA synchronous={'FULL' if writable else 'NORMAL'}")
    db.execute(f"PRAGMA main.journal_size_limit={WAL_BYTES}")


def _no_towns(_: str) -> Sequence[Coordinates]:
    return ()


def _as_it_is(point: NamedPoint) -> NamedPoint:
    return point


def open_library(directory: Path, *, writable: bool) -> Library:
    """Check and open the library in a folder.

    With ``writable``, it is created or migrated if needed. Without, this is tried only if nothing could be read
    otherwise. Damaged cache and preview files are recreated; if that is impossible, a reading connection works without
    them.

    Args:
        directory: Folder of the library.
        writable: Whether to open for writing.

    Returns:
        The library.

    Raises:
        PhotonError: There is no library (read-only), it comes from a newer Photon, its catalogue is damaged or lost, or
            it cannot be reached.
    """
    with translated_errors(directory):
        if writable:
            _make_folder(directory)
            permissions.narrow(directory)
        catalog = usable_catalog(directory)
        if writable and not (catalog and catalog.is_compared):
            check_seal(directory)
        if catalog is None and not writable:
            raise no_library(directory)
        notices: tuple[str, ...] = ()
        unfit = _unfit(directory, catalog)
        if unfit:
            notices, unfit = _made_ready(directory, unfit, needed=writable)
        library = Library(directory, writable=writable, without=unfit)
        library.notices, library.intact = notices, catalog.intact if catalog else 0
        return library


def require_library(directory: Path) -> None:
    """Check that there is a library in a folder, for what must not make one.

    Raises:
        PhotonError: There is none, or its catalogue is lost.
    """
    with translated_errors(directory):
        if not (directory / CATALOG).exists() and usable_catalog(directory) is None:
            raise no_library(directory)


def renew_damaged(directory: Path) -> tuple[str, ...]:
    """Check all files completely, and recreate damaged cache and preview files.

    Returns:
        Sentences that describe the damage; empty if there is none.

    Raises:
        PhotonError: The catalogue is damaged, or the library cannot be written to.
    """
    with translated_errors(directory):
        usable_catalog(directory)
        check_texts(directory)
        return _prepare(directory, thoroughly=True)


def _make_folder(directory: Path) -> None:
    try:
        permissions.make_folder(directory)
    except OSError as error:
        raise PhotonError(
            tr(
                "Photon can't store its library in {folder}: {reason}.",
                folder=directory,
                reason=error.strerror,
            ),
            tr("Choose another folder with --library."),
        ) from error


def _unfit(directory: Path, catalog: Catalog | None) -> frozenset[str]:
    """Which of the three files cannot be used as they are; writes nothing."""
    if catalog is None or not catalog.is_current:
        return frozenset((CATALOG, *cache_schema.FILES))
    return frozenset(name for name in cache_schema.FILES if not _is_fit(directory / name, catalog.uuid))


def _is_fit(path: Path, uuid: str) -> bool:
    if not path.exists() or not path.stat().st_size:
        return False
    with closing(connect_for_reading(path, READ_MS)) as db:
        return cache_schema.is_fit(db, uuid, cache_schema.FILES[path.name], path.stat().st_size)


def _made_ready(directory: Path, unfit: frozenset[str], *, needed: bool) -> tuple[tuple[str, ...], frozenset[str]]:
    """Make files usable; return messages about recreated ones, and which files remain unusable.

    Raises:
        PhotonError: It is impossible, and it is ``needed`` or the catalogue is among them.
    """
    try:
        with translated_errors(directory):
            return _prepare(directory), frozenset()
    except PhotonError:
        if needed or CATALOG in unfit:
            raise
        return (), unfit


def _prepare(directory: Path, *, thoroughly: bool = False) -> tuple[str, ...]:
    """Bring all three files to the current version; return messages about recreated ones."""
    catalog_schema.migrate(directory / CATALOG)
    with closing(connect_for_reading(directory / CATALOG, BUSY_MS)) as db:
        uuid = catalog_schema.uuid_of(db)
    notices = [cache_schema.prepare(directory / name, uuid, thoroughly=thoroughly) for name in cache_schema.FILES]
    return tuple(filter(None, notices))


def _identity(path: Path) -> int:
    return path.stat().st_ino


def _identities(directory: Path) -> list[int]:
    return [(directory / name).stat().st_ino for name in cache_schema.FILES if (directory / name).exists()]
