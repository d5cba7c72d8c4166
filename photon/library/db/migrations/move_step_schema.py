"""The migration of ``catalog.db`` that makes moves of files steps of the journal; ``catalog_migrations`` lists all."""

import sqlite3

from photon.library.db.scripts import run_script

_SCHEMA = """
ALTER TABLE move_batches ADD COLUMN step INTEGER NOT NULL DEFAULT 0;
ALTER TABLE file_moves ADD COLUMN stays TEXT NOT NULL DEFAULT '';
ALTER TABLE file_moves ADD COLUMN stays_photo INTEGER NOT NULL DEFAULT 0;
ALTER TABLE file_moves ADD COLUMN stays_hash BLOB NOT NULL DEFAULT x'';
"""


def m022_moves_as_steps(db: sqlite3.Connection) -> None:
    """Give moves of files their numbers in the journal, and name the files that stay instead of duplicates.

    ``move_batches.step`` is the step of the journal, whose number determines the order of undo, whatever the clock
    said; 0 for moves by earlier versions. ``file_moves.stays`` is the path of the file that stays instead of a
    duplicate, ``stays_photo`` its photo, which gets the words of the photo that goes, and ``stays_hash`` its content.
    """
    run_script(db, _SCHEMA)
