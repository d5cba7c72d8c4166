"""Put a finished catalogue in place: exclusively, durably, atomically, and with the current one kept."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from photon.domain import PhotonError
from photon.language import tr
from photon.library.backups.backup_folder import flush_folder
from photon.library.db import permissions
from photon.library.db.database_errors import translated_errors
from photon.library.db.hardening import harden
from photon.library.db.integrity import CACHE, CATALOG, PREVIEWS
from photon.library.db.page_seal import SEAL
from photon.library.recovery import carrying_over


@contextmanager
def guarded(directory: Path) -> Iterator[None]:
    """Allow only one restore or repair at a time, and translate errors of the disk to messages."""
    with translated_errors(directory):
        permissions.make_folder(directory)
        with _locked(directory / "restore.lock"):
            yield


def alone(directory: Path) -> AbstractContextManager[None]:
    """Hold the lock of the process that works on the library, so that none starts meanwhile."""
    return _locked(directory / "working.lock")


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Hold a lock file.

    Raises:
        PhotonError: Another process holds it.
    """
    lock = FileLock(path, mode=permissions.FILE, thread_local=False)
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise in_use() from error
    try:
        yield
    finally:
        lock.release()


def set_aside(directory: Path) -> Path | None:
    """Keep an unreadable catalogue with its log; return None if there is nothing to keep."""
    kept = directory / f"catalog-set-aside-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.db"
    found = [ending for ending in ("", "-wal") if _has_content(directory / f"{CATALOG}{ending}")]
    for ending in found:
        to = kept.with_name(kept.name + ending)
        permissions.make_file(to)
        shutil.copyfile(directory / f"{CATALOG}{ending}", to)
        with to.open("rb") as file:
            os.fsync(file.fileno())
    flush_folder(directory)
    return kept if found else None


def _has_content(path: Path) -> bool:
    return path.exists() and path.stat().st_size > 0


def complete(directory: Path, part: Path, *, is_foreign: bool) -> None:
    """Make the unpacked backup durable, and let the cache be compared with the catalogue again."""
    with closing(sqlite3.connect(part, isolation_level=None)) as db:
        harden(db)
        if not is_foreign:  # otherwise the cache is recreated
            carrying_over.spare_ids(db, directory / CACHE, directory / PREVIEWS)
        db.execute("PRAGMA journal_mode=WAL")
    with part.open("rb") as file:
        os.fsync(file.fileno())
    carrying_over.doubt_cache(directory / CACHE)


def swap_in(directory: Path, part: Path, *, is_log_kept: bool = False) -> None:
    """Rename a complete file to the catalogue's name.

    Args:
        directory: Folder of the library.
        part: The file.
        is_log_kept: Whether the current catalogue is intact and locked, so that its log is already written back.
    """
    if not is_log_kept:
        for ending in ("-wal", "-shm"):
            (directory / f"{CATALOG}{ending}").unlink(missing_ok=True)
    part.replace(directory / CATALOG)
    (directory / SEAL).unlink(missing_ok=True)
    flush_folder(directory)


def in_use() -> PhotonError:
    """Return the error for a library that another process holds."""
    return PhotonError(
        tr("Another Photon process is using this library; nothing was changed."),
        tr("Close Photon's window and commands, then try again."),
    )
