"""Photos divided by the places where they were taken."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from photon.app.places.place_lookup import country_name, region_name, town_name
from photon.domain import Order
from photon.domain.arrays import Ids
from photon.domain.photo.date_span import DatedPhotos, DateSpan
from photon.language import tr
from photon.library import Library
from photon.library.places.own_places import in_circle, own_places
from photon.library.places.photo_places import map_points, names_of

_NOWHERE = tr("No location")


def divide_by_place(library: Library, photos: Sequence[int], order: Order) -> DatedPhotos:
    """Divide photos that are sorted by date into places: the user's own, else towns, regions or countries.

    Args:
        library: The library.
        photos: Ids in this order.
        order: The sort order; photos are only divided if it is by date.

    Returns:
        The place of the first photo comes first, those without a location last.
    """
    if order not in {"newest", "oldest"}:
        return DatedPhotos(photos)
    names = _names_of_places(library, np.array(photos, np.int64))
    groups = defaultdict[str, list[int]](list)
    for photo in photos:
        groups[names.get(photo, "")].append(photo)
    lost = groups.pop("", [])
    spans = [DateSpan("", len(some), name=name) for name, some in groups.items()]
    if lost:
        groups[""] = lost
        spans.append(DateSpan("", len(lost), name=_NOWHERE))
    return DatedPhotos([photo for some in groups.values() for photo in some], tuple(spans))


def _names_of_places(library: Library, photos: Ids) -> dict[int, str]:
    """Return the shortest name of where each photo was taken; those without a location are left out."""
    ids, latitudes, longitudes = map_points(library).among(photos)
    known = names_of(library, ids.tolist())
    shown = {
        point: town_name(point) or region_name(point) or country_name(point.country) or tr("At sea")
        for point in set(known.values())
    }
    found = {photo: shown[known[photo]] for photo in ids.tolist() if photo in known}
    for one in reversed(own_places(library).values()):  # the smallest comes last and wins
        found.update(dict.fromkeys(ids[in_circle(one, latitudes, longitudes)].tolist(), one.name))
    return found
