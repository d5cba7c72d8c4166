"""Where photos were taken: by their files, by what a person decided, and which of both counts.

A person's location counts until it is withdrawn; scans only change that of the file. Known defaults of devices don't
count (``domain.places.known_defaults``).
"""

import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress

from photon.domain import Changes, changed
from photon.domain.metadata.place_words import FiledPlace
from photon.domain.places.coordinates import Coordinates, read_located
from photon.domain.places.known_defaults import is_known_default
from photon.domain.places.stated_place import stated_text
from photon.library.db.connection import Library
from photon.library.db.id_list import IN_LIST, id_list
from photon.library.words import full_text

_STATE = "id, located, read_latitude, read_longitude, latitude, longitude"
_NONE = (None, None)
_Point = tuple[float | None, float | None]
_State = tuple[int, str, float | None, float | None, float | None, float | None]


def locate_photos(library: Library, locations: Mapping[int, str]) -> Changes:
    """Decide where photos were taken.

    Args:
        library: Open for writing.
        locations: By photo, ``domain.places.coordinates.located_text``; empty for the location in the file.
    """
    with library.transaction() as db:
        photos = locate_within(db, locations)
    return changed("photos", "places", photos=photos) if photos else Changes()


def locate_within(db: sqlite3.Connection, locations: Mapping[int, str]) -> frozenset[int]:
    """Within a transaction, decide where photos were taken; return those that changed."""
    rows = db.execute(f"SELECT id, located FROM photos WHERE id {IN_LIST}", (id_list(locations),)).fetchall()
    photos = frozenset(photo for photo, located in rows if located != locations[photo])
    db.executemany("UPDATE photos SET located = ? WHERE id = ?", [(locations[photo], photo) for photo in photos])
    settle_locations(db, photos)
    return photos


def settle_locations(db: sqlite3.Connection, photos: Collection[int]) -> None:
    """Within a transaction, update the coordinates that count after a decision; seasons depend on the hemisphere."""
    keep_located(db, photos)
    full_text.renew(db, photos)


def keep_located(db: sqlite3.Connection, photos: Iterable[int]) -> None:
    """Within a transaction that read photos again, update the coordinates that count."""
    some = id_list(photos)
    moved = _update(db, "main", db.execute(f"SELECT {_STATE} FROM photos WHERE id {IN_LIST}", (some,)).fetchall())
    db.executemany("DELETE FROM photo_places WHERE photo_id = ?", [(photo,) for photo in moved])
    is_decided = f"photo_id IN (SELECT id FROM photos WHERE located <> '' AND id {IN_LIST})"
    db.execute(f"UPDATE photo_places SET doubt = '' WHERE doubt <> '' AND {is_decided}", (some,))


def note_left(db: sqlite3.Connection, photo: int, left: FiledPlace) -> None:
    """Within a transaction, store what a photo's only file says once Photon's words and coordinates are removed.

    Coordinates without a decision stay in the library, which has no others.
    """
    alone = "id = ? AND (SELECT count(*) FROM files WHERE photo_id = photos.id) = 1"
    db.execute(f"UPDATE photos SET stated_place = ? WHERE {alone}", (stated_text(left.stated), photo))
    if left.gps is None:
        none = "read_latitude = NULL, read_longitude = NULL"
        db.execute(f"UPDATE photos SET {none} WHERE located <> '' AND {alone}", (photo,))


def count_locations(db: sqlite3.Connection, schema: str) -> None:
    """Update the coordinates that count of all photos in an attached catalogue that has decisions about them."""
    named = f"{schema}.photos WHERE located <> '' OR read_latitude IS NOT NULL OR latitude IS NOT NULL"
    _update(db, schema, db.execute(f"SELECT {_STATE} FROM {named}").fetchall())


def _update(db: sqlite3.Connection, schema: str, rows: Iterable[_State]) -> list[int]:
    """Update the coordinates that count; return the photos that have others now."""
    moved = [
        (*point, photo)
        for photo, located, *filed, latitude, longitude in rows
        if (point := _counted(located, *filed)) != (latitude, longitude)
    ]
    db.executemany(f"UPDATE {schema}.photos SET latitude = ?, longitude = ? WHERE id = ?", moved)
    return [photo for *_, photo in moved]


def _counted(located: str, latitude: float | None, longitude: float | None) -> _Point:
    with suppress(ValueError):  # a catalogue from elsewhere may have anything
        if located:
            return read_located(located) or _NONE
    if latitude is None or longitude is None or is_known_default(latitude, longitude):
        return _NONE
    return latitude, longitude


def decided_locations(library: Library, photos: Sequence[int]) -> dict[int, str]:
    """Return where a person decided that photos were taken; photos without a decision are left out."""
    rows = library.db.execute(
        f"SELECT id, located FROM photos WHERE located <> '' AND id {IN_LIST}", (id_list(photos),)
    )
    return dict(rows.fetchall())


def filed_locations(library: Library, photos: Sequence[int]) -> dict[int, Coordinates]:
    """Return the coordinates in the files of photos, whether they count or not; photos without any are left out."""
    rows = library.db.execute(
        "SELECT id, read_latitude, read_longitude FROM photos WHERE abs(read_latitude) <= 90"
        f" AND abs(read_longitude) <= 180 AND id {IN_LIST}",
        (id_list(photos),),
    )
    return {photo: Coordinates(*point) for photo, *point in rows}
