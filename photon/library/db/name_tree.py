"""Tables whose rows form a tree of names: ``id``, ``parent_id``, ``name``."""

import sqlite3
from typing import Literal

TreeTable = Literal["tags", "albums"]


def below_clause(table: TreeTable) -> str:
    """A common table expression for rows and all their descendants: rows of ``top`` and ``id``.

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
