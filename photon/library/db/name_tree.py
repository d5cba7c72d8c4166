"""Tables whose rows form a tree of names: ``id``, ``parent_id``, ``name``."""

import sqlite3
from collections.abc import Sequence
from typing import Literal

from photon.domain.metadata.tag import name_key

TreeTable = Literal["tags", "albums"]


def below_clause(table: TreeTable) -> str:
    """Return a common table expression for rows and all their descendants: rows of ``top`` and ``id``.

    Its ``{where}`` limits the rows at the top.
    """
    return (
        f"WITH RECURSIVE below (top, id) AS (SELECT id, id FROM {table} {{where}}"
        f" UNION SELECT b.top, t.id FROM {table} t JOIN below b ON t.parent_id = b.id)"
    )


def tree_paths(db: sqlite3.Connection, table: TreeTable) -> dict[int, list[str]]:
    """Read the names from the root to each row, by id."""
    rows = db.execute(f"SELECT id, parent_id, name FROM {table}")
    known = {int(id_): (parent, str(name)) for id_, parent, name in rows}
    found: dict[int, list[str]] = {}
    for id_ in known:
        path: list[str] = []
        at: int | None = id_
        while at in known and len(path) < len(known):  # terminates even if the data contains a cycle
            at, name = known[at]
            path.insert(0, name)
        found[id_] = path
    return found


class NameLevels:
    """Finds and creates rows by their names within one transaction.

    The names of a level are read once, however many are looked up; a level may have ten thousand of them.
    """

    def __init__(self, db: sqlite3.Connection, table: TreeTable) -> None:
        """Start with an empty cache.

        Args:
            db: The catalogue. No other code may add or remove rows of the table while this object is in use.
            table: The table.
        """
        self._db, self._table = db, table
        self._levels: dict[int | None, dict[str, int]] = {}

    def find(self, path: Sequence[str]) -> int | None:
        """Find the row at a path, in any spelling, or None."""
        row: int | None = None
        for name in path:
            row = self.child(row, name)
            if row is None:
                return None
        return row

    def node_of(self, path: Sequence[str]) -> int:
        """Find or create the row at a path.

        Raises:
            ValueError: The path is empty.
        """
        row: int | None = None
        for name in path:
            row = self.child(row, name) or self._insert(row, name)
        if row is None:
            raise ValueError("an empty path names nothing")
        return row

    def child(self, parent: int | None, name: str) -> int | None:
        """Look up a child by key, because SQLite's NOCASE knows only English letters."""
        query = f"SELECT id FROM {self._table} WHERE parent_id IS ? AND name = ?"
        exact = self._db.execute(query, (parent, name)).fetchone()
        return int(exact[0]) if exact else self._level(parent).get(name_key(name))

    def _level(self, parent: int | None) -> dict[str, int]:
        if parent not in self._levels:
            query = f"SELECT id, name FROM {self._table} WHERE parent_id IS ? ORDER BY id DESC"
            rows = self._db.execute(query, (parent,))
            self._levels[parent] = {name_key(name): int(id_) for id_, name in rows}  # the first of a spelling is kept
        return self._levels[parent]

    def _insert(self, parent: int | None, name: str) -> int:
        made = self._db.execute(f"INSERT INTO {self._table} (parent_id, name) VALUES (?, ?)", (parent, name))
        row = int(made.lastrowid or 0)
        self._level(parent).setdefault(name_key(name), row)
        return row
