"""Photos with a capture time, as tracks can place them."""

from collections.abc import Sequence
from typing import NamedTuple

from photon.domain.places.coordinates import Coordinates
from photon.library.db.connection import Library
from photon.library.db.id_list import IN_LIST, id_list
from photon.library.places.point_names import IN_DOUBT


class TimedPhoto(NamedTuple):
    """When, with what and where a photo was taken.

    Attributes:
        photo: Its id.
        taken: The capture time that counts, in ISO 8601.
        camera: Make and model; empty if unknown.
        coordinates: Those that count; None for none.
        zone: The time zone of its coordinates; empty if unknown.
        located: What a person decided about its location, see ``domain.places.coordinates.located_text``.
    """

    photo: int
    taken: str
    camera: str
    coordinates: Coordinates | None
    zone: str
    located: str


def timed_photos(library: Library, first: str, last: str, among: Sequence[int] | None = None) -> list[TimedPhoto]:
    """Return present photos with a capture time, in the order of these times.

    Args:
        library: The library.
        first: The earliest local time that is meant, in ISO 8601.
        last: The latest.
        among: Ids of the only photos that are meant, whatever their times; None for all.
    """
    where, values = ("shown BETWEEN ? AND ?", [first, last]) if among is None else (f"id {IN_LIST}", [id_list(among)])
    rows = library.db.execute(
        "SELECT id, taken, ifnull(camera, ''), p.latitude, p.longitude, ifnull(n.zone, ''), located FROM photos p"
        f" LEFT JOIN photo_places n ON n.photo_id = id WHERE present = 1 AND taken IS NOT NULL AND {where}"
        " ORDER BY shown, id",
        values,
    )
    return [
        TimedPhoto(photo, taken, camera, None if None in point else Coordinates(*point), zone, located)
        for photo, taken, camera, *point, zone, located in rows
    ]


def located_around(library: Library, photo: int) -> list[tuple[int, str]]:
    """Return the photos whose location counts that were taken next before and next after one, with capture times."""
    return [
        row
        for sign, order in (("<", "DESC"), (">", "ASC"))
        for row in library.db.execute(
            "SELECT id, ifnull(taken, '') FROM photos WHERE present = 1 AND latitude IS NOT NULL"
            f" AND longitude IS NOT NULL AND id NOT IN ({IN_DOUBT})"
            f" AND (shown, id) {sign} (SELECT shown, id FROM photos WHERE id = ?)"
            f" ORDER BY shown {order}, id {order} LIMIT 1",
            (photo,),
        )
    ]
