"""The tree of tags. Names that differ only in case, Unicode form or spacing are one tag, spelled as first entered."""

import sqlite3
from collections.abc import Iterable

from photon.domain.metadata.tag import TagPath
from photon.library.db.name_tree import NameLevels, below_clause, tree_paths

BELOW = below_clause("tags")
"""Common table expression for tags and all their descendants: rows of ``top`` and ``id``."""


def find(db: sqlite3.Connection, path: TagPath) -> int | None:
    """Find the tag at a path, in any spelling, or None."""
    return NameLevels(db, "tags").find(path)


def tag_at(db: sqlite3.Connection, path: TagPath) -> int:
    """Within a transaction, find or create the tag at a path.

    Raises:
        ValueError: The path is empty.
    """
    return NameLevels(db, "tags").node_of(path)


def paths(db: sqlite3.Connection) -> dict[int, list[str]]:
    """Read the names from the root to each tag, by tag id."""
    return tree_paths(db, "tags")


def below(db: sqlite3.Connection, path: TagPath) -> list[int]:
    """Return the tag at a path and its descendants, parents before children; empty if there is none."""
    top = find(db, path)
    if top is None:
        return []
    rows = db.execute(BELOW.format(where=f"WHERE id = {top}") + " SELECT id FROM below")
    return [int(row[0]) for row in rows]


def photos_below(db: sqlite3.Connection, tags: Iterable[int]) -> list[int]:
    """Return the photos that have one of these tags or a descendant."""
    where = f"WHERE id IN ({', '.join(map(str, tags))})"
    rows = db.execute(
        f"{BELOW.format(where=where)} SELECT DISTINCT photo_id FROM photo_tags WHERE tag_id IN (SELECT id FROM below)"
    )
    return [photo for (photo,) in rows]
