"""Hide photos because of their tags."""

import json
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import contextmanager

import numpy as np

from photon.domain.arrays import Ids
from photon.domain.metadata.tag import belongs
from photon.domain.setting import LibrarySetting, time_stamp, yes_or_no
from photon.language import tr
from photon.library.db import settings
from photon.library.db.connection import Library
from photon.library.photos import photos
from photon.library.tags import tag_tree

HIDE = LibrarySetting(
    "hide_sensitive", tr("hiding sensitive photos"), usual=False, check=yes_or_no, possible=tr("on or off"),
    travels="stricter",
)  # fmt: skip
HIDDEN_AT = LibrarySetting("hidden_at", "", 0.0, time_stamp, possible="", travels="never")
"""Time of the last change, so that an unlocked window notices that photos must be hidden again."""

_WHOLE = frozenset({"vectors"})
"""Tables that are not filtered: the index holds the vectors of all photos, and hidden ones are removed from answers."""


def is_wanted(library: Library) -> bool:
    """Return whether the user wants sensitive photos hidden."""
    return settings.get(library, HIDE)


def among(library: Library, keys: Collection[str], least: float) -> Ids:
    """Find photos with sensitive tags: confirmed, or suggested with enough certainty and not rejected.

    Photos without a present file are included.

    Args:
        library: The library.
        keys: Keys of the tags, as for ``belongs``.
        least: Minimum certainty of suggestions, 0..1.

    Returns:
        Ids int64 (n,), ascending.
    """
    given = [tag for tag, path in tag_tree.paths(library.db).items() if belongs(tuple(path), keys)]
    words = library.db.execute("SELECT id, path FROM suggested_words").fetchall()
    suggested = [word for word, path in words if belongs(tuple(json.loads(path)), keys)]
    rows = library.db.execute(
        "SELECT photo_id FROM photo_tags WHERE tag_id IN (SELECT value FROM json_each(?1))"
        " UNION SELECT photo_id FROM suggested_tags WHERE word_id IN (SELECT value FROM json_each(?2))"
        " AND decided = 0 AND certainty >= ?3 ORDER BY 1",
        (json.dumps(given), json.dumps(suggested), least),
    ).fetchall()
    return np.array([row[0] for row in rows], np.int64)


def visible(library: Library) -> Ids | None:
    """List all present photos that are not hidden: int64 (n,), ascending; None if nothing is hidden."""
    if not len(library.veiled) or library.is_lifted:
        return None
    rows = library.db.execute("SELECT id FROM photos WHERE present = 1 ORDER BY id").fetchall()
    return np.array([row[0] for row in rows], np.int64)


def count_present(library: Library, hidden: Ids) -> int:
    """Count how many of the hidden photos, int64 (n,), have a file."""
    row = library.db.execute(
        "SELECT count(*) FROM photos WHERE present = 1 AND id IN (SELECT value FROM json_each(?))",
        (json.dumps(hidden.tolist()),),
    ).fetchone()
    return int(row[0])


def veil(library: Library, hidden: Ids) -> None:
    """Hide photos from all queries of a reading connection; an empty array shows everything.

    Each table that refers to photos is shadowed by a temporary view of the same name without the rows of these photos.
    SQLite resolves names in the temporary schema first, so no query can forget the filter. Writing connections must not
    be filtered.

    Args:
        library: Open for reading.
        hidden: Ids int64 (n,), ascending.
    """
    if np.array_equal(library.veiled, hidden):
        return
    db = library.db
    if not len(library.veiled):
        db.execute("PRAGMA temp_store = MEMORY")
        db.execute("CREATE TEMP TABLE IF NOT EXISTS hidden_photos (id INTEGER PRIMARY KEY)")
        for table, view in _views(db).items():
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


def holds(library: Library, photo: int, path: str) -> bool:
    """Return whether a photo is hidden; it is given by its id or, if that is 0, by its absolute path."""
    if not len(library.veiled):
        return False
    with lifted(library):
        return (photo or photos.at(library, path) or 0) in library.veiled


def _fill(db: sqlite3.Connection, hidden: Ids) -> None:
    db.execute("DELETE FROM temp.hidden_photos")
    if len(hidden):
        db.execute("INSERT INTO temp.hidden_photos SELECT value FROM json_each(?)", (json.dumps(hidden.tolist()),))


def _views(db: sqlite3.Connection) -> dict[str, str]:
    """Return the query for rows without hidden photos, for each table that refers to photos."""
    found = {}
    for schema in ("main", "cache", "previews"):
        tables = db.execute(f"SELECT name, sql FROM {schema}.sqlite_master WHERE type = 'table'").fetchall()
        for table, sql in tables:
            columns = {row[1] for row in db.execute(f"PRAGMA {schema}.table_info({table})")}
            condition = _condition(table, columns)
            if condition:
                row_number = "" if "WITHOUT ROWID" in sql else ", rowid AS rowid"  # a view has none of its own
                found[table] = f"SELECT *{row_number} FROM {schema}.{table} AS x WHERE {condition}"
    return found


def _condition(table: str, columns: Collection[str]) -> str:
    among = "IN (SELECT id FROM temp.hidden_photos)"
    if table in _WHOLE:
        return ""
    if table == "photos":
        return f"id NOT {among}"
    if "photo_id" in columns:
        return f"photo_id NOT {among}"
    if {"folder_id", "relative"} <= set(columns):  # tables keyed by file
        return (
            f"NOT EXISTS (SELECT 1 FROM main.files f WHERE f.photo_id {among}"
            " AND f.folder_id = x.folder_id AND f.relative = x.relative)"
        )
    return ""
