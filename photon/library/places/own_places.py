"""Places that the user named: made, changed, deleted, and which of them a point lies in."""

import math
from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from photon.domain import Changes, PhotonError, changed
from photon.domain.arrays import Doubles, Truth
from photon.domain.photo.distances import EARTH, distances
from photon.domain.places.coordinates import Coordinates, require_point
from photon.domain.places.own_place import LARGEST, SMALLEST, OwnPlace, clean_place_name
from photon.language import tr
from photon.library.db.connection import Library

COLUMNS = "name, latitude, longitude, radius, is_private"
STORE = (
    f"INSERT INTO own_places (place, {COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
    f" ON CONFLICT (place) DO UPDATE SET ({COLUMNS}) = (?2, ?3, ?4, ?5, ?6)"
)


def own_places(library: Library) -> dict[str, OwnPlace]:
    """Return the user's places by key, the smallest first."""
    rows = library.db.execute(f"SELECT place, {COLUMNS} FROM own_places ORDER BY radius, rowid")
    return {
        key: OwnPlace(key, name, Coordinates(latitude, longitude), radius, bool(is_private))
        for key, name, latitude, longitude, radius, is_private in rows
    }


def own_place_at(library: Library, key: str) -> OwnPlace:
    """Return a place.

    Raises:
        PhotonError: There is no such place.
    """
    known = own_places(library)
    if key not in known:
        raise PhotonError(tr("There is no such place."), tr("Nothing was changed."))
    return known[key]


def store_place(library: Library, place: OwnPlace) -> Changes:
    """Name a circle, which may have the name of another one, or change the one with this key.

    Raises:
        PhotonError: The name is empty or too long, or there is no such circle on the earth.
    """
    radius = round(place.radius, 1)
    stored = replace(place, name=clean_place_name(place.name), centre=require_point(*place.centre), radius=radius)
    if not SMALLEST <= radius <= LARGEST:
        raise PhotonError(tr("The radius of a place is 10 m to 1,000 km."), tr("Nothing was changed."))
    if own_places(library).get(place.key) == stored:
        return Changes()
    with library.transaction() as db:
        db.execute(STORE, (place.key, stored.name, *stored.centre, radius, int(place.is_private)))
    return changed("places")


def delete_place(library: Library, key: str) -> Changes:
    """Delete a place; photos keep their coordinates.

    Raises:
        PhotonError: There is no such place.
    """
    own_place_at(library, key)
    with library.transaction() as db:
        db.execute("DELETE FROM own_places WHERE place = ?", (key,))
    return changed("places")


def count_filed(library: Library, place: OwnPlace) -> int:
    """Return of how many photos in a place the files or sidecars may say where it is, as far as the library knows.

    Of photos that a person located, each into whose files anything was written counts.
    """
    rows = library.db.execute(
        "SELECT read_latitude, read_longitude, latitude, longitude, stated_place <> '' OR (located <> ''"
        " AND id IN (SELECT photo_id FROM writes WHERE state = 'written')) FROM photos WHERE present = 1"
    ).fetchall()
    *points, is_filed = np.array(rows, np.float64).reshape(-1, 5).T
    read, counted = (in_circle(place, *points[at : at + 2]) for at in (0, 2))
    return int((read | (counted & (is_filed > 0))).sum())


# -- membership ------------------------------------------------------------------------------------------


def places_around(places: Iterable[OwnPlace], point: Coordinates) -> list[OwnPlace]:
    """Return the places whose circles a point lies in, in their order."""
    north, east = np.array([point.latitude]), np.array([point.longitude])
    # not too far north or south: 100 times as fast as the exact distance
    near = (one for one in places if math.radians(abs(one.centre.latitude - point.latitude)) * EARTH <= one.radius + 1)
    return [place for place in near if in_circle(place, north, east)[0]]


def in_circle(place: OwnPlace, latitudes: Doubles, longitudes: Doubles) -> Truth:
    """Return which points lie in a place.

    Args:
        place: The place.
        latitudes: Decimal degrees, float64 (n,).
        longitudes: Decimal degrees, float64 (n,).

    Returns:
        bool (n,).
    """
    inside: Truth = distances(latitudes, longitudes, place.centre) <= place.radius
    return inside
