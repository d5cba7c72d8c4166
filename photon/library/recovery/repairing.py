"""Repair a damaged catalogue: copy its readable rows to a new one, and lost rows from the newest backup.

The damaged one is only read, and kept beside the new one.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path

from photon.domain import PhotonError
from photon.language import tr
from photon.library.backups.backup_file import Backup, CatalogCounts
from photon.library.backups.backup_folder import newest_whole_backup, origin_of
from photon.library.db import catalog_schema, computer, permissions
from photon.library.db.hardening import harden
from photon.library.db.integrity import CACHE, CATALOG
from photon.library.db.page_seal import changed_pages
from photon.library.recovery.catalog_content import compare_content, count_content
from photon.library.recovery.catalog_rebuilding import rebuild, roots_of
from photon.library.recovery.catalog_swap import alone, complete, guarded, set_aside, swap_in
from photon.library.recovery.database_pages import opened_pages
from photon.library.recovery.foreign_work import drop_unfinished
from photon.library.recovery.restoring import REPAIRED, unpacked_backup
from photon.library.recovery.row_salvage import RowSalvage
from photon.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class RepairPlan:
    """The effect of repairing the catalogue.

    Attributes:
        holds: Its content afterwards.
        read: Number of rows that were read from the damaged one.
        filled: Number of rows that come from the backup.
        damaged: Number of pages of the damaged one with unreadable parts.
        backup: The newest complete backup, or None.
        lacking: What that backup lacks of the content; None without a backup.
        seen: Size and time of the damaged file.
    """

    holds: CatalogCounts
    read: int
    filled: int
    damaged: int
    backup: Backup | None
    lacking: CatalogCounts | None
    seen: tuple[int, int]


@dataclass(frozen=True, slots=True)
class RepairOutcome:
    """The result of a repair.

    Attributes:
        plan: What was done.
        kept: Where the damaged catalogue is now; None if there was none.
    """

    plan: RepairPlan
    kept: Path | None


def plan_repair(directory: Path) -> RepairPlan:
    """Create the repaired catalogue beside the damaged one, which is not changed, and describe it.

    Args:
        directory: Folder of the library.

    Raises:
        PhotonError: The disk is full, or another process restores or repairs.
    """
    with guarded(directory):
        return _build(directory)


def repair_catalog(directory: Path, plan: RepairPlan | None = None) -> RepairOutcome:
    """Replace the damaged catalogue by the repaired one; the damaged one is kept.

    Args:
        directory: Folder of the library.
        plan: A plan; it is made again if the files have changed since.

    Raises:
        PhotonError: Nothing can be read, another process uses the library, or the disk is full. Nothing was changed.
    """
    part = directory / REPAIRED
    with guarded(directory), alone(directory):
        if plan is None or plan.seen != _seen(directory) or not part.exists():
            plan = _build(directory)
        if not plan.read:
            part.unlink(missing_ok=True)
            raise PhotonError(
                tr("Nothing could be read from {file}; nothing was changed.", file=directory / CATALOG),
                tr("To see the backups: photon backup list"),
            )
        kept = set_aside(directory)
        complete(directory, part, is_foreign=False)
        swap_in(directory, part)
        return RepairOutcome(plan, kept)


def drop_repair(directory: Path) -> None:
    """Delete the files of a repair that is not wanted."""
    (directory / REPAIRED).unlink(missing_ok=True)


def _seen(directory: Path) -> tuple[int, int]:
    with suppress(OSError):
        status = (directory / CATALOG).stat()
        return status.st_size, status.st_mtime_ns
    return 0, 0


def _build(directory: Path) -> RepairPlan:
    part, seen = directory / REPAIRED, _seen(directory)
    part.unlink(missing_ok=True)
    permissions.make_file(part)
    try:
        with (
            _newest(directory) as (backup, older),
            opened_pages(directory / CATALOG) as pages,
            closing(sqlite3.connect(part, isolation_level=None)) as db,
        ):
            harden(db)
            db.execute("PRAGMA synchronous=OFF")  # made durable when it is complete
            db.execute("PRAGMA journal_mode=MEMORY")
            if older is not None:
                db.execute("ATTACH ? AS older", (f"{older.absolute().as_uri()}?mode=ro&immutable=1",))
            salvage = RowSalvage(pages, changed_pages(directory), roots_of(db) if older is not None else None)
            filled = rebuild(db, salvage, directory / CACHE, has_backup=older is not None)
            lacking = compare_content(db, "older").lost if older is not None else None
            if filled and backup and older and not computer.is_proven(backup.facts.proof, older):
                _distrust(db, directory, backup)
            read = sum(table.read for table in salvage.tables.values())
            return RepairPlan(count_content(db), read, filled, len(salvage.damaged), backup, lacking, seen)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _distrust(db: sqlite3.Connection, directory: Path, backup: Backup) -> None:
    """Make sure that rows without a proof that they are from here do nothing by themselves.

    Older versions of Photon added no proof to their backups. If such a backup claims to be from this folder, only what
    is unfinished is dropped, and settings that act by themselves are left off: repairing switches off no folders.
    """
    catalog_schema.bring_up(db)
    if backup.facts.proof or backup.facts.origin != origin_of(directory):
        computer.disown(db)
        return
    db.execute("BEGIN")
    drop_unfinished(db)
    db.execute("COMMIT")


@contextmanager
def _newest(directory: Path) -> Iterator[tuple[Backup | None, Path | None]]:
    """Yield the newest backup that can be restored and the path to which it is unpacked; None for both without any."""
    with ExitStack() as kept:
        backup = newest_whole_backup(directory)
        older = None
        if backup is not None:
            with suppress(PhotonError):
                older = kept.enter_context(unpacked_backup(directory, backup.path))
        yield (backup, older) if older is not None else (None, None)
