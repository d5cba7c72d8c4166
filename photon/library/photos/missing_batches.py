"""Photos that went missing many at a time: the person is asked what became of them, and until then they are counted.

Nothing of a missing photo is dropped: what was said of it waits in the catalogue for its return, here or elsewhere.
"""

import sqlite3
from datetime import UTC, datetime, timedelta

from photon.domain import Changes, changed
from photon.library.db.connection import Library
from photon.library.photos.folders import stored_time

MANY, SHARE = 50, 0.2
"""More photos than ``MANY``, and a larger share than ``SHARE`` of those in one watched folder, are a large loss."""
_TOGETHER = timedelta(minutes=10)  # deleting thousands of files over a network takes about that long


def notice(db: sqlite3.Connection, folder: int) -> bool:
    """Within a transaction: whether what went missing last from a folder is a large loss; it is marked as one then."""
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
    """The person knows that the missing photos of a folder are gone: they are counted no more.

    Their words stay in the catalogue, as those of every photo whose file was deleted.
    """
    with library.transaction() as db:
        db.execute("DELETE FROM files WHERE folder_id = ? AND lost = 1 AND missing IS NOT NULL", (folder,))
    return changed("folders")
