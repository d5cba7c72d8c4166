"""Make a backup of the catalogue while others write: copy, check, compress, read back, and only then rename it."""

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from filelock import FileLock, Timeout

from photon.domain import PhotonError
from photon.language import tr
from photon.library.backups.backup_file import (
    Backup,
    BackupFacts,
    Reason,
    compress_catalog,
    is_whole,
    read_backup,
)
from photon.library.backups.backup_folder import (
    backups_in,
    drop_expendable,
    flush_folder,
    is_chosen,
    mark_folder,
    newest_backup,
    origin_of,
    part_of,
    put_in_place,
)
from photon.library.backups.backup_settings import DEFAULT, read_settings, store_settings
from photon.library.db import catalog_schema, computer, permissions
from photon.library.db.database_errors import DamagedLibrary, is_full, no_library
from photon.library.db.integrity import CATALOG
from photon.library.db.read_only import connect_for_reading
from photon.library.recovery.catalog_content import count_content, digest_of
from photon.quick_dataclass import dataclass

MAPPED = 1 << 30
"""Bytes of an idle file that SQLite reads without copying them."""
_PAGES = 256  # pages per step: 1 MB; other connections may lock between steps
_WAIT_MS = 5_000
_LOCK_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class BackupOutcome:
    """The result of making a backup.

    Attributes:
        backup: The new one; None if nothing had changed since the last one.
        is_over: Whether older ones were deleted only because of the size limit.
    """

    backup: Backup | None
    is_over: bool = False


class CatalogSnapshot:
    """The catalogue at this moment: later writes do not change what it reads, and it blocks no writer."""

    def __init__(self, directory: Path, db: sqlite3.Connection | None = None) -> None:
        """Start reading.

        Args:
            directory: Folder of the library.
            db: A connection that has the catalogue locked exclusively; None to open a new one.

        Raises:
            PhotonError: There is no catalogue, or it cannot be read.
        """
        path = directory / CATALOG
        if not path.exists():
            raise no_library(directory)
        self.db: sqlite3.Connection = db or connect_for_reading(path, _WAIT_MS)
        try:
            self.db.execute("BEGIN")
            self.library = catalog_schema.uuid_of(self.db)
        except BaseException:
            self.db.close()
            raise

    def close(self) -> None:
        """Stop reading and close the connection; safe to call twice."""
        self.db.close()

    def __enter__(self) -> Self:
        """Return the snapshot itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the connection."""
        self.close()


def has_changed(directory: Path, snapshot: CatalogSnapshot) -> bool:
    """Return whether the user decided anything since the newest backup, regardless of clocks.

    Raises:
        PhotonError: The backup folder cannot be read.
    """
    settings = read_settings(directory)
    with _explained(settings.folder):
        newest = newest_backup(settings.folder, snapshot.library, origin_of(directory))
    return newest is None or digest_of(snapshot.db) != newest.facts.digest


@dataclass(frozen=True, slots=True)
class BackupOrder:
    """The kind of backup to make.

    Attributes:
        reason: Why it is made.
        to: A file to write, which is replaced; None for a new file in the folder.
        folder: The folder; None for the one chosen by the user.
        unless_same: Whether to make no backup if the user decided nothing since the newest one.
    """

    reason: Reason
    to: Path | None = None
    folder: Path | None = None
    unless_same: bool = False


def make_backup(directory: Path, snapshot: CatalogSnapshot, order: BackupOrder) -> BackupOutcome:
    """Make a backup; then, in a folder, delete backups that the retention rule does not keep.

    Args:
        directory: Folder of the library.
        snapshot: The catalogue to back up.
        order: The kind of backup.

    Returns:
        The result.

    Raises:
        PhotonError: The folder is full, missing or write-protected, or the catalogue is damaged; older backups are
            kept.
    """
    to = order.to.absolute() if order.to else None
    settings = read_settings(directory)
    target = to.parent if to else order.folder or settings.folder
    with _one_at_a_time(directory), _explained(target):
        if order.unless_same and not has_changed(directory, snapshot):
            return BackupOutcome(None)
        origin, made = origin_of(directory), datetime.now(UTC).replace(microsecond=0)
        if to is None and target.absolute() == (directory / DEFAULT).absolute():
            permissions.make_folder(target)
        is_usual = to is None and order.folder is None
        # the drive may be offline, and its mount point must not fill up instead
        if not target.is_dir() or (is_usual and not is_chosen(settings)):
            raise FileNotFoundError(errno.ENOENT, tr("the folder is not there, or its drive is not connected"))
        part = part_of(target, origin)
        try:
            facts = _pack(snapshot, part, (origin, made, order.reason))
            path = put_in_place(part, target, facts.library, made) if to is None else _replaced(part, to)
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)
        backup = read_backup(path)
        if backup is None:
            raise _unreliable(target)
        if is_usual and not settings.mark and target != directory / DEFAULT:  # chosen by an older Photon
            store_settings(directory, folder=target, mark=mark_folder(target))
        if to is not None or order.reason == "restore":  # the backup that is being restored must not be deleted
            return BackupOutcome(backup)
        mine = [one for one in backups_in(target, facts.library) if one.facts.origin == origin]
        return BackupOutcome(backup, drop_expendable(mine, settings.most_bytes))


def _pack(snapshot: CatalogSnapshot, part: Path, about: tuple[str, datetime, Reason]) -> BackupFacts:
    """Write the whole backup to ``part``, durably, and read it back."""
    origin, made, reason = about
    raw = part.with_suffix(".raw")
    try:
        _create(raw)
        with closing(_open_copy(raw)) as copy:
            snapshot.db.backup(copy, pages=_PAGES)
        with closing(sqlite3.connect(f"{raw.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as copy:
            copy.execute(f"PRAGMA mmap_size={MAPPED}")
            _check(copy)
            facts = BackupFacts(
                catalog_schema.uuid_of(copy), origin, made, reason, count_content(copy), digest_of(copy),
                raw.stat().st_size, computer.proof_of(raw),
            )  # fmt: skip
        _create(part)
        with part.open("r+b") as target:
            check = compress_catalog(raw, target, facts)
            target.flush()
            os.fsync(target.fileno())
        if not is_whole(part, check):
            raise _unreliable(part.parent)
        return facts
    finally:
        with suppress(OSError):
            raw.unlink(missing_ok=True)


def _open_copy(raw: Path) -> sqlite3.Connection:
    """Open the file that pages are copied to: it is deleted after a crash, so nothing is flushed or locked."""
    db = sqlite3.connect(f"{raw.absolute().as_uri()}?nolock=1", uri=True, isolation_level=None)
    db.execute("PRAGMA synchronous=OFF")
    db.execute("PRAGMA journal_mode=OFF")
    return db


def _check(copy: sqlite3.Connection) -> None:
    try:
        rows = copy.execute("PRAGMA integrity_check(1)").fetchall()
    except sqlite3.DatabaseError as error:
        rows = [(str(error),)]
    if rows != [("ok",)]:
        raise DamagedLibrary(
            tr("The catalogue is damaged, so it was not backed up; older backups were kept."),
            tr("To see which backups there are: photon backup list"),
        )


def _create(path: Path) -> None:
    """Create an empty file that only its owner may read, replacing any leftover."""
    path.unlink(missing_ok=True)
    path.touch(mode=permissions.FILE, exist_ok=False)


def _replaced(part: Path, to: Path) -> Path:
    part.replace(to)
    flush_folder(to.parent)
    return to


@contextmanager
def _one_at_a_time(directory: Path) -> Iterator[None]:
    lock = FileLock(directory / "backup.lock", mode=permissions.FILE, thread_local=False)
    try:
        lock.acquire(timeout=_LOCK_SECONDS)
    except Timeout as error:
        raise PhotonError(
            tr("Another Photon process is making a backup; no second one was made."), tr("Try again.")
        ) from error
    except OSError:  # the library is on a full or read-only disk, where no other process can make a backup either
        lock = None  # type: ignore[assignment]
    try:
        yield
    finally:
        if lock is not None:
            lock.release()


@contextmanager
def _explained(target: Path) -> Iterator[None]:
    """Translate errors of the backup folder to messages.

    Raises:
        PhotonError: It is full, missing or write-protected.
    """
    try:
        yield
    except (OSError, sqlite3.OperationalError) as error:
        if isinstance(error, OSError) and not is_full(target):
            reason = error.strerror or type(error).__name__
        elif is_full(target) or getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_FULL:
            reason = tr("its disk is full")
        else:
            reason = str(error)
        raise PhotonError(
            tr(
                "Photon can't make backups in {folder}: {reason}. Older backups were kept.",
                folder=target,
                reason=reason,
            ),
            tr("Photon tries again later. To choose another folder: photon backup settings --folder DIR"),
        ) from error


def _unreliable(target: Path) -> PhotonError:
    return PhotonError(
        tr("A backup in {folder} could not be read back correctly; it was deleted.", folder=target),
        tr("Check the disk, or choose another folder: photon backup settings --folder DIR"),
    )
