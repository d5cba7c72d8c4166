"""The migration of ``catalog.db`` that creates the journal; ``catalog_migrations`` lists all."""

import sqlite3

from photon.library.db.scripts import run_script

_M012 = """
CREATE TABLE journal_steps (
    id INTEGER PRIMARY KEY,
    clock INTEGER NOT NULL,
    device TEXT NOT NULL,
    actor TEXT NOT NULL,
    name TEXT NOT NULL,
    run INTEGER NOT NULL DEFAULT 0,
    undoes INTEGER NOT NULL DEFAULT 0,
    undone INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE journal (
    id INTEGER PRIMARY KEY,
    step INTEGER NOT NULL,
    photo_id INTEGER,
    what TEXT NOT NULL,
    key TEXT NOT NULL,
    before TEXT,
    after TEXT,
    clock INTEGER,
    device TEXT,
    actor TEXT
) STRICT;
CREATE INDEX journal_by_step ON journal (step);
CREATE INDEX journal_by_photo ON journal (photo_id, what, key);
CREATE TABLE waiting_decisions (
    file_hash BLOB NOT NULL,
    image_hash BLOB NOT NULL,
    name TEXT NOT NULL,
    clock INTEGER NOT NULL,
    line TEXT NOT NULL,
    UNIQUE (file_hash, name)
) STRICT;
CREATE INDEX waiting_decisions_by_image ON waiting_decisions (image_hash);
CREATE INDEX photos_by_image_hash ON photos (image_hash);
"""


def m012_journal(db: sqlite3.Connection) -> None:
    """Create the journal of decisions (``library.db.journal``), and decisions about photos that are not indexed yet.

    ``journal.clock``, ``device`` and ``actor`` are NULL if they are those of the step. ``journal_steps.undoes`` is the
    step that a step undid, ``undone`` the one that undid it; 0 for none. ``waiting_decisions`` contains lines of
    imported files of decisions, one for each ``name`` of a kind of decision.
    """
    run_script(db, _M012)
