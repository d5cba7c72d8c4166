"""The bases of three-way merging: each belongs to a content in a place, and follows every move of its file.

Only what a file itself said in its place can be removed by it (``known``). What was agreed on with a file elsewhere, or
through a sidecar that is gone, is laid aside (``former``): the file removes nothing of it, and what a person removed in
Photon does not return with it. The table is ``understood``; ``library.files.file_metadata`` reads and writes its rows.
"""

import sqlite3

from photon.domain.metadata.merge import MetadataSnapshot, beyond, from_text, to_text, united

_NOTHING = MetadataSnapshot()
_LEFT_BEHIND = (
    "(NOT EXISTS (SELECT 1 FROM files f JOIN folders d ON d.id = f.folder_id WHERE f.photo_id = understood.photo_id"
    " AND understood.path = rtrim(d.path, '/') || '/' || f.relative)"
    " AND NOT EXISTS (SELECT 1 FROM file_moves m WHERE m.photo_id = understood.photo_id AND m.source = understood.path"
    " AND m.file <> '' AND m.state IN ('going', 'there', 'back')))"
)
"""Condition for bases whose file is neither in its place nor in the bin."""


def former_text(former: MetadataSnapshot) -> str:
    """Return a former base in stored form."""
    return "" if former == _NOTHING else to_text(former)


def former_of(db: sqlite3.Connection, photo: int) -> MetadataSnapshot:
    """Return all that the library ever agreed on with any file of a photo, as far as bases tell."""
    former = _NOTHING
    for texts in db.execute("SELECT known, former FROM understood WHERE photo_id = ? ORDER BY seen DESC", (photo,)):
        for text in filter(None, texts):
            former = united(former, from_text(text))
    return former


def begin_anew(db: sqlite3.Connection, photo: int, path: str) -> None:
    """Within a transaction, lay aside all bases of a photo for a file that was found where it was not before.

    Nobody knows whether it was moved, copied or restored, and which of several files it was.
    """
    former = former_of(db, photo)
    db.execute(f"DELETE FROM understood WHERE photo_id = ? AND (path = ? OR {_LEFT_BEHIND})", (photo, path))
    if former != _NOTHING:
        nothing = to_text(_NOTHING)
        db.execute(
            "INSERT INTO understood (photo_id, path, known, said, sidecars, lost, seen, former)"
            " VALUES (?, ?, ?, ?, 0, 0, '', ?)",
            (photo, path, nothing, nothing, to_text(former)),
        )


def follow(db: sqlite3.Connection, photo: int, old: str, new: str) -> None:
    """Within a transaction, take the base of a file along that Photon moved."""
    db.execute("UPDATE OR REPLACE understood SET path = ? WHERE photo_id = ? AND path = ?", (new, photo, old))


def hand_over(db: sqlite3.Connection, photo: int, path: str, new: int) -> None:
    """Within a transaction, take the base of a file along that became another photo."""
    db.execute("UPDATE OR REPLACE understood SET photo_id = ? WHERE photo_id = ? AND path = ?", (new, photo, path))


def retract(db: sqlite3.Connection, photo: int, gone: MetadataSnapshot) -> None:
    """Within a transaction, drop what a file removed from all former bases of its photo: if it returns, it is new."""
    rows = db.execute(f"SELECT rowid, known, former, {_LEFT_BEHIND} FROM understood WHERE photo_id = ?", (photo,))
    for row, known, former, is_left_behind in rows.fetchall():
        db.execute(
            "UPDATE understood SET known = ?, former = ? WHERE rowid = ?",
            (
                to_text(beyond(from_text(known), gone)) if is_left_behind else known,
                former_text(beyond(from_text(former), gone)) if former else "",
                row,
            ),
        )
