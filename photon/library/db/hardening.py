"""Open a database as untrusted input: its schema can run only what SQLite classifies as harmless."""

import sqlite3

_DEFENSIVE = "SQLITE_DBCONFIG_DEFENSIVE"  # Python 3.12 and later


def harden(db: sqlite3.Connection) -> None:
    """Make a connection trust neither the schema nor the cells of its files.

    Triggers, views, generated columns and checks then cannot call functions with side effects or virtual tables, a cell
    of a wrong size is reported as damage, and the schema cannot be written to directly ("Defense Against The Dark Arts"
    in SQLite's documentation).

    Args:
        db: An open connection; statements that Photon runs on it are not limited.
    """
    sqlite3.Connection.execute(db, "PRAGMA trusted_schema=OFF")
    sqlite3.Connection.execute(db, "PRAGMA cell_size_check=ON")
    set_config = getattr(db, "setconfig", None)
    if set_config is not None:
        set_config(getattr(sqlite3, _DEFENSIVE), True)  # noqa: FBT003 - sqlite3's own
