"""Make, rename, move, delete and list albums. No photo and no file is ever deleted here."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from functools import partial

from photon.domain import Changes, PhotonError, changed
from photon.domain.metadata.album import Album, AlbumPath, album_text, check_album_path
from photon.domain.metadata.tag import tag_key
from photon.language import tr
from photon.library.albums.album_tree import (
    BELOW_ALBUM,
    album_paths,
    albums_below,
    existing_path,
    find_album,
    find_child,
    place_album,
)
from photon.library.albums.smart_albums import smart_queries
from photon.library.db.connection import Library
from photon.library.db.text_folding import fold_name
from photon.library.photos.photos import ABSENT

_IS_THERE = f"x.photo_id NOT IN ({ABSENT})"
"""Condition that an album's photo is there; asking each of 250,000 photos took four times as long."""
_OWN = (  # SQLite takes the photo from the row with the least position
    "SELECT x.album_id, count(*), x.photo_id, min(x.position) FROM album_photos x"
    f" WHERE {_IS_THERE} GROUP BY x.album_id"
)
_CHOSEN = (
    "SELECT x.album_id, x.photo_id FROM album_photos x CROSS JOIN photos p ON p.id = x.photo_id AND +p.present = 1"
    " WHERE x.cover = 1 ORDER BY x.position DESC"
)


def list_albums(library: Library) -> list[Album]:
    """List all albums by name, parents before children, with numbers of visible photos; searches are not run."""
    return library.remember("albums", partial(_read_albums, library))


def _read_albums(library: Library) -> list[Album]:
    db = library.db
    paths, chosen = album_paths(db), dict(db.execute(_CHOSEN).fetchall())
    own, first = dict[int, int](), dict[int, int]()
    for album, count, photo, _ in db.execute(_OWN):
        own[album], first[album] = count, photo
    children: dict[int, list[int]] = {}
    parents = {int(album): parent for album, parent in db.execute("SELECT id, parent_id FROM albums")}
    order = sorted(paths, key=lambda album: tag_key(tuple(paths[album])))
    for album in order:
        parent = parents.get(album)
        if parent is not None:
            children.setdefault(int(parent), []).append(album)
    counts = own | _counts_of_trees(db, set(children))
    covers: dict[int, int | None] = {}
    for album in reversed(order):  # children first
        below = (covers[child] for child in children.get(album, ()) if covers.get(child) is not None)
        covers[album] = chosen.get(album) or first.get(album) or next(below, None)
    queries, vetoes = smart_queries(db), _counts_of_vetoes(db)
    uncounted = _with_parents(queries, parents)
    return [
        Album(
            album,
            tuple(paths[album]),
            None if album in uncounted else counts.get(album, 0),
            own.get(album, 0),
            covers[album],
            queries.get(album, ""),
            vetoes.get(album, 0),
        )
        for album in order
    ]


def _with_parents(some: Iterable[int], parents: Mapping[int, int | None]) -> set[int]:
    """Return albums and all albums that contain them."""
    found = set[int]()
    for album in some:
        at: int | None = album
        while at is not None and at not in found:
            found.add(at)
            at = parents.get(at)
    return found


def _counts_of_vetoes(db: sqlite3.Connection) -> dict[int, int]:
    rows = db.execute(
        "SELECT x.album_id, count(*) FROM album_vetoes x CROSS JOIN photos p ON p.id = x.photo_id AND +p.present = 1"
        " GROUP BY x.album_id"
    )
    return {int(album): int(count) for album, count in rows}


def _counts_of_trees(db: sqlite3.Connection, parents: set[int]) -> dict[int, int]:
    """How many photos albums with others below have: a photo in two of them counts once."""
    if not parents:
        return {}
    where = f"WHERE id IN ({', '.join(map(str, parents))})"
    rows = db.execute(
        f"{BELOW_ALBUM.format(where=where)} SELECT b.top, count(DISTINCT x.photo_id) FROM below b"
        f" CROSS JOIN album_photos x ON x.album_id = b.id WHERE {_IS_THERE} GROUP BY b.top"
    )
    return {int(album): int(count) for album, count in rows}


def matching_albums(library: Library, text: str) -> list[int]:
    """Find the albums with this name or the end of a path, in order of path, and all below them.

    Case and diacritics are ignored.
    """
    found = named_albums(library, text)
    if not found:
        return []
    paths = album_paths(library.db)
    return sorted(albums_below(library.db, found), key=lambda album: tag_key(tuple(paths[album])))


def named_albums(library: Library, text: str) -> list[int]:
    """Find the albums whose name, or whose path's end, is this text, without those below them."""
    return albums_named(album_paths(library.db), text)


def albums_named(paths: Mapping[int, Sequence[str]], text: str) -> list[int]:
    """Find the albums whose name, or whose path's end, is this text, among albums with these paths by id."""
    wanted = [part.strip() for part in fold_name(text).split("/") if part.strip()]
    return [album for album, path in paths.items() if wanted and list(map(fold_name, path[-len(wanted) :])) == wanted]


def nearest_album(paths: Iterable[AlbumPath], text: str) -> str:
    """The name or the path of the album that is spelled most like this text; empty without any."""
    known: dict[str, str] = {}
    for path in paths:
        for name in (path[-1], album_text(path)):
            known.setdefault(fold_name(name), name)
    near = get_close_matches(fold_name(text), known, 1, 0.6)
    return known[near[0]] if near else ""


def has_any_photo(library: Library, some: list[int]) -> bool:
    """Whether any photo is in one of these albums."""
    among = ", ".join(map(str, some))
    return library.db.execute(f"SELECT 1 FROM album_photos WHERE album_id IN ({among}) LIMIT 1").fetchone() is not None


def make_album(library: Library, path: AlbumPath) -> tuple[int, Changes]:
    """Make an album, and those around it that are not there.

    Returns:
        Its id, and what changed.

    Raises:
        PhotonError: A name is impossible, or there is such an album.
    """
    path = check_album_path(path)
    with library.transaction() as db:
        found = find_album(db, path)
        if found is not None:
            raise _is_taken(existing_path(db, found))
        return place_album(db, path), changed("albums")


def move_album(library: Library, album: int, to: AlbumPath) -> Changes:
    """Rename an album, or move it into another one, with all that is below it.

    Args:
        library: Open for writing.
        album: Its id.
        to: The new path. Albums around it that are not there are made.

    Raises:
        PhotonError: The album is gone, a name is impossible or taken, or the new path is inside the album.
    """
    to = check_album_path(to)
    with library.transaction() as db:
        path = existing_path(db, album)
        if tuple(to) == path:
            return Changes()
        if tag_key(to).startswith(f"{tag_key(path)}\x1f"):
            raise PhotonError(
                tr("The album “{album}” can't be put into itself.", album=album_text(path)),
                tr("Choose another place for it."),
            )
        parent = place_album(db, to[:-1]) if len(to) > 1 else None
        other = find_child(db, parent, to[-1])
        if other not in {None, album}:
            raise _is_taken(to)
        _check_depth(db, album, len(to))
        db.execute("UPDATE albums SET parent_id = ?, name = ? WHERE id = ?", (parent, to[-1], album))
    return changed("albums")


def _check_depth(db: sqlite3.Connection, album: int, level: int) -> None:
    """See that nothing below an album gets too deep; raises as ``check_album_path``."""
    paths = album_paths(db)
    deepest = max(len(paths[one]) for one in albums_below(db, [album])) - len(paths[album])
    check_album_path(["-"] * (level + deepest))


def delete_album(library: Library, album: int) -> Changes:
    """Delete an album and all below it; the photos stay where they are.

    Raises:
        PhotonError: It is gone.
    """
    with library.transaction() as db:
        existing_path(db, album)
        for one in reversed(albums_below(db, [album])):
            db.execute("DELETE FROM album_photos WHERE album_id = ?", (one,))
            db.execute("DELETE FROM album_vetoes WHERE album_id = ?", (one,))
            db.execute("DELETE FROM albums WHERE id = ?", (one,))
    return changed("albums")


def _is_taken(path: AlbumPath) -> PhotonError:
    return PhotonError(tr("There is already an album “{album}”.", album=album_text(path)), tr("Choose another name."))
