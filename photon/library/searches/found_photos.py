"""The photos that conditions of SQL find: those about a query alone, and all others."""

import json
import re
from collections.abc import Hashable, Sequence
from functools import partial

import numpy as np

from photon.domain.arrays import Ids
from photon.domain.bounded_cache import BoundedCache
from photon.library.db.connection import Library
from photon.library.db.id_list import IN_LIST

Sql = tuple[str, list[object]]
"""A condition and its bound values; p is ``photos``. The condition is never NULL, since a minus negates it."""

_FEW = 20_000
"""Photos that are looked up one by one sooner than all are gone through, for each condition."""
_KEPT = 4
"""Results that each connection keeps: people ask for other words among the same photos, with a search at each pause."""
_INDEXED = ("p.camera", "p.lens", "p.latitude", "p.seconds")
"""Columns whose index finds photos; sorting them afterwards takes half of the time that SQLite would."""
_ALONE = re.compile(r"(NOT )?\((NOT )?p\.id IN \((SELECT .*)\)\)", re.DOTALL)
"""A condition that is only about which photos a query finds."""


def find_photos(library: Library, asked: Sequence[Sql], listed: str = "") -> Ids:
    """Return the photos that meet all conditions: int64 (n,), ascending, not to be changed.

    They are remembered until catalogue, cache or what is hidden change.

    Args:
        library: The library.
        asked: The conditions.
        listed: The condition for photos that count; without it, these are all that are there.
    """
    kept = library.remember("filtered", partial(BoundedCache[Hashable, Ids], _KEPT), "all")
    key = listed, tuple((condition, *values) for condition, values in asked)
    found = kept.get(key)
    if found is None:
        found = _find_photos(library, asked, listed)
        kept.store(key, found)
    return found


def _find_photos(library: Library, asked: Sequence[Sql], listed: str) -> Ids:
    conditions = [listed or "+p.present = 1"]  # +: scan by id instead of the time index, which is ten times slower
    values: list[object] = []
    sets: list[tuple[Ids, bool]] = []
    for condition, bound in asked:
        query, is_unwanted = find_query(condition)
        if query:  # SQLite would look up each photo in it
            sets.append((library.ids(f"WITH found (id) AS ({query}) SELECT id FROM found", bound), is_unwanted))
        else:
            conditions.append(condition)
            values += bound
    few = min((ids for ids, is_unwanted in sets if not is_unwanted), key=len, default=None)
    if few is not None and len(few) < _FEW * len(conditions):
        conditions.append(f"p.id {IN_LIST}")
        values.append(json.dumps(few.tolist()))
    read = partial(_list_photos, library, conditions, values)
    found = read() if len(conditions) > 1 or listed else library.remember("listed", read, "photos")
    for ids, is_unwanted in sets:
        found = found[np.isin(found, ids, invert=is_unwanted)]
    return found


def find_query(condition: str) -> tuple[str, bool]:
    """Return the query of a condition that is only about what one finds, and whether it is negated; else nothing."""
    found = _ALONE.fullmatch(condition)
    if not found:
        return "", False
    depths = np.cumsum([(sign == "(") - (sign == ")") for sign in found[3]])
    return (found[3] if depths.min() >= 0 else ""), found[1] != found[2]  # else it ends before the condition does


def _list_photos(library: Library, conditions: Sequence[str], values: Sequence[object]) -> Ids:
    # else in the order of the ids, in which conditions look up photos many times as fast as in another
    order = "" if any(name in one for one in conditions for name in _INDEXED) else "ORDER BY p.id"
    found = library.ids(f"SELECT p.id FROM photos p WHERE {' AND '.join(conditions)} {order}", values)
    return found if order else np.sort(found, kind="stable")
