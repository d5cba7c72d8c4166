"""When photos were taken: what their files say, what a person decided, and which of both counts.

A person's date counts until it is withdrawn; scans and imports of metadata only change what the file says.
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


def date_photos(library: Library, dates: Mapping[int, str]) -> tuple[Changes, dict[int, str]]:
    """Decide when photos were taken.

    Args:
        library: Open for writing.
        dates: The date by photo, in ISO 8601; empty for the one that the file says.

    Returns:
        The changes, and what was decided before about the photos that changed.
    """
    with library.transaction() as db:
        before = date_within(db, dates)
    return (changed("photos", photos=frozenset(before)) if before else Changes()), before


def date_within(db: sqlite3.Connection, dates: Mapping[int, str]) -> dict[int, str]:
    """Within a transaction, decide when photos were taken; return what was decided before."""
    rows = db.execute(f"SELECT id, dated FROM photos WHERE id {IN_LIST}", (id_list(list(dates)),)).fetchall()
    before: dict[int, str] = {photo: dated for photo, dated in rows if dated != dates[photo]}
    db.executemany("UPDATE photos SET dated = ? WHERE id = ?", [(dates[photo], photo) for photo in before])
    settle_dates(db, before)
    return before


def settle_dates(db: sqlite3.Connection, photos: Collection[int]) -> None:
    """Within a transaction, let the right date of photos count, whoever changed what is decided or read."""
    db.execute(f"UPDATE photos SET {_COUNTS} WHERE id {IN_LIST}", (id_list(photos),))
    full_text.renew(db, photos)


def keep_decided(db: sqlite3.Connection, photos: Iterable[int]) -> None:
    """Within a transaction in which photos were read again, let what was decided about their dates stand."""
    db.execute(f"UPDATE photos SET {_COUNTS} WHERE dated <> '' AND id {IN_LIST}", (id_list(photos),))


def note_filed(db: sqlite3.Connection, photo: int, taken: str) -> None:
    """Within a transaction, note the date that a photo's files say since Photon wrote it into them."""
    db.execute("UPDATE photos SET read_taken = ?1, read_shown = ?1 WHERE id = ?2 AND dated = ?1", (taken, photo))


def dates_for_photos(library: Library, photos: Sequence[int], choice: PathChoice = FIRST) -> dict[int, PhotoDate]:
    """What is known of when photos were taken, in the order asked; unknown ids are left out."""
    names = {photo: path.rpartition("/")[2] for photo, path in photo_queries.paths(library, photos, choice).items()}
    rows = library.db.execute(f"SELECT id, taken, read_taken, dated FROM photos WHERE id {IN_LIST}", (id_list(photos),))
    found = {photo: PhotoDate(taken, filed, dated, names.get(photo, "")) for photo, taken, filed, dated in rows}
    return {photo: found[photo] for photo in photos if photo in found}


def decided_dates(library: Library, photos: Sequence[int]) -> dict[int, str]:
    """The dates that a person decided on; photos without are left out."""
    rows = library.db.execute(f"SELECT id, dated FROM photos WHERE dated <> '' AND id {IN_LIST}", (id_list(photos),))
    return dict(rows.fetchall())
