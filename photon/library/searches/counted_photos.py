"""Numbers of photos for which conditions hold, each with the photo that stands for them."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from photon.domain import AnyOf, Filter
from photon.library.db.connection import Library
from photon.library.db.id_list import IN_LIST, id_list
from photon.library.searches.filters import Given, condition_of

_BEST = "max(p.rating * 100 + p.favourite * 50 + p.flag * 50 + ifnull(f.sharpness, 0))"
"""What a person says of a photo counts before how sharp it is: sharpness is a logarithm, below 20."""


class CountedPhotos(NamedTuple):
    """Photos of a year, or of all years.

    Attributes:
        year: The year; empty for all.
        photos: How many there are.
        cover: The best one.
    """

    year: str
    photos: int
    cover: int


def count_photos(library: Library, conditions: Iterable[Filter | AnyOf]) -> CountedPhotos | None:
    """Count the photos for which all conditions hold; None if there are none."""
    return next(iter(_count(library, "''", *_joined(library, conditions))), None)


def count_years(library: Library, conditions: Iterable[Filter | AnyOf]) -> list[CountedPhotos]:
    """Count the dated photos for which all conditions hold, year by year, the last year first."""
    condition, values = _joined(library, conditions)
    return _count(library, "substr(p.shown, 1, 4)", f"{condition} AND p.taken IS NOT NULL", values)


def find_cover(library: Library, photos: Iterable[int]) -> int:
    """Return the best of some photos; 0 for none."""
    return next((one.cover for one in _count(library, "''", f"p.id {IN_LIST}", [id_list(photos)])), 0)


def _joined(library: Library, conditions: Iterable[Filter | AnyOf]) -> tuple[str, list[object]]:
    given = Given(library, datetime.now().astimezone().date())
    found = [condition_of(given, one) for one in conditions]
    return " AND ".join(sql for sql, _ in found) or "1", [value for _, some in found for value in some]


def _count(library: Library, group: str, condition: str, values: Sequence[object]) -> list[CountedPhotos]:
    rows = library.db.execute(  # SQLite takes the id from the row of the maximum
        f"SELECT {group}, count(*), p.id, {_BEST} FROM photos p LEFT JOIN fingerprints f ON f.photo_id = p.id"
        f" WHERE +p.present = 1 AND {condition} GROUP BY 1 ORDER BY 1 DESC",
        values,
    )
    return [CountedPhotos(year, count, cover) for year, count, cover, _ in rows]
