"""What holds here, whatever a backup says: folders that are watched stay watched, and what is hidden stays hidden."""

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from photon.domain.metadata.tag import belongs, tag_key
from photon.library.db.decision_rows import WINNING
from photon.library.photos import folders
from photon.library.tags import hidden_photos, tag_tree

_OF_FOLDER = ("added", "offline", "identity", "unnamed")


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
    _keep_winning(present, older, photo)
    if _hides(present):
        older.execute(
            "INSERT INTO settings (name, value) VALUES (?, 'true') ON CONFLICT (name) DO UPDATE SET value = 'true'",
            (hidden_photos.HIDE.name,),
        )
    if not _hides(older):
        return
    for path, id_, added, file_hash, given in list(_sensitive(present, keys)):
        for (there,) in older.execute(f"SELECT id FROM photos WHERE {photo}", (id_, added, file_hash)).fetchall():
            tag = tag_tree.place(older, path)
            older.execute(
                "INSERT OR IGNORE INTO photo_tags (photo_id, tag_id, given) VALUES (?, ?, ?)", (there, tag, given)
            )
            older.execute("DELETE FROM rejected_tags WHERE photo_id = ? AND key = ?", (there, tag_key(path)))
    _forget_rejections(present, older, keys)


def _keep_winning(present: sqlite3.Connection, older: sqlite3.Connection, photo: str) -> None:
    """Keep values that win over all others, such as that a person hid a photo; ``photo`` is a condition on photos."""
    known = {row[1] for row in present.execute("PRAGMA table_info(photos)")}
    for column, value in WINNING.items():
        if column in known:
            rows = present.execute(f"SELECT id, added, file_hash FROM photos WHERE {column} = ?", (value,))
            older.executemany(f"UPDATE photos SET {column} = '{value}' WHERE {photo}", rows.fetchall())


def _hides(db: sqlite3.Connection) -> bool:
    if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'settings'").fetchone():
        return False
    row = db.execute("SELECT value FROM settings WHERE name = ?", (hidden_photos.HIDE.name,)).fetchone()
    return row is not None and row[0] == "true"


def _sensitive(db: sqlite3.Connection, keys: Collection[str]) -> Iterator[tuple[tuple[str, ...], int, str, bytes, str]]:
    """Yield the sensitive tags of photos: path of the tag; id, time and hash of the photo; when it was given."""
    known = {row[1] for row in db.execute("PRAGMA table_info(photo_tags)")}
    given = "t.given" if "given" in known else "''"
    for tag, path in tag_tree.paths(db).items():
        if belongs(tuple(path), keys):
            for row in db.execute(
                f"SELECT p.id, p.added, p.file_hash, {given} FROM photo_tags t JOIN photos p ON p.id = t.photo_id"
                " WHERE t.tag_id = ?",
                (tag,),
            ):
                yield (tuple(path), *row)


def _forget_rejections(present: sqlite3.Connection, older: sqlite3.Connection, keys: Collection[str]) -> None:
    """Forget that sensitive tags were rejected or photos shown, unless they are here, too: they may be suggested."""
    here = set()
    if present.execute("SELECT 1 FROM sqlite_master WHERE name = 'rejected_tags'").fetchone():
        here = set(present.execute(
            "SELECT p.file_hash, r.key FROM rejected_tags r JOIN photos p ON p.id = r.photo_id"
        ))  # fmt: skip
    shown = "SELECT file_hash FROM photos WHERE hidden <> '' AND hidden = 'shown'"
    known = {row[1] for row in present.execute("PRAGMA table_info(photos)")}
    still = {row[0] for row in present.execute(shown)} if "hidden" in known else set()
    again = [row for row in older.execute(shown) if row[0] not in still]
    older.executemany("UPDATE photos SET hidden = '' WHERE file_hash = ? AND hidden = 'shown'", again)
    rows = older.execute(
        "SELECT r.rowid, p.file_hash, r.key, r.path FROM rejected_tags r JOIN photos p ON p.id = r.photo_id"
    )
    for row, file_hash, key, path in rows.fetchall():
        if (file_hash, key) not in here and belongs(tuple(json.loads(path)), keys):
            older.execute("DELETE FROM rejected_tags WHERE rowid = ?", (row,))
