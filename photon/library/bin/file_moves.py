"""The journal of moved files: a row is stored before its file is touched, so that interruptions can be resolved.

A photo in the bin has no row in ``files``, so it is in no list of photos or of missing ones. The photo itself and all
decisions about it stay in the catalogue. Its row of ``files`` is stored here, and is restored with the file.

Batches that are off were moved elsewhere, or a backup merely claims that (``recovery.foreign_work``); they are not
listed.
"""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from photon.domain import Card, Changes, changed
from photon.domain.photo.file_move import BinnedPhoto, FileMove, MoveState, Purpose
from photon.library.db.connection import Library
from photon.library.db.id_list import IN_LIST, id_list
from photon.library.db.path_choice import join
from photon.library.photos import merge_bases
from photon.library.photos.folders import utc_now
from photon.library.photos.photos import refresh_presence
from photon.library.words import full_text

_COLUMNS = (
    "m.source, m.target, m.info, m.size, m.mtime_ns, m.role, m.photo_id, m.unit, m.id, m.state, m.stays, m.stays_photo,"
    " m.stays_hash"
)
_INSERT = (
    "INSERT INTO file_moves (id, batch, unit, photo_id, role, source, target, info, size, mtime_ns, stays, stays_photo,"
    " stays_hash, file_hash, file, state, noted, computer) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
    " (SELECT file_hash FROM photos WHERE id = ?), ?, 'going', ?, ?)"
)
_HALFWAY = "('going', 'back')"
_PER_FILE = ("problems", "sidecar_problems", "given_up")
Place = tuple[int, str]
"""A watched folder, and the path of a file in it."""
_FORM = "%Y-%m-%dT%H:%M:%S.%fZ"


def begin_batch(library: Library, purpose: Purpose, name: str) -> int:
    """Record that several files are about to be moved, as a step of the journal; return the number of the batch.

    Args:
        library: Open for writing.
        purpose: Why they are moved.
        name: The name of the step, worded to follow "Undid: ".
    """
    with library.transaction() as db:
        library.journal.sign("person", name)
        row = (purpose, utc_now(), library.journal.keep_step())
        cursor = db.execute("INSERT INTO move_batches (purpose, made, step) VALUES (?, ?, ?)", row)
        return int(cursor.lastrowid or 0)


def end_batch(library: Library, batch: int, name: str) -> None:
    """Record what was moved in the end; a batch that moved nothing is no step.

    Args:
        library: Open for writing.
        batch: Number of the batch.
        name: As for ``begin_batch``.
    """
    step = "id = (SELECT step FROM move_batches WHERE id = ?)"
    with library.transaction() as db:
        if of_batch(library, batch, "going", "there", "back", "gone"):
            db.execute(f"UPDATE journal_steps SET name = ? WHERE {step}", (name, batch))
        else:
            db.execute(f"DELETE FROM journal_steps WHERE {step}", (batch,))
            db.execute("UPDATE move_batches SET step = 0 WHERE id = ?", (batch,))


def step_of(library: Library, batch: int) -> int:
    """Return the step of the journal that a batch is."""
    return int(library.db.execute("SELECT step FROM move_batches WHERE id = ?", (batch,)).fetchone()[0])


def begin(library: Library, batch: int, moves: Iterable[FileMove]) -> tuple[list[FileMove], Changes]:
    """Store files that are about to be moved. Photos that are moved to the bin are removed from all lists at once.

    Args:
        library: Open for writing.
        batch: Number of the batch.
        moves: The files.

    Returns:
        The files with their rows in the journal, and what changed.
    """
    stored: list[FileMove] = []
    photos: set[int] = set()
    with library.transaction() as db:
        is_bin, roots = _purpose(db, batch) == "bin", _roots(db)
        (last,) = db.execute("SELECT ifnull(max(id), 0) FROM file_moves").fetchone()
        noted = _next_moment(library)
        numbers: dict[int, int] = {}
        rows, places = list[tuple[object, ...]](), list[Place]()
        for id_, one in enumerate(moves, last + 1):
            unit = numbers.setdefault(one.unit, id_)
            place = _located(roots, one.source) if is_bin and one.role == "photo" else None
            places += [place] if place else []
            file = _taken_out(db, one.photo, place) if place else ""
            if file:
                photos.add(one.photo)
            rows.append(
                (id_, batch, unit, one.photo, one.role, one.source, one.target, one.info, one.size, one.mtime_ns,
                 one.stays, one.stays_photo, one.stays_hash, one.photo if one.role == "photo" else 0, file, noted,
                 library.mark)
            )  # fmt: skip
            stored.append(replace(one, id=id_, unit=unit, state="going"))
        db.executemany(_INSERT, rows)
        for table in _PER_FILE:
            db.executemany(f"DELETE FROM {table} WHERE folder_id = ? AND relative = ?", places)
        photos |= refresh_presence(db, photos)
        full_text.renew(db, photos)
    return stored, _changes_of(photos)


def turn_back(library: Library, moves: Iterable[FileMove]) -> None:
    """Store that files are about to be moved back."""
    with library.transaction() as db:
        noted = _next_moment(library)
        db.executemany(
            "UPDATE file_moves SET state = 'back', noted = ?, computer = ? WHERE id = ?",
            [(noted, library.mark, one.id) for one in moves],
        )


def settle(library: Library, states: Mapping[int, MoveState]) -> Changes:
    """Store where files are now, and update the catalogue accordingly.

    Args:
        library: Open for writing.
        states: New states by row.
    """
    photos, gone = set[int](), set[int]()
    with library.transaction() as db:
        noted, roots = _next_moment(library), _roots(db)
        db.executemany(
            "UPDATE file_moves SET state = ?, noted = ? WHERE id = ?",
            [(state, noted, id_) for id_, state in states.items()],
        )
        sql = (
            "SELECT m.id, b.purpose, m.photo_id, m.source, m.target, m.file FROM file_moves m"
            f" JOIN move_batches b ON b.id = m.batch WHERE m.id {IN_LIST} AND m.role = 'photo' AND m.photo_id <> 0"
        )
        found = {id_: rest for id_, *rest in db.execute(sql, (id_list(states),))}
        for id_, state in states.items():  # in their order: a name may be free only after another file has its own
            if id_ not in found:
                continue
            purpose, photo, source, target, file = found[id_]
            place = _located(roots, source)
            if purpose == "rename":
                _follow(db, roots, photo, *((source, target) if state == "there" else (target, source)))
            elif state == "over":
                _put_in_again(db, photo, place, file)
            elif not _drop_file(db, photo, place, file) and state == "there":
                gone.add(photo)  # from all lists since it began to go
                continue
            photos.add(photo)
        photos |= refresh_presence(db, photos)
        full_text.renew(db, photos)
    return _changes_of(photos | gone) if photos else changed("bin", photos=frozenset(gone))


def halfway(library: Library) -> list[FileMove]:
    """Return files whose move was interrupted on this computer."""
    if library.is_foreign:
        return []
    return _moves(library.db, f"m.state IN {_HALFWAY} AND m.computer = ? ORDER BY m.id", (library.mark,))


def of_batch(library: Library, batch: int, *states: MoveState) -> list[FileMove]:
    """Return the files of a batch that are in one of these states, in their order."""
    return [one for one in _moves(library.db, "m.batch = ? ORDER BY m.id", (batch,)) if one.state in states]


def of_units(library: Library, units: Sequence[int]) -> list[FileMove]:
    """Return the files of these units that are in the bin, in their order."""
    return _moves(
        library.db,
        f"m.state = 'there' AND b.purpose = 'bin' AND m.unit {IN_LIST} ORDER BY m.id",
        (id_list(units),),
    )


def batches(library: Library, purpose: Purpose, top: int) -> list[tuple[int, str, int, int]]:
    """Return the latest batches, newest first: number, time (UTC), files, and number of files at their new place."""
    return library.db.execute(
        "SELECT b.id, b.made, count(*), sum(m.state = 'there') FROM move_batches b JOIN file_moves m ON m.batch = b.id"
        " WHERE b.purpose = ? AND b.is_off = 0 GROUP BY b.id ORDER BY b.id DESC LIMIT ?",
        (purpose, top),
    ).fetchall()


def batches_of(library: Library, moves: Iterable[int]) -> list[tuple[int, int]]:
    """Return the batches of some rows, and their steps in the journal; 0 for those of earlier versions."""
    return library.db.execute(
        "SELECT DISTINCT b.id, b.step FROM file_moves m JOIN move_batches b ON b.id = m.batch"
        f" WHERE m.id {IN_LIST} ORDER BY b.id",
        (id_list(moves),),
    ).fetchall()


def words_given(library: Library, batch: int, moves: Iterable[int]) -> dict[int, int]:
    """Return the photos that have the metadata of duplicates, by the photos that went or are gone.

    Args:
        library: The library.
        batch: Number of the batch.
        moves: Only about the photos of these rows.
    """
    about = f"+batch = ? AND photo_id IN (SELECT photo_id FROM file_moves WHERE id {IN_LIST})"
    return _given(library.db, about, (batch, id_list(moves)))


def words_given_to(library: Library, batch: int, photos: Iterable[int]) -> dict[int, int]:
    """Return as ``words_given`` the photos of a batch whose metadata some photos have."""
    return _given(library.db, f"batch = ? AND stays_photo {IN_LIST}", (batch, id_list(photos)))


def _given(db: sqlite3.Connection, about: str, values: Sequence[object]) -> dict[int, int]:
    rows = db.execute(
        "SELECT photo_id, stays_photo FROM file_moves WHERE stays_photo NOT IN (0, photo_id)"
        f" AND state IN ('there', 'back', 'gone') AND {about}",
        values,
    )
    return dict(rows.fetchall())


def is_back(library: Library, batch: int) -> bool:
    """Return whether files of a batch are at their sources, and none is elsewhere or on its way."""
    some = "EXISTS (SELECT 1 FROM file_moves WHERE batch = ?1 AND +state IN"  # mostly ends at the first of the batch
    sql = f"SELECT NOT {some} ('going', 'there', 'back')) AND {some} ('over'))"
    return bool(library.db.execute(sql, (batch,)).fetchone()[0])


def is_renaming(library: Library, batch: int) -> bool:
    """Return whether this batch renamed files, rather than moving them to the bin; False if it doesn't exist."""
    sql = "SELECT 1 FROM move_batches WHERE id = ? AND purpose = 'rename'"
    return library.db.execute(sql, (batch,)).fetchone() is not None


def there(library: Library) -> list[FileMove]:
    """Return all files in the bin that Photon knows of."""
    return _moves(library.db, "m.state = 'there' AND b.purpose = 'bin' ORDER BY m.id")


def binned(library: Library) -> list[BinnedPhoto]:
    """Return the photos in the bin, those added last first."""
    rows = library.db.execute(
        f"SELECT b.id, b.made, {_COLUMNS} FROM file_moves m"
        " JOIN move_batches b ON b.id = m.batch AND b.purpose = 'bin' AND b.is_off = 0"
        " WHERE m.state = 'there' ORDER BY m.id"
    ).fetchall()
    units: dict[int, list[tuple[FileMove, str, int]]] = {}
    for batch, made, *row in rows:
        units.setdefault(row[7], []).append((FileMove(*row), made, batch))
    cards = _cards(library.db)
    found = []
    for unit, some in units.items():
        first, made, batch = some[0]
        others = tuple(one.source for one, *_ in some[1:])
        size = sum(one.size for one, *_ in some)
        where = (first.photo, first.source, made, others, size, first.target, batch)
        found.append(BinnedPhoto(unit, *where, cards.get(unit)))
    return sorted(found, key=lambda one: -one.id)


def touched_since(library: Library, moment: str) -> set[str]:
    """Return paths of files that are being moved, or were moved since a moment; a listing of them may be out of date.

    Args:
        library: The library.
        moment: As returned by ``moment_now``.
    """
    rows = library.db.execute("SELECT source, target FROM file_moves WHERE noted > ?", (moment,))
    return under_way(library) | {path for row in rows for path in row if path}


def under_way(library: Library) -> set[str]:
    """Return paths of files that are being moved."""
    rows = library.db.execute(f"SELECT source, target FROM file_moves WHERE state IN {_HALFWAY}")
    return {path for row in rows for path in row if path}


def moment_now(library: Library) -> str:
    """Return the latest time in the journal; all entries from now on are later, regardless of the clock."""
    return str(library.db.execute("SELECT ifnull(max(noted), '') FROM file_moves").fetchone()[0])


def is_in_files(library: Library, move: FileMove) -> bool:
    """Return whether the catalogue has the photo of a move at its source again."""
    place = _located(_roots(library.db), move.source)
    sql = "SELECT 1 FROM files WHERE folder_id = ? AND relative = ? AND photo_id = ? AND missing IS NULL"
    return place is not None and library.db.execute(sql, (*place, move.photo)).fetchone() is not None


def _cards(db: sqlite3.Connection) -> dict[int, Card]:
    """Return the data that is painted of photos in the bin, by their unit."""
    rows = db.execute(
        "SELECT m.unit, p.id, m.source, p.width, p.height, p.colour, p.rating, p.favourite, p.damage, p.image_hash"
        " FROM file_moves m JOIN photos p ON p.id = m.photo_id WHERE m.state = 'there' AND m.id = m.unit"
    )
    return {
        unit: Card(id_, source.rpartition("/")[2], width, height, colour, rating, bool(favourite),
                   offline=False, damaged=damage is not None, version=bytes(image))
        for unit, id_, source, width, height, colour, rating, favourite, damage, image in rows
    }  # fmt: skip


def _moves(db: sqlite3.Connection, where: str, values: Sequence[object] = ()) -> list[FileMove]:
    rows = db.execute(
        f"SELECT {_COLUMNS} FROM file_moves m JOIN move_batches b ON b.id = m.batch WHERE b.is_off = 0 AND {where}",
        tuple(values),
    )
    return [FileMove(*row) for row in rows]


def _purpose(db: sqlite3.Connection, batch: int) -> str:
    return str(db.execute("SELECT purpose FROM move_batches WHERE id = ?", (batch,)).fetchone()[0])


def _roots(db: sqlite3.Connection) -> dict[str, int]:
    """Return the watched folders by what the paths in them begin with."""
    return {join(root, ""): folder for folder, root in db.execute("SELECT id, path FROM folders")}


def _located(roots: Mapping[str, int], path: str) -> Place | None:
    """Return the watched folder that contains a path, and the path below it."""
    return next(((folder, path[len(root) :]) for root, folder in roots.items() if path.startswith(root)), None)


def _taken_out(db: sqlite3.Connection, photo: int, place: Place) -> str:
    """Remove a photo's file from the catalogue; return its row as JSON, or an empty text if there was none."""
    row = db.execute(
        "DELETE FROM files WHERE folder_id = ? AND relative = ? AND photo_id = ? RETURNING size, mtime_ns, beside",
        (*place, photo),
    ).fetchone()
    return json.dumps(row) if row else ""


def _put_in_again(db: sqlite3.Connection, photo: int, place: Place | None, file: str) -> None:
    """Restore the file of a photo in the catalogue, unless its folder is no longer watched or was read again."""
    known = db.execute("SELECT 1 FROM photos WHERE id = ?", (photo,)).fetchone()
    if place is None or not file or not known:
        return
    size, mtime_ns, beside = json.loads(file)
    db.execute(
        "INSERT INTO files (photo_id, folder_id, relative, size, mtime_ns, beside) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (folder_id, relative) DO NOTHING",
        (photo, *place, size, mtime_ns, beside),
    )
    db.execute("DELETE FROM files WHERE photo_id = ? AND missing IS NOT NULL", (photo,))  # found again


def _drop_file(db: sqlite3.Connection, photo: int, place: Place | None, file: str) -> bool:
    """Delete the row of a file in the bin, which a scan may have created again while the file was being moved."""
    if place is None or not file:
        return False
    size, mtime_ns, _ = json.loads(file)
    sql = "DELETE FROM files WHERE folder_id = ? AND relative = ? AND photo_id = ? AND size = ? AND mtime_ns = ?"
    return db.execute(sql, (*place, photo, size, mtime_ns)).rowcount > 0


def _follow(db: sqlite3.Connection, roots: Mapping[str, int], photo: int, old: str, new: str) -> None:
    """Update the row of a renamed file; a scan may have done so already."""
    was, now = _located(roots, old), _located(roots, new)
    if was is None or now is None:
        return
    row = db.execute("SELECT photo_id FROM files WHERE folder_id = ? AND relative = ?", was).fetchone()
    if row is None or row[0] != photo:
        return
    there = db.execute("SELECT photo_id FROM files WHERE folder_id = ? AND relative = ?", now).fetchone()
    if there and there[0] == photo:
        db.execute("DELETE FROM files WHERE folder_id = ? AND relative = ?", was)
        return
    db.execute("DELETE FROM files WHERE folder_id = ? AND relative = ?", now)
    db.execute(
        "UPDATE files SET folder_id = ?, relative = ?, changed_ns = NULL, missing = NULL, lost = 0"
        " WHERE folder_id = ? AND relative = ?",
        (*now, *was),
    )
    merge_bases.follow(db, photo, old, new)
    for table in _PER_FILE:
        db.execute(f"DELETE FROM {table} WHERE folder_id = ? AND relative = ?", was)


def _next_moment(library: Library) -> str:
    """Return the current time in the form of the journal, or just after its latest time where that is not earlier."""
    latest, now = moment_now(library), datetime.now(UTC).strftime(_FORM)
    if now <= latest:
        with suppress(ValueError, OverflowError):  # in a catalogue from elsewhere
            return (datetime.strptime(latest, _FORM).replace(tzinfo=UTC) + timedelta(microseconds=1)).strftime(_FORM)
    return max(now, latest)


def _changes_of(photos: set[int]) -> Changes:
    return changed("photos", "problems", "bin", photos=frozenset(photos)) if photos else changed("bin")
