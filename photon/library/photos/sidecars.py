"""Problems with sidecar files: metadata files next to photos that cannot be used.

They are recorded per photo whenever its metadata is read, and removed when the sidecar becomes readable or disappears.
In the table, ``relative`` is the photo's path and ``path`` the sidecar's.
"""

import sqlite3
from collections.abc import Iterable

from photon.domain import Changes, Problem
from photon.library.db.connection import Library

_NOBODY = 0  # not a folder id; marks that all metadata was read again after the table was created


def note(db: sqlite3.Connection, folder: int, relative: str, problems: Iterable[Problem]) -> bool:
    """Within a transaction, replace the sidecar problems of a photo; return whether they changed."""
    key = (folder, relative)
    new = {(one.path, one.message, one.hint) for one in problems}
    old = set(db.execute("SELECT path, message, hint FROM sidecar_problems WHERE folder_id = ? AND relative = ?", key))
    if new == old:
        return False
    db.execute("DELETE FROM sidecar_problems WHERE folder_id = ? AND relative = ?", key)
    db.executemany("INSERT INTO sidecar_problems VALUES (?, ?, ?, ?, ?)", [(*key, *one) for one in sorted(new)])
    return True


def catch_up(library: Library) -> Changes:
    """Request reading of all sidecars if the table is new, as after an update or when the cache was deleted."""
    key = (_NOBODY, "", "", "", "")
    if library.db.execute("SELECT 1 FROM sidecar_problems WHERE folder_id = ?", (_NOBODY,)).fetchone():
        return Changes()
    with library.transaction() as db:
        db.execute("UPDATE files SET beside = NULL WHERE beside != ''")
        db.execute("INSERT INTO sidecar_problems VALUES (?, ?, ?, ?, ?)", key)
    return Changes()
