"""When photos were last looked at. It is in the cache, and never leaves the library."""

from collections.abc import Sequence
from datetime import datetime

from photon.domain import Changes
from photon.library.db.connection import Library
from photon.library.db.id_list import IN_LIST, id_list

_YEAR_AGO = "date('now', 'localtime', '-1 year')"
IS_UNSEEN = (
    f"p.shown < {_YEAR_AGO} AND NOT EXISTS"
    f" (SELECT 1 FROM looked_photos l WHERE l.photo_id = p.id AND l.day > {_YEAR_AGO})"
)
"""SQL condition on a photo ``p``: it is older than a year, and nobody looked at it for a year."""


def note_looks(library: Library, photos: Sequence[int]) -> Changes:
    """Remember that photos were looked at today; nobody is told, because nothing shown depends on it at once."""
    with library.transaction() as db:
        db.execute(
            f"INSERT INTO looked_photos (photo_id, day) SELECT id, ? FROM photos WHERE id {IN_LIST}"
            " ON CONFLICT (photo_id) DO UPDATE SET day = excluded.day",
            (datetime.now().astimezone().date().isoformat(), id_list(photos)),
        )
    return Changes()
