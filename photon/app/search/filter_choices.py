"""The use case of filtering: the choices that are possible with the current filters."""

from datetime import datetime

import numpy as np

from photon.domain import Filter, Query
from photon.domain.arrays import Ids
from photon.domain.query.filter_choice import FilterChoice, FilterGroup
from photon.domain.query.filter_kinds.known_kinds import group_of
from photon.domain.query.filter_kinds.states import asks_for_missing
from photon.domain.query.query import is_condition
from photon.library import Library
from photon.library.photos import photos
from photon.library.searches import filters
from photon.library.searches.filter_counts import count_choices
from photon.library.searches.filters import FindSmart


def choices_beside(library: Library, group: FilterGroup, query: Query, smart: FindSmart) -> list[FilterChoice]:
    """List the filters of a group, each with the number of photos that pass it and the other filters of a query.

    Args:
        library: The library.
        group: The group. Its own filters in the query do not count, unless a photo may fit several of them.
        query: The query. Its folder and filters limit what is counted; words and examples do not, because they only
            rank photos.
        smart: Finds what the searches of smart albums find.
    """
    return count_choices(library, group, _photos_beside(library, group, query, smart), smart)


def _photos_beside(library: Library, group: FilterGroup, query: Query, smart: FindSmart) -> Ids | None:
    conditions = [
        part
        for part in query.parts
        if is_condition(part)
        and not (not group.allows_several and isinstance(part, Filter) and group_of(part) == group)
    ]
    if not conditions and query.folder is None:
        return None
    with_missing = asks_for_missing([*conditions, *(offer.part for offer in group.offers)])
    today = datetime.now().astimezone().date()
    found = filters.matching(library, conditions, today, smart, with_missing=with_missing)
    if query.folder is None:
        return found
    below = np.array(sorted(photos.below(library, query.folder, with_missing=with_missing)), np.int64)
    return np.intersect1d(below, found, assume_unique=True)
