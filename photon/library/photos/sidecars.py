"""Files beside photos that hold words and cannot be used, as lines of the problem list.

They are noted for the photo that they stand beside whenever its words are read, and go when they can be read or are
gone. ``relative`` in the table is the photo's, ``path`` the sidecar's.
"""

import sqlite3
from collections.abc import Iterable

from photon.domain import Changes, Problem
from photon.library.db.connection import Library

_NOBODY = 0  # no watched folder: its line says that the words of all photos were read since the table was made


def note(db: sqlite3.Connection, folder: int, relative: str, problems: Iterable[Problem]) -> bool:
    """Within a transaction: these stand beside a photo; tells whether that is news."""
    key = (folder, relative)
    new = {(one.path, one.message, one.hint) for one in problems}
    old = set(db.execute("SELECT path, message, hint FROM sidecar_problems WHERE folder_id = ? AND relative = ?", key))
    if new == old:
        return False
    db.execute("DELETE FROM sidecar_problems WHERE folder_id = ? AND relative = ?", key)
    db.executemany("INSERT INTO sidecar_problems VALUES (?, ?, ?, ?, ?)", [(*key, *one) for one in sorted(new)])
    return True


def catch_up(library: Library) -> Changes:
    """Where nobody has noted any yet, as after an update or without the cache: let words be read once more."""
    key = (_NOBODY, "", "", "", "")
    if library.db.execute("SELECT 1 FROM sidecar_problems WHERE folder_id = ?", (_NOBODY,)).fetchone():
        return Changes()
    with library.transaction() as db:
        db.execute("UPDATE files SET beside = NULL WHERE beside != ''")
        db.execute("INSERT INTO sidecar_problems VALUES (?, ?, ?, ?, ?)", key)
    return Changes()
