"""The migration of ``catalog.db`` that keeps which photos a person hides; ``catalog_migrations`` lists all."""

import sqlite3

from photon.library.db.scripts import run_script

_SCHEMA = """
ALTER TABLE photos ADD COLUMN hidden TEXT NOT NULL DEFAULT '' CHECK (hidden IN ('', 'hidden', 'shown'));
CREATE INDEX photos_decided_hidden ON photos (hidden, id) WHERE hidden <> '';
INSERT OR REPLACE INTO settings (name, value)
    SELECT 'keep_hidden', 'true' FROM settings WHERE name = 'hide_sensitive' AND value = 'true';
"""


def m025_hidden_photos(db: sqlite3.Connection) -> None:
    """Add whether a person decided that a photo is hidden (``domain.photo.marks.Visibility``); empty for undecided.

    Until now, only tags and suggestions hid photos, if the user wanted that. The setting ``keep_hidden`` says that what
    they hide is still to become decisions, which takes the cache (``SensitiveFilter.keep_hidden``).
    """
    run_script(db, _SCHEMA)
