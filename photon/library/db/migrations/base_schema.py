"""The migration of ``catalog.db`` that adds former bases of merging; ``catalog_migrations`` lists all."""

import sqlite3

from photon.library.db.scripts import run_script

_M023 = """
ALTER TABLE understood ADD COLUMN former TEXT NOT NULL DEFAULT '';
UPDATE understood SET former = known, known = json_set(said, '$.keywords', json('[]')), lost = 0
    WHERE lost > 0 AND json_valid(said);
CREATE INDEX file_moves_by_photo ON file_moves (photo_id);
"""


def m023_former_bases(db: sqlite3.Connection) -> None:
    """Add what was once agreed on with a file, but elsewhere or through a sidecar that is gone.

    ``understood.former`` has the form of ``known`` (empty: nothing): it is not removed by the file, and what a person
    removed of it does not return with the file. ``sidecars`` tells from now on which sources were read, not how many
    sidecars (``file_metadata.ITSELF`` and others). ``lost`` is no longer used: the bases of files that lack a sidecar
    are laid aside here.
    """
    run_script(db, _M023)
