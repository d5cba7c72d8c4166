"""Large losses: many photos that went missing at once, reported until the user has decided what happened to them.

Nothing is deleted for a missing photo: its user data stays in the catalogue in case it returns, here or elsewhere.
"""

import sqlite3
from datetime import UTC, datetime, timedelta

from photon.domain import Changes, changed
from photon.library.db.connection import Library
from photon.library.photos.folders import stored_time

MANY, SHARE = 50, 0.2
"""A loss is large if it exceeds ``MANY`` photos and the share ``SHARE`` of a watched folder."""
_TOGETHER = timedelta(minutes=10)  # time to delete thousands of files over a network


def notice(db: sqlite3.Connection, folder: int) -> bool:
    """Within a transaction, check whether the latest loss in a folder is large; if so, mark it and return True."""
    since = stored_time(datetime.now(UTC) - _TOGETHER)
    gone, left = db.execute(
        "SELECT count(DISTINCT f.photo_id) FILTER (WHERE f.missing >= ?2 AND p.present = 0),"
        " count(DISTINCT f.photo_id) FILTER (WHERE f.missing IS NULL)"
        " FROM files f JOIN photos p ON p.id = f.photo_id WHERE f.folder_id = ?1",
        (folder, since),
    ).fetchone()
    if gone <= MANY or gone <= SHARE * (gone + left):
        return False
    db.execute("UPDATE files SET lost = 1 WHERE folder_id = ? AND missing >= ?", (folder, since))
    return True


def accept(library: Library, folder: int) -> Changes:
    """Record that the user knows the missing photos of a folder are gone, so that they are no longer counted.

    Their user data stays in the catalogue, as for every deleted file.
    """
    with library.transaction() as db:
        db.execute("DELETE FROM files WHERE folder_id = ? AND lost = 1 AND missing IS NOT NULL", (folder,))
    return changed("folders")
