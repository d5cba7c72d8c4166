"""The migration of ``catalog.db`` that adds locations and the user's places; ``catalog_migrations`` lists all."""

import sqlite3

from photon.domain.places.known_defaults import is_known_default
from photon.library.db.scripts import run_script

_SCHEMA = """
ALTER TABLE photos ADD COLUMN located TEXT NOT NULL DEFAULT '';
ALTER TABLE photos ADD COLUMN read_latitude REAL;
ALTER TABLE photos ADD COLUMN read_longitude REAL;
ALTER TABLE photos ADD COLUMN stated_place TEXT NOT NULL DEFAULT '';
UPDATE photos SET read_latitude = latitude, read_longitude = longitude
    WHERE latitude IS NOT NULL AND longitude IS NOT NULL;
CREATE INDEX photos_by_location ON photos (latitude, longitude, present) WHERE latitude IS NOT NULL;
CREATE INDEX photos_by_stated_place ON photos (stated_place) WHERE stated_place <> '';
CREATE TABLE own_places (
    place TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    latitude REAL NOT NULL,
    longitude REAL NOT NULL,
    radius REAL NOT NULL,
    is_private INTEGER NOT NULL DEFAULT 0
) STRICT;
"""


def m030_places(db: sqlite3.Connection) -> None:
    """Add where a person decided that photos were taken, what their files say, and the places that the user named.

    ``photos.located`` is a decision as rating and label are (``domain.places.coordinates.located_text``); empty for
    none. ``read_latitude`` and ``read_longitude`` are what the file says. ``latitude`` and ``longitude`` are what
    counts, so that nothing that reads them need know of decisions: ``library.photos.photo_locations`` keeps them in
    line. ``photos.stated_place`` is what metadata says in words (``domain.places.stated_place``).

    Until now, defaults of devices such as 0,0 counted as the place of a photo.
    """
    run_script(db, _SCHEMA)
    rows = db.execute("SELECT id, read_latitude, read_longitude FROM photos WHERE read_latitude IS NOT NULL")
    wrong = [(photo,) for photo, *point in rows if is_known_default(*point)]
    db.executemany("UPDATE photos SET latitude = NULL, longitude = NULL WHERE id = ?", wrong)
