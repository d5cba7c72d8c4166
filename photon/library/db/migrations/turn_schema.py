"""The migration of ``catalog.db`` that adds turned photos; ``catalog_migrations`` lists all."""

import sqlite3

from photon.library.db.scripts import run_script

_M019 = """
ALTER TABLE photos ADD COLUMN turned TEXT NOT NULL DEFAULT '';
ALTER TABLE photos ADD COLUMN read_image_hash BLOB;
ALTER TABLE photos ADD COLUMN read_width INTEGER;
ALTER TABLE photos ADD COLUMN read_height INTEGER;
UPDATE photos SET read_image_hash = image_hash, read_width = width, read_height = height;
CREATE INDEX photos_by_read_image ON photos (read_image_hash);
CREATE INDEX photos_turned ON photos (id) WHERE turned <> '';
"""


def m019_turned_photos(db: sqlite3.Connection) -> None:
    """Add how a person turned a photo, in addition to the orientation in its file.

    ``photos.turned`` is a decision, like rating and label (``domain.photo.turn.decision_text``); empty for none.
    ``read_image_hash``, ``read_width`` and ``read_height`` describe the picture in the file. ``image_hash``, ``width``
    and ``height`` describe the picture that is shown, so that code that reads them need not know about turns, and
    measurements of the earlier picture become invalid. ``library.photos.photo_turns`` keeps them up to date.
    """
    run_script(db, _M019)
