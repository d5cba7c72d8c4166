"""Moves that a backup calls unfinished, and that were undone or forgotten since: they must not start again."""

import sqlite3
from contextlib import suppress
from pathlib import Path

from photon.domain.photo.file_time import modified_ns

_HALFWAY = "('going', 'back')"
_SAME = "id = ? AND batch = ? AND source = ? AND target = ? AND size = ? AND mtime_ns = ?"


def find(older: sqlite3.Connection, present: sqlite3.Connection | None) -> list[tuple[int, str]]:
    """Return row and source of files that are where they were, and whose move only the backup calls unfinished.

    Args:
        older: The catalogue in the backup.
        present: The current catalogue, which may be one of an older version; None if there is none.
    """
    knows = (
        present is not None and present.execute("SELECT 1 FROM main.sqlite_master WHERE name = 'file_moves'").fetchone()
    )
    found = []
    for row in older.execute(
        f"SELECT id, batch, source, target, size, mtime_ns FROM main.file_moves WHERE state IN {_HALFWAY} ORDER BY id"
    ).fetchall():
        is_known = present and knows and present.execute(f"SELECT 1 FROM main.file_moves WHERE {_SAME}", row).fetchone()
        if not is_known and _is_there(row[2], row[4:]):
            found.append((row[0], row[2]))
    return found


def drop(older: sqlite3.Connection, present: sqlite3.Connection | None) -> None:
    """Within a transaction, note that these files are at their source."""
    for row, _ in find(older, present):
        older.execute("UPDATE main.file_moves SET state = 'over' WHERE id = ?", (row,))


def _is_there(path: str, known: tuple[int, int]) -> bool:
    with suppress(OSError, ValueError):
        status = Path(path).lstat()
        return (status.st_size, modified_ns(status)) == known
    return False
