"""The migration of ``catalog.db`` that adds smart albums; ``catalog_migrations`` lists all."""

import sqlite3

from photon.library.db.scripts import run_script

_SCHEMA = """
ALTER TABLE albums ADD COLUMN query TEXT NOT NULL DEFAULT '';
CREATE TABLE album_vetoes (
    album_id INTEGER NOT NULL REFERENCES albums (id) ON DELETE CASCADE,
    photo_id INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
    UNIQUE (album_id, photo_id)
) STRICT;
CREATE INDEX album_vetoes_by_photo ON album_vetoes (photo_id);
"""
_WITH_QUERY = "UPDATE journal SET {column} = json_insert({column}, '$[#]', '') WHERE what = 'album' AND {column} <> ''"


def m020_smart_albums(db: sqlite3.Connection) -> None:
    """Add searches to albums, and a table of the photos that are kept out of an album.

    An album with a ``query`` is a smart album: its photos are the answer to the query, without those in
    ``album_vetoes``, and with those in ``album_photos``, which a person keeps in it. No photo is in both tables for one
    album. The journal's rows of albums get the new column, so that older steps can still be undone.
    """
    run_script(db, _SCHEMA)
    for column in ("before", "after"):
        db.execute(_WITH_QUERY.format(column=column))
