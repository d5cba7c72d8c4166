"""Pairs that are alike: exact products of all vectors, in blocks.

100,000 x 128 take 20 s of a processor and 100 MB, for which an approximate graph of neighbours is no faster, and would
miss some.
"""

import numpy as np

from photon.domain.arrays import Floats, Ids, Truth

Pairs = tuple[Ids, Ids]
"""Two arrays of rows; the first of a pair is smaller."""
_TALL, _WIDE = 2048, 8192  # a block of products, 64 MB
_SLACK = 1e-4  # products of blocks of different shapes differ in the last digits


def find_pairs(vectors: Floats, least: float) -> Pairs:
    """Return all pairs of rows with a product of at least ``least``, and some that are less alike by a hair.

    Args:
        vectors: float32 (n, d).
        least: A likeness.
    """
    found = []
    for top in range(0, len(vectors), _TALL):
        ones, others = find_matches(vectors[top : top + _TALL], vectors[top:], least)
        found.append((ones[ones < others] + top, others[ones < others] + top))
    return _joined(found)


def find_matches(vectors: Floats, others: Floats, least: float) -> tuple[Ids, Ids]:
    """Return the rows of the vectors and of the others that are alike, as ``find_pairs`` does.

    Args:
        vectors: float32 (n, d).
        others: float32 (m, d).
        least: A likeness.

    Returns:
        The rows, int64 (k,) each.
    """
    found = []
    for top in range(0, len(vectors), _TALL):
        for left in range(0, len(others), _WIDE):
            products = vectors[top : top + _TALL] @ others[left : left + _WIDE].T
            rows, columns = np.divmod(np.flatnonzero(products >= least - _SLACK), products.shape[1])
            found.append((rows + top, columns + left))
    return _joined(found)


def unique_pairs(ones: Ids, others: Ids) -> Pairs:
    """Return each pair of two different rows, int64 (n,) and int64 (n,), once and in order, int64 (k,) each."""
    low, high = np.minimum(ones, others), np.maximum(ones, others)
    width = int(high.max(initial=0)) + 1
    keys = np.unique((low * width + high)[low < high])
    return keys // width, keys % width


def pairs_with_equal(keys: Ids) -> Pairs:
    """Return all pairs of rows, int64 (k,) each, with the same key, int64 (n,)."""
    order, found = np.argsort(keys, kind="stable"), []
    ordered = keys[order]
    for step in range(1, len(keys)):
        same = np.flatnonzero(ordered[step:] == ordered[:-step])
        if not len(same):
            break
        found.append((order[same], order[same + step]))
    return unique_pairs(*_joined(found))


def _joined(found: list[tuple[Ids, Ids]]) -> tuple[Ids, Ids]:
    none = np.zeros(0, np.int64)
    return np.concatenate([none, *(one for one, _ in found)]), np.concatenate([none, *(other for _, other in found)])


def contains(keys: Ids, asked: Ids) -> Truth:
    """Tell which numbers are among some keys, in any order: ``np.isin`` without its table of all.

    Args:
        keys: int64 (n,).
        asked: int64 (m,).

    Returns:
        bool (m,).
    """
    if not len(keys):
        return np.zeros(len(asked), np.bool_)
    ordered = np.sort(keys)
    at = np.minimum(np.searchsorted(ordered, asked), len(ordered) - 1)
    return np.asarray(ordered[at] == asked)
