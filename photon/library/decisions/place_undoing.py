"""Undo changes of photos' places in albums, many at once, because an album may have 200,000 photos."""

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

_IS_SAME = "x.album_id = u.album_id AND x.photo_id = u.photo_id"


class PlaceChange(NamedTuple):
    """A change to undo.

    Attributes:
        photo: The photo.
        album: The current id of the album.
        position: Its position before; None if it was not in the album.
        cover: Whether it was the cover before.
        after: The place after the change, as in the journal; None if it was removed.
    """

    photo: int
    album: int
    position: int | None
    cover: int | None
    after: str | None


def change_of(photo: int, album: int, before: Sequence[Any] | None, after: str | None) -> PlaceChange:
    """Create a change from its values in the journal."""
    position, cover = before or (None, None)
    return PlaceChange(photo, album, position, cover, after)


def undo_places(db: sqlite3.Connection, some: Iterable[PlaceChange]) -> list[int]:
    """Within a transaction, undo changes, except of places that changed again since and in albums that no longer exist.

    Returns:
        The photo of each change that was undone; it is repeated for each of its changes.
    """
    db.execute("CREATE TEMP TABLE undone_places (photo_id INTEGER, album_id INTEGER, position INTEGER, cover INTEGER,"
               " after TEXT)")  # fmt: skip
    try:
        db.executemany("INSERT INTO temp.undone_places VALUES (?, ?, ?, ?, ?)", some)
        db.execute(
            "DELETE FROM temp.undone_places AS u WHERE u.after IS NOT (SELECT json_array(x.position, x.cover)"
            f" FROM album_photos x WHERE {_IS_SAME}) OR u.album_id NOT IN (SELECT id FROM albums)"
        )
        db.execute(
            "DELETE FROM album_photos WHERE rowid IN (SELECT x.rowid FROM temp.undone_places u"
            f" JOIN album_photos x ON {_IS_SAME} WHERE u.position IS NULL)"
        )
        db.execute(
            "UPDATE album_photos AS x SET position = u.position, cover = u.cover FROM temp.undone_places u"
            f" WHERE {_IS_SAME} AND u.position IS NOT NULL"
        )
        db.execute(
            "INSERT INTO album_photos (album_id, photo_id, position, cover) SELECT album_id, photo_id, position, cover"
            " FROM temp.undone_places WHERE after IS NULL"
        )
        return [photo for (photo,) in db.execute("SELECT photo_id FROM temp.undone_places").fetchall()]
    finally:
        db.execute("DROP TABLE temp.undone_places")
