"""What holds here, whatever a backup says: folders that are watched stay watched, and what is hidden stays hidden."""

import json
import sqlite3
from collections.abc import Collection, Iterable
from typing import Any

from photon.domain.metadata.tag import belongs
from photon.library.photos import folders
from photon.library.tags import hidden_photos, tag_tree

_OF_FOLDER = ("added", "offline", "identity", "unnamed")
_HIDDEN = "SELECT id, added, file_hash FROM photos WHERE "


def watched_in(db: sqlite3.Connection) -> list[str]:
    """Return the watched folders of a catalogue of any version, ordered by path."""
    return [path for _, path in _watched(db, ())]


def keep_folders(present: sqlite3.Connection, older: sqlite3.Connection, *, is_foreign: bool) -> None:
    """Watch the folders of the current catalogue in an older one, too.

    Args:
        present: The current catalogue.
        older: An unpacked backup; modified.
        is_foreign: Whether it belongs to another library, which has other ids.
    """
    known = {row[1] for row in present.execute("PRAGMA main.table_info(folders)")}
    names = [name for name in _OF_FOLDER if name in known]
    for id_, path, *values in _watched(present, names):
        folder = folders.watch_within(older, path, ("files",), None if is_foreign else id_)
        if folder.path == path:
            changes = ", ".join(f"{name} = ?" for name in names)
            older.execute(f"UPDATE folders SET {changes} WHERE id = ?", (*values, folder.id))


def skipped_in(db: sqlite3.Connection) -> list[str]:
    """Return the patterns of names that a catalogue of any version skips."""
    is_on = any(row[1] == "is_off" for row in db.execute("PRAGMA main.table_info(skips)"))
    return [row[0] for row in db.execute(f"SELECT pattern FROM main.skips WHERE {'is_off = 0' if is_on else '1'}")]


def _watched(db: sqlite3.Connection, more: Iterable[str]) -> list[Any]:
    is_on = any(row[1] == "is_off" for row in db.execute("PRAGMA main.table_info(folders)"))
    names = ", ".join(("id", "path", *more))
    return db.execute(
        f"SELECT {names} FROM main.folders WHERE {'is_off = 0' if is_on else '1'} ORDER BY path"
    ).fetchall()


def keep_hidden(
    present: sqlite3.Connection, older: sqlite3.Connection, keys: Collection[str], *, is_foreign: bool
) -> None:
    """Hide in an older catalogue what the current one hides; of the two, the stricter holds.

    Args:
        present: The current catalogue.
        older: An unpacked backup; modified.
        keys: Keys of the sensitive tags.
        is_foreign: Whether it belongs to another library, which has other ids.
    """
    photo = "id = ?1 AND added = ?2 AND ?3 IS NOT NULL" if not is_foreign else "file_hash = ?3 AND ?1 > 0 AND ?2 <> ''"
    decides = any(row[1] == "hidden" for row in present.execute("PRAGMA table_info(photos)"))
    found = present.execute(f"{_HIDDEN}hidden = 'hidden'").fetchall() if decides else []
    if _hides(present):
        older.execute(
            "INSERT INTO settings (name, value) VALUES (?, 'true') ON CONFLICT (name) DO UPDATE SET value = 'true'",
            (hidden_photos.HIDE.name,),
        )
    if _hides(older):
        _forget_decisions(present if decides else None, older)
        _forget_rejections(present, older, keys)
        sensitive = [tag for tag, path in tag_tree.paths(present).items() if belongs(tuple(path), keys)]
        given = json.dumps(tag_tree.photos_below(present, sensitive))
        found += present.execute(f"{_HIDDEN}id IN (SELECT value FROM json_each(?))", (given,)).fetchall()
    older.executemany(f"UPDATE photos SET hidden = 'hidden' WHERE {photo}", found)


def _hides(db: sqlite3.Connection) -> bool:
    if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'settings'").fetchone():
        return False
    row = db.execute("SELECT value FROM settings WHERE name = ?", (hidden_photos.HIDE.name,)).fetchone()
    return row is not None and row[0] == "true"


def _forget_decisions(present: sqlite3.Connection | None, older: sqlite3.Connection) -> None:
    """Forget that photos are shown though they may be sensitive, unless they are in the current catalogue, too."""
    shown = "SELECT file_hash FROM photos WHERE hidden = 'shown'"
    still = present.execute(shown).fetchall() if present is not None else []
    again = set(older.execute(shown)) - set(still)
    older.executemany("UPDATE photos SET hidden = '' WHERE file_hash = ?", again)


def _forget_rejections(present: sqlite3.Connection, older: sqlite3.Connection, keys: Collection[str]) -> None:
    """Forget that sensitive tags were rejected, unless they are here, too: the photos may be hidden by a suggestion."""
    here = set()
    if present.execute("SELECT 1 FROM sqlite_master WHERE name = 'rejected_tags'").fetchone():
        here = set(present.execute(
            "SELECT p.file_hash, r.key FROM rejected_tags r JOIN photos p ON p.id = r.photo_id"
        ))  # fmt: skip
    rows = older.execute(
        "SELECT r.rowid, p.file_hash, r.key, r.path FROM rejected_tags r JOIN photos p ON p.id = r.photo_id"
    )
    for row, file_hash, key, path in rows.fetchall():
        if (file_hash, key) not in here and belongs(tuple(json.loads(path)), keys):
            older.execute("DELETE FROM rejected_tags WHERE rowid = ?", (row,))
