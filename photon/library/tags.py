"""Tags that the user gave: a tree of names, as far as filters and suggestions ask for it."""

import sqlite3
from collections.abc import Collection, Sequence

from photon.domain import Changes, changed
from photon.library.connection import Library
from photon.library.word_forms import fold_name

BETWEEN = "/"  # the names of a path

_BELOW = (
    "WITH RECURSIVE below (top, id) AS (SELECT id, id FROM tags {where}"
    " UNION SELECT b.top, t.id FROM tags t JOIN below b ON t.parent_id = b.id)"
)


def counted(library: Library) -> list[tuple[str, int]]:
    """Every tag as a path (``Places/Italy``) with the number of present photos that have it or a tag below it."""
    rows = library.db.execute(
        _BELOW.format(where="") + " SELECT b.top, count(DISTINCT p.id) FROM below b"
        " LEFT JOIN photo_tags x ON x.tag_id = b.id LEFT JOIN photos p ON p.id = x.photo_id AND p.present = 1"
        " GROUP BY b.top"
    )
    counts = {int(tag): int(count) for tag, count in rows}
    return sorted((BETWEEN.join(path), counts[tag]) for tag, path in _paths(library.db).items())


def meant(library: Library, text: str) -> list[int]:
    """Tags of this name, or whose path ends with it, and all tags below them; case and diacritics do not count."""
    name = fold_name(text)
    wanted = [part.strip() for part in name.split(BETWEEN) if part.strip()]
    found = [
        tag
        for tag, path in _paths(library.db).items()
        if fold_name(path[-1]) == name or (wanted and list(map(fold_name, path[-len(wanted) :])) == wanted)
    ]
    if not found:
        return []
    where = f"WHERE id IN ({', '.join(map(str, found))})"
    rows = library.db.execute(_BELOW.format(where=where) + " SELECT DISTINCT id FROM below ORDER BY id")
    return [int(row[0]) for row in rows]


def add(library: Library, path: Sequence[str], photos: Collection[int]) -> Changes:
    """Give photos a tag, which is made if there is none at this path."""
    with library.transaction() as db:
        tag = None
        for name in path:
            tag = _child(db, tag, name) or _insert(db, tag, name)
        db.executemany("INSERT OR IGNORE INTO photo_tags VALUES (?, ?)", [(photo, tag) for photo in photos])
    return changed("marks", photos=frozenset(photos))


def remove(library: Library, path: Sequence[str], photos: Collection[int]) -> Changes:
    """Take a tag from photos; the tag itself stays."""
    with library.transaction() as db:
        tag = None
        for name in path:
            tag = _child(db, tag, name)
            if tag is None:
                return Changes()
        db.executemany("DELETE FROM photo_tags WHERE photo_id = ? AND tag_id = ?", [(photo, tag) for photo in photos])
    return changed("marks", photos=frozenset(photos))


def _child(db: sqlite3.Connection, parent: int | None, name: str) -> int | None:
    row = db.execute("SELECT id FROM tags WHERE parent_id IS ? AND name = ?", (parent, name)).fetchone()
    return int(row[0]) if row else None


def _insert(db: sqlite3.Connection, parent: int | None, name: str) -> int:
    return int(db.execute("INSERT INTO tags (parent_id, name) VALUES (?, ?)", (parent, name)).lastrowid or 0)


def _paths(db: sqlite3.Connection) -> dict[int, list[str]]:
    """The names from the root to each tag."""
    known = {int(tag): (parent, str(name)) for tag, parent, name in db.execute("SELECT id, parent_id, name FROM tags")}
    paths: dict[int, list[str]] = {}
    for tag in known:
        path: list[str] = []
        at: int | None = tag
        while at in known and len(path) < len(known):  # a ring, should one ever be written, ends
            at, name = known[at]
            path.insert(0, name)
        paths[tag] = path
    return paths
