"""When photos were last looked at. It is in the cache, and never leaves the library."""

from datetime import datetime

from photon.domain import Changes
from photon.library.db.connection import Library

_YEAR_AGO = "date('now', 'localtime', '-1 year')"
IS_UNSEEN = (
    f"p.shown < {_YEAR_AGO} AND NOT EXISTS"
    f" (SELECT 1 FROM looked_photos l WHERE l.photo_id = p.id AND l.day > {_YEAR_AGO})"
)
"""SQL condition on a photo ``p``: it is older than a year, and nobody looked at it for a year."""


def note_look(library: Library, photo: int) -> Changes:
    """Remember that a photo was looked at today; nobody is told, because nothing shown depends on it at once."""
    with library.transaction() as db:
        db.execute(
            "INSERT INTO looked_photos (photo_id, day) SELECT id, ? FROM photos WHERE id = ?"
            " ON CONFLICT (photo_id) DO UPDATE SET day = excluded.day",
            (datetime.now().astimezone().date().isoformat(), photo),
        )
    return Changes()
