"""Fill an empty catalogue with the rows of a damaged one, and replace lost rows by those of a backup.

A backup has the same row numbers, because it is a copy of pages. Only rows that the damaged catalogue lost are taken
from it: other rows that are missing were deleted since the backup.
"""

import sqlite3
import uuid
from collections.abc import Iterable, Sequence
from contextlib import closing, suppress
from pathlib import Path

from photon.library.db import catalog_schema
from photon.library.photos.photos import refresh_films
from photon.library.recovery.row_salvage import RowSalvage, TableShape, shapes_of
from photon.library.recovery.table_pages import Span, StoredRow
from photon.library.recovery.unreadable_rows import drop_unreadable

_BY_ITSELF = "FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL AND name NOT LIKE '%sqlite%'"
_NAMED = {"tags": "tag", "albums": "album"}  # names for rows of which only the ids are left
_ROUNDS = 8  # a placeholder tag may itself refer to a missing tag
_SOUND = (
    "INSERT OR IGNORE INTO photos (id, file_hash, image_hash, format, width, height, colour, shown, present, added,"
    " read_image_hash, read_width, read_height)"
    " VALUES (?, x'', x'', '', 1, 1, 0, strftime('%Y-%m-%dT%H:%M:%SZ'), 1, strftime('%Y-%m-%dT%H:%M:%SZ'), x'', 1, 1)"
)
"""A photo of which only the file is known; the next scan of its folder reads it again."""


def roots_of(db: sqlite3.Connection) -> dict[str, int]:
    """Return the root pages of the tables of a backup that is attached as ``older``, by name."""
    return dict(db.execute("SELECT name, rootpage FROM older.sqlite_master WHERE type = 'table'").fetchall())


def rebuild(db: sqlite3.Connection, salvage: RowSalvage, cache: Path, *, has_backup: bool) -> int:
    """Fill an empty file with a complete catalogue.

    Args:
        db: A connection to the file, to which a backup may be attached as ``older``.
        salvage: The damaged catalogue.
        cache: Path of the cache, which contains the catalogue's id.
        has_backup: Whether there is a backup.

    Returns:
        How many rows were taken from the backup.
    """
    catalog_schema.lay_out(db, salvage.applied() or (_applied(db) if has_backup else ()))
    by_itself = db.execute(f"SELECT type, name, sql {_BY_ITSELF}").fetchall()
    for kind, name, _ in by_itself:  # triggers must not fire for copied rows; indexes are created faster at the end
        db.execute(f'DROP {kind} "{name}"')
    db.execute("BEGIN")
    db.execute("DELETE FROM libraries")
    filled = _copy_rows(db, salvage, has_backup=has_backup)
    _identify(db, cache, has_backup=has_backup)
    for _, _, statement in (one for one in by_itself if one[0] == "index"):
        db.execute(statement)
    _mend_references(db)
    _give_on(db, salvage.sequences())
    for _, _, statement in (one for one in by_itself if one[0] == "trigger"):
        db.execute(statement)
    db.execute("COMMIT")
    return filled


def _copy_rows(db: sqlite3.Connection, salvage: RowSalvage, *, has_backup: bool) -> int:
    """Copy all readable rows, then those of the backup, and last the doubtful ones that it lacks."""
    shapes = {shape.name: shape for shape in shapes_of(db)}
    for shape in shapes.values():
        for rows in salvage.rows(shape):
            _insert(db, shape, rows)
    for shape, rows in salvage.strays():
        _insert(db, shape, rows)
    filled = sum(_fill(db, shape, salvage.tables[shape.name].lost) for shape in shapes.values()) if has_backup else 0
    for shape in shapes.values():
        _insert(db, shape, salvage.tables[shape.name].doubtful)
    return filled


def _applied(db: sqlite3.Connection) -> set[str]:
    return {row[0] for row in db.execute("SELECT name FROM older._sqlite_migrations")}


def _insert(db: sqlite3.Connection, shape: TableShape, rows: Iterable[StoredRow]) -> None:
    by_length: dict[int, list[Sequence[object]]] = {}
    has_key = shape.key >= 0
    for row in rows:
        values = shape.complete(row)
        by_length.setdefault(len(values), []).append(values if has_key else (row.number, *values))
    for length, alike in by_length.items():
        names = (*(() if has_key else ("rowid",)), *shape.columns[:length])
        marks = ", ".join("?" * len(names))
        db.executemany(f"INSERT OR IGNORE INTO {shape.name} ({', '.join(names)}) VALUES ({marks})", alike)


def _fill(db: sqlite3.Connection, shape: TableShape, lost: Iterable[Span]) -> int:
    """Copy rows of these numbers from the backup; return how many."""
    known = {row[1] for row in db.execute(f"PRAGMA older.table_info({shape.name})")}
    names = [name for name in shape.columns if name in known]
    if not names:
        return 0
    listed = ", ".join(names if shape.key >= 0 else ("rowid", *names))
    asked = (
        f"INSERT OR IGNORE INTO main.{shape.name} ({listed}) SELECT {listed} FROM older.{shape.name}"
        " WHERE rowid BETWEEN ? AND ?"
    )
    return sum(db.execute(asked, span).rowcount for span in _merged(lost))


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for first, last in sorted(spans):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return merged


def _identify(db: sqlite3.Connection, cache: Path, *, has_backup: bool) -> None:
    """Give the catalogue its id; if that is lost, take the one of its backup or its cache."""
    if has_backup:
        db.execute(
            "INSERT INTO libraries (uuid, made)"
            " SELECT uuid, made FROM older.libraries WHERE NOT EXISTS (SELECT 1 FROM main.libraries)"
        )
    (known,) = db.execute("SELECT count(*) FROM libraries").fetchone()
    if known == 1:
        return
    db.execute("DELETE FROM libraries")
    found = str(uuid.uuid4())
    with (
        suppress(sqlite3.DatabaseError),
        closing(sqlite3.connect(f"{cache.absolute().as_uri()}?mode=ro", uri=True)) as of,
    ):
        found = of.execute("SELECT catalog FROM formats WHERE catalog IS NOT NULL LIMIT 1").fetchone()[0]
    db.execute("INSERT INTO libraries (uuid, made) VALUES (?, strftime('%Y-%m-%dT%H:%M:%SZ'))", (found,))


def _mend_references(db: sqlite3.Connection) -> None:
    """Create placeholders for lost rows that others refer to, where possible; delete the other references.

    A file without its photo gets a placeholder and is read again. A tag or an album without its name keeps its photos
    under another name. Changes and file moves whose journal step is lost do not become part of another step.
    """
    for (photo,) in db.execute("SELECT DISTINCT photo_id FROM files EXCEPT SELECT id FROM photos").fetchall():
        db.execute(_SOUND, (photo,))
        db.execute("UPDATE files SET size = 0, mtime_ns = 0, beside = NULL WHERE photo_id = ?", (photo,))
    for _ in range(_ROUNDS):
        broken = db.execute("PRAGMA foreign_key_check").fetchall()
        if not broken:
            break
        for table, number, parent, key in broken:
            column = _column(db, table, key)
            (wanted,) = db.execute(f"SELECT {column} FROM {table} WHERE rowid = ?", (number,)).fetchone() or (None,)
            if wanted is not None and parent in _NAMED:
                name = f"Recovered {_NAMED[parent]} {wanted}"
                db.execute(f"INSERT OR IGNORE INTO {parent} (id, name) VALUES (?, ?)", (wanted, name))
            else:
                db.execute(f"DELETE FROM {table} WHERE rowid = ?", (number,))
    drop_unreadable(db)
    db.execute("UPDATE move_batches SET step = 0 WHERE step NOT IN (SELECT id FROM journal_steps)")
    db.execute("DELETE FROM journal WHERE step NOT IN (SELECT id FROM journal_steps)")
    db.execute(
        "UPDATE photos SET present = EXISTS (SELECT 1 FROM files f WHERE f.photo_id = photos.id AND f.missing IS NULL)"
    )
    refresh_films(db)


def _column(db: sqlite3.Connection, table: str, key: int) -> str:
    rows = db.execute(f"PRAGMA foreign_key_list({table})").fetchall()
    return next(str(row[3]) for row in rows if row[0] == key)


def _give_on(db: sqlite3.Connection, sequences: dict[str, int]) -> None:
    """Make sure that no id is assigned again."""
    known = dict(db.execute("SELECT name, seq FROM sqlite_sequence").fetchall())
    tables = {row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE sql LIKE '%AUTOINCREMENT%'")}
    for table in tables:
        given = max(sequences.get(table, 0), known.get(table, 0))
        db.execute("DELETE FROM sqlite_sequence WHERE name = ?", (table,))
        if given:
            db.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (table, given))
