"""The veil of a reading connection: photos that none of its queries finds, because they are hidden.

It is the one condition that keeps hidden photos out of everything. Each table that refers to photos is shadowed by a
temporary view of the same name without the rows of these photos. SQLite resolves names in the temporary schema first,
so no query can forget the filter.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from photon.domain.arrays import Ids
from photon.library.db.connection import Library

_WHOLE = frozenset({"vectors"})
"""Tables that are not filtered: the index holds the vectors of all photos, and hidden ones are removed from answers."""


def draw_veil(library: Library, hidden: Ids) -> None:
    """Hide photos from all queries of a connection, which must not write; an empty array shows everything.

    Args:
        library: Open for reading.
        hidden: Ids int64 (n,), ascending.
    """
    if np.array_equal(library.veiled, hidden):
        return
    db = library.db
    if not len(library.veiled):
        db.execute("PRAGMA temp_store = MEMORY")
        db.execute("CREATE TEMP TABLE IF NOT EXISTS veiled_photos (id INTEGER PRIMARY KEY)")
        for table, view in [*_views(db)]:
            db.execute(f"CREATE TEMP VIEW {table} AS {view}")
    _fill(db, hidden)
    if not len(hidden):
        for (table,) in db.execute("SELECT name FROM temp.sqlite_master WHERE type = 'view'").fetchall():
            db.execute(f"DROP VIEW temp.{table}")
    library.veiled = hidden


@contextmanager
def lifted(library: Library) -> Iterator[None]:
    """Show everything temporarily, for code that works on all photos without displaying them, such as the index."""
    kept = library.veiled
    if not len(kept) or library.is_lifted:
        yield
        return
    _fill(library.db, kept[:0])
    library.is_lifted = True
    try:
        yield
    finally:
        library.is_lifted = False
        _fill(library.db, kept)


def _fill(db: sqlite3.Connection, hidden: Ids) -> None:
    db.execute("DELETE FROM temp.veiled_photos")
    if len(hidden):
        db.execute("INSERT INTO temp.veiled_photos SELECT value FROM json_each(?)", (json.dumps(hidden.tolist()),))


def _views(db: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """Yield each table that refers to photos, and the query for its rows without hidden ones."""
    among = "IN (SELECT id FROM temp.veiled_photos)"
    for schema in ("main", "cache", "previews"):
        for table, sql in db.execute(f"SELECT name, sql FROM {schema}.sqlite_master WHERE type = 'table'").fetchall():
            columns = {row[1] for row in db.execute(f"PRAGMA {schema}.table_info({table})")}
            named = [column for column in ("photo_id", "one", "other") if column in columns]
            condition = " AND ".join(f"{column} NOT {among}" for column in (["id"] if table == "photos" else named))
            if not condition and {"folder_id", "relative"} <= columns:  # keyed by file
                condition = (
                    f"NOT EXISTS (SELECT 1 FROM main.files f WHERE f.photo_id {among}"
                    " AND f.folder_id = x.folder_id AND f.relative = x.relative)"
                )
            if condition and table not in _WHOLE:
                row_number = "" if "WITHOUT ROWID" in sql else ", rowid AS rowid"  # a view has none of its own
                yield table, f"SELECT *{row_number} FROM {schema}.{table} AS x WHERE {condition}"
