"""The migration of ``catalog.db`` that adds which files name albums; ``catalog_migrations`` lists all."""

import sqlite3


def m021_album_names(db: sqlite3.Connection) -> None:
    """Add which files name albums that Photon wrote into them.

    ``files.names_albums`` is about the file itself, not about its sidecars, and about the content with the size and
    time of the row; NULL if it is unknown, as for all files that were read before. A file that names albums
    is not copied as it is where an album's name is private; other files are copied byte for byte.
    """
    db.execute("ALTER TABLE files ADD COLUMN names_albums INTEGER CHECK (names_albums IN (0, 1))")
