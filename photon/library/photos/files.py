"""Files on disk against files in the catalogue: what is known, what a reading changes, what is gone."""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, replace
from datetime import UTC, datetime

from photon.domain import ChangeKind, Changes, Facts, Problem, Reading, changed
from photon.library.db.connection import Library
from photon.library.db.path_choice import join
from photon.library.photos import missing_batches, problems
from photon.library.photos.folders import utc_now
from photon.library.photos.photos import refresh_presence
from photon.library.words import full_text

_FACTS = "format, width, height, taken, camera, lens, exposure, aperture, iso, focal_length, latitude, longitude"
_HOLES = ", ".join("?" * 12)
Moves = Counter[tuple[str, str]]
"""How many files were found again, by the directories that they left and that they are in now."""
_UNREAD = -1  # a size that no file has: it is read at the next look
_DECISIONS = {  # what goes with a photo when one of its files becomes another one
    "photo_tags": "tag_id, certainty, run, given",
    "rejected_tags": "key, path, certainty, run, given",
    "tag_examples": "tag_id, x, y, width, height",
    "captions": "title, text, run, written",
    "understood": "path, known, said, sidecars, lost, seen",
}


@dataclass(frozen=True, slots=True)
class Found:
    """A file as a listing shows it.

    Attributes:
        folder: Watched folder.
        relative: Path below it, with forward slashes.
        size: Bytes.
        mtime_ns: Modification time in nanoseconds since the epoch.
        beside: Its sidecars, by name, size and time; empty without any.
        changed_ns: As ``domain.file_time.changed_ns``; None where nobody looked.
    """

    folder: int
    relative: str
    size: int
    mtime_ns: int
    beside: str = ""
    changed_ns: int | None = None


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A file into which Photon itself wrote words, or from which it took them: the picture in it is the same.

    Attributes:
        photo: Whose file it is.
        path: Absolute.
        size: Bytes now.
        mtime_ns: Modification time now.
        file_hash: As ``Reading.file_hash``.
    """

    photo: int
    path: str
    size: int
    mtime_ns: int
    file_hash: bytes


@dataclass(frozen=True, slots=True)
class Failed:
    """A file that could not be read, and why."""

    found: Found
    problem: Problem


def up_to_date_files(library: Library, folder: int, *, retry: bool = True) -> dict[str, tuple[int, int]]:
    """Relative path → (size, mtime_ns) of all files of ``folder`` that need not be read again.

    Files with a problem count as known until their size or time changes, unless the fault may pass by itself
    (permissions, disk errors) and ``retry`` is set, or another version of Photon failed on them. Missing files do not
    count, nor do photos whose preview was lost.
    """
    rows = library.db.execute(
        "SELECT f.relative, f.size, f.mtime_ns FROM files f JOIN photos p ON p.id = f.photo_id"
        " JOIN previews w ON w.photo_id = p.id AND w.image_hash = p.image_hash"
        " WHERE f.folder_id = ? AND f.missing IS NULL",
        (folder,),
    )
    result = {relative: (size, mtime) for relative, size, mtime in rows}
    rows = library.db.execute(
        "SELECT relative, size, mtime_ns, kind IN (?, ?) AND NOT EXISTS"
        " (SELECT 1 FROM given_up g WHERE g.folder_id = p.folder_id AND g.relative = p.relative)"
        " FROM problems p WHERE folder_id = ? AND NOT (? AND kind IN ('unreadable', 'vanished'))",
        (*problems.OF_THIS_VERSION, folder, retry),
    )
    for relative, size, mtime, is_due in rows:
        if is_due:
            result.pop(relative, None)
        elif not retry or relative not in result:
            result[relative] = (size, mtime)
    return result


def present(library: Library, folder: int) -> set[str]:
    """Relative paths of ``folder`` that are believed to exist: photos, and files that could not be read."""
    rows = library.db.execute(
        "SELECT relative FROM files WHERE folder_id = ?1 AND missing IS NULL"
        " UNION SELECT relative FROM problems WHERE folder_id = ?1 AND size >= 0",
        (folder,),
    )
    return {row[0] for row in rows}


def record(
    library: Library,
    readings: Sequence[tuple[Found, Reading]],
    failures: Sequence[Failed] = (),
    moves: Moves | None = None,
) -> Changes:
    """Store what was read: new photos, edited ones, second copies, moved ones; and what could not be read.

    Same path, new bytes: the same photo, edited (its marks stay). Known bytes at a new path: one more file of
    that photo, so that a move keeps the row. Previews are written with the photo, so it is visible at once.

    Args:
        library: Open for writing.
        readings: Files that were read.
        failures: Files that could not be.
        moves: Files that were found again elsewhere are counted there.

    Raises:
        PhotonError: The disk is full or the library is locked; nothing of the batch was written.
    """
    photos: set[int] = set()
    moved: Moves = Counter()
    has_problems = False
    with library.transaction() as db:
        watched = {row[0] for row in db.execute("SELECT id FROM folders")}  # one may have been removed meanwhile
        for found, reading in sorted(readings, key=lambda pair: not _is_known(db, pair[1])):
            if found.folder not in watched:
                continue
            photos |= _place(db, found, reading, moved)
            has_problems = problems.clear(db, found) or has_problems
            if reading.damage:
                has_problems = True
                problems.store(db, found, Problem(_path(db, found), "damaged", reading.damage))
        for failure in failures:
            if failure.found.folder in watched:
                has_problems = _fail(db, failure, photos) or has_problems
        refresh_presence(db, photos)
        full_text.renew(db, photos)
    if moves is not None:
        moves.update(moved)
    kinds: set[ChangeKind] = {"photos"} if photos else set()
    if has_problems:
        kinds.add("problems")
    return Changes(frozenset(kinds), frozenset(photos))


def refresh(db: sqlite3.Connection, photo: int, mtime_ns: int, facts: Facts) -> bool:
    """Within a transaction: take over time, place and camera where a sidecar has come to tell them otherwise.

    What only decoding tells, format and size, stays; so does what this file does not tell: a sidecar that was lost, or
    one beside another file of the photo, may have. Returns whether anything was different.
    """
    names = [name.strip() for name in _FACTS.split(",")][3:]
    row = db.execute(f"SELECT shown, {', '.join(names)} FROM photos WHERE id = ?", (photo,)).fetchone()
    if row is None:
        return False
    told = [was if now is None else now for was, now in zip(row[1:], _columns(facts)[3:], strict=True)]
    new = (_shown(mtime_ns, replace(facts, taken=facts.taken or row[1])), *told)
    if row == new:
        return False
    db.execute(f"UPDATE photos SET shown = ?, {', '.join(f'{name} = ?' for name in names)} WHERE id = ?", (*new, photo))
    return True


def rewrite_within(db: sqlite3.Connection, some: Iterable[Rewritten], *, ask: bool = False) -> None:
    """Within a transaction: take note of what Photon wrote, so that these files are not read, decoded and encoded anew.

    A photo's files are one content. Where all of them were written alike, the photo goes with them; where one was not
    (it is read-only, or its drive is away), those that were are read again, and become photos of their own.

    Args:
        db: The library.
        some: What was written; all files of a photo together.
        ask: Whether their words are to be read once more.
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
        is_whole = len(hashes) == 1 and there.keys() <= written.keys()
        if is_whole and there:
            db.execute("UPDATE photos SET file_hash = ? WHERE id = ?", (*hashes, photo))
        for path in there.keys() & written.keys():
            size = written[path].size if is_whole else _UNREAD
            db.execute(
                "UPDATE files SET size = ?, mtime_ns = ?, changed_ns = NULL, beside = iif(?, NULL, beside)"
                " WHERE id = ?",
                (size, written[path].mtime_ns, ask, there[path]),
            )


def forget(library: Library, folder: int, relatives: Iterable[str]) -> Changes:
    """Mark files as gone; a row is dropped only if the same content is elsewhere, else it waits for a return.

    Where many go at once, they are marked as lost, too; see ``losses``.
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
        for photo in photos:
            _drop_moved(db, photo)
        refresh_presence(db, photos)
        full_text.renew(db, photos)
        is_large = missing_batches.notice(db, folder)
    kinds: tuple[ChangeKind, ...] = ("photos", "problems", "folders") if is_large else ("photos", "problems")
    return changed(*kinds, photos=frozenset(photos))


def _is_known(db: sqlite3.Connection, reading: Reading) -> bool:
    """Known contents go first: a file renamed away must be found before its old name is taken by another."""
    return db.execute("SELECT 1 FROM photos WHERE file_hash = ?", (reading.file_hash,)).fetchone() is not None


def _place(db: sqlite3.Connection, found: Found, reading: Reading, moves: Moves) -> set[int]:
    """Put a reading to its photo; the photos concerned: that one, and the one that lost the path."""
    row = db.execute(
        "SELECT f.photo_id, p.file_hash FROM files f JOIN photos p ON p.id = f.photo_id"
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
        " ON CONFLICT (folder_id, relative) DO UPDATE SET photo_id = excluded.photo_id, size = excluded.size,"
        " mtime_ns = excluded.mtime_ns, changed_ns = excluded.changed_ns, missing = NULL, lost = 0",
        (photo, found.folder, found.relative, found.size, found.mtime_ns, found.changed_ns),
    )
    left = _drop_moved(db, photo)
    if row is None and left:
        moves[left[0], _directory(db, found.folder, found.relative)] += 1
    _store_preview(db, photo, reading)
    return {photo, int(row[0])} if row else {photo}


def _insert(db: sqlite3.Connection, found: Found, reading: Reading) -> int:
    cursor = db.execute(
        f"INSERT INTO photos (file_hash, image_hash, colour, damage, shown, added, {_FACTS})"
        f" VALUES (?, ?, ?, ?, ?, ?, {_HOLES})",
        (
            reading.file_hash,
            reading.image_hash,
            reading.colour,
            reading.damage,
            _shown(found.mtime_ns, reading.facts),
            utc_now(),
            *_columns(reading.facts),
        ),
    )
    return int(cursor.lastrowid or 0)


def _edit(db: sqlite3.Connection, photo: int, found: Found, reading: Reading) -> int:
    """The path has new bytes. A photo with further files keeps them; the edited one becomes a photo with its marks."""
    others = db.execute(
        "SELECT 1 FROM files WHERE photo_id = ? AND NOT (folder_id = ? AND relative = ?)",
        (photo, found.folder, found.relative),
    ).fetchone()
    if others:
        new = _insert(db, found, reading)
        db.execute(
            "UPDATE photos SET (rating, favourite) = (SELECT rating, favourite FROM photos WHERE id = ?) WHERE id = ?",
            (photo, new),
        )
        for table, columns in _DECISIONS.items():
            db.execute(
                f"INSERT INTO {table} (photo_id, {columns}) SELECT ?, {columns} FROM {table} WHERE photo_id = ?",
                (new, photo),
            )
        return new
    names = ", ".join(f"{name.strip()} = ?" for name in _FACTS.split(","))
    db.execute(
        f"UPDATE photos SET file_hash = ?, image_hash = ?, colour = ?, damage = ?, shown = ?, {names} WHERE id = ?",
        (
            reading.file_hash,
            reading.image_hash,
            reading.colour,
            reading.damage,
            _shown(found.mtime_ns, reading.facts),
            *_columns(reading.facts),
            photo,
        ),
    )
    return photo


def _drop_moved(db: sqlite3.Connection, photo: int) -> list[str]:
    """A missing path is dropped once the same content is present elsewhere: it was moved, not lost.

    Returns the directories that it left.
    """
    rows = db.execute(
        "DELETE FROM files WHERE photo_id = ?1 AND missing IS NOT NULL"
        " AND EXISTS (SELECT 1 FROM files WHERE photo_id = ?1 AND missing IS NULL) RETURNING folder_id, relative",
        (photo,),
    ).fetchall()
    return [_directory(db, folder, relative) for folder, relative in rows]


def _directory(db: sqlite3.Connection, folder: int, relative: str) -> str:
    """Absolute path of the directory that a file lies in."""
    root = db.execute("SELECT path FROM folders WHERE id = ?", (folder,)).fetchone()
    return join(root[0] if root else "", relative).rpartition("/")[0] or "/"


def _store_preview(db: sqlite3.Connection, photo: int, reading: Reading) -> None:
    kept = db.execute("SELECT image_hash FROM previews WHERE photo_id = ?", (photo,)).fetchone()
    if kept and bytes(kept[0]) == reading.image_hash:
        return
    db.execute("DELETE FROM previews WHERE photo_id = ?", (photo,))
    db.execute(
        "INSERT INTO previews (photo_id, image_hash, jpeg) VALUES (?, ?, ?)",
        (photo, reading.image_hash, reading.preview),
    )


def _fail(db: sqlite3.Connection, failure: Failed, photos: set[int]) -> bool:
    """List a file that could not be read; tells whether that is news."""
    is_news = problems.store(db, failure.found, failure.problem)
    if failure.problem.kind != "unreadable":  # what was never read must not count as known
        _lose(db, failure.found, photos)
    return is_news


def _lose(db: sqlite3.Connection, found: Found, photos: set[int]) -> None:
    """A known file that can no longer be read keeps its photo and marks; only its size and time are noted."""
    row = db.execute(
        "UPDATE files SET size = ?, mtime_ns = ?, changed_ns = ? WHERE folder_id = ? AND relative = ?"
        " RETURNING photo_id",
        (found.size, found.mtime_ns, found.changed_ns, found.folder, found.relative),
    ).fetchone()
    if row:
        photos.add(int(row[0]))


def _path(db: sqlite3.Connection, found: Found) -> str:
    root = db.execute("SELECT path FROM folders WHERE id = ?", (found.folder,)).fetchone()
    return f"{root[0].rstrip('/')}/{found.relative}" if root else found.relative


def _columns(facts: Facts) -> tuple[object, ...]:
    *plain, gps = astuple(facts)
    return (*plain, *(gps or (None, None)))


def _shown(mtime_ns: int, facts: Facts) -> str:
    """The time to sort by: when taken, else the file's own time."""
    if facts.taken:
        return facts.taken
    try:
        return datetime.fromtimestamp(mtime_ns / 1e9, UTC).strftime("%Y-%m-%dT%H:%M:%S")
    except (OverflowError, ValueError, OSError):  # file systems hold any number; a calendar does not
        return "1970-01-01T00:00:00"
