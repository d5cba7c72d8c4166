"""The migration of ``catalog.db`` with decisions of the Explore page; ``catalog_migrations`` lists all."""

import sqlite3

from photon.library.db.scripts import run_script

_SCHEMA = """
CREATE TABLE decided_topics (
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (kind, key)
) STRICT;
CREATE TABLE not_highlighted (photo_id INTEGER PRIMARY KEY REFERENCES photos (id) ON DELETE CASCADE) STRICT;
"""


def m033_explore(db: sqlite3.Connection) -> None:
    """Create names and states of themes and things, and the photos that are left out of highlights.

    ``decided_topics.key`` stays the same when the cache, which has the topics, is made anew. ``name`` is empty for the
    one that Photon found, ``state`` is ``pinned``, ``hidden`` or empty (``domain.decisions.explore``).
    """
    run_script(db, _SCHEMA)
