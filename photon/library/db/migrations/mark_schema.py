"""The migration of ``catalog.db`` that adds colour labels and flags; ``catalog_migrations`` lists all."""

import sqlite3


def m013_labels_and_flags(db: sqlite3.Connection) -> None:
    """Add the colour label (empty for none) and the flag (1 picked, -1 rejected, 0 neither) of each photo.

    They are columns of ``photos``, like rating and favourite, so that code that keeps or moves those keeps them, too.
    """
    db.execute(
        "ALTER TABLE photos ADD COLUMN label TEXT NOT NULL DEFAULT ''"
        " CHECK (label IN ('', 'red', 'yellow', 'green', 'blue', 'purple'))"
    )
    db.execute("ALTER TABLE photos ADD COLUMN flag INTEGER NOT NULL DEFAULT 0 CHECK (flag IN (-1, 0, 1))")
