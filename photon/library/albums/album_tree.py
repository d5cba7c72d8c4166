"""The tree of albums. Names that differ only in case, Unicode form or spacing are one, spelled as first entered."""

import sqlite3
from collections.abc import Iterable

from photon.domain import PhotonError
from photon.domain.metadata.album import AlbumPath, album_text
from photon.language import tr
from photon.library.db.name_tree import NameLevels, below_clause, tree_paths

BELOW_ALBUM = below_clause("albums")
"""Common table expression for albums and all albums below them: rows of ``top`` and ``id``."""


def album_paths(db: sqlite3.Connection) -> dict[int, list[str]]:
    """Read the names from the root to each album, by album id."""
    return tree_paths(db, "albums")


def find_child(db: sqlite3.Connection, parent: int | None, name: str) -> int | None:
    """Find the album of this name, in any spelling, in another one or on the top level (None)."""
    return NameLevels(db, "albums").child(parent, name)


def find_album(db: sqlite3.Connection, path: AlbumPath) -> int | None:
    """Find the album at a path, in any spelling, or None."""
    return NameLevels(db, "albums").find(path)


def place_album(db: sqlite3.Connection, path: AlbumPath) -> int:
    """Within a transaction, find or make the album at a path.

    Args:
        db: The catalogue.
        path: Names as ``check_album_path`` returns them.
    """
    return NameLevels(db, "albums").node_of(path)


def albums_below(db: sqlite3.Connection, some: Iterable[int]) -> list[int]:
    """These albums and all below them, parents before children."""
    where = f"WHERE id IN ({', '.join(map(str, some))})"
    rows = db.execute(f"{BELOW_ALBUM.format(where=where)} SELECT DISTINCT id FROM below")
    paths = album_paths(db)
    return sorted((int(row[0]) for row in rows), key=lambda album: (len(paths[album]), album))


def existing_path(db: sqlite3.Connection, album: int) -> AlbumPath:
    """The names of an album.

    Raises:
        PhotonError: It is gone.
    """
    path = album_paths(db).get(album)
    if path is None:
        raise PhotonError(
            tr("That album no longer exists."), tr("It may have been deleted in the meantime; nothing was changed.")
        )
    return tuple(path)


def existing_album(db: sqlite3.Connection, path: AlbumPath) -> int:
    """The album at a path.

    Raises:
        PhotonError: There is none.
    """
    album = find_album(db, path)
    if album is None:
        raise PhotonError(
            tr("There is no album “{album}”.", album=album_text(path)), tr("For a list: photon albums list")
        )
    return album
