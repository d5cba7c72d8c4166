"""What a person decided about tags, as examples: photos that show something, and photos that do not."""

from collections.abc import Collection
from dataclasses import dataclass

from photon.domain.metadata.tag import tag_key
from photon.library.db.connection import Library
from photon.library.tags import tag_tree


@dataclass(frozen=True, slots=True)
class Decision:
    """One tag of one photo that a person confirmed, or rejected.

    Attributes:
        photo: Its id.
        key: ``tag_key`` of the tag's path.
        is_right: Whether the photo has the tag.
    """

    photo: int
    key: str
    is_right: bool


def latest(library: Library, most: int) -> list[Decision]:
    """The latest decisions about present photos, the newest first: at most so many of either kind."""
    given = library.db.execute(
        "SELECT t.photo_id, t.tag_id FROM photo_tags t JOIN photos p ON p.id = t.photo_id AND p.present = 1"
        " ORDER BY t.given DESC, t.rowid DESC LIMIT ?",
        (most,),
    ).fetchall()
    keys = {tag: tag_key(tuple(path)) for tag, path in tag_tree.paths(library.db).items()} if given else {}
    refused = library.db.execute(
        "SELECT r.photo_id, r.key FROM rejected_tags r JOIN photos p ON p.id = r.photo_id AND p.present = 1"
        " ORDER BY r.given DESC, r.rowid DESC LIMIT ?",
        (most,),
    )
    return [Decision(photo, keys[tag], is_right=True) for photo, tag in given] + [
        Decision(photo, key, is_right=False) for photo, key in refused
    ]


def about(library: Library, photos: Collection[int]) -> list[Decision]:
    """Everything that was decided about some photos, in no particular order."""
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


def counts(library: Library) -> dict[str, tuple[int, int]]:
    """Of every tag, by key, how many photos have it and for how many it was rejected."""
    given = library.db.execute("SELECT tag_id, count(*) FROM photo_tags GROUP BY tag_id").fetchall()
    # asked for after them: tags come and go while this reads, and one that went meanwhile is told of the next time
    keys = {tag: tag_key(tuple(path)) for tag, path in tag_tree.paths(library.db).items()}
    found = {keys[tag]: (int(number), 0) for tag, number in given if tag in keys}
    for key, number in library.db.execute("SELECT key, count(*) FROM rejected_tags GROUP BY key"):
        found[key] = (found.get(key, (0, 0))[0], int(number))
    return found


def stamp(library: Library) -> tuple[int, ...]:
    """Numbers that change whenever a tag is given, taken or rejected."""
    rows = (
        library.db.execute(f"SELECT count(*), coalesce(max(rowid), 0) FROM {table}").fetchone()
        for table in ("photo_tags", "rejected_tags")
    )
    return tuple(int(number) for row in rows for number in row)
