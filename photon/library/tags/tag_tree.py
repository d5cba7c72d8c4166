"""The tree of tags. Names that differ only in case, Unicode form or spacing are one tag, spelled as first entered."""

import sqlite3

from photon.domain.metadata.tag import TagPath, name_key
from photon.library.db.name_tree import below_clause, tree_paths

BELOW = below_clause("tags")
"""Common table expression for tags and all their descendants: rows of ``top`` and ``id``."""


class Levels:
    """Finds and creates tags within one transaction.

    The names of a level are read once, however many are looked up; a level may have ten thousand of them.
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        """Start with an empty cache.

        Args:
            db: The catalogue. No other code may add or remove tags while this object is in use.
        """
        self._db = db
        self._levels: dict[int | None, dict[str, int]] = {}

    def find(self, path: TagPath) -> int | None:
        """Find the tag at a path, in any spelling, or None."""
        tag: int | None = None
        for name in path:
            tag = self._child(tag, name)
            if tag is None:
                return None
        return tag

    def place(self, path: TagPath) -> int:
        """Find or create the tag at a path.

        Raises:
            ValueError: The path is empty.
        """
        tag: int | None = None
        for name in path:
            tag = self._child(tag, name) or self._insert(tag, name)
        if tag is None:
            raise ValueError("an empty path names no tag")
        return tag

    def _child(self, parent: int | None, name: str) -> int | None:
        """Look up a child by key, because SQLite's NOCASE knows only English letters."""
        exact = self._db.execute("SELECT id FROM tags WHERE parent_id IS ? AND name = ?", (parent, name)).fetchone()
        return int(exact[0]) if exact else self._level(parent).get(name_key(name))

    def _level(self, parent: int | None) -> dict[str, int]:
        if parent not in self._levels:
            rows = self._db.execute("SELECT id, name FROM tags WHERE parent_id IS ? ORDER BY id DESC", (parent,))
            self._levels[parent] = {name_key(name): int(id_) for id_, name in rows}  # the first of a spelling stays
        return self._levels[parent]

    def _insert(self, parent: int | None, name: str) -> int:
        row = self._db.execute("INSERT INTO tags (parent_id, name) VALUES (?, ?)", (parent, name))
        tag = int(row.lastrowid or 0)
        self._level(parent).setdefault(name_key(name), tag)
        return tag


def find(db: sqlite3.Connection, path: TagPath) -> int | None:
    """Find the tag at a path, in any spelling, or None."""
    return Levels(db).find(path)


def place(db: sqlite3.Connection, path: TagPath) -> int:
    """Within a transaction, find or create the tag at a path.

    Raises:
        ValueError: The path is empty.
    """
    return Levels(db).place(path)


def paths(db: sqlite3.Connection) -> dict[int, list[str]]:
    """Read the names from the root to each tag, by tag id."""
    return tree_paths(db, "tags")


def below(db: sqlite3.Connection, path: TagPath) -> list[int]:
    """The tag at a path and its descendants, parents before children; empty if there is none."""
    top = find(db, path)
    if top is None:
        return []
    rows = db.execute(BELOW.format(where=f"WHERE id = {top}") + " SELECT id FROM below")
    return [int(row[0]) for row in rows]
