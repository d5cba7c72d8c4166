"""The migration of ``catalog.db`` that keeps which photos are no duplicates; ``catalog_migrations`` lists all."""

import sqlite3

from photon.library.db.scripts import run_script

_SCHEMA = """
CREATE TABLE kept_apart (
    photo_id INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
    among TEXT NOT NULL,
    UNIQUE (photo_id, among)
) STRICT;
CREATE INDEX kept_apart_by_set ON kept_apart (among);
"""


def m016_kept_apart(db: sqlite3.Connection) -> None:
    """Create what a person decided to be no duplicates.

    Photos with one value of ``among`` are no duplicates of each other. It is made from the pictures of the whole set
    (``domain.photo.photo_set.set_key``), so that two computers call the same decision the same. A set of one photo
    says that the copies of its file are wanted.
    """
    run_script(db, _SCHEMA)
