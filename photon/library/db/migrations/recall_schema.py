"""The migration of ``catalog.db`` that keeps which photos are not recalled; ``catalog_migrations`` lists all."""

import sqlite3

from photon.library.db.scripts import run_script


def m026_not_recalled(db: sqlite3.Connection) -> None:
    """Create the photos that *On this day* leaves out, because a person does not want to be reminded of them."""
    run_script(
        db,
        "CREATE TABLE not_recalled (photo_id INTEGER PRIMARY KEY REFERENCES photos (id) ON DELETE CASCADE) STRICT;",
    )
