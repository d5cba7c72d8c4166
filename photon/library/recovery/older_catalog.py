"""Whether a catalogue of an older version, which carries no mark of a computer, was used on this computer.

Updating Photon must not switch off people's own folders, but such a catalogue may be a stranger's, too. What counts:

- The newest step of its journal was made in this folder on this computer (``backup_folder.origin_of``). Then all is as
  it was, also what is unfinished.
- A folder contains a file whose size and times are as the catalogue says. One of these times is that of the last change
  of status, which no program can set and a stranger can't know. So catalogues without a journal stay on, and those of a
  computer that was renamed, or of a library that was moved. As a stranger's photos may be on the same drive as the
  library, this is only said of each folder by itself: it is off if it is here without any of its files, such as all of
  ``/home``. A folder that can't be reached stays on if another one is proven, because drives may not be connected.
  Unfinished moves and writing are dropped nevertheless, and settings that send or remove by themselves are left off.

A path that exists, or backups beside the catalogue, don't count: whoever hands over the folder can choose both.
"""

import os
import sqlite3
from contextlib import suppress
from pathlib import Path

from photon.domain.photo.file_time import times_ns

_TRIED = 100  # files of each folder, the newest


def is_newest_step_of(db: sqlite3.Connection, device: str) -> bool:
    """Return whether the newest step of a catalogue was made by a device."""
    newest = db.execute("SELECT device FROM journal_steps ORDER BY id DESC LIMIT 1").fetchone()
    return newest is not None and newest[0] == device


def known_folders(db: sqlite3.Connection) -> list[str]:
    """Return the watched folders of a catalogue that may stay on; none if no file shows that it was used here."""
    proven, away = list[str](), list[str]()
    for folder, path in db.execute("SELECT id, path FROM main.folders ORDER BY path").fetchall():
        if _has_known_file(db, folder, path):
            proven.append(path)
        elif not os.path.lexists(path):
            away.append(path)
    return sorted(proven + away) if proven else []


def _has_known_file(db: sqlite3.Connection, folder: int, path: str) -> bool:
    rows = db.execute(
        "SELECT relative, size, mtime_ns, changed_ns FROM main.files WHERE folder_id = ? AND missing IS NULL"
        " AND changed_ns IS NOT NULL ORDER BY id DESC LIMIT ?",
        (folder, _TRIED),
    )
    for relative, *known in rows:
        with suppress(OSError, ValueError):
            status = Path(path, relative).lstat()
            if [status.st_size, *times_ns(status)] == known:
                return True
    return False
