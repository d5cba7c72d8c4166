"""The names of the points where photos were taken; can be computed anew, keyed by coordinates and version of the data.

``photo_places`` has a row for each photo whose point was named. Whoever changes the coordinates of a photo deletes its
row (``library.photos.photo_locations``), so that filters need not compare them.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import astuple
from typing import NamedTuple

import numpy as np

from photon.domain import Changes, changed
from photon.domain.places.place import NamedPoint
from photon.library.db.connection import Library
from photon.library.db.id_list import IN_LIST, id_list
from photon.library.db.stage_failures import none_of
from photon.library.db.text_folding import fold

SAME_POINT = "n.photo_id = p.id AND n.latitude = p.latitude AND n.longitude = p.longitude"
"""SQL condition that the row ``n`` of ``photo_places`` is about the coordinates of the photo ``p``."""
IN_DOUBT = "SELECT photo_id FROM photo_places WHERE doubt <> ''"
"""SQL of the photos whose coordinates are too far from those before and after, which nobody confirmed."""
_NOWHERE = "SELECT id FROM photos WHERE located = '' AND read_latitude IS NOT NULL AND latitude IS NULL"
IS_MISPLACED = f"p.id IN ({IN_DOUBT} UNION ALL {_NOWHERE})"
"""SQL condition that the coordinates in the file of the photo ``p`` are in doubt, and therefore don't count."""
_PENDING = (
    f"FROM photos p LEFT JOIN photo_places n ON {SAME_POINT} AND n.version = ?"
    " WHERE n.photo_id IS NULL AND p.latitude IS NOT NULL AND +p.present = 1"
    f" AND {none_of('places')}"
)
_NAMES = "quarter, town, region, country, zone, town_id"


class PendingPoint(NamedTuple):
    """A photo whose point has no names."""

    photo: int
    latitude: float
    longitude: float


def pending_photos(library: Library, version: str, limit: int) -> list[PendingPoint]:
    """List photos whose points were not named by this version of the data."""
    rows = library.db.execute(f"SELECT p.id, p.latitude, p.longitude {_PENDING} LIMIT ?", (version, limit))
    return [PendingPoint(*row) for row in rows]


def count_pending(library: Library, version: str) -> int:
    """Return how many photos ``pending_photos`` would list."""
    named = library.ids("SELECT photo_id AS id FROM photo_places WHERE version = ?", (version,))
    located = library.ids("SELECT id FROM photos WHERE latitude IS NOT NULL AND +present = 1")
    some = id_list(located[~np.isin(located, named)])
    return int(library.db.execute(f"SELECT count(*) {_PENDING} AND p.id {IN_LIST}", (version, some)).fetchone()[0])


def store_names(  # noqa: PLR0913 - the points, and what the data says of them
    library: Library,
    version: str,
    points: Sequence[PendingPoint],
    names: Sequence[NamedPoint],
    *,
    of_town: Callable[[int], Iterable[str]],
    of_country: Callable[[str], Iterable[str]],
    of_region: Callable[[str, str], str] = lambda _, region: region,
) -> Changes:
    """Store the names of points; whether coordinates are doubtful stays as it is while they are the same.

    Args:
        library: Open for writing.
        version: The version of the data.
        points: Photos with their points.
        names: The names of each point.
        of_town: Returns all names of a town by its id.
        of_country: Returns all names of a country by its code, the usual English one first.
        of_region: Returns another name of a region by the code of its country and its name. Both are stored among the
            names of countries, as names of ``DE/Bavaria``.
    """
    towns = {one.town_id for one in names if one.town_id}
    countries = {one.country for one in names if one.country}
    regions = {(one.country, one.region) for one in names if one.region}
    with library.transaction() as db:
        db.executemany(
            f"INSERT INTO photo_places (photo_id, latitude, longitude, version, {_NAMES})"
            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT (photo_id) DO UPDATE SET"
            " doubt = iif(latitude = ?2 AND longitude = ?3, doubt, ''), (latitude, longitude, version,"
            f" {_NAMES}) = (?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            [(*point, version, *astuple(one)) for point, one in zip(points, names, strict=True)],
        )
        db.executemany(
            "INSERT OR IGNORE INTO place_names VALUES (?, ?)",
            [(town, name) for town in towns for name in _folded(of_town(town))],
        )
        db.executemany(
            "INSERT OR IGNORE INTO country_names VALUES (?, ?)",
            [(country, name) for country in sorted(countries) for name in of_country(country)]
            + [(f"{key[0]}/{key[1]}", name) for key in regions for name in {key[1], of_region(*key)}],
        )
    return changed("places", photos=frozenset(point.photo for point in points)) if points else Changes()


def _folded(names: Iterable[str]) -> set[str]:
    return {folded for name in names if (folded := fold(name))}


def store_doubts(library: Library, doubtful: Iterable[int]) -> Changes:
    """Store of which photos the coordinates are too far from those before and after; of all others they are not.

    Args:
        library: Open for writing.
        doubtful: The photos; those that a person located, or that have no names yet, are left out.
    """
    with library.transaction() as db:
        known_only = f"SELECT n.photo_id FROM photo_places n JOIN photos p ON {SAME_POINT} AND p.located = ''"
        wanted = set(library.column(f"{known_only} WHERE p.id {IN_LIST}", (id_list(doubtful),)))
        known = {int(row[0]) for row in db.execute("SELECT photo_id FROM photo_places WHERE doubt <> ''")}
        for doubt, photos in (("", known - wanted), ("jump", wanted - known)):
            db.execute(f"UPDATE photo_places SET doubt = ? WHERE photo_id {IN_LIST}", (doubt, id_list(photos)))
    return changed("places", photos=frozenset(known ^ wanted)) if known ^ wanted else Changes()


def doubtful_photos(library: Library) -> list[int]:
    """Return the photos whose files have coordinates that are in doubt, by time: known defaults, and jumps."""
    return library.column(f"SELECT p.id FROM photos p WHERE +p.present = 1 AND {IS_MISPLACED} ORDER BY p.shown, p.id")
