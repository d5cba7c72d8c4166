"""The migration of ``catalog.db`` that creates judged answers; ``catalog_migrations`` lists all."""

import sqlite3

from photon.library.db.scripts import run_script

_SCHEMA = """
CREATE TABLE judged_answers (
    photo_id INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
    words TEXT NOT NULL,
    verdict TEXT NOT NULL,
    odds REAL NOT NULL,
    encoder TEXT NOT NULL,
    UNIQUE (words, photo_id)
) STRICT;
"""


def m027_judged_answers(db: sqlite3.Connection) -> None:
    """Create what a person said of photos in answers: ``right`` or ``wrong`` for the words of a search.

    ``odds`` are the log-odds that an encoder gave the photo for these words before anybody judged, from which the
    yardstick of the library is calibrated; without an ``encoder`` they are not known.
    """
    run_script(db, _SCHEMA)
