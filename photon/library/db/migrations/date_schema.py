"""The migration of ``catalog.db`` that adds corrected dates; ``catalog_migrations`` lists all."""

import sqlite3


def m017_corrected_dates(db: sqlite3.Connection) -> None:
    """Add the date that a person decided on, beside the one that the file says.

    ``photos.dated`` is a decision as rating and label are; empty for none. ``read_taken`` and ``read_shown`` are what
    the file says. ``taken`` and ``shown`` are what counts, so that nothing that reads them need know of decisions:
    ``library.photos.photo_dates`` keeps them in line.
    """
    db.execute("ALTER TABLE photos ADD COLUMN dated TEXT NOT NULL DEFAULT ''")
    db.execute("ALTER TABLE photos ADD COLUMN read_taken TEXT")
    db.execute("ALTER TABLE photos ADD COLUMN read_shown TEXT")
    db.execute("UPDATE photos SET read_taken = taken, read_shown = shown")
