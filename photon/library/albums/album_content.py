"""The photos in albums: put in, taken out, put in order, and the one that stands for an album.

A position has a gap to the next one, so that moving a photo changes only its own row: 32 photos fit into a gap one
after the other, each in the middle of what is left. Only when a gap is used up, the album is numbered anew.
"""

import sqlite3
from collections.abc import Mapping, Sequence

from photon.domain import Changes, PhotonError, changed
from photon.domain.metadata.album import AlbumPath, album_text
from photon.language import tr
from photon.library.albums.album_tree import album_paths, albums_below, existing_path
from photon.library.albums.smart_albums import smart_queries, veto_within
from photon.library.db.connection import Library
from photon.library.db.id_list import IN_LIST, id_list

GAP = 1 << 32
"""Between two photos that were put in one after the other. An album may have 2²⁸ photos."""
FARTHEST = 1 << 62
"""No position is farther from 0."""
MEMBERS = ("album_photos", "album_id")
"""The table of photos in albums, and its column with the album."""
IS_IN_ALBUM = "p.id IN (SELECT photo_id FROM album_photos)"
"""Condition on a photo ``p``."""
PHOTOS_IN = "SELECT photo_id FROM album_photos WHERE album_id IN ({})"
"""Query for the photos in some albums, given their ids."""


def photos_in_order(library: Library, some: Sequence[int]) -> list[int]:
    """The photos of albums that are there, album by album, each in its order; a photo in two of them comes once."""
    found: dict[int, None] = {}
    for album in some:
        rows = library.db.execute(
            "SELECT x.photo_id FROM album_photos x CROSS JOIN photos p ON p.id = x.photo_id AND +p.present = 1"
            " WHERE x.album_id = ? ORDER BY x.position, x.photo_id",
            (album,),
        )
        found.update(dict.fromkeys(row[0] for row in rows))
    return list(found)


def albums_of_photos(
    library: Library, photos: Sequence[int], *, only_by_hand: bool = False
) -> dict[int, list[AlbumPath]]:
    """The albums that photos are in, in order of path.

    Args:
        library: The library.
        photos: Photo ids.
        only_by_hand: Whether to leave out smart albums, which say of few of their photos that they are in them.
    """
    paths = album_paths(library.db)
    if only_by_hand:
        smart = smart_queries(library.db)
        paths = {album: path for album, path in paths.items() if album not in smart}
    found: dict[int, list[AlbumPath]] = {photo: [] for photo in photos}
    rows = library.db.execute(
        f"SELECT photo_id, album_id FROM album_photos WHERE photo_id {IN_LIST}", (id_list(photos),)
    )
    for photo, album in rows:
        if album in paths:
            found[photo].append(tuple(paths[album]))
    for some in found.values():
        some.sort(key=lambda path: [name.casefold() for name in path])
    return found


def add_photos(library: Library, album: int, photos: Sequence[int]) -> tuple[int, Changes]:
    """Put photos at the end of an album, in their order; those that are in it stay where they are.

    Returns:
        How many were put in, and what changed.

    Raises:
        PhotonError: The album is gone.
    """
    with library.transaction() as db:
        existing_path(db, album)
        some = list(dict.fromkeys(photos))
        before = db.execute("SELECT count(*), ifnull(max(position), 0) FROM album_photos WHERE album_id = ?", (album,))
        count, last = before.fetchone()
        if last + (len(some) + 1) * GAP > FARTHEST:
            _number_anew(db, album)
            last = count * GAP
        db.execute(
            "INSERT OR IGNORE INTO album_photos (album_id, photo_id, position)"
            " SELECT ?1, j.value, ?2 + (j.key + 1) * ?3 FROM json_each(?4) j JOIN photos p ON p.id = j.value",
            (album, last, GAP, id_list(some)),
        )
        (after,) = db.execute("SELECT count(*) FROM album_photos WHERE album_id = ?", (album,)).fetchone()
        db.execute(f"DELETE FROM album_vetoes WHERE album_id = ? AND photo_id {IN_LIST}", (album, id_list(some)))
    if after == count:
        return 0, Changes()
    return after - count, changed("albums", photos=frozenset(some))


def remove_photos(library: Library, album: int, photos: Sequence[int]) -> tuple[int, Changes]:
    """Take photos out of an album and all below it, and keep them out of smart ones; the photos themselves stay.

    Returns:
        How many photos were in one of these albums or are now kept out of one, and what changed.

    Raises:
        PhotonError: The album is gone.
    """
    with library.transaction() as db:
        existing_path(db, album)
        below, some = albums_below(db, [album]), (id_list(photos),)
        among = f"album_id IN ({', '.join(map(str, below))}) AND photo_id {IN_LIST}"
        (count,) = db.execute(
            f"SELECT count(*) FROM (SELECT photo_id FROM album_photos WHERE {among} UNION SELECT p.id FROM photos p"
            f" JOIN albums a ON a.id IN ({', '.join(map(str, below))}) AND a.query <> '' WHERE p.id {IN_LIST} AND NOT"
            " EXISTS (SELECT 1 FROM album_vetoes v WHERE v.album_id = a.id AND v.photo_id = p.id))",
            some * 2,
        ).fetchone()
        db.execute(f"DELETE FROM album_photos WHERE {among}", some)
        veto_within(db, below, photos)
    return count, changed("albums", photos=frozenset(photos)) if count else Changes()


def move_photos(library: Library, album: int, photos: Sequence[int], before: int | None) -> Changes:
    """Put photos of an album before another one of it, in the order in which they are given.

    Args:
        library: Open for writing.
        album: The album.
        photos: Photos in it.
        before: The photo that comes after them; None for the end.

    Raises:
        PhotonError: The album is gone, or one of the photos is not in the album itself.
    """
    some = list(dict.fromkeys(photos))
    with library.transaction() as db:
        path = existing_path(db, album)
        if album in smart_queries(db):
            raise PhotonError(
                tr("“{album}” is a smart album: its search puts the photos in order.", album=album_text(path)),
                tr("For an order of your own, add the photos to an album that is not a smart one."),
            )
        wanted = {*some, *(() if before is None else (before,))}
        rows = db.execute(
            f"SELECT count(*) FROM album_photos WHERE album_id = ? AND photo_id {IN_LIST}", (album, id_list(wanted))
        )
        if rows.fetchone()[0] != len(wanted):
            raise PhotonError(
                tr("Only photos that are in “{album}” itself have an order in it.", album=album_text(path)),
                tr("Show the album below it that the photo is in, and move it there."),
            )
        if before in some:
            return Changes()
        _squeeze(db, album, some, before)
    return changed("albums", photos=frozenset(some))


def set_cover(library: Library, album: int, photo: int | None) -> Changes:
    """Choose the photo that stands for an album; None for its first one.

    Raises:
        PhotonError: The album is gone, or the photo is not in the album itself.
    """
    with library.transaction() as db:
        path = existing_path(db, album)
        row = db.execute("SELECT 1 FROM album_photos WHERE album_id = ? AND photo_id = ?", (album, photo)).fetchone()
        if photo is not None and row is None:
            raise PhotonError(
                tr("The photo isn't in the album “{album}” itself.", album=album_text(path)),
                tr("Add it to the album first."),
            )
        db.execute(
            "UPDATE album_photos SET cover = (photo_id IS ?2) WHERE album_id = ?1 AND (cover = 1 OR photo_id IS ?2)",
            (album, photo),
        )
    return changed("albums", photos=frozenset(() if photo is None else (photo,)))


def put_within(db: sqlite3.Connection, album: int, positions: Mapping[int, tuple[int, bool] | None]) -> None:
    """Within a transaction, give photos of an album their positions and say which is the cover; None takes one out."""
    db.executemany(
        "DELETE FROM album_photos WHERE album_id = ? AND photo_id = ?",
        [(album, photo) for photo, position in positions.items() if position is None],
    )
    db.executemany(
        "INSERT INTO album_photos (album_id, photo_id, position, cover) VALUES (?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET position = excluded.position, cover = excluded.cover",
        [(album, photo, *position) for photo, position in positions.items() if position is not None],
    )


def unite_albums(db: sqlite3.Connection, pairs: Sequence[tuple[int, int]]) -> None:
    """Within a transaction, add photos to the albums of others, at their positions; the cover moves to the added photo.

    Args:
        db: The connection that writes.
        pairs: A photo that is added, and one whose albums they are.
    """
    for into, photo in pairs:
        db.execute(
            "INSERT OR IGNORE INTO album_photos (album_id, photo_id, position, cover)"
            " SELECT album_id, ?, position, 0 FROM album_photos WHERE photo_id = ?",
            (into, photo),
        )
        covers = "SELECT album_id FROM album_photos WHERE photo_id = ? AND cover = 1"
        for (album,) in db.execute(covers, (photo,)).fetchall():
            db.execute(
                "UPDATE album_photos SET cover = (photo_id = ?1) WHERE album_id = ?2 AND photo_id IN (?1, ?3)",
                (into, album, photo),
            )
    db.executemany(
        "INSERT OR IGNORE INTO album_vetoes (album_id, photo_id)"
        " SELECT album_id, ? FROM album_vetoes WHERE photo_id = ?",
        pairs,
    )
    db.executemany(  # keeping one of the photos in an album outweighs keeping another one out
        "DELETE FROM album_vetoes AS v WHERE photo_id = ?"
        " AND EXISTS (SELECT 1 FROM album_photos x WHERE x.album_id = v.album_id AND x.photo_id = v.photo_id)",
        {(into,) for into, _ in pairs},
    )


def _squeeze(db: sqlite3.Connection, album: int, some: Sequence[int], before: int | None) -> None:
    """Give photos positions between two others."""
    others = f"FROM album_photos WHERE album_id = ?1 AND NOT (photo_id {IN_LIST.replace('?', '?2')})"
    values = (album, id_list(some))
    if before is None:
        (low,) = db.execute(f"SELECT ifnull(max(position), 0) {others}", values).fetchone()
        step = GAP if low + GAP * (len(some) + 1) <= FARTHEST else 0
    else:
        (high,) = db.execute("SELECT position FROM album_photos WHERE album_id = ? AND photo_id = ?", (album, before)
                             ).fetchone()  # fmt: skip
        row = db.execute(f"SELECT max(position) {others} AND position < ?3", (*values, high)).fetchone()
        low = high - GAP * (len(some) + 1) if row[0] is None else row[0]
        step = (high - low) // (len(some) + 1) if low > -FARTHEST and not _is_shared(db, album, high) else 0
    if step < 1:
        _number_anew(db, album)
        _squeeze(db, album, some, before)
        return
    db.executemany(
        "UPDATE album_photos SET position = ? WHERE album_id = ? AND photo_id = ?",
        [(low + (at + 1) * step, album, photo) for at, photo in enumerate(some)],
    )


def _is_shared(db: sqlite3.Connection, album: int, position: int) -> bool:
    """Whether two photos have one position, as after two libraries were joined."""
    row = db.execute("SELECT count(*) FROM album_photos WHERE album_id = ? AND position = ?", (album, position))
    return bool(row.fetchone()[0] > 1)


def _number_anew(db: sqlite3.Connection, album: int) -> None:
    db.execute(
        "UPDATE album_photos SET position = n.place * ?2 FROM (SELECT photo_id AS photo, row_number() OVER"
        " (ORDER BY position, photo_id) AS place FROM album_photos WHERE album_id = ?1) n"
        " WHERE album_id = ?1 AND photo_id = n.photo",
        (album, GAP),
    )
