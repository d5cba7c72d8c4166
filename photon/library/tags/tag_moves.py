"""Rename, move and delete tags with all decisions about them; each operation is one transaction."""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from photon.domain import Changes, PhotonError, Region, changed
from photon.domain.metadata.tag import TagMark, TagPath, tag_key, tag_text
from photon.language import tr
from photon.library.db.connection import Library
from photon.library.tags import tag_tree
from photon.library.tags.tags import mark_within
from photon.library.words import full_text


class TagBranch(NamedTuple):
    """A tag without its photos.

    Attributes:
        path: Its names.
        is_taught: Whether Photon learns it from its photos.
        kind: The common noun for its subject, if a person entered one.
    """

    path: TagPath
    is_taught: bool = False
    kind: str = ""


def marks_below(library: Library, path: TagPath) -> list[TagMark]:
    """Return the decisions about a tag and its descendants, including those for missing photos and examples."""
    return _marks(library.db, path)


def tree_below(library: Library, path: TagPath) -> list[TagBranch]:
    """Return a tag and its descendants, parents before children; empty if it doesn't exist."""
    return _tree(library.db, path)


def delete_subtree(library: Library, path: TagPath) -> Changes:
    """Delete a tag with its descendants and all decisions about them."""
    with library.transaction() as db:
        _fell(db, path)
    return changed("tags")


def move(library: Library, path: TagPath, to: TagPath) -> Changes:
    """Rename or move a tag with its descendants; it is merged with a tag that exists at the new path.

    Args:
        library: Open for writing.
        path: The tag.
        to: The new path.

    Returns:
        What changed.

    Raises:
        PhotonError: There is no such tag, or the new path is inside the tag.
    """
    if tag_tree.find(library.db, path) is None:
        raise PhotonError(
            tr("There is no tag “{tag}”.", tag=tag_text(path)), tr("It may have been deleted or renamed.")
        )
    is_same = tag_key(path) == tag_key(to)
    if not is_same and tag_key(to).startswith(f"{tag_key(path)}\x1f"):
        raise PhotonError(
            tr("“{tag}” can't be moved into itself.", tag=tag_text(path)), tr("Choose another place for it.")
        )
    with library.transaction() as db:
        if is_same:
            _respell(db, path, to)
        else:
            _move(db, path, to)
    return changed("tags")


def _move(db: sqlite3.Connection, path: TagPath, to: TagPath) -> None:
    marks, tree = _marks(db, path), _tree(db, path)
    # Confirmed tags remain confirmed: when two tags are merged, photos with either of them have the result.
    there = _marks(db, to)
    kept = {(one.photo, tag_key(one.path)) for one in there if one.state == "confirmed"}
    decided = kept | {(one.photo, tag_key(one.path)) for one in there}
    moved = [replace(one, path=(*to, *one.path[len(path) :])) for one in marks]
    _fell(db, path)
    _plant(db, [one._replace(path=(*to, *one.path[len(path) :])) for one in tree])
    stay = {"confirmed": kept, "rejected": kept, "example": decided}
    mark_within(db, [one for one in moved if one.state and (one.photo, tag_key(one.path)) not in stay[one.state]])


def _fell(db: sqlite3.Connection, path: TagPath) -> None:
    mark_within(db, [replace(one, state=None) for one in _marks(db, path)])
    for tag in reversed(tag_tree.below(db, path)):
        db.execute("DELETE FROM tags WHERE id = ?", (tag,))


def _respell(db: sqlite3.Connection, path: TagPath, to: TagPath) -> None:
    """Change the spelling of a tag, for example its case."""
    for depth in range(1, len(path) + 1):
        tag = tag_tree.find(db, path[:depth])
        db.execute("UPDATE tags SET name = ? WHERE id = ?", (to[depth - 1], tag))
    photos = {one.photo for one in _marks(db, path) if one.state == "confirmed"}
    full_text.forget(db, photos)
    full_text.renew(db, photos)


def _marks(db: sqlite3.Connection, path: TagPath) -> list[TagMark]:
    key, known = tag_key(path), tag_tree.paths(db)
    among = f"tag_id IN ({', '.join(map(str, tag_tree.below(db, path)))})"
    regions: dict[tuple[int, int], list[Region]] = {}
    for photo, tag, *box in db.execute(
        f"SELECT photo_id, tag_id, x, y, width, height FROM tag_examples WHERE {among} ORDER BY rowid"
    ):
        regions.setdefault((photo, tag), []).append(Region(*box))
    rows = db.execute(f"SELECT photo_id, tag_id, certainty, run FROM photo_tags WHERE {among} ORDER BY rowid")
    given = [
        TagMark(photo, tuple(known[tag]), "confirmed", certainty, run, tuple(regions.pop((photo, tag), ())))
        for photo, tag, certainty, run in rows
    ]
    rows = db.execute(
        "SELECT photo_id, path, certainty, run FROM rejected_tags WHERE key = ? OR substr(key, 1, ?) = ?"
        " ORDER BY rowid",
        (key, len(key) + 1, f"{key}\x1f"),
    )
    refused = [
        TagMark(photo, tuple(json.loads(written)), "rejected", certainty, run, ())
        for photo, written, certainty, run in rows
    ]
    named = [
        TagMark(photo, tuple(known[tag]), "example", regions=tuple(some)) for (photo, tag), some in regions.items()
    ]
    return given + refused + named


def _tree(db: sqlite3.Connection, path: TagPath) -> list[TagBranch]:
    known = tag_tree.paths(db)
    among = ", ".join(map(str, tag_tree.below(db, path)))
    rows = db.execute(f"SELECT id, taught, kind FROM tags WHERE id IN ({among})")
    found = (TagBranch(tuple(known[tag]), bool(taught), kind) for tag, taught, kind in rows)
    return sorted(found, key=lambda each: (len(each.path), tag_key(each.path)))


def _plant(db: sqlite3.Connection, tree: Iterable[TagBranch]) -> None:
    for branch in tree:
        tag = tag_tree.tag_at(db, branch.path)
        db.execute(
            "UPDATE tags SET taught = max(taught, ?), kind = CASE kind WHEN '' THEN ? ELSE kind END WHERE id = ?",
            (branch.is_taught, branch.kind, tag),
        )
