"""Capture dates of photos: those in files, those that a person chose, and which of both applies.

A person's date applies until it is removed; scans and imports of metadata only change the date of the file.
"""

import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence

from photon.domain import Changes, changed
from photon.domain.photo.date_change import PhotoDate
from photon.library.db.connection import Library
from photon.library.db.id_list import IN_LIST, id_list
from photon.library.db.path_choice import FIRST, PathChoice
from photon.library.photos import photos as photo_queries
from photon.library.words import full_text

_COUNTS = "taken = iif(dated = '', read_taken, dated), shown = iif(dated = '', ifnull(read_shown, shown), dated)"


def date_photos(library: Library, dates: Mapping[int, str]) -> Changes:
    """Set the capture dates of photos.

    Args:
        library: Open for writing.
        dates: The date by photo, in ISO 8601; empty for the date in the file.
    """
    with library.transaction() as db:
        photos = date_within(db, dates)
    return changed("photos", photos=photos) if photos else Changes()


def date_within(db: sqlite3.Connection, dates: Mapping[int, str]) -> frozenset[int]:
    """Within a transaction, set the capture dates of photos; return those that changed."""
    rows = db.execute(f"SELECT id, dated FROM photos WHERE id {IN_LIST}", (id_list(list(dates)),)).fetchall()
    photos = frozenset(photo for photo, dated in rows if dated != dates[photo])
    db.executemany("UPDATE photos SET dated = ? WHERE id = ?", [(dates[photo], photo) for photo in photos])
    settle_dates(db, photos)
    return photos


def settle_dates(db: sqlite3.Connection, photos: Collection[int]) -> None:
    """Within a transaction, update the dates that apply after a chosen date or a date of a file changed."""
    db.execute(f"UPDATE photos SET {_COUNTS} WHERE id {IN_LIST}", (id_list(photos),))
    full_text.renew(db, photos)


def keep_decided(db: sqlite3.Connection, photos: Iterable[int]) -> None:
    """Within a transaction that read photos again, restore their chosen dates."""
    db.execute(f"UPDATE photos SET {_COUNTS} WHERE dated <> '' AND id {IN_LIST}", (id_list(photos),))


def note_filed(db: sqlite3.Connection, photo: int, taken: str) -> None:
    """Within a transaction, record the date that Photon wrote into a photo's files."""
    db.execute("UPDATE photos SET read_taken = ?1, read_shown = ?1 WHERE id = ?2 AND dated = ?1", (taken, photo))


def dates_for_photos(library: Library, photos: Sequence[int], choice: PathChoice = FIRST) -> dict[int, PhotoDate]:
    """Return the known dates of photos, in the given order; unknown ids are left out."""
    names = {photo: path.rpartition("/")[2] for photo, path in photo_queries.paths(library, photos, choice).items()}
    rows = library.db.execute(f"SELECT id, taken, read_taken, dated FROM photos WHERE id {IN_LIST}", (id_list(photos),))
    found = {photo: PhotoDate(taken, filed, dated, names.get(photo, "")) for photo, taken, filed, dated in rows}
    return {photo: found[photo] for photo in photos if photo in found}


def decided_dates(library: Library, photos: Sequence[int]) -> dict[int, str]:
    """Return the dates that a person chose; photos without one are left out."""
    rows = library.db.execute(f"SELECT id, dated FROM photos WHERE dated <> '' AND id {IN_LIST}", (id_list(photos),))
    return dict(rows.fetchall())
