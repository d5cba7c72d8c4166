"""The migration of ``catalog.db`` that adds which computers it belongs to; ``catalog_migrations`` lists all."""

import sqlite3

from photon.library.db.scripts import run_script

_M024 = """
ALTER TABLE libraries ADD COLUMN computers TEXT NOT NULL DEFAULT '';
ALTER TABLE folders ADD COLUMN is_off INTEGER NOT NULL DEFAULT 0;
ALTER TABLE move_batches ADD COLUMN is_off INTEGER NOT NULL DEFAULT 0;
ALTER TABLE writes ADD COLUMN is_off INTEGER NOT NULL DEFAULT 0;
ALTER TABLE skips ADD COLUMN is_off INTEGER NOT NULL DEFAULT 0;
ALTER TABLE file_moves ADD COLUMN computer TEXT NOT NULL DEFAULT '';
ALTER TABLE writes ADD COLUMN computer TEXT NOT NULL DEFAULT ''
"""


def m024_computer(db: sqlite3.Connection) -> None:
    """Add which computers a catalogue belongs to, and what in it came from elsewhere and is off.

    ``libraries.computers`` are their marks (``computer.mark_here``), separated by spaces; empty if unknown. The mark of
    the one that moves or writes a file is in ``file_moves.computer`` and ``writes.computer``.

    ``is_off`` is 1 for folders that are neither watched nor written to, for patterns by which nothing is skipped, and
    for journals of moved and written files by which nothing is moved or restored, until a person switches them on again
    (``library.recovery.foreign_work``).
    """
    run_script(db, _M024)
