"""Ratings and favourites. Each write returns the previous state for undo."""

import sqlite3
from collections.abc import Mapping, Sequence

from photon.domain import Changes, changed
from photon.library.db.connection import Library
from photon.library.db.id_list import IN_LIST, id_list


def rate(library: Library, stars: Mapping[int, int]) -> tuple[Changes, dict[int, int]]:
    """Set ratings 0..5 by photo; return the changes and the previous ratings."""
    return _set(library, "rating", stars)


def favour(library: Library, favourites: Mapping[int, bool]) -> tuple[Changes, dict[int, bool]]:
    """Set or clear the favourite mark by photo; return the changes and the previous state."""
    changes, before = _set(library, "favourite", favourites)
    return changes, {photo: bool(state) for photo, state in before.items()}


def ratings_for_photos(library: Library, photos: Sequence[int]) -> dict[int, tuple[int, bool]]:
    """Read the rating 0..5 and the favourite mark by photo; unknown photos are left out."""
    rows = library.db.execute(f"SELECT id, rating, favourite FROM photos WHERE id {IN_LIST}", (id_list(photos),))
    return {photo: (stars, bool(heart)) for photo, stars, heart in rows}


def _set(library: Library, column: str, values: Mapping[int, int]) -> tuple[Changes, dict[int, int]]:
    with library.transaction() as db:
        before = set_within(db, column, values)
    return (changed("marks", photos=frozenset(before)) if before else Changes()), before


def set_within(db: sqlite3.Connection, column: str, values: Mapping[int, int]) -> dict[int, int]:
    """Set ratings or favourite marks within a transaction; return the previous ones.

    Args:
        db: The connection.
        column: "rating" or "favourite".
        values: The new value by photo.
    """
    before: dict[int, int] = {}
    for photo, value in values.items():
        row = db.execute(f"SELECT {column} FROM photos WHERE id = ?", (photo,)).fetchone()
        if row is None or row[0] == value:
            continue
        before[photo] = row[0]
        db.execute(f"UPDATE photos SET {column} = ? WHERE id = ?", (value, photo))
    return before
