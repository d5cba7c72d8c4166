"""Questions about photos: lists in order, cards for the grid, everything about one, counts, previews."""

import sqlite3
from collections.abc import Iterable, Sequence

from photon.domain import Card, Changes, Counts, Facts, Order, Photo, PhotoFile, changed
from photon.library import problems
from photon.library.connection import Library

_ORDERS: dict[str, str] = {
    "newest": "p.shown DESC, p.id DESC",
    "oldest": "p.shown, p.id",
    "name": "min(f.relative) COLLATE NOCASE, p.id",
}
_CHUNK = 500  # SQLite's oldest limit on bound values is 999


def in_order(library: Library, order: Order, folder: str | None = None) -> list[int]:
    """Ids of all photos that have a file, sorted; ``folder`` limits them to files below that path."""
    by = _ORDERS.get(order, _ORDERS["newest"])
    if folder is None and order != "name":
        rows = library.db.execute(f"SELECT p.id FROM photos p WHERE p.present = 1 ORDER BY {by}")
        return [row[0] for row in rows]
    where, values = _below(folder)
    rows = library.db.execute(
        "SELECT p.id FROM photos p JOIN files f ON f.photo_id = p.id JOIN folders d ON d.id = f.folder_id"
        f" WHERE f.missing IS NULL {where} GROUP BY p.id ORDER BY {by}",
        values,
    )
    return [row[0] for row in rows]


def below(library: Library, folder: str) -> set[int]:
    """Ids of the photos with a file below the path ``folder``."""
    return set(in_order(library, "newest", folder))


def shots(library: Library, photos: Sequence[int]) -> dict[int, tuple[str | None, str | None]]:
    """When (ISO 8601) and with which camera photos were taken, by id; unknown ids are left out."""
    found: dict[int, tuple[str | None, str | None]] = {}
    for chunk in _chunks(photos):
        among = f"IN ({', '.join('?' * len(chunk))})"
        rows = library.db.execute(f"SELECT id, taken, camera FROM photos WHERE id {among}", chunk)
        found.update((photo, (taken, camera)) for photo, taken, camera in rows)
    return found


def cards(library: Library, photos: Sequence[int]) -> dict[int, Card]:
    """What the grid paints, by id; unknown ids are left out."""
    found: dict[int, Card] = {}
    for chunk in _chunks(photos):
        rows = library.db.execute(
            "SELECT p.id, min(f.relative), p.width, p.height, p.colour, p.rating, p.favourite, min(d.offline),"
            " p.damage, p.image_hash FROM photos p JOIN files f ON f.photo_id = p.id"
            " JOIN folders d ON d.id = f.folder_id"
            f" WHERE p.id IN ({', '.join('?' * len(chunk))}) AND f.missing IS NULL GROUP BY p.id",
            chunk,
        )
        for id_, relative, *size, colour, rating, favourite, offline, damage, image in rows:
            found[id_] = Card(
                id=id_,
                name=relative.rpartition("/")[2],
                width=size[0],
                height=size[1],
                colour=colour,
                rating=rating,
                favourite=bool(favourite),
                offline=bool(offline),
                damaged=damage is not None,
                version=bytes(image),
            )
    return found


def previews(library: Library, photos: Sequence[int]) -> dict[int, bytes]:
    """Preview JPEGs by id; photos without one are left out."""
    found: dict[int, bytes] = {}
    for chunk in _chunks(photos):
        rows = library.db.execute(
            f"SELECT photo_id, jpeg FROM previews WHERE photo_id IN ({', '.join('?' * len(chunk))})", chunk
        )
        found.update((id_, bytes(jpeg)) for id_, jpeg in rows)
    return found


def drop_previews(library: Library, photos: Sequence[int]) -> Changes:
    """Forget previews that turned out damaged; the next look at their folder makes them anew."""
    with library.transaction() as db:
        db.executemany("DELETE FROM previews WHERE photo_id = ?", [(photo,) for photo in photos])
    return changed("photos", photos=frozenset(photos))


def one(library: Library, photo: int) -> Photo | None:
    """Everything about a photo, or None if there is no such row."""
    row = library.db.execute(
        "SELECT format, width, height, taken, camera, lens, exposure, aperture, iso, focal_length, latitude,"
        " longitude, rating, favourite, damage FROM photos WHERE id = ?",
        (photo,),
    ).fetchone()
    if row is None:
        return None
    *facts, latitude, longitude, rating, favourite, damage = row
    gps = None if latitude is None or longitude is None else (latitude, longitude)
    columns = (*facts, gps)
    return Photo(photo, Facts(*columns), rating, bool(favourite), _files(library, photo), damage)


def paths(library: Library, photos: Sequence[int]) -> dict[int, str]:
    """One path per photo, preferring one that can be reached; unknown ids are left out."""
    found: dict[int, str] = {}
    for chunk in _chunks(photos):
        rows = library.db.execute(
            "SELECT f.photo_id, d.path, f.relative FROM files f JOIN folders d ON d.id = f.folder_id"
            f" WHERE f.photo_id IN ({', '.join('?' * len(chunk))}) AND f.missing IS NULL"
            " ORDER BY d.offline DESC, f.id DESC",
            chunk,
        )
        found.update((id_, join(root, relative)) for id_, root, relative in rows)
    return found


def merits(library: Library, photos: Sequence[int]) -> dict[int, tuple[int, ...]]:
    """What photos are worth beside copies of themselves, to be compared; unknown ids are left out.

    First what the person thinks of them (stars, favourite), then pixels, then whether the camera's time is still
    in the file, then age: an edit or a copy is younger than what it was made from, but often larger in bytes.
    """
    found: dict[int, tuple[int, ...]] = {}
    for chunk in _chunks(photos):
        rows = library.db.execute(
            "SELECT p.id, p.rating, p.favourite, p.width * p.height, p.taken IS NOT NULL, -coalesce(min(f.mtime_ns), 0)"
            " FROM photos p LEFT JOIN files f ON f.photo_id = p.id AND f.missing IS NULL"
            f" WHERE p.id IN ({', '.join('?' * len(chunk))}) GROUP BY p.id",
            chunk,
        )
        found.update((id_, tuple(worth)) for id_, *worth in rows)
    return found


def every_path(library: Library) -> list[tuple[int, str]]:
    """(photo, absolute path) of every file that is believed to exist; a photo may have several."""
    rows = library.db.execute(
        "SELECT f.photo_id, d.path, f.relative FROM files f JOIN folders d ON d.id = f.folder_id"
        " WHERE f.missing IS NULL"
    )
    return [(id_, join(root, relative)) for id_, root, relative in rows]


def at(library: Library, path: str) -> int | None:
    """The photo at an absolute path, or None; through the index of paths, which takes no time in any library."""
    for folder, root in library.db.execute("SELECT id, path FROM folders").fetchall():
        prefix = join(root, "")
        if path.startswith(prefix):
            row = library.db.execute(
                "SELECT photo_id FROM files WHERE folder_id = ? AND relative = ? AND missing IS NULL",
                (folder, path[len(prefix) :]),
            ).fetchone()
            if row:
                return int(row[0])
    return None


def added_since(library: Library, day: str) -> set[int]:
    """Ids of the photos that came into the library on a day (UTC, ISO 8601) or later."""
    return {row[0] for row in library.db.execute("SELECT id FROM photos WHERE added >= ?", (day,))}


def count(library: Library) -> int:
    """How many photos have a file."""
    return int(library.db.execute("SELECT count(*) FROM photos WHERE present = 1").fetchone()[0])


def counts(library: Library, encoder: str) -> Counts:
    """How many photos, searchable ones, problems and films there are."""
    photos, searchable = library.db.execute(
        "SELECT count(*), count(v.photo_id) FROM photos p"
        " LEFT JOIN vectors v ON v.encoder = ? AND v.photo_id = p.id AND v.image_hash = p.image_hash"
        " WHERE p.present = 1",
        (encoder,),
    ).fetchone()
    return Counts(photos, searchable, *problems.counts(library))


def refresh_presence(db: sqlite3.Connection, photos: Iterable[int]) -> None:
    """Set ``present`` of these photos by whether any path of theirs is believed to exist."""
    db.executemany(
        "UPDATE photos SET present = EXISTS (SELECT 1 FROM files WHERE photo_id = ?1 AND missing IS NULL)"
        " WHERE id = ?1",
        [(photo,) for photo in photos],
    )


def join(root: str, relative: str) -> str:
    """Absolute path of a file below a watched folder."""
    return f"{root.rstrip('/')}/{relative}"


def _files(library: Library, photo: int) -> tuple[PhotoFile, ...]:
    rows = library.db.execute(
        "SELECT d.path, f.relative, f.size, f.mtime_ns, d.offline FROM files f"
        " JOIN folders d ON d.id = f.folder_id WHERE f.photo_id = ? AND f.missing IS NULL"
        " ORDER BY d.offline, f.id",
        (photo,),
    )
    return tuple(
        PhotoFile(join(root, relative), size, mtime / 1e9, bool(offline))
        for root, relative, size, mtime, offline in rows
    )


def _below(folder: str | None) -> tuple[str, tuple[str, ...]]:
    if folder is None:
        return "", ()
    prefix = folder.rstrip("/") + "/"
    return "AND substr(rtrim(d.path, '/') || '/' || f.relative, 1, length(?1)) = ?1", (prefix,)


def _chunks(photos: Sequence[int]) -> Iterable[Sequence[int]]:
    return (photos[at : at + _CHUNK] for at in range(0, len(photos), _CHUNK))
