"""Queries about photos: sorted lists, cards for the grid, details, counts and previews."""

import sqlite3
from collections.abc import Collection, Iterable, Sequence
from functools import partial

import numpy as np
import numpy.typing as npt

from photon.domain import Card, Changes, Counts, Facts, Order, Photo, PhotoFile, changed
from photon.domain.arrays import Ids
from photon.domain.unseen_characters import line_written_out
from photon.library.db.connection import Library
from photon.library.db.id_list import IN_LIST, id_list
from photon.library.db.path_choice import FIRST, FileLocation, PathChoice, in_order_of, join
from photon.library.db.veil import lifted
from photon.library.photos import problems
from photon.library.photos.pairs import settle_pairs

PhotoShapes = tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]
"""Photo ids and width / height of each photo."""

_ORDERS: dict[str, str] = {
    "newest": "p.shown DESC, p.id DESC",
    "name": "min(f.relative) COLLATE NOCASE, p.id",
}
_WHOLE = float(1 << 53)  # a number of blurredness as an integer loses nothing
_BLURRED = (
    f"SELECT s.photo_id, CAST(s.blurred * {_WHOLE} AS INTEGER) AS parts FROM styles s"
    " CROSS JOIN photos o ON o.id = s.photo_id AND o.image_hash = s.image_hash"
)
IS_LISTED = (
    "(p.present = 1 OR p.present = 0"
    " AND EXISTS (SELECT 1 FROM files x WHERE x.photo_id = p.id AND x.missing IS NOT NULL))"
)
"""SQL condition that a photo ``p`` is there or missing; a removed one, and a film that its photo shows, are neither."""
IS_LIVE = (
    "(p.has_film = 1 OR p.pairing <> '' AND p.seconds IS NULL AND EXISTS"
    " (SELECT 1 FROM photos v WHERE v.pairing = p.pairing AND v.pairing <> '' AND +v.present = 2))"
)
"""SQL condition that a photo ``p`` has a film, in its own file or in another one that it shows."""
_FILM = (  # that a live photo shows: of its own name, if there is one; ORDER BY knows no p where photos are veiled
    "SELECT substr(max((v.still_id = p.id) || f.relative), 2) FROM photos v JOIN files f ON f.photo_id = v.id AND"
    " f.missing IS NULL WHERE v.pairing = p.pairing AND v.pairing <> '' AND p.seconds IS NULL AND +v.present = 2"
)
ABSENT = "SELECT id FROM photos WHERE present IN (0, 2)"
"""Query for the few photos that are missing or shown by another one, which an index has: to leave them out of all
takes SQLite a fraction of the time in which it asks each photo whether it is there."""
OF_ITSELF = "photo_id NOT IN (SELECT id FROM photos WHERE present = 2)"
"""SQL condition on files and what else is of photos: it is not of a film that its photo shows."""


def in_order(library: Library, order: Order, folder: str | None = None, *, with_missing: bool = False) -> list[int]:
    """Return ids of all present photos, sorted.

    Args:
        library: The library.
        order: The sort order.
        folder: Absolute path of a folder to limit them to, or None.
        with_missing: Whether to return missing photos, too, which lie where they were last.

    Returns:
        Photo ids.
    """
    if folder is None and order != "name":
        found = newest_first(library, with_missing=with_missing)
    else:
        found = _ids_in_order(library, order, folder, with_missing=with_missing)
    if order == "oldest":
        found = found[::-1]
    elif order == "sharpest":
        found = _sharpest_first(library, found)
    ids: list[int] = found.tolist()
    return ids


def newest_first(library: Library, *, with_missing: bool = False) -> Ids:
    """Return the same ids, the newest first: int64 (n,), not to be changed; read again if the catalogue has changed."""
    read = partial(_ids_in_order, library, "newest", None, with_missing=with_missing)
    return library.remember(f"newest {with_missing}", read, "main" if with_missing else "photos")


def _sharpest_first(library: Library, newest: Ids) -> Ids:
    """Return photos, int64 (n,) newest first, the sharpest first: int64 (n,); those not measured come last."""
    photos, blurred = library.remember("blurred", lambda: library.numbers(_BLURRED, ("photo_id", "parts")), "all")
    parts: Ids = np.full(max(newest.max(initial=0), photos.max(initial=0)) + 1, 2 * int(_WHOLE))
    parts[photos] = blurred
    return newest[np.argsort(parts[newest], kind="stable")]


def _ids_in_order(library: Library, order: Order, folder: str | None, *, with_missing: bool) -> Ids:
    by = _ORDERS.get(order, _ORDERS["newest"])
    if folder is None and order != "name":
        is_there = IS_LISTED if with_missing else "p.present = 1"
        return library.ids(f"SELECT p.id FROM photos p WHERE {is_there} ORDER BY {by}")
    where, values = below_clause(folder)
    return library.ids(
        "SELECT p.id FROM photos p JOIN files f ON f.photo_id = p.id JOIN folders d ON d.id = f.folder_id"
        f" WHERE p.present < 2 {'' if with_missing else 'AND f.missing IS NULL'} {where} GROUP BY p.id ORDER BY {by}",
        values,
    )


def visible(library: Library) -> Ids | None:
    """List all present photos that are not hidden: int64 (n,), ascending; None if nothing is hidden."""
    if not len(library.veiled) or library.is_lifted:
        return None
    return library.ids("SELECT id FROM photos WHERE present = 1 ORDER BY id")


def is_veiled(library: Library, photo: int, path: str) -> bool:
    """Return whether a connection does not find a photo, given by its id or, if that is 0, by its absolute path."""
    if not len(library.veiled):
        return False
    with lifted(library):
        return (photo or at(library, path) or 0) in library.veiled


def below(library: Library, folder: str, *, with_missing: bool = False) -> set[int]:
    """Return ids of the photos with a file below a folder; on request also those that are missing from it."""
    return set(in_order(library, "newest", folder, with_missing=with_missing))


def shots(library: Library, photos: Sequence[int]) -> dict[int, tuple[str | None, str | None]]:
    """Read the capture time (ISO 8601) and the camera by photo; unknown ids are left out."""
    rows = library.db.execute(f"SELECT id, taken, camera FROM photos WHERE id {IN_LIST}", (id_list(photos),))
    return {photo: (taken, camera) for photo, taken, camera in rows}


def sizes(library: Library, photos: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Read width and height of the upright pictures, turned as decided, by photo; unknown ids are left out."""
    rows = library.db.execute(f"SELECT id, width, height FROM photos WHERE id {IN_LIST}", (id_list(photos),))
    return {photo: (width, height) for photo, width, height in rows}


def films_among(library: Library, photos: Iterable[int]) -> set[int]:
    """Return those of some photos that are videos, whose files no decoder of pictures can read."""
    sql = f"SELECT id FROM photos WHERE seconds IS NOT NULL AND id {IN_LIST}"
    return set(library.column(sql, (id_list(photos),)))


def shapes(library: Library, photos: Sequence[int] | None) -> PhotoShapes:
    """Return the shapes of photos; unknown ids are left out.

    Args:
        library: The library.
        photos: Photo ids, or None for all photos.

    Returns:
        Photo ids as int64 (n,), and width / height of the upright picture as float32 (n,).
    """
    where, values = ("", ()) if photos is None else (f" WHERE id {IN_LIST}", (id_list(photos),))
    rows = library.db.execute(f"SELECT id, width, height FROM photos{where}", values)
    sizes = np.array(rows.fetchall(), np.int64).reshape(-1, 3)
    return sizes[:, 0], (np.maximum(sizes[:, 1], 1) / np.maximum(sizes[:, 2], 1)).astype(np.float32)


def cards(library: Library, photos: Sequence[int], choice: PathChoice = FIRST) -> dict[int, Card]:
    """Return the data that the grid paints, by id, with the name of the preferred file; unknown ids are left out.

    A missing photo has the name of its last file.
    """
    found: dict[int, Card] = {}
    files = _files_of(library, photos, choice)
    gone = _last_files_of(library, [photo for photo in photos if photo not in files], choice)
    files |= gone
    rows = library.db.execute(
        "SELECT id, width, height, colour, rating, favourite, damage, image_hash, label, flag, seconds,"
        f" {IS_LIVE} FROM photos p WHERE id {IN_LIST}",
        (id_list(files),),
    )
    for id_, width, height, colour, rating, favourite, damage, image, label, flag, seconds, is_live in rows:
        found[id_] = Card(
            id=id_,
            name=line_written_out(files[id_][0][1].rpartition("/")[2]),
            width=width,
            height=height,
            colour=colour,
            rating=rating,
            favourite=bool(favourite),
            offline=all(offline for _, _, offline in files[id_]),
            damaged=damage is not None,
            version=bytes(image),
            label=label,
            flag=flag,
            missing=id_ in gone,
            seconds=seconds,
            is_live=bool(is_live),
        )
    return found


def previews(library: Library, photos: Collection[int]) -> dict[int, bytes]:
    """Read preview JPEGs by photo, turned as decided; photos without one are left out."""
    rows = library.db.execute(
        "SELECT p.id, w.jpeg FROM photos p JOIN previews w ON w.photo_id = p.id AND w.image_hash = p.image_hash"
        f" WHERE p.id {IN_LIST}",
        (id_list(photos),),
    )
    return {id_: bytes(jpeg) for id_, jpeg in rows}


def drop_previews(library: Library, photos: Sequence[int]) -> Changes:
    """Delete damaged previews; the next scan of their folder creates them again."""
    with library.transaction() as db:
        db.executemany("DELETE FROM previews WHERE photo_id = ?", [(photo,) for photo in photos])
    return changed("photos", photos=frozenset(photos))


def find_photo(library: Library, photo: int, choice: PathChoice = FIRST) -> Photo | None:
    """Read everything about a photo, or None if it does not exist; the files of a missing one are its last ones."""
    row = library.db.execute(
        "SELECT format, width, height, taken, camera, lens, exposure, aperture, iso, focal_length, p.latitude,"
        " p.longitude, rating, favourite, damage, label, flag, iif(dated = '', NULL, ifnull(read_taken, '')),"
        f" ifnull(zone, ''), seconds, ({_FILM}) FROM photos p LEFT JOIN photo_places ON photo_id = id WHERE id = ?",
        (photo,),
    ).fetchone()
    if row is None:
        return None
    *facts, latitude, longitude, rating, favourite, damage, label, flag, filed, zone, seconds, film = row
    gps = None if latitude is None or longitude is None else (latitude, longitude)
    columns = (*facts, gps)
    files = _files(library, photo, choice) or _files(library, photo, choice, "NOT NULL")
    marks = (rating, bool(favourite), files, damage, label, flag)
    return Photo(photo, Facts(*columns), *marks, filed, zone, seconds, (film or "").rpartition("/")[2])


def paths(library: Library, photos: Sequence[int], choice: PathChoice = FIRST) -> dict[int, str]:
    """Return the preferred path of each photo; unknown ids are left out."""
    return {photo: some[0] for photo, some in paths_of_photos(library, photos, choice).items()}


def paths_of_photos(library: Library, photos: Sequence[int], choice: PathChoice = FIRST) -> dict[int, tuple[str, ...]]:
    """Read all paths of each photo, the preferred one first; unknown ids and missing photos are left out."""
    return _joined(_files_of(library, photos, choice))


def last_paths_of_photos(
    library: Library, photos: Sequence[int], choice: PathChoice = FIRST
) -> dict[int, tuple[str, ...]]:
    """Read where missing photos were last, the preferred path first; photos that are there are left out."""
    return _joined(_last_files_of(library, photos, choice))


def merits(library: Library, photos: Sequence[int]) -> dict[int, tuple[int, ...]]:
    """Return sort keys for choosing the best of several near-duplicates; unknown ids are left out.

    In order of priority: flag, rating, favourite, number of pixels, whether the capture time is still in the file, and
    age. Edits and copies are younger than their originals, but often larger in bytes.
    """
    rows = library.db.execute(
        "SELECT p.id, p.flag, p.rating, p.favourite, p.width * p.height, p.taken IS NOT NULL,"
        " -coalesce(min(f.mtime_ns), 0) FROM photos p LEFT JOIN files f ON f.photo_id = p.id AND f.missing IS NULL"
        f" WHERE p.id {IN_LIST} GROUP BY p.id",
        (id_list(photos),),
    )
    return {id_: tuple(worth) for id_, *worth in rows}


def every_path(library: Library) -> list[tuple[int, str]]:
    """List the photo and absolute path of every present file; a photo may have several."""
    rows = library.db.execute(
        "SELECT f.photo_id, d.path, f.relative FROM files f JOIN folders d ON d.id = f.folder_id"
        " WHERE f.missing IS NULL"
    )
    return [(id_, join(root, relative)) for id_, root, relative in rows]


def at(library: Library, path: str) -> int | None:
    """Find the photo at an absolute path through the path index, or None."""
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
    """Return ids of the photos added on or after a day (UTC, ISO 8601)."""
    return {row[0] for row in library.db.execute("SELECT id FROM photos WHERE added >= ?", (day,))}


def count(library: Library) -> int:
    """Count the present photos; 0.1 s for a million, if the catalogue has changed since."""
    asked = "SELECT count(*) FROM photos WHERE present = 1"
    return library.remember("photos", lambda: int(library.db.execute(asked).fetchone()[0]), "photos")


def count_without_preview(library: Library) -> int:
    """Count the present photos without a preview of their current image."""
    sql = (
        "SELECT count(*) FROM photos p LEFT JOIN previews w ON w.photo_id = p.id AND w.image_hash = p.image_hash"
        " WHERE +p.present = 1 AND w.photo_id IS NULL"
    )
    return int(library.db.execute(sql).fetchone()[0])


def counts(library: Library, encoder: str) -> Counts:
    """Count the photos, searchable photos, problems, and the videos among the photos."""
    searchable, films = library.db.execute(
        "SELECT (SELECT count(*) FROM vectors v CROSS JOIN photos p ON p.id = v.photo_id"  # CROSS: the index by encoder
        " AND p.image_hash = v.image_hash AND +p.present = 1 WHERE v.encoder = ?),"
        " (SELECT count(*) FROM photos p WHERE p.seconds IS NOT NULL AND +p.present = 1)",
        (encoder,),
    ).fetchone()
    return Counts(count(library), searchable, problems.count_all(library), films)


def refresh_presence(db: sqlite3.Connection, photos: Iterable[int]) -> set[int]:
    """Within a transaction, update ``present`` of photos according to their files: 2 if another photo shows it.

    Returns:
        The photos, and films that they show from now on, or no longer.
    """
    all_ = {*photos}
    all_ |= settle_pairs(db, all_)
    db.executemany(
        "UPDATE photos SET present = (1 + (still_id IS NOT NULL))"
        " * EXISTS (SELECT 1 FROM files WHERE photo_id = ?1 AND missing IS NULL) WHERE id = ?1",
        [(photo,) for photo in all_],
    )
    return all_


def refresh_films(db: sqlite3.Connection) -> None:
    """Within a transaction, settle which photo shows which film, after rows came from elsewhere or were lost."""
    asked = "SELECT id FROM photos WHERE seconds IS NOT NULL AND (pairing <> '' OR still_id IS NOT NULL)"
    refresh_presence(db, [film for (film,) in db.execute(asked).fetchall()])


def _joined(files: dict[int, list[FileLocation]]) -> dict[int, tuple[str, ...]]:
    return {photo: tuple(join(root, relative) for root, relative, _ in some) for photo, some in files.items()}


def _files(library: Library, photo: int, choice: PathChoice, missing: str = "NULL") -> tuple[PhotoFile, ...]:
    """Return the files of a photo, the preferred one first; those that are missing with ``NOT NULL``."""
    rows = library.db.execute(
        "SELECT d.path, f.relative, d.offline, f.size, f.mtime_ns, ifnull(f.missing, '') FROM files f"
        f" JOIN folders d ON d.id = f.folder_id WHERE f.photo_id = ? AND f.missing IS {missing}",
        (photo,),
    ).fetchall()
    rows.sort(key=lambda row: choice.rank(row[0], row[1], is_offline=bool(row[2])))
    return tuple(
        PhotoFile(join(root, relative), size, mtime / 1e9, bool(offline), since)
        for root, relative, offline, size, mtime, since in rows
    )


def _last_files_of(library: Library, photos: Sequence[int], choice: PathChoice) -> dict[int, list[FileLocation]]:
    """Return where the missing ones among photos were, the preferred file first."""
    if not photos:
        return {}
    gone = library.column(f"SELECT id FROM photos WHERE present = 0 AND id {IN_LIST}", (id_list(photos),))
    return _files_of(library, gone, choice, "NOT NULL") if gone else {}


def _files_of(
    library: Library, photos: Sequence[int], choice: PathChoice, missing: str = "NULL"
) -> dict[int, list[FileLocation]]:
    """Return the files of photos, the preferred one first; photos without any are left out."""
    found: dict[int, list[FileLocation]] = {}
    rows = library.db.execute(
        "SELECT f.photo_id, d.path, f.relative, d.offline FROM files f JOIN folders d ON d.id = f.folder_id"
        f" WHERE f.photo_id {IN_LIST} AND f.missing IS {missing}",
        (id_list(photos),),
    ).fetchall()
    for photo, root, relative, offline in rows:
        found.setdefault(photo, []).append((root, relative, bool(offline)))
    return {photo: in_order_of(choice, files) for photo, files in found.items()}


def below_clause(folder: str | None) -> tuple[str, tuple[str, ...]]:
    """Return a condition on ``folders d`` and ``files f`` for files below a folder, with its values; empty for None."""
    if folder is None:
        return "", ()
    prefix = folder.rstrip("/") + "/"
    return "AND substr(rtrim(d.path, '/') || '/' || f.relative, 1, length(?1)) = ?1", (prefix,)
