"""The migration of ``catalog.db`` that creates the journal of moved files; ``catalog_migrations`` lists all."""

import sqlite3

from photon.library.db.scripts import run_script

_SCHEMA = """
CREATE TABLE move_batches (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    purpose TEXT NOT NULL CHECK (purpose IN ('bin', 'rename')),
    made TEXT NOT NULL
) STRICT;
CREATE TABLE file_moves (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    batch INTEGER NOT NULL REFERENCES move_batches (id),
    unit INTEGER NOT NULL,
    photo_id INTEGER NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('photo', 'sidecar', 'video')),
    source TEXT NOT NULL,
    target TEXT NOT NULL,
    info TEXT NOT NULL,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    file_hash BLOB,
    file TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL CHECK (state IN ('going', 'there', 'back', 'over', 'gone')),
    noted TEXT NOT NULL
) STRICT;
CREATE INDEX file_moves_by_batch ON file_moves (batch);
CREATE INDEX file_moves_by_state ON file_moves (state);
CREATE INDEX file_moves_by_time ON file_moves (noted);
"""


def m014_binned_files(db: sqlite3.Connection) -> None:
    """Create the journal of files that Photon moves: into the bin, and to other names (``library.bin.file_moves``).

    A row is written before its file is touched. ``unit``, the first row of files that move together, identifies the
    group; ``photo_id`` is 0 for files that are not in the catalogue. ``file`` is the photo's row of ``files``, as JSON;
    a photo in the bin has no such row. ``noted`` is when the state was last changed, UTC with microseconds.
    """
    run_script(db, _SCHEMA)
