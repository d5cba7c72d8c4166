"""The migration of ``catalog.db`` that creates stacks; ``catalog_migrations`` lists all."""

import sqlite3

from photon.library.db.scripts import run_script

_SCHEMA = """
CREATE TABLE stack_photos (
    photo_id INTEGER PRIMARY KEY REFERENCES photos (id) ON DELETE CASCADE,
    stack TEXT NOT NULL,
    position INTEGER NOT NULL
) STRICT;
CREATE INDEX stack_photos_in_order ON stack_photos (stack, position);
"""


def m018_stacks(db: sqlite3.Connection) -> None:
    """Create stacks: photos that a person put on each other.

    A stack has no row of its own. ``stack`` is its name, random digits that are the same in every library, so that a
    photo's place in it is one decision that waits for the photo and leaves with it. The least ``position`` of a stack
    is its top.
    """
    run_script(db, _SCHEMA)
