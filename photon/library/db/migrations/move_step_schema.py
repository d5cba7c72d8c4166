"""The migration of ``catalog.db`` that makes moves of files steps of the journal; ``catalog_migrations`` lists all."""

import sqlite3

from photon.domain.metadata.hybrid_clock import LATEST, moment_of
from photon.language import tr_n
from photon.library.db.scripts import run_script

_SCHEMA = """
ALTER TABLE move_batches ADD COLUMN step INTEGER NOT NULL DEFAULT 0;
ALTER TABLE file_moves ADD COLUMN stays TEXT NOT NULL DEFAULT '';
ALTER TABLE file_moves ADD COLUMN stays_photo INTEGER NOT NULL DEFAULT 0;
ALTER TABLE file_moves ADD COLUMN stays_hash BLOB NOT NULL DEFAULT x'';
"""
_MOVED = (
    "SELECT b.id, b.purpose, count(DISTINCT m.unit) FROM move_batches b JOIN file_moves m ON m.batch = b.id"
    " WHERE m.state = 'there' GROUP BY b.id HAVING max(m.noted) > ? ORDER BY b.id"
)


def m022_moves_as_steps(db: sqlite3.Connection) -> None:
    """Give moves of files their numbers in the journal, and name the files that stay instead of duplicates.

    ``move_batches.step`` is the step of the journal, whose number determines the order of undo, whatever the clock
    said; 0 for moves before other steps by earlier versions, which only the bin and ``photon rename`` take back.
    ``file_moves.stays`` is the path of the file that stays instead of a duplicate, ``stays_photo`` its photo, which
    gets the words of the photo that goes, and ``stays_hash`` its content.
    """
    run_script(db, _SCHEMA)
    last = db.execute("SELECT id, clock, device FROM journal_steps ORDER BY id DESC LIMIT 1").fetchone()
    if last is None:
        return
    step, clock, device = last[0], min(last[1], LATEST), last[2]
    since = f"{moment_of(clock):%Y-%m-%dT%H:%M:%S.%f}Z"
    for number, (batch, purpose, photos) in enumerate(db.execute(_MOVED, (since,)).fetchall(), 1):
        name = tr_n("renamed {count:,} photo", "renamed {count:,} photos", photos)
        if purpose == "bin":
            name = tr_n("moved {count:,} photo to the bin", "moved {count:,} photos to the bin", photos)
        row = (step + number, clock + number, device, "person", name)
        db.execute("INSERT INTO journal_steps (id, clock, device, actor, name) VALUES (?, ?, ?, ?, ?)", row)
        db.execute("UPDATE move_batches SET step = ? WHERE id = ?", (step + number, batch))
