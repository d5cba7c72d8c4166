"""Smart albums in the catalogue: their searches, and the photos that are kept out of them.

Photos that a person keeps in a smart album are in ``album_photos``, as in every album; the module ``album_photos``
ensures that no photo is both kept in an album and kept out of it.
"""

import sqlite3
from collections.abc import Iterable

from photon.domain import Changes, PhotonError, changed
from photon.domain.metadata.album import LONGEST_QUERY, AlbumPath, album_text, check_album_path
from photon.language import tr
from photon.library.albums.album_tree import existing_path, find_album, place_album
from photon.library.db.connection import Library
from photon.library.db.id_list import IN_LIST, id_list


def smart_queries(db: sqlite3.Connection) -> dict[int, str]:
    """Return the searches of smart albums as text, by album id."""
    return {int(album): str(query) for album, query in db.execute("SELECT id, query FROM albums WHERE query <> ''")}


def store_smart_album(library: Library, path: AlbumPath, query: str) -> tuple[int, bool, Changes]:
    """Create a smart album, or change the search of the one at this path.

    Args:
        library: Open for writing.
        path: Its names; missing parent albums are created.
        query: Its search as text.

    Returns:
        Its id, whether it was created, and what changed.

    Raises:
        PhotonError: A name is invalid, the search is empty or too long, or the album at this path is filled by hand.
    """
    path, query = check_album_path(path), query.strip()
    if not query:
        raise PhotonError(
            tr("A smart album needs a search."), tr("Search for something first, then save it as a smart album.")
        )
    if len(query) > LONGEST_QUERY:
        raise PhotonError(
            tr("A search of a smart album can't have more than {longest:,} characters.", longest=LONGEST_QUERY),
            tr("Use a shorter search."),
        )
    with library.transaction() as db:
        album = find_album(db, path)
        if album is not None and album not in smart_queries(db):
            raise PhotonError(
                tr(
                    "There is already an album “{album}”, which is not a smart one.",
                    album=album_text(existing_path(db, album)),
                ),
                tr("Choose another name."),
            )
        is_new = album is None
        album = place_album(db, path) if album is None else album
        set_query_within(db, album, query)
    return album, is_new, changed("albums")


def set_query_within(db: sqlite3.Connection, album: int, query: str) -> None:
    """Within a transaction, set the search of an album; without a search, an album is filled by hand."""
    db.execute("UPDATE albums SET query = ?1 WHERE id = ?2 AND query <> ?1", (query, album))


def vetoed_photos(db: sqlite3.Connection, album: int) -> list[int]:
    """Return the photos that are kept out of a smart album, ascending."""
    rows = db.execute("SELECT photo_id FROM album_vetoes WHERE album_id = ? ORDER BY photo_id", (album,))
    return [row[0] for row in rows]


def veto_within(db: sqlite3.Connection, some: Iterable[int], photos: Iterable[int]) -> None:
    """Within a transaction, keep photos out of the smart albums among some albums."""
    among = ", ".join(map(str, some))
    db.execute(
        "INSERT OR IGNORE INTO album_vetoes (album_id, photo_id) SELECT a.id, p.id FROM albums a JOIN photos p"
        f" WHERE a.id IN ({among}) AND a.query <> '' AND p.id {IN_LIST}",
        (id_list(photos),),
    )


def put_vetoes_within(db: sqlite3.Connection, album: int, vetoes: dict[int, bool]) -> None:
    """Within a transaction, set for each photo whether it is kept out of an album."""
    db.executemany(
        "DELETE FROM album_vetoes WHERE album_id = ? AND photo_id = ?",
        [(album, photo) for photo, never in vetoes.items() if not never],
    )
    db.executemany(
        "INSERT OR IGNORE INTO album_vetoes (album_id, photo_id) VALUES (?, ?)",
        [(album, photo) for photo, never in vetoes.items() if never],
    )
