"""Where photos without coordinates may have been taken: suggestions, which count for nothing until accepted."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from photon.domain import Changes, changed
from photon.domain.places.coordinates import Coordinates
from photon.library.db.connection import Library
from photon.library.db.id_list import IN_LIST, id_list
from photon.library.places.point_names import IN_DOUBT

_OPEN = (
    "FROM place_suggestions s CROSS JOIN photos p ON p.id = s.photo_id AND p.present = 1 AND p.located = ''"
    f" AND (p.latitude IS NULL OR p.id IN ({IN_DOUBT})) JOIN photos f ON f.id = s.from_photo AND f.latitude IS NOT NULL"
)


class SuggestedPoint(NamedTuple):
    """Where a photo may have been taken.

    Attributes:
        photo: The photo.
        coordinates: Where.
        from_photo: The photo that was taken there.
        seconds: How much later than that one it was taken; negative for earlier.
    """

    photo: int
    coordinates: Coordinates
    from_photo: int
    seconds: float


def compare_suggestions(library: Library, some: Iterable[SuggestedPoint]) -> tuple[list[int], list[SuggestedPoint]]:
    """Return the photos that have a suggestion and shall have none, and the suggestions that are not stored.

    The library may be open for reading only: 50,000 take 0.4 s, which nobody who writes should wait for.
    """
    rows = library.db.execute("SELECT photo_id, latitude, longitude, from_photo, seconds FROM place_suggestions")
    known = {SuggestedPoint(photo, Coordinates(*point), source, seconds) for photo, *point, source, seconds in rows}
    wanted = set(some)
    gone = {one.photo for one in known} - {one.photo for one in wanted}
    return sorted(gone), sorted(wanted - known)


def replace_suggestions(library: Library, gone: Sequence[int], new: Sequence[SuggestedPoint]) -> Changes:
    """Delete the suggestions for photos that are gone, and store new ones, in place of others for the same photos."""
    rows = [(one.photo, *one.coordinates, one.from_photo, one.seconds) for one in new]
    with library.transaction() as db:
        db.executemany("DELETE FROM place_suggestions WHERE photo_id = ?", [(photo,) for photo in gone])
        db.executemany("INSERT OR REPLACE INTO place_suggestions VALUES (?, ?, ?, ?, ?)", rows)
    photos = frozenset(gone) | {one.photo for one in new}
    return changed("places", photos=photos) if photos else Changes()


def suggested_points(library: Library, photos: Sequence[int] | None = None) -> list[SuggestedPoint]:
    """Return suggestions for photos that still have no coordinates that count, by time.

    Args:
        library: The library.
        photos: The photos; None for all.
    """
    limit, values = ("", []) if photos is None else (f" WHERE p.id {IN_LIST}", [id_list(photos)])
    rows = library.db.execute(
        f"SELECT p.id, s.latitude, s.longitude, s.from_photo, s.seconds {_OPEN}{limit} ORDER BY p.shown, p.id", values
    )
    return [SuggestedPoint(photo, Coordinates(*point), source, seconds) for photo, *point, source, seconds in rows]
