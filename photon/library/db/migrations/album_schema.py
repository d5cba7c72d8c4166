"""The migration of ``catalog.db`` that creates albums; ``catalog_migrations`` lists all."""

import sqlite3

from photon.library.db.scripts import run_script

_SCHEMA = """
CREATE TABLE albums (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    parent_id INTEGER REFERENCES albums (id) ON DELETE CASCADE,
    name TEXT NOT NULL
) STRICT;
CREATE INDEX albums_by_parent ON albums (parent_id);
CREATE TABLE album_photos (
    album_id INTEGER NOT NULL REFERENCES albums (id) ON DELETE CASCADE,
    photo_id INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    cover INTEGER NOT NULL DEFAULT 0 CHECK (cover IN (0, 1)),
    UNIQUE (album_id, photo_id)
) STRICT;
CREATE INDEX album_photos_by_photo ON album_photos (photo_id);
CREATE INDEX album_photos_in_order ON album_photos (album_id, position);
"""


def m015_albums(db: sqlite3.Connection) -> None:
    """Create albums, which form a tree, and the photos in each.

    Photos are ordered by ``position``, with gaps between neighbours (``library.albums.album_content``), so that moving
    one photo changes one row. ``cover`` is 1 for the photo that the user chose as the album's cover: it is stored with
    the photo's entry in the album, so that it waits for its photo and is removed with it.
    """
    run_script(db, _SCHEMA)
