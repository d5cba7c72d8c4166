"""Where photos were taken, with names: per photo, on the map, and counted."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import NamedTuple

import numpy as np

from photon.domain.arrays import Doubles, Ids
from photon.domain.places.coordinates import Coordinates
from photon.domain.places.known_defaults import is_known_default
from photon.domain.places.own_place import OwnPlace
from photon.domain.places.place import NamedPoint, PhotoPlace, PlaceDoubt, StatedPlace
from photon.domain.places.stated_place import read_stated
from photon.library.db.connection import Library
from photon.library.db.id_list import IN_LIST, id_list
from photon.library.photos.photos import ABSENT
from photon.library.places.own_places import own_places, places_around
from photon.library.places.point_names import IN_DOUBT, SAME_POINT
from photon.library.places.suggested_places import suggested_points

_NAMES = "n.quarter, n.town, n.region, n.country, n.zone, n.town_id"
_EACH = "country, region, town, quarter, town_id"  # as in the index
_PLACED = "photos p WHERE p.latitude IS NOT NULL AND +p.present = 1"  # +: use the index by location

_PARTS = float(1 << 55)
"""Of a degree: 180 of them are an integer of 64 bits, and a number from .125 on loses none of its own."""


class MapPoints(NamedTuple):
    """Photos with coordinates that count.

    Attributes:
        ids: int64 (n,).
        latitudes: float64 (n,).
        longitudes: float64 (n,).
    """

    ids: Ids
    latitudes: Doubles
    longitudes: Doubles

    def among(self, photos: Ids | None) -> "MapPoints":
        """Return those of some photos, int64 (n,); of all with None."""
        rows = slice(None) if photos is None else np.isin(self.ids, photos)
        return MapPoints(self.ids[rows], self.latitudes[rows], self.longitudes[rows])


class NumberedNames(NamedTuple):
    """Photos by the names of their points.

    Attributes:
        photos: int64 (n,).
        numbers: Which of the names each one has, int64 (n,).
        names: The names, each once, without time zones.
    """

    photos: Ids
    numbers: Ids
    names: Sequence[NamedPoint]


class PlaceCount(NamedTuple):
    """A point of the data with the number of its photos, and the coordinates of one of them."""

    names: NamedPoint
    photos: int
    coordinates: Coordinates


def places_of(library: Library, photos: Sequence[int]) -> dict[int, PhotoPlace]:
    """Return where photos were taken, and what else is known of it; unknown ids are left out."""
    own = list(own_places(library).values())
    suggested = {one.photo: one for one in suggested_points(library, photos)}
    names = names_of(library, [*photos, *(one.from_photo for one in suggested.values())])
    found = {}
    rows = library.db.execute(
        "SELECT p.id, p.located, p.latitude, p.longitude, p.read_latitude, p.read_longitude, p.stated_place,"
        f" ifnull(n.doubt, '') FROM photos p LEFT JOIN photo_places n ON {SAME_POINT} WHERE p.id {IN_LIST}",
        (id_list(photos),),
    )
    for photo, located, *numbers, stated, jump in rows:
        counted, filed = _point(*numbers[:2]), _point(*numbers[2:])
        doubt = "" if located else _doubt_of(filed, jump)
        known = PhotoPlace(
            None, "confirmed" if located else "file", stated=stated_place(stated), doubt=doubt, filed=filed
        )
        found[photo] = _with_point(known, None if doubt else counted, names.get(photo, NamedPoint()), own)
        if photo in suggested:
            one = suggested[photo]
            guess = _with_point(known, one.coordinates, names.get(one.from_photo, NamedPoint()), own)
            found[photo] = replace(guess, state="suggested")
    return found


def _point(latitude: float | None, longitude: float | None) -> Coordinates | None:
    return None if latitude is None or longitude is None else Coordinates(latitude, longitude)


def _doubt_of(filed: Coordinates | None, jump: str) -> PlaceDoubt:
    if filed is not None and is_known_default(*filed):
        return "default"
    return "jump" if jump else ""


def _with_point(known: PhotoPlace, point: Coordinates | None, names: NamedPoint, own: Sequence[OwnPlace]) -> PhotoPlace:
    if point is None:
        return known
    around = places_around(own, point)
    is_private = any(place.is_private for place in around)
    return replace(
        known, coordinates=point, names=names, own=tuple(place.name for place in around), is_private=is_private
    )


def stated_place(text: str) -> StatedPlace:
    """Return what metadata says of a place, of a text in the catalogue."""
    try:
        return read_stated(text)
    except ValueError:  # in a catalogue from elsewhere
        return StatedPlace()


def has_private_places(library: Library) -> bool:
    """Return whether any place of the user is private."""
    return any(one.is_private for one in own_places(library).values())


def names_of(library: Library, photos: Sequence[int]) -> dict[int, NamedPoint]:
    """Return the names of the coordinates of photos that count; photos without any are left out."""
    rows = library.db.execute(
        f"SELECT p.id, {_NAMES} FROM photos p JOIN photo_places n ON {SAME_POINT} WHERE p.id {IN_LIST}",
        (id_list(photos),),
    )
    return {photo: NamedPoint(*names) for photo, *names in rows}


def number_names(library: Library) -> NumberedNames:
    """Return the names of all photos whose coordinates are in no doubt; an index has them, in .2 s for 500,000."""
    return library.remember("place names", partial(_number_names, library), "cache")


def _number_names(library: Library) -> NumberedNames:
    rows = library.db.execute(
        "SELECT group_concat(photo_id), quarter, town, region, country, '', town_id FROM photo_places WHERE doubt = ''"
        f" GROUP BY {_EACH}"
    ).fetchall()
    photos = [np.fromstring(row[0], np.int64, sep=",") for row in rows]
    numbers = np.repeat(np.arange(len(rows)), [len(some) for some in photos])
    return NumberedNames(np.concatenate([*photos, numbers[:0]]), numbers, [NamedPoint(*row[1:]) for row in rows])


def country_names(library: Library) -> dict[str, str]:
    """Return the English names of countries of photos by their codes."""
    rows = library.db.execute("SELECT country, name FROM country_names ORDER BY rowid DESC")
    return dict(rows.fetchall())  # the first of a country, which is the English one, is the last here


def map_points(library: Library) -> MapPoints:
    """Return the photos with coordinates that count and are in no doubt, by id."""
    points = library.remember("map points", partial(_read_points, library), "photos")
    is_sure = ~np.isin(points.ids, library.column(IN_DOUBT))
    if is_sure.all():
        return points
    return MapPoints(points.ids[is_sure], points.latitudes[is_sure], points.longitudes[is_sure])


def _read_points(library: Library) -> MapPoints:
    """Read all coordinates that count, as integers, which takes half of the time and loses nothing."""
    parts = (f"CAST(p.{name} * {_PARTS} AS INTEGER) AS {name}" for name in ("latitude", "longitude"))
    asked = f"SELECT p.id, {', '.join(parts)} FROM {_PLACED} AND p.longitude IS NOT NULL"
    ids, *degrees = library.numbers(asked, ("id", "latitude", "longitude"))
    order = np.argsort(ids)
    latitudes, longitudes = (one[order] / _PARTS for one in degrees)
    return MapPoints(ids[order], latitudes, longitudes)


def place_counts(library: Library, among: Ids | None = None) -> list[PlaceCount]:
    """Return the named points of photos with their numbers of photos, most first; those in doubt are left out.

    Args:
        library: The library.
        among: The photos to count, int64 (n,); None for all that are there.
    """
    there = f"NOT IN ({ABSENT})" if among is None else IN_LIST
    rows = library.db.execute(
        f"SELECT {_NAMES}, g.count, n.latitude, n.longitude FROM (SELECT count(*) AS count, max(photo_id) AS newest"
        f" FROM photo_places WHERE doubt = '' AND photo_id {there} GROUP BY {_EACH}) g"
        " CROSS JOIN photo_places n ON n.photo_id = g.newest ORDER BY g.count DESC",
        [] if among is None else [id_list(among)],
    )
    return [PlaceCount(NamedPoint(*row[:6]), row[6], Coordinates(*row[7:])) for row in rows]
