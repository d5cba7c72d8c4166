"""The user's decisions about tags, as positive and negative examples."""

from collections.abc import Collection, Sequence

import numpy as np

from photon.domain.arrays import Ids
from photon.domain.metadata.tag import tag_key
from photon.library.db.connection import Library
from photon.library.db.id_list import IN_LIST, id_list
from photon.library.tags import tag_tree, tags
from photon.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Decision:
    """A tag that the user confirmed or rejected for a photo.

    Attributes:
        photo: Photo id.
        key: ``tag_key`` of the tag's path.
        is_right: Whether the photo has the tag.
    """

    photo: int
    key: str
    is_right: bool


def latest(library: Library, most: int) -> list[Decision]:
    """Read the latest decisions about present photos.

    Args:
        library: The library.
        most: Maximum number of confirmations, and of rejections.

    Returns:
        The confirmations, then the rejections, newest first each.
    """
    given = library.db.execute(
        "SELECT t.photo_id, t.tag_id FROM photo_tags t JOIN photos p ON p.id = t.photo_id AND +p.present = 1"
        " ORDER BY t.given DESC, t.rowid DESC LIMIT ?",
        (most,),
    ).fetchall()
    keys = {tag: tag_key(tuple(path)) for tag, path in tag_tree.paths(library.db).items()} if given else {}
    refused = library.db.execute(
        "SELECT r.photo_id, r.key FROM rejected_tags r JOIN photos p ON p.id = r.photo_id AND +p.present = 1"
        " ORDER BY r.given DESC, r.rowid DESC LIMIT ?",
        (most,),
    )
    return [Decision(photo, keys[tag], is_right=True) for photo, tag in given] + [
        Decision(photo, key, is_right=False) for photo, key in refused
    ]


def about(library: Library, photos: Collection[int]) -> list[Decision]:
    """Read all decisions about some photos, in no particular order."""
    if not photos:
        return []
    wanted, between = set(photos), (min(photos), max(photos))
    given = library.db.execute(
        "SELECT photo_id, tag_id FROM photo_tags WHERE photo_id BETWEEN ? AND ?", between
    ).fetchall()
    keys = {tag: tag_key(tuple(path)) for tag, path in tag_tree.paths(library.db).items()} if given else {}
    refused = library.db.execute("SELECT photo_id, key FROM rejected_tags WHERE photo_id BETWEEN ? AND ?", between)
    return [Decision(photo, keys[tag], is_right=True) for photo, tag in given if photo in wanted and tag in keys] + [
        Decision(photo, key, is_right=False) for photo, key in refused if photo in wanted
    ]


def named(library: Library, names: Sequence[str]) -> tuple[Ids, Ids]:
    """Return photos that have a tag of one of these names or below it, and those for which such a tag was rejected.

    Args:
        library: The library.
        names: Names or path suffixes.

    Returns:
        Photo ids, int64 (n,) and int64 (m,).
    """
    some = {tag for name in names for tag in tags.matching_tags(library, name)}
    given = library.column(f"SELECT photo_id FROM photo_tags WHERE tag_id {IN_LIST}", (id_list(some),))
    ends = [tag_key((name,)) for name in names]
    # for a built-in tag that no photo has, only the key is known
    refused = [
        photo
        for end in ends
        for photo in library.column(
            "SELECT photo_id FROM rejected_tags WHERE key = ?1 OR substr(key, -length(?1) - 1) = char(31) || ?1", (end,)
        )
    ]
    return np.array(given, np.int64), np.array(refused, np.int64)


def counts(library: Library) -> dict[str, tuple[int, int]]:
    """Count, by tag key, the photos that have the tag and those for which it was rejected."""
    given = library.db.execute("SELECT tag_id, count(*) FROM photo_tags GROUP BY tag_id").fetchall()
    # read afterwards: tags may be added or removed in between, and a removed one is skipped
    keys = {tag: tag_key(tuple(path)) for tag, path in tag_tree.paths(library.db).items()}
    found = {keys[tag]: (int(number), 0) for tag, number in given if tag in keys}
    for key, number in library.db.execute("SELECT key, count(*) FROM rejected_tags GROUP BY key"):
        found[key] = (found.get(key, (0, 0))[0], int(number))
    return found


def stamp(library: Library) -> tuple[int, ...]:
    """Return numbers that change whenever a tag is assigned, removed or rejected."""
    rows = (
        library.db.execute(f"SELECT count(*), coalesce(max(rowid), 0) FROM {table}").fetchone()
        for table in ("photo_tags", "rejected_tags")
    )
    return tuple(int(number) for row in rows for number in row)
