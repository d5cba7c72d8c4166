"""Check whether this computer's SQLite has the features that libraries need."""

import sqlite3

from photon.domain import PhotonError
from photon.language import tr


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
