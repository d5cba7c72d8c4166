"""The tree of tags: names within names; in any case, Unicode form and spacing one tag, spelled as it came first."""

import sqlite3

from photon.domain.metadata.tag import TagPath, name_key

BELOW = (
    "WITH RECURSIVE below (top, id) AS (SELECT id, id FROM tags {where}"
    " UNION SELECT b.top, t.id FROM tags t JOIN below b ON t.parent_id = b.id)"
)
"""The beginning of a question about tags and everything below them: rows of ``top`` and ``id``."""


class Levels:
    """Looks for tags within one transaction in which nobody else makes or removes any.

    The names of a level are read once, however many are looked for: a person may have ten thousand on one.
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        """Take the catalogue."""
        self._db = db
        self._levels: dict[int | None, dict[str, int]] = {}

    def find(self, path: TagPath) -> int | None:
        """The tag at a path, in any spelling, or None."""
        tag: int | None = None
        for name in path:
            tag = self._child(tag, name)
            if tag is None:
                return None
        return tag

    def place(self, path: TagPath) -> int:
        """The tag at a path, made where there is none.

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
        """By key: SQLite's NOCASE knows the letters of English only."""
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
    """The tag at a path, in any spelling, or None."""
    return Levels(db).find(path)


def place(db: sqlite3.Connection, path: TagPath) -> int:
    """Within a transaction: the tag at a path, made where there is none.

    Raises:
        ValueError: The path is empty.
    """
    return Levels(db).place(path)


def paths(db: sqlite3.Connection) -> dict[int, list[str]]:
    """The names from the root to each tag."""
    known = {int(tag): (parent, str(name)) for tag, parent, name in db.execute("SELECT id, parent_id, name FROM tags")}
    found: dict[int, list[str]] = {}
    for tag in known:
        path: list[str] = []
        at: int | None = tag
        while at in known and len(path) < len(known):  # a ring, should one ever be written, ends
            at, name = known[at]
            path.insert(0, name)
        found[tag] = path
    return found


def below(db: sqlite3.Connection, path: TagPath) -> list[int]:
    """The tag at a path and all below it, parents before children; empty where there is none."""
    top = find(db, path)
    if top is None:
        return []
    rows = db.execute(BELOW.format(where=f"WHERE id = {top}") + " SELECT id FROM below")
    return [int(row[0]) for row in rows]
