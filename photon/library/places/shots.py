"""When, where and with which camera photos were taken: what tells that coordinates are wrong, or missing ones."""

from collections.abc import Iterator
from sqlite3 import Cursor

import numpy as np

from photon.domain.arrays import Doubles, Ids, Truth
from photon.library.db.connection import Library
from photon.quick_dataclass import dataclass

_COLUMNS = [("photo", "i8"), ("time", "i8"), ("camera", "i8"), ("place", "f8", 2), ("is_decided", "?")]


@dataclass(frozen=True, slots=True, eq=False)
class Shots:
    """Photos with a capture time; each array has one element for each of them.

    Attributes:
        photos: Ids, int64 (n,), ascending.
        times: Local times in seconds since 1970, int64 (n,).
        cameras: Number of the camera, int64 (n,); -1 if unknown.
        places: Latitudes and longitudes that count, float64 (n, 2); NaN where there are none.
        is_decided: Whether a person decided about the coordinates, bool (n,).
    """

    photos: Ids
    times: Ids
    cameras: Ids
    places: Doubles
    is_decided: Truth


def read_shots(library: Library) -> Shots:
    """Read all present photos with a capture time to the second; 100,000 take 0.3 s."""
    rows = library.db.execute(
        "SELECT id, strftime('%s', substr(taken, 1, 19)) AS time, ifnull(camera, ''), latitude, longitude,"
        " located <> '' FROM photos WHERE present = 1 AND taken IS NOT NULL AND time IS NOT NULL ORDER BY id"
    )
    found = np.fromiter(_numbered(rows), _COLUMNS)
    return Shots(*(np.ascontiguousarray(found[name]) for name, *_ in _COLUMNS))


def _numbered(rows: Cursor) -> Iterator[tuple[int, int, int, tuple[float, float], bool]]:
    cameras = {"": -1}
    for photo, time, camera, latitude, longitude, is_decided in rows:
        is_known = latitude is not None and longitude is not None
        place = (latitude, longitude) if is_known else (np.nan, np.nan)
        yield photo, int(time), cameras.setdefault(camera, len(cameras)), place, bool(is_decided)
