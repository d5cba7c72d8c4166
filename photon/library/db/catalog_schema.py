"""Migrate ``catalog.db`` to the current version; the steps are in ``migrations``."""

import sqlite3
from collections.abc import Collection
from contextlib import closing
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock

from photon.domain import PhotonError
from photon.language import tr
from photon.library.db import computer, permissions
from photon.library.db.hardening import harden
from photon.library.db.integrity import Columns, columns, missing
from photon.library.db.migrations.catalog_migrations import MIGRATIONS

if TYPE_CHECKING:
    from sqlite_utils import Migrations

_SET, _TABLE = "photon.catalog", "_sqlite_migrations"
_NEWER = PhotonError(
    tr("This photo library was made by a newer version of Photon; it was not changed."),
    tr("Use the newer version, or choose another library with --library."),
)


def migrate(path: Path) -> None:
    """Create or migrate the catalogue at ``path``; an older one is copied first.

    Raises:
        PhotonError: It was made by a newer Photon and is left untouched.
    """
    with FileLock(path.with_name("migrate.lock"), mode=permissions.FILE):  # two processes may start for the first time
        _apply(path)


def is_begun(db: sqlite3.Connection) -> bool:
    """Return whether a catalogue has more content than an interrupted first migration leaves behind."""
    wanted = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name <> ?"
    return db.execute(wanted, (_TABLE,)).fetchone() is not None or bool(_applied(db))


def is_current(db: sqlite3.Connection) -> bool:
    """Return whether no migration is pending; uses plain SQL so that most starts need not import sqlite_utils.

    Raises:
        PhotonError: It was made by a newer Photon.
    """
    known = {migration.__name__ for migration in MIGRATIONS}
    applied = _applied(db)
    if applied - known:
        raise _NEWER
    return applied == known


def uuid_of(db: sqlite3.Connection) -> str:
    """Return the id of a catalogue, which the two other files also carry."""
    return str(db.execute("SELECT uuid FROM libraries").fetchone()[0])


def missing_of(db: sqlite3.Connection) -> str:
    """Describe what a catalogue lacks for its version; empty if it is complete or from a newer Photon."""
    applied = _applied(db)
    if not applied:
        return tr("it is not a Photon catalogue")
    if applied - {migration.__name__ for migration in MIGRATIONS}:
        return ""
    found = missing(db, _wanted(frozenset(applied)))
    if not found and db.execute("SELECT count(*) FROM libraries").fetchone() != (1,):
        return tr("its ID is missing")
    return found


def foreign_of(db: sqlite3.Connection, *, only_active: bool = False) -> str:
    """Name the first part of a catalogue's schema that no migration creates, or creates differently; empty if none.

    Args:
        db: A catalogue; for one from a newer Photon, the result is empty.
        only_active: Whether to check only parts that run automatically: triggers, views and virtual tables.
    """
    applied = _applied(db)
    if applied - {migration.__name__ for migration in MIGRATIONS}:
        return ""
    asked = f"{_PARTS} WHERE type NOT IN ('table', 'index') OR sql LIKE 'CREATE VIRTUAL%'" if only_active else _PARTS
    found = db.execute(asked).fetchall()
    if not found:  # as at most starts: the model schema is not needed
        return ""
    known = _made(frozenset(applied))
    return next((str(part[1]) for part in found if tuple(part) not in known), "")


_PARTS = "SELECT type, name, tbl_name, ifnull(sql, '') FROM sqlite_master"
_INDEX = f"idx_{_TABLE}_migration_set_name"
_OTHERS = (
    ("table", _TABLE, _TABLE, f'CREATE TABLE "{_TABLE}" (\n   "id" INTEGER PRIMARY KEY,\n   "migration_set" TEXT,\n'
     '   "name" TEXT,\n   "applied_at" TEXT\n)'),
    ("index", _INDEX, _TABLE, f'CREATE UNIQUE INDEX "{_INDEX}"\n    ON "{_TABLE}" ("migration_set", "name")'),
    ("table", "sqlite_stat1", "sqlite_stat1", "CREATE TABLE sqlite_stat1(tbl,idx,stat)"),
    ("table", "sqlite_stat4", "sqlite_stat4", "CREATE TABLE sqlite_stat4(tbl,idx,neq,nlt,ndlt,sample)"),
)  # fmt: skip
"""What sqlite_utils 4 creates, and statistics of SQLite."""


@cache
def _wanted(applied: frozenset[str]) -> Columns:
    with closing(_modelled(applied)) as db:
        return columns(db)


@cache
def _made(applied: frozenset[str]) -> frozenset[tuple[str, ...]]:
    """Return the parts of a schema that Photon creates, and SQLite's own statistics."""
    with closing(_modelled(applied)) as db:
        return frozenset((*db.execute(_PARTS).fetchall(), *_OTHERS))


def _modelled(applied: frozenset[str]) -> sqlite3.Connection:
    """Create an empty catalogue in memory, after these migrations."""
    db = sqlite3.connect(":memory:")
    for migration in MIGRATIONS:
        if migration.__name__ in applied:
            migration(db)
    return db


def _applied(db: sqlite3.Connection) -> set[str]:
    if not db.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (_TABLE,)).fetchone():
        return set()
    rows = db.execute(f"SELECT name FROM {_TABLE} WHERE migration_set = ?", (_SET,))
    return {str(name) for (name,) in rows}


def _apply(path: Path) -> None:
    permissions.make_file(path)
    with closing(sqlite3.connect(path, timeout=15, isolation_level=None)) as db:
        harden(db)
        if not db.execute("SELECT 1 FROM sqlite_master").fetchone():
            _create(db)
            return
        from sqlite_utils import Database

        steps, database = _steps(), Database(db)
        pending = steps.pending(database)
        if pending and len(pending) < len(MIGRATIONS):
            _keep_copy(db, path.with_name(f"catalog-before-{pending[0].name[:4]}.db"))
        db.execute("PRAGMA journal_mode=WAL")
        steps.apply(database)


def bring_up(db: sqlite3.Connection) -> None:
    """Migrate a catalogue that is not in use, such as an unpacked backup; no copy is kept."""
    from sqlite_utils import Database

    if not is_current(db):
        _steps().apply(Database(db))


def _create(db: sqlite3.Connection) -> None:
    """Apply all migrations to an empty file in one transaction.

    The first start waits for it: one migration after the other takes a wait for the disk each, and sqlite_utils takes
    longer to import than all of them take to run. A process that is killed meanwhile leaves an empty file.
    """
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("BEGIN IMMEDIATE")
    for _, name, _, statement in _OTHERS:
        if _TABLE in name:
            db.execute(statement)
    for migration in MIGRATIONS:
        migration(db)
        row = (_SET, migration.__name__, str(datetime.now(UTC)))
        db.execute(f"INSERT INTO {_TABLE} (migration_set, name, applied_at) VALUES (?, ?, ?)", row)
    computer.take_over(db)
    db.execute("COMMIT")


def _steps() -> "Migrations":
    from sqlite_utils import Migrations

    steps = Migrations(_SET)
    for migration in MIGRATIONS:
        steps(name=migration.__name__)(lambda database, migration=migration: migration(database.conn))
    return steps


def lay_out(db: sqlite3.Connection, applied: Collection[str]) -> None:
    """Create the tables of an empty catalogue.

    Args:
        db: A connection to an empty file.
        applied: Names of the migrations to apply; if none of them is known, all are applied.
    """
    from sqlite_utils import Database

    others = [one.__name__ for one in MIGRATIONS if one.__name__ not in applied]
    _steps().apply(Database(db), stop_before=others if len(others) < len(MIGRATIONS) else None)


def _keep_copy(db: sqlite3.Connection, copy: Path) -> None:
    """Make a consistent copy with VACUUM INTO, which includes the write-ahead log; a file copy would not.

    The copy is renamed when it is complete, so that an interrupted one cannot be mistaken for a backup.
    """
    part = copy.with_suffix(".part")
    part.unlink(missing_ok=True)
    permissions.make_file(part)
    try:
        db.execute("VACUUM INTO ?", (str(part),))
        part.replace(copy)
    finally:
        part.unlink(missing_ok=True)
