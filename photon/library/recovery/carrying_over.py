"""Copy data about files and ids from the current catalogue to an older one.

These are no decisions of the user, and with them, previews and vectors in the cache remain valid: nothing is decoded
twice. Ids that were assigned since the backup are never assigned again; otherwise a new photo would be shown with
another photo's vector.
"""

import sqlite3
from collections.abc import Iterable
from contextlib import closing, suppress
from pathlib import Path

from photon.library.db import computer
from photon.library.photos.photo_locations import count_locations
from photon.library.photos.photo_turns import shown_as

_OF_CONTENT = (
    "file_hash", "image_hash", "format", "width", "height", "taken", "camera", "lens", "exposure", "aperture", "iso",
    "focal_length", "latitude", "longitude", "colour", "damage", "shown", "read_taken", "read_shown", "read_latitude",
    "read_longitude", "stated_place", "seconds", "pairing", "has_film", "still_id",
    "read_image_hash", "read_width", "read_height",
)  # fmt: skip
_FILED = {
    "taken": "read_taken", "shown": "read_shown", "image_hash": "read_image_hash", "width": "read_width",
    "height": "read_height", "latitude": "read_latitude", "longitude": "read_longitude",
}  # fmt: skip
"""Of what counts, the columns with what the file says: what was decided about it stays as it was in the backup."""
_OF_FILE = ("photo_id", "folder_id", "relative", "size", "mtime_ns", "missing", "changed_ns", "lost")
_OF_MOVE = ("id", "batch", "unit", "photo_id", "role", "source", "target", "info", "size", "mtime_ns", "file")
_OF_WRITE = ("id", "run", "photo_id", "photo_path", "path", "former", "way_back", "written")
"""Columns that never change: rows that agree in all of them are about the same move or write."""
_SAME = "m.id = p.id AND m.added = p.added"
_SHARED = "SELECT n.id FROM main.folders n JOIN older.folders o ON o.id = n.id AND o.path = n.path"
_WITH_PHOTOS = (("cache", "vectors"), ("cache", "word_sources"), ("previews", "previews"))


def carry_over(present: sqlite3.Connection, older: Path, *, is_foreign: bool) -> None:
    """Copy what the current catalogue knows about files and ids; decisions are not copied.

    Args:
        present: The current catalogue.
        older: An unpacked backup; modified in place.
        is_foreign: Whether it belongs to another library, which has other ids; then nothing is copied.
    """
    if is_foreign:
        return
    present.execute("ATTACH ? AS older", (str(older),))
    try:
        present.execute("PRAGMA older.journal_mode=DELETE")
        present.execute("BEGIN")
        _take_contents(present)
        _take_files(present)
        _take_journals(present)
        for name, given in present.execute("SELECT name, seq FROM main.sqlite_sequence").fetchall():
            _give_from(present, "older", name, given)
        present.execute("COMMIT")
    except BaseException:
        if present.in_transaction:
            present.execute("ROLLBACK")
        raise
    finally:
        present.execute("DETACH older")


def spare_ids(db: sqlite3.Connection, cache: Path, previews: Path) -> None:
    """Make sure that no photo gets an id that the cache uses but the catalogue does not know.

    Args:
        db: The catalogue to be restored.
        cache: Path of the cache; it may be missing or damaged.
        previews: Path of the previews; likewise.
    """
    for schema, path in (("cache", cache), ("previews", previews)):
        if not path.exists():
            continue
        with (
            suppress(sqlite3.DatabaseError),
            closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as of,
        ):
            for where, table in _WITH_PHOTOS:
                if where == schema:
                    (given,) = of.execute(f"SELECT max(photo_id) FROM {table}").fetchone()
                    _give_from(db, "main", "photos", given or 0)


def doubt_cache(cache: Path) -> None:
    """Mark full text and suggestions in the cache as outdated; vectors and previews remain valid by their hash.

    Args:
        cache: Path of the cache; if it is not writable, it is recreated when the library is opened.
    """
    if not cache.exists():
        return
    with suppress(sqlite3.DatabaseError), closing(sqlite3.connect(cache, timeout=5)) as db:
        db.execute("UPDATE word_sources SET source = ''")
        db.execute("DELETE FROM suggested_photos")
        db.execute("DELETE FROM photo_places")
        db.commit()


def _take_contents(db: sqlite3.Connection) -> None:
    """Copy photos that were edited or added since; added ones are copied without stars and favourites."""
    names = _common(db, "photos", _OF_CONTENT)
    known = _columns(db, "main", "photos")
    filed = {name: read for name, read in _FILED.items() if read in known}
    listed, there = ", ".join(names), ", ".join(f"m.{filed.get(name, name)}" for name in names)
    db.execute(
        f"UPDATE older.photos AS p SET ({listed}) = (SELECT {there} FROM main.photos m WHERE m.id = p.id)"
        f" WHERE EXISTS (SELECT 1 FROM main.photos m WHERE {_SAME} AND"
        " (m.file_hash <> p.file_hash OR m.image_hash <> p.image_hash))"
    )
    db.execute(
        f"INSERT INTO older.photos (id, added, {listed}) SELECT m.id, m.added, {there} FROM main.photos m"
        " WHERE m.id > (SELECT ifnull(max(seq), 0) FROM older.sqlite_sequence WHERE name = 'photos')"
        " AND m.id NOT IN (SELECT id FROM older.photos)"  # another program may have emptied that table
        f" AND m.id IN (SELECT photo_id FROM main.files WHERE missing IS NULL AND folder_id IN ({_SHARED}))"
    )
    if "dated" in _columns(db, "older", "photos"):
        db.execute("UPDATE older.photos SET taken = dated, shown = dated WHERE dated <> ''")
    if "located" in _columns(db, "older", "photos"):
        count_locations(db, "older")
    _turn_again(db)


def _turn_again(db: sqlite3.Connection) -> None:
    """Show the pictures as turned by the decisions in the backup."""
    if "turned" not in _columns(db, "older", "photos"):
        return
    rows = db.execute(
        "SELECT id, turned, read_image_hash, read_width, read_height FROM older.photos WHERE turned <> ''"
    )
    for photo, *state in rows.fetchall():
        db.execute(
            "UPDATE older.photos SET (image_hash, width, height) = (?, ?, ?) WHERE id = ?", (*shown_as(*state), photo)
        )


def _take_files(db: sqlite3.Connection) -> None:
    """Copy the paths of files and their state when last read; metadata is read again if the state differs."""
    names = _common(db, "files", _OF_FILE)
    listed, there = ", ".join(names), ", ".join(f"f.{name}" for name in names)
    same = " AND ".join(f"o.{name} IS f.{name}" for name in names if name != "changed_ns")
    db.execute(
        f"INSERT OR REPLACE INTO older.files ({listed}) SELECT {there} FROM main.files f"
        f" WHERE f.folder_id IN ({_SHARED})"
        f" AND EXISTS (SELECT 1 FROM main.photos m JOIN older.photos p ON {_SAME} WHERE m.id = f.photo_id)"
        f" AND NOT EXISTS (SELECT 1 FROM older.files o WHERE {same})"
    )
    db.execute(
        "UPDATE older.photos AS p SET present ="
        " EXISTS (SELECT 1 FROM older.files f WHERE f.photo_id = p.id AND f.missing IS NULL)"
    )


def _take_journals(db: sqlite3.Connection) -> None:
    """Copy the outcome of moves and writes, if those of the current catalogue were begun on this computer."""
    if not computer.mark_of(db):
        return
    moved = f"EXISTS (SELECT 1 FROM main.file_moves n WHERE {_alike('m', _OF_MOVE)})"
    written = f"EXISTS (SELECT 1 FROM main.writes n WHERE {_alike('w', _OF_WRITE)})"
    db.execute(
        "UPDATE older.file_moves AS m SET (state, noted, computer) ="
        f" (SELECT n.state, n.noted, n.computer FROM main.file_moves n WHERE n.id = m.id) WHERE {moved}"
    )
    db.execute(
        "UPDATE older.move_batches AS b SET is_off = n.is_off FROM main.move_batches n WHERE n.id = b.id"
        f" AND NOT EXISTS (SELECT 1 FROM older.file_moves m WHERE m.batch = b.id AND NOT {moved})"
    )
    db.execute(
        "UPDATE older.writes AS w SET (state, is_off, computer) ="
        f" (SELECT n.state, n.is_off, n.computer FROM main.writes n WHERE n.id = w.id) WHERE {written}"
    )


def _alike(alias: str, names: Iterable[str]) -> str:
    return " AND ".join(f"n.{name} IS {alias}.{name}" for name in names)


def _common(db: sqlite3.Connection, table: str, names: Iterable[str]) -> list[str]:
    """Return the columns that both catalogues have, because their versions may differ."""
    known = [_columns(db, schema, table) for schema in ("main", "older")]
    return [name for name in names if all(name in some for some in known)]


def _columns(db: sqlite3.Connection, schema: str, table: str) -> set[str]:
    return {row[1] for row in db.execute(f"PRAGMA {schema}.table_info({table})")}


def _give_from(db: sqlite3.Connection, schema: str, table: str, given: int) -> None:
    """Make the next id of a table higher than ``given``."""
    there = db.execute(f"SELECT seq FROM {schema}.sqlite_sequence WHERE name = ?", (table,)).fetchone()
    if there is None:
        db.execute(f"INSERT INTO {schema}.sqlite_sequence (name, seq) VALUES (?, ?)", (table, given))
    elif there[0] < given:
        db.execute(f"UPDATE {schema}.sqlite_sequence SET seq = ? WHERE name = ?", (given, table))
