"""Replace the catalogue by a backup: checked as untrusted input, compared, and swapped in one step.

Until the last step, the current catalogue is not changed. That step is a single rename, so a process that is killed
leaves either the old catalogue or the new one. The current one is kept first, as a backup or, if it is damaged, as a
file beside it.
"""

import sqlite3
from collections.abc import Collection, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from photon.domain import PhotonError
from photon.language import tr
from photon.library.backups.backup_file import CatalogCounts, cut_backup, expand_backup, read_backup
from photon.library.backups.backup_settings import DEFAULT
from photon.library.db import catalog_schema, computer, permissions
from photon.library.db.catalog_checks import usable_catalog
from photon.library.db.database_errors import DamagedLibrary, no_library, translated_errors
from photon.library.db.hardening import harden
from photon.library.db.integrity import CATALOG
from photon.library.photos import folders
from photon.library.photos.photos import refresh_films
from photon.library.recovery import carrying_over, forgotten_moves
from photon.library.recovery.backup_making import MAPPED, BackupOrder, CatalogSnapshot, make_backup
from photon.library.recovery.catalog_content import ContentChange, compare_content, count_content
from photon.library.recovery.catalog_swap import alone, complete, guarded, in_use, set_aside, swap_in
from photon.library.recovery.foreign_work import ForeignWork, drop_foreign_work, find_foreign_work
from photon.library.recovery.kept_here import keep_folders, keep_hidden, skipped_in, watched_in
from photon.quick_dataclass import dataclass

_PART = "catalog-restoring.part"
REPAIRED = "catalog-repairing.part"
"""Temporary file beside the catalogue that will replace it."""
_LOCKED = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


@dataclass(frozen=True, slots=True)
class RestorePlan:
    """The effect of restoring a backup.

    Attributes:
        path: The backup.
        made: When it was made; None if unknown.
        then: Its content.
        now: The content of the current catalogue; None if there is no readable one.
        change: What would be gained and lost; None if ``now`` is None.
        is_foreign: Whether it belongs to another library.
        work: What in it is dropped or off afterwards; None for a backup that this library made on this computer.
        forgotten: Files of such a backup that are where they were, and whose move it calls unfinished, while the
            current catalogue does not know that move: it is dropped, too.
    """

    path: Path
    made: datetime | None
    then: CatalogCounts
    now: CatalogCounts | None
    change: ContentChange | None
    is_foreign: bool
    work: ForeignWork | None = None
    forgotten: tuple[str, ...] = ()

    @property
    def is_own(self) -> bool:
        """Whether this library made it on this computer, and nobody changed it since."""
        return self.work is None


@dataclass(frozen=True, slots=True)
class RestoreOutcome:
    """The result of a restore.

    Attributes:
        plan: What was done.
        kept: Where the previous catalogue is now; None if there was none.
    """

    plan: RestorePlan
    kept: Path | None


def examine_backup(directory: Path, path: Path) -> RestorePlan:
    """Check a backup completely, and describe what restoring it would change; nothing is changed.

    Args:
        directory: Folder of the library; it may lack a catalogue.
        path: The backup, or a copy of a catalogue.

    Raises:
        PhotonError: It is not a complete backup, comes from a newer Photon, or cannot be unpacked.
    """
    with guarded(directory), unpacked_backup(directory, path) as part:
        return _plan(directory, path, part)


def restore_backup(
    directory: Path, path: Path, *, allow_foreign: bool = False, sensitive: Collection[str] = ()
) -> RestoreOutcome:
    """Replace the catalogue by a backup; the current one is kept.

    Args:
        directory: Folder of the library; it may lack a catalogue.
        path: The backup, or a copy of a catalogue.
        allow_foreign: Whether a backup of another library is allowed.
        sensitive: Keys of the tags that hide photos.

    Raises:
        PhotonError: As for ``examine_backup``; or another process uses the library, or the current catalogue cannot be
            kept. Nothing was changed.
    """
    with guarded(directory), alone(directory), unpacked_backup(directory, path) as part:
        plan = _plan(directory, path, part)
        if plan.is_foreign and not allow_foreign:
            raise PhotonError(
                tr("{file} is a backup of another photo library; nothing was changed.", file=path),
                tr("To replace this library by it all the same: photon restore FILE --yes"),
            )
        with ExitStack() as open_files:
            present = open_files.enter_context(_held(directory)) if plan.now else None
            with _changing(part) as db:
                if not plan.is_own:
                    drop_foreign_work(db)
                    folders.keep_skips(db, skipped_in(present) if present is not None else ())
                if present is not None:
                    keep_folders(present, db, is_foreign=plan.is_foreign)
                known = computer.marks_in(present) if present is not None and not plan.is_foreign else ()
                computer.take_over(db, known)
                forgotten_moves.drop(db, present)
            if present is not None:
                kept: Path | None = _keep_present(directory, present)
                carrying_over.carry_over(present, part, is_foreign=plan.is_foreign)
                with _changing(part) as db:
                    refresh_films(db)
                    keep_hidden(present, db, sensitive, is_foreign=plan.is_foreign)
            else:
                kept = set_aside(directory)
            complete(directory, part, is_foreign=plan.is_foreign)
            swap_in(directory, part, is_log_kept=present is not None)
        return RestoreOutcome(plan, kept)


def drop_leftover(directory: Path) -> None:
    """Delete files of a process that was killed while restoring or repairing, unless another one is doing so now.

    Raises:
        PhotonError: The disk of the library reports an error.
    """
    left = [path for name in (_PART, REPAIRED) for path in _with_logs(directory / name) if path.exists()]
    if left:
        lock = FileLock(directory / "restore.lock", mode=permissions.FILE, timeout=0, thread_local=False)
        with suppress(Timeout), translated_errors(directory), lock:
            for part in left:
                part.unlink(missing_ok=True)


def _plan(directory: Path, path: Path, part: Path) -> RestorePlan:
    known = read_backup(path)
    is_own = known is not None and computer.is_proven(known.facts.proof, part)
    with _changing(part) as db:
        catalog_schema.bring_up(db)
        then, uuid = count_content(db), catalog_schema.uuid_of(db)
    now = change = None
    is_foreign, watched, skipped = False, list[str](), list[str]()
    with suppress(PhotonError, sqlite3.DatabaseError), closing(_open_present(directory)) as db:
        is_foreign = catalog_schema.uuid_of(db) != uuid
        db.execute(f"PRAGMA mmap_size={MAPPED}")
        db.execute("ATTACH ? AS other", (f"{part.absolute().as_uri()}?mode=ro&immutable=1",))
        now, change = count_content(db), compare_content(db, "other")
        watched, skipped = watched_in(db), skipped_in(db)
    work, forgotten = None, list[tuple[int, str]]()
    with ExitStack() as open_files:
        db = open_files.enter_context(closing(_open_part(part)))
        if not is_own or is_foreign:
            work = find_foreign_work(db, watched, skipped)
        else:
            present = open_files.enter_context(closing(_open_present(directory))) if now else None
            forgotten = forgotten_moves.find(db, present)
    made, again = known.facts.made if known else None, tuple(file for _, file in forgotten)
    return RestorePlan(path, made, then, now, change, is_foreign, work, again)


@contextmanager
def _changing(part: Path) -> Iterator[sqlite3.Connection]:
    """Change an unpacked backup in one transaction; its log is written back."""
    with closing(sqlite3.connect(part, isolation_level=None)) as db:
        harden(db)
        db.execute("PRAGMA synchronous=OFF")  # made durable when it is complete
        db.execute("PRAGMA journal_mode=DELETE")
        db.execute("BEGIN")
        yield db
        db.execute("COMMIT")


def _open_present(directory: Path) -> sqlite3.Connection:
    """Open the current catalogue.

    Raises:
        PhotonError: It cannot be read, or there is none.
    """
    if usable_catalog(directory) is None:
        raise no_library(directory)
    return CatalogSnapshot(directory).db


def _open_part(part: Path) -> sqlite3.Connection:
    db = sqlite3.connect(f"{part.absolute().as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None)
    harden(db)
    return db


@contextmanager
def unpacked_backup(directory: Path, path: Path) -> Iterator[Path]:
    """Unpack a backup beside the catalogue, and check it as untrusted input.

    Raises:
        PhotonError: It is not a complete backup, comes from a newer Photon, or cannot be unpacked.
    """
    part = directory / _PART
    try:
        if not path.is_file():
            raise PhotonError(tr("There is no file {file}.", file=path), tr("To see the backups: photon backup list"))
        for left in _with_logs(part):  # a log of a killed process would be rolled back into the new file
            left.unlink(missing_ok=True)
        permissions.make_file(part)
        expand_backup(path, part)
        _check(path, part)
        yield part
    finally:
        for left in _with_logs(part):
            with suppress(OSError):
                left.unlink(missing_ok=True)


def _with_logs(database: Path) -> list[Path]:
    """Return the path of a database, and of what SQLite may write beside it."""
    return [database.with_name(database.name + ending) for ending in ("", "-wal", "-shm", "-journal")]


def _check(path: Path, part: Path) -> None:
    """Check that a file is an intact catalogue that this Photon supports, and that it runs no foreign code.

    Raises:
        PhotonError: The check failed.
    """
    try:
        with closing(_open_part(part)) as db:
            catalog_schema.is_current(db)  # raises for a newer one
            lacking = catalog_schema.missing_of(db)
            if lacking:
                raise cut_backup(path, lacking)
            foreign = catalog_schema.foreign_of(db)
            if foreign:
                raise cut_backup(path, tr("it contains “{name}”, which no catalogue has", name=foreign))
        with closing(sqlite3.connect(part, isolation_level=None)) as db:  # checks no constraints of a read-only file
            harden(db)
            db.execute("PRAGMA query_only=ON")
            rows = db.execute("PRAGMA integrity_check(1)").fetchall()
            if rows != [("ok",)]:
                raise cut_backup(path, " ".join(str(rows[0][0]).split()))
            if db.execute("PRAGMA foreign_key_check").fetchone():
                raise cut_backup(path, tr("it has broken references"))
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        raise cut_backup(path, str(error)) from error


@contextmanager
def _held(directory: Path) -> Iterator[sqlite3.Connection]:
    """Open the current catalogue, locked so that no other connection reads or writes it; its log is written back.

    Raises:
        PhotonError: Another process has it open.
    """
    uri = f"{(directory / CATALOG).absolute().as_uri()}?mode=rw"
    with closing(sqlite3.connect(uri, uri=True, timeout=1, isolation_level=None)) as db:
        try:
            harden(db)
            (mode,) = db.execute("PRAGMA journal_mode=DELETE").fetchone()  # fails while any other connection is open
            if mode != "delete":
                raise in_use()
            db.execute("PRAGMA locking_mode=EXCLUSIVE")
            db.execute("BEGIN EXCLUSIVE")
            db.execute("COMMIT")
        except sqlite3.OperationalError as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF in _LOCKED:
                raise in_use() from error
            raise
        yield db


def _keep_present(directory: Path, present: sqlite3.Connection) -> Path:
    """Back up the current catalogue to the chosen folder or, if that cannot be used, to the default one.

    Raises:
        PhotonError: Neither can be used.
    """
    snapshot = CatalogSnapshot(directory, present)
    try:
        try:
            outcome = make_backup(directory, snapshot, BackupOrder("restore"))
        except DamagedLibrary:
            raise
        except PhotonError:
            outcome = make_backup(directory, snapshot, BackupOrder("restore", folder=directory / DEFAULT))
    finally:
        present.execute("ROLLBACK")
    if outcome.backup is None:
        raise AssertionError  # None only with ``unless_same``
    return outcome.backup.path
