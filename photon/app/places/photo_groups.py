"""Photos divided by the places where they were taken."""

from collections.abc import Sequence

import numpy as np

from photon.app.places.place_lookup import country_name, region_name, town_name
from photon.domain import Order
from photon.domain.arrays import Ids, places_in
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
    counts, firsts = np.bincount(places, minlength=len(names)), np.full(len(names), len(ids))
    firsts[places[::-1]] = np.arange(len(ids))[::-1]  # of several, the last one is kept
    firsts[-1] = len(ids)
    sequence = np.argsort(firsts, kind="stable").tolist()
    ranks = np.zeros(len(names), np.min_scalar_type(len(names)))  # short numbers are sorted faster
    ranks[sequence] = np.arange(len(names))
    spans = [DateSpan("", counts[at].item(), name=names[at]) for at in sequence if counts[at]]
    return DatedPhotos(ids[np.argsort(ranks[places], kind="stable")].tolist(), tuple(spans))


def _number_places(library: Library, photos: Ids) -> tuple[list[str], Ids]:
    """Return the names of places, "no location" last, and the number of each photo's, int64 (n,)."""
    points, named, names = map_points(library), number_names(library), dict[str, int]()
    shown = np.array([names.setdefault(_shortest_name(point), len(names)) for point in named.names], np.int64)
    found = [(named.photos, shown[named.numbers])]
    for one in reversed(own_places(library).values()):  # the smallest comes last and wins
        inside = points.ids[in_circle(one, points.latitudes, points.longitudes)]
        found.append((inside, np.full(len(inside), names.setdefault(one.name, len(names)))))
    places: Ids = np.full(len(photos) + 1, len(names))  # the last one stands for photos that are not in the list
    for some, numbers in found:
        places[places_in(photos, some)] = numbers
    return [*names, _NOWHERE], places[:-1]


def _shortest_name(point: NamedPoint) -> str:
    return town_name(point) or region_name(point) or country_name(point.country) or tr("At sea")
