"""The photos that conditions of SQL find: those about a query alone, and all others."""

import re
from collections.abc import Sequence

import numpy as np

from photon.domain.arrays import Ids
from photon.library.db.connection import Library

_INDEXED = ("p.camera", "p.lens", "p.latitude", "p.seconds")
"""Columns whose index finds photos; sorting them afterwards takes half of the time that SQLite would."""
_ALONE = re.compile(r"(NOT )?\((NOT )?p\.id IN \((SELECT .*)\)\)", re.DOTALL)
"""A condition that is only about which photos a query finds."""


def list_photos(library: Library, conditions: Sequence[str], values: Sequence[object]) -> Ids:
    """Return the photos ``p`` that meet all conditions: int64 (n,), ascending."""
    # else in the order of the ids, in which conditions look up photos many times as fast as in another
    order = "" if any(name in one for one in conditions for name in _INDEXED) else "ORDER BY p.id"
    found = library.ids(f"SELECT p.id FROM photos p WHERE {' AND '.join(conditions)} {order}", values)
    return found if order else np.sort(found, kind="stable")


def find_query(condition: str) -> tuple[str, bool]:
    """Return the query of a condition that is only about what one finds, and whether it is negated; else nothing."""
    found = _ALONE.fullmatch(condition)
    if not found:
        return "", False
    depths = np.cumsum([(sign == "(") - (sign == ")") for sign in found[3]])
    return (found[3] if depths.min() >= 0 else ""), found[1] != found[2]  # else it ends before the condition does
