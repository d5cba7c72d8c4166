"""The migration of ``catalog.db`` that adds what files say of moving pictures; ``catalog_migrations`` lists all."""

import sqlite3

from photon.library.db.scripts import run_script

_SCHEMA = """
ALTER TABLE photos ADD COLUMN seconds REAL;
ALTER TABLE photos ADD COLUMN pairing TEXT NOT NULL DEFAULT '';
ALTER TABLE photos ADD COLUMN has_film INTEGER NOT NULL DEFAULT 0;
ALTER TABLE photos ADD COLUMN still_id INTEGER;
CREATE INDEX photos_by_seconds ON photos (seconds) WHERE seconds IS NOT NULL;
CREATE INDEX photos_by_pairing ON photos (pairing) WHERE pairing <> '';
CREATE INDEX photos_by_still ON photos (still_id) WHERE still_id IS NOT NULL;
"""


def m031_films(db: sqlite3.Connection) -> None:
    """Add the length of videos, and what belongs together in a live photo (``domain.films.film.FilmFacts``).

    ``photos.still_id`` is the photo that shows this video as its own. From now on ``photos.present`` is 2 for such a
    video: it is there, so it is not missing, but only its photo is shown. Rows are never deleted from ``photos``, so
    ``still_id`` needs no foreign key.
    """
    run_script(db, _SCHEMA)
