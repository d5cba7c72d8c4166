"""Check whether SQLite can do what libraries need, and whether a database file is intact and complete."""

import sqlite3

from photon.domain import PhotonError
from photon.language import tr
from photon.library.db.database_errors import DamagedLibrary, is_damage

CATALOG, CACHE, PREVIEWS = "catalog.db", "cache.db", "previews.db"

THOROUGH = 8 << 20
"""File size in bytes up to which indexes are checked against their tables, which takes four times as long (0.1 s)."""

Columns = frozenset[tuple[str, str]]


def damage(db: sqlite3.Connection, schema: str = "main", *, size: int = THOROUGH + 1) -> str:
    """Run SQLite's integrity check on a database file.

    Args:
        db: An open connection.
        schema: Name under which the file is attached.
        size: Size of the file in bytes. 67 MB, a catalogue of 100,000 photos, take 0.2 s.

    Returns:
        SQLite's message; empty if the file is intact.
    """
    how = "integrity_check" if size <= THOROUGH else "quick_check"
    try:
        rows = db.execute(f"PRAGMA {schema}.{how}(1)").fetchall()
    except DamagedLibrary as error:
        return str(error.__cause__)
    except sqlite3.DatabaseError as error:
        if not is_damage(error):
            raise
        return str(error)
    return "" if rows == [("ok",)] else " ".join(str(rows[0][0]).split())


def columns(db: sqlite3.Connection) -> Columns:
    """List (table, column) of all tables in the main file."""
    return frozenset(
        db.execute("SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'")
    )


def illegible_text(db: sqlite3.Connection) -> str:
    """Name the table of the main file that has a text that is no UTF-8, as a clause; empty if all can be read.

    ``damage`` doesn't see it. Goes through all rows: some seconds for a catalogue of 100,000 photos.
    """
    for table in sorted({table for table, _ in columns(db)}):
        try:
            for _ in db.execute(f'SELECT * FROM main."{table}"'):
                pass
        except (DamagedLibrary, sqlite3.DatabaseError) as error:
            if isinstance(error, sqlite3.DatabaseError) and not is_damage(error):
                raise
            return tr("a text in the table “{table}” can't be read", table=table)
    return ""


def missing(db: sqlite3.Connection, wanted: Columns) -> str:
    """Describe the first expected table or column that a file lacks; empty if it has all of them."""
    lacking = sorted(wanted - columns(db))
    return (
        tr("“{column}” of the table “{table}” is missing", column=lacking[0][1], table=lacking[0][0]) if lacking else ""
    )


def try_full_text() -> str:
    """Find a word by full-text search in a database in memory.

    Returns:
        SQLite with its version.

    Raises:
        PhotonError: The word was not found. Errors of SQLite without FTS5 or JSON are not caught.
    """
    db = sqlite3.connect(":memory:")
    try:
        db.execute("CREATE VIRTUAL TABLE words USING fts5(text)")
        db.execute("INSERT INTO words VALUES ('a dog on the beach')")
        ((found,),) = db.execute("SELECT count(*) FROM words, json_each('[1]') WHERE words MATCH 'dog'")
    finally:
        db.close()
    if found != 1:
        raise PhotonError(tr("A word was not found again."))
    return f"SQLite {sqlite3.sqlite_version}"
