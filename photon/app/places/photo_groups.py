"""Photos divided by the places where they were taken."""

from collections.abc import Sequence

import numpy as np

from photon.app.places.place_lookup import country_name, region_name, town_name
from photon.domain import Order
from photon.domain.arrays import Ids
from photon.domain.photo.date_span import DatedPhotos, DateSpan
from photon.domain.places.place import NamedPoint
from photon.language import tr
from photon.library import Library
from photon.library.places.own_places import in_circle, own_places
from photon.library.places.photo_places import map_points, number_names

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
    ids = np.array(photos, np.int64)
    names, places = _number_places(library, ids)
    kinds, firsts, groups, counts = np.unique(places, return_index=True, return_inverse=True, return_counts=True)
    firsts[kinds < 0] = len(ids)
    spans = [DateSpan("", counts[at].item(), name=names[kinds[at]]) for at in np.argsort(firsts)]
    return DatedPhotos(ids[np.argsort(firsts[groups], kind="stable")].tolist(), tuple(spans))


def _number_places(library: Library, photos: Ids) -> tuple[list[str], Ids]:
    """Return the names of places, "no location" last, and the number of each photo's, int64 (n,); -1 for none."""
    points = map_points(library).among(photos)
    ids, numbers, known = number_names(library, points.ids.tolist())
    names = dict[str, int]()
    shown = np.array([names.setdefault(_shortest_name(point), len(names)) for point in known], np.int64)
    found = np.full(len(points.ids), -1, np.int64)
    found[np.searchsorted(points.ids, ids)] = shown[numbers]
    for one in reversed(own_places(library).values()):  # the smallest comes last and wins
        found[in_circle(one, points.latitudes, points.longitudes)] = names.setdefault(one.name, len(names))
    places, order = np.full(len(photos), -1, np.int64), np.argsort(photos)
    places[order[np.searchsorted(photos, points.ids, sorter=order)]] = found
    return [*names, _NOWHERE], places


def _shortest_name(point: NamedPoint) -> str:
    return town_name(point) or region_name(point) or country_name(point.country) or tr("At sea")
