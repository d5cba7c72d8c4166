"""Ratings, favourites, colour labels and flags, and which photos a person hides."""

import sqlite3
from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeVar

import numpy as np

from photon.domain import Changes, changed
from photon.domain.changes import ChangeKind
from photon.domain.photo.marks import PICKED, REJECTED, Flag, FlagCounts, Label, Visibility
from photon.library.db.connection import Library
from photon.library.db.id_list import IN_LIST, id_list

V = TypeVar("V", int, Label, Flag, Visibility)


class PhotoMarks(NamedTuple):
    """The marks of a photo.

    Attributes:
        stars: 0..5.
        favourite: Whether it is a favourite.
        label: Its colour label; empty for none.
        flag: 1 picked, -1 rejected, 0 neither.
    """

    stars: int
    favourite: bool
    label: Label
    flag: Flag


def rate(library: Library, stars: Mapping[int, int]) -> Changes:
    """Set ratings 0..5 by photo."""
    return _set(library, "rating", stars)


def favour(library: Library, favourites: Mapping[int, bool]) -> Changes:
    """Set or clear the favourite mark by photo."""
    return _set(library, "favourite", favourites)


def label(library: Library, labels: Mapping[int, Label]) -> Changes:
    """Set colour labels by photo."""
    return _set(library, "label", labels)


def flag(library: Library, flags: Mapping[int, Flag]) -> Changes:
    """Set flags by photo."""
    return _set(library, "flag", flags)


def hide(library: Library, states: Mapping[int, Visibility]) -> Changes:
    """Set whether photos are hidden, not hidden, or undecided."""
    return _set(library, "hidden", states, "hidden")


def shown_among(library: Library, photos: Sequence[int]) -> list[int]:
    """Return those of the photos that are shown though they may be sensitive."""
    return library.column(f"SELECT id FROM photos WHERE hidden = 'shown' AND id {IN_LIST}", (id_list(photos),))


def marks_for_photos(library: Library, photos: Sequence[int]) -> dict[int, PhotoMarks]:
    """Read the marks of photos; unknown photos are left out."""
    rows = library.db.execute(
        f"SELECT id, rating, favourite, label, flag FROM photos WHERE id {IN_LIST}", (id_list(photos),)
    )
    return {photo: PhotoMarks(stars, bool(heart), label_, flag_) for photo, stars, heart, label_, flag_ in rows}


def count_flags(library: Library, photos: Sequence[int]) -> FlagCounts:
    """Count the flags of photos, each named once; those of a million take about 0.3 s."""
    rows = library.db.execute("SELECT id, flag FROM photos WHERE flag <> 0 AND +present = 1").fetchall()
    flagged = np.array(rows, np.int64).reshape(-1, 2)
    flags = flagged[np.isin(flagged[:, 0], np.array(photos, np.int64)), 1] if rows else flagged[:, 1]
    picked, rejected = int((flags == PICKED).sum()), int((flags == REJECTED).sum())
    return FlagCounts(picked, rejected, len(photos) - picked - rejected)


def _set(library: Library, column: str, values: Mapping[int, V], kind: ChangeKind = "marks") -> Changes:
    with library.transaction() as db:
        photos = set_within(db, column, values)
    return changed(kind, photos=photos) if photos else Changes()


def set_within(db: sqlite3.Connection, column: str, values: Mapping[int, V]) -> frozenset[int]:
    """Set marks of one kind within a transaction; return the photos that changed.

    Args:
        db: The connection.
        column: "rating", "favourite", "label", "flag" or "hidden".
        values: The new value by photo.
    """
    rows = db.execute(f"SELECT id, {column} FROM photos WHERE id {IN_LIST}", (id_list(list(values)),)).fetchall()
    photos = frozenset(photo for photo, value in rows if value != values[photo])
    db.executemany(f"UPDATE photos SET {column} = ? WHERE id = ?", [(values[photo], photo) for photo in photos])
    return photos
