"""Rows of a damaged or forged catalogue that nothing can read: lists of names that are none."""

import sqlite3

_LISTS = (("rejected_tags", "path", 1), ("vocabulary", "path", 1), ("vocabulary", "synonyms", 0))
"""Table, column, and the fewest names in a list."""


def drop_unreadable(db: sqlite3.Connection) -> None:
    """Within a transaction, delete the rows of a catalogue of any version whose lists of names are none."""
    tables = {row[0] for row in db.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'")}
    for table, column, fewest in _LISTS:
        if table in tables:
            db.execute(
                f"DELETE FROM main.{table} WHERE CASE WHEN NOT json_valid({column}) THEN 1"
                f" WHEN json_type({column}) <> 'array' OR json_array_length({column}) < {fewest} THEN 1"
                f" ELSE EXISTS (SELECT 1 FROM json_each({table}.{column}) n WHERE n.type <> 'text' OR n.value = '') END"
            )
