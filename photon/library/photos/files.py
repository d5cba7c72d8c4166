"""Compare files on disk with the catalogue: what is up to date, what a reading changes, what is missing."""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from operator import attrgetter

from photon.domain import ChangeKind, Changes, Facts, Problem, Reading, changed
from photon.domain.places.place import StatedPlace
from photon.domain.places.stated_place import stated_text
from photon.library.db.connection import Library
from photon.library.db.decision_rows import copy_to_edited
from photon.library.db.id_list import IN_LIST, id_list
from photon.library.db.path_choice import join
from photon.library.photos import merge_bases, missing_batches, photo_dates, photo_locations, photo_turns, problems
from photon.library.photos.folders import utc_now
from photon.library.photos.found_files import INSIDE, Failed, Found, span
from photon.library.photos.photos import refresh_presence
from photon.library.words import full_text
from photon.quick_dataclass import dataclass

_FACTS = (
    "format, width, height, taken, camera, lens, exposure, aperture, iso, focal_length, read_latitude, read_longitude"
)
_FILED = "read_shown, read_taken, read_image_hash, read_width, read_height, stated_place"
_FILM = "seconds, pairing, has_film"
_READ = f"file_hash, image_hash, colour, damage, shown, {_FILED}, {_FILM}, {_FACTS}"
_HOLES = ", ".join("?" * 26)
Moves = Counter[tuple[str, str]]  # number of moved files by old and new directory
_UNREAD = -1  # a size that no file has, so that the file is read at the next scan


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A file whose metadata Photon itself changed.

    Attributes:
        photo: Photo id.
        path: Absolute path.
        size: New size in bytes.
        mtime_ns: New modification time in nanoseconds since the epoch.
        file_hash: New ``Reading.file_hash``.
        is_turned: Whether its picture may be another one now, so that it must be read again.
    """

    photo: int
    path: str
    size: int
    mtime_ns: int
    file_hash: bytes
    is_turned: bool = False


def known_files(library: Library, folder: int) -> list[tuple[str, int, int]]:
    """Return relative path, size and mtime_ns of all files of a folder that are not missing, as they were last read."""
    return library.db.execute(
        "SELECT relative, size, mtime_ns FROM files WHERE folder_id = ? AND missing IS NULL", (folder,)
    ).fetchall()


def present(library: Library, folder: int, inner: str = "") -> set[str]:
    """Return relative paths in a part of a folder that should exist: photos, and files that could not be read."""
    photos = f"SELECT relative FROM files WHERE folder_id = ? AND missing IS NULL AND {INSIDE}"
    others = f"SELECT relative FROM problems WHERE folder_id = ? AND size >= 0 AND {INSIDE}"
    return set(library.column(f"{photos} UNION {others}", (folder, *span(inner)) * 2))


def record(
    library: Library,
    readings: Sequence[tuple[Found, Reading]],
    failures: Sequence[Failed] = (),
    moves: Moves | None = None,
    ids: dict[Found, int] | None = None,
) -> Changes:
    """Store readings (new, edited, copied and moved photos) and files that could not be read.

    Same path, new bytes: the same photo, edited; it keeps its user data. Known bytes at a new path: another file of
    that photo, so a move keeps the row. Previews are written in the same transaction, so photos are visible at once.

    Args:
        library: Open for writing.
        readings: Files that were read.
        failures: Files that could not be read.
        moves: Receives the counts of files that were found again elsewhere.
        ids: Receives the photo of each file that was read, except in folders that were removed.

    Raises:
        PhotonError: The disk is full or the library is locked; nothing of the batch was written.
    """
    photos: set[int] = set()
    moved: Moves = Counter()
    placed = {} if ids is None else ids
    has_problems = False
    with library.transaction() as db:
        watched = {row[0] for row in db.execute("SELECT id FROM folders")}  # folders may have been removed since
        for found, reading in sorted(readings, key=lambda pair: not _is_known(db, pair[1])):
            if found.folder not in watched:
                continue
            photo, *others = _record_file(db, found, reading, moved)
            photos |= {photo, *others}
            placed[found] = photo
            has_problems = problems.clear(db, found) or has_problems
            if reading.damage:
                has_problems = True
                problems.store(db, found, Problem(_path(db, found), "damaged", reading.damage))
        for failure in failures:
            if failure.found.folder in watched:
                has_problems = _fail(db, failure, photos) or has_problems
        photo_turns.settle_turns(db, photos)
        photo_locations.keep_located(db, photos)
        photos |= refresh_presence(db, photos)
        full_text.renew(db, photos)
    if moves is not None:
        moves.update(moved)
    kinds: set[ChangeKind] = {"photos"} if photos else set()
    if has_problems:
        kinds.add("problems")
    return Changes(frozenset(kinds), frozenset(photos))


def with_copies(library: Library, photos: Iterable[int]) -> set[int]:
    """Return those of some photos that have more than one present file."""
    rows = library.db.execute(
        f"SELECT photo_id FROM files WHERE missing IS NULL AND photo_id {IN_LIST}"
        " GROUP BY photo_id HAVING count(*) > 1",
        (id_list(photos),),
    )
    return {int(row[0]) for row in rows}


def refresh(db: sqlite3.Connection, photo: int, mtime_ns: int, facts: Facts) -> bool:
    """Within a transaction, update time, place and camera from a sidecar; return whether anything changed.

    Format and size stay unchanged. So do facts that this file lacks, because a lost sidecar or one of another file of
    the photo may have provided them.
    """
    names = [name.strip() for name in _FACTS.split(",")][3:]
    filed = ", ".join(["read_shown", "read_taken", *names[1:]])
    row = db.execute(f"SELECT {filed} FROM photos WHERE id = ?", (photo,)).fetchone()
    if row is None:
        return False
    facts_now = [was if now is None else now for was, now in zip(row[1:], _columns(facts)[3:], strict=True)]
    new = (_shown(mtime_ns, replace(facts, taken=facts.taken or row[1])), *facts_now)
    if row == new:
        return False
    db.execute(
        f"UPDATE photos SET ({filed}, shown, taken) = ({', '.join('?' * len(new))}, ?, ?) WHERE id = ?",
        (*new, *new[:2], photo),
    )
    photo_dates.keep_decided(db, [photo])
    photo_locations.keep_located(db, [photo])
    return True


def note_stated(db: sqlite3.Connection, photo: int, stated: StatedPlace) -> bool:
    """Within a transaction, update what metadata says of a photo's place in words; return whether it changed.

    Nothing is concluded from a file that says nothing, as in ``refresh``.
    """
    text = stated_text(stated)
    sql = "UPDATE photos SET stated_place = ?1 WHERE id = ?2 AND stated_place <> ?1 AND ?1 <> ''"
    return db.execute(sql, (text, photo)).rowcount > 0


def rewrite_within(db: sqlite3.Connection, some: Iterable[Rewritten], *, ask: bool = False) -> None:
    """Within a transaction, record files that Photon wrote, so that they are not read, decoded and embedded again.

    If all files of a photo were written alike, the photo is updated. If one could not be written (read-only, or
    offline), the written ones are read again and become separate photos.

    Args:
        db: The catalogue.
        some: The written files, all files of a photo together.
        ask: Whether to read their metadata again.
    """
    by_photo: dict[int, dict[str, Rewritten]] = {}
    for one in some:
        by_photo.setdefault(one.photo, {})[one.path] = one
    for photo, written in by_photo.items():
        rows = db.execute(
            "SELECT f.id, d.path, f.relative FROM files f JOIN folders d ON d.id = f.folder_id"
            " WHERE f.photo_id = ? AND f.missing IS NULL",
            (photo,),
        ).fetchall()
        there = {join(root, relative): file for file, root, relative in rows}
        hashes = {one.file_hash for one in written.values()}
        is_same = len(there) > 1 or not any(one.is_turned for one in written.values())  # only single files are turned
        is_whole = is_same and len(hashes) == 1 and there.keys() <= written.keys()
        if is_whole and there:
            db.execute("UPDATE photos SET file_hash = ? WHERE id = ?", (*hashes, photo))
        for path in there.keys() & written.keys():
            size = written[path].size if is_whole else _UNREAD
            db.execute(
                "UPDATE files SET size = ?, mtime_ns = ?, changed_ns = NULL, names_albums = NULL,"
                " beside = iif(?, NULL, beside) WHERE id = ?",
                (size, written[path].mtime_ns, ask, there[path]),
            )


def forget(
    library: Library, folder: int, relatives: Iterable[str], left: list[tuple[int, str]] | None = None
) -> Changes:
    """Mark files as missing; their rows are kept for a return, or deleted if the same content exists elsewhere.

    Large losses are marked as such (``missing_batches``).

    Args:
        library: Open for writing.
        folder: Id of the watched folder.
        relatives: The files.
        left: Receives photos that exist elsewhere, with the directories that they left.
    """
    gone = list(relatives)
    if not gone:
        return Changes()
    photos: set[int] = set()
    with library.transaction() as db:
        for relative in gone:
            row = db.execute(
                "SELECT photo_id FROM files WHERE folder_id = ? AND relative = ?", (folder, relative)
            ).fetchone()
            if row:
                photos.add(int(row[0]))
            db.execute(
                "UPDATE files SET missing = ? WHERE folder_id = ? AND relative = ? AND missing IS NULL",
                (utc_now(), folder, relative),
            )
            for table in ("problems", "sidecar_problems", "given_up"):
                db.execute(f"DELETE FROM {table} WHERE folder_id = ? AND relative = ?", (folder, relative))
        elsewhere = [(photo, directory) for photo in photos for directory in _drop_moved(db, photo)]
        photos |= refresh_presence(db, photos)
        full_text.renew(db, photos)
        is_large = missing_batches.notice(db, folder)
    if left is not None:
        left += elsewhere
    kinds: tuple[ChangeKind, ...] = ("photos", "problems", "folders") if is_large else ("photos", "problems")
    return changed(*kinds, photos=frozenset(photos))


def _is_known(db: sqlite3.Connection, reading: Reading) -> bool:
    """Return whether the content is known. Known ones are stored first, so that a renamed file is found in time.

    Otherwise another file could have taken its old name already.
    """
    return db.execute("SELECT 1 FROM photos WHERE file_hash = ?", (reading.file_hash,)).fetchone() is not None


def _record_file(db: sqlite3.Connection, found: Found, reading: Reading, moves: Moves) -> tuple[int, ...]:
    """Assign a reading to its photo; return this photo and the one that had the path before."""
    row = db.execute(
        "SELECT f.photo_id, p.file_hash, f.missing FROM files f JOIN photos p ON p.id = f.photo_id"
        " WHERE f.folder_id = ? AND f.relative = ?",
        (found.folder, found.relative),
    ).fetchone()
    same = db.execute(
        "SELECT id FROM photos WHERE file_hash = ? ORDER BY present DESC, id LIMIT 1", (reading.file_hash,)
    ).fetchone()
    if row and bytes(row[1]) == reading.file_hash:
        photo = int(row[0])
    elif same:
        photo = int(same[0])
    elif row:
        photo = _edit(db, int(row[0]), found, reading)
    else:
        photo = _insert(db, found, reading)
    db.execute(
        "INSERT INTO files (photo_id, folder_id, relative, size, mtime_ns, changed_ns) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (folder_id, relative) DO UPDATE SET photo_id = excluded.photo_id, size = excluded.size, lost = 0,"
        " mtime_ns = excluded.mtime_ns, changed_ns = excluded.changed_ns, missing = NULL, names_albums = NULL",
        (photo, found.folder, found.relative, found.size, found.mtime_ns, found.changed_ns),
    )
    left = _drop_moved(db, photo)
    if row is None or row[2] or (same and row[0] != photo):  # else the base stays, whatever the content
        merge_bases.begin_anew(db, photo, _path(db, found))
    if row is None and left:
        moves[left[0], _directory(db, found.folder, found.relative)] += 1
    _store_preview(db, photo, reading)
    return (photo, int(row[0])) if row else (photo,)


def _insert(db: sqlite3.Connection, found: Found, reading: Reading) -> int:
    cursor = db.execute(f"INSERT INTO photos (added, {_READ}) VALUES (?, {_HOLES})", (utc_now(), *_row(found, reading)))
    return int(cursor.lastrowid or 0)


def _edit(db: sqlite3.Connection, photo: int, found: Found, reading: Reading) -> int:
    """Store new bytes at a path; if the photo has further files, the edited file becomes a copy with its user data."""
    others = "SELECT 1 FROM files WHERE photo_id = ? AND NOT (folder_id = ? AND relative = ?)"
    if db.execute(others, (photo, found.folder, found.relative)).fetchone():
        new = _insert(db, found, reading)
        copy_to_edited(db, photo, new)
        photo_dates.keep_decided(db, [new])
        merge_bases.hand_over(db, photo, _path(db, found), new)
        return new
    db.execute(f"UPDATE photos SET ({_READ}) = ({_HOLES}) WHERE id = ?", (*_row(found, reading), photo))
    photo_dates.keep_decided(db, [photo])
    return photo


def _drop_moved(db: sqlite3.Connection, photo: int) -> list[str]:
    """Delete missing paths whose content is present elsewhere: it was moved, not lost. Return the directories left."""
    rows = db.execute(
        "DELETE FROM files WHERE photo_id = ?1 AND missing IS NOT NULL"
        " AND EXISTS (SELECT 1 FROM files WHERE photo_id = ?1 AND missing IS NULL) RETURNING folder_id, relative",
        (photo,),
    ).fetchall()
    return [_directory(db, folder, relative) for folder, relative in rows]


def _directory(db: sqlite3.Connection, folder: int, relative: str) -> str:
    """Return the absolute path of a file's directory."""
    root = db.execute("SELECT path FROM folders WHERE id = ?", (folder,)).fetchone()
    return join(root[0] if root else "", relative).rpartition("/")[0] or "/"


def _store_preview(db: sqlite3.Connection, photo: int, reading: Reading) -> None:
    image = reading.image_hash
    if db.execute("SELECT 1 FROM previews WHERE photo_id = ? AND image_hash = ?", (photo, image)).fetchone():
        return
    db.execute("DELETE FROM previews WHERE photo_id = ?", (photo,))
    db.execute("INSERT INTO previews (photo_id, image_hash, jpeg) VALUES (?, ?, ?)", (photo, image, reading.preview))
    photo_turns.note_picture(db, photo, reading)


def _fail(db: sqlite3.Connection, failure: Failed, photos: set[int]) -> bool:
    """Store the problem of a file that could not be read; return whether it changed."""
    is_news = problems.store(db, failure.found, failure.problem)
    if failure.problem.kind != "unreadable":  # files that were never read must not count as up to date
        _lose(db, failure.found, photos)
    return is_news


def _lose(db: sqlite3.Connection, found: Found, photos: set[int]) -> None:
    """Update size and time of a known file that can no longer be read; its photo and user data are kept."""
    sql = "UPDATE files SET size = ?, mtime_ns = ?, changed_ns = ?, names_albums = NULL"
    values = (found.size, found.mtime_ns, found.changed_ns, found.folder, found.relative)
    row = db.execute(f"{sql} WHERE folder_id = ? AND relative = ? RETURNING photo_id", values).fetchone()
    if row:
        photos.add(int(row[0]))


def _path(db: sqlite3.Connection, found: Found) -> str:
    root = db.execute("SELECT path FROM folders WHERE id = ?", (found.folder,)).fetchone()
    return join(root[0], found.relative) if root else found.relative


def _row(found: Found, reading: Reading) -> tuple[object, ...]:
    """Return the values of the columns ``_READ``."""
    shown, facts = _shown(found.mtime_ns, reading.facts), reading.facts
    of_file, upright = (reading.file_hash, reading.image_hash, reading.colour, reading.damage), reading.image_hash
    words = reading.account.metadata if reading.account else None
    stated, film = stated_text(words.place.stated) if words else "", attrgetter(*_FILM.split(", "))(reading.film)
    filed = (shown, facts.taken, upright, facts.width, facts.height, stated)
    return (*of_file, shown, *filed, *film, *_columns(facts))


def _columns(facts: Facts) -> tuple[object, ...]:
    *plain, gps = attrgetter(*Facts.__match_args__)(facts)  # astuple would copy each value
    return (*plain, *(gps or (None, None)))


def _shown(mtime_ns: int, facts: Facts) -> str:
    """Return the time to sort by: the capture time, or else the file's own time."""
    if facts.taken:
        return facts.taken
    try:
        return datetime.fromtimestamp(mtime_ns / 1e9, UTC).strftime("%Y-%m-%dT%H:%M:%S")
    except (OverflowError, ValueError, OSError):  # file times can exceed the range of dates
        return "1970-01-01T00:00:00"
