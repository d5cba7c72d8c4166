"""Groups of photos that hold together: halves of halves, as long as each half is closer to itself than to the other.

The test is that of concept decomposition: the mean cosine within both halves must be larger than between them.
"""

from collections.abc import Iterator

import numpy as np

from photon.domain.arrays import Floats, Ids, Truth

FEWEST = 12
"""Photos of a group; who is asked what they are must not be asked about every photo."""
_GAIN = 0.02  # by which halves must hold together more than the whole
_DEEPEST = 5  # halvings: 32 groups
_CLOSE = 0.1  # by which a group must hold together more than all photos do
_ROUNDS = 8
_SAMPLE = 20_000  # photos that halves are fitted to; the others join the nearer half


def split_photos(vectors: Floats) -> list[Ids]:
    """Split photos into groups that hold together; those that fit nowhere are in none.

    Args:
        vectors: float32 (n, d), unit length.

    Returns:
        Rows of each group, int64 (m,), the largest group first.
    """
    if len(vectors) < FEWEST:
        return []
    apart = _closeness(vectors, vectors)
    groups = _halve(vectors, np.arange(len(vectors)), _DEEPEST)
    held = [rows for rows in groups if _closeness(vectors[rows], vectors[rows]) > apart + _CLOSE]
    return sorted(held, key=lambda rows: (-len(rows), int(rows[0])))


def central_row(vectors: Floats) -> int:
    """Return the row of vectors, float32 (n, d), that is nearest to the mean of all."""
    return int(np.argmax(vectors @ vectors.mean(axis=0)))


def _halve(vectors: Floats, rows: Ids, depth: int) -> Iterator[Ids]:
    left, right = (rows[:0], rows) if not depth or len(rows) < 2 * FEWEST else _halves(vectors, rows)
    if min(len(left), len(right)) < FEWEST or not _are_apart(vectors[left], vectors[right]):
        yield rows
        return
    for half in (left, right):
        yield from _halve(vectors, half, depth - 1)


def _halves(vectors: Floats, rows: Ids) -> tuple[Ids, Ids]:
    """Return the rows of both clusters of 2-means, which starts along the direction in which photos differ most."""
    some = vectors[rows[:: max(1, len(rows) // _SAMPLE)]]
    about = some - some.mean(axis=0)
    side = about @ np.linalg.eigh(about.T @ about)[1][:, -1] > 0
    for _ in range(_ROUNDS):
        if side.all() or not side.any():
            return rows[:0], rows
        side = _is_nearer(some, *_means(some, side))
    if side.all() or not side.any():
        return rows[:0], rows
    nearer = _is_nearer(vectors[rows], *_means(some, side))
    return rows[~nearer], rows[nearer]


def _means(vectors: Floats, side: Truth) -> tuple[Floats, Floats]:
    return vectors[side].mean(axis=0), vectors[~side].mean(axis=0)


def _is_nearer(vectors: Floats, one: Floats, other: Floats) -> Truth:
    """Return which vectors are nearer to one point than to another, bool (n,)."""
    found: Truth = (vectors - (one + other) / 2) @ (one - other) > 0
    return found


def _are_apart(left: Floats, right: Floats) -> bool:
    return min(_closeness(left, left), _closeness(right, right)) > _closeness(left, right) + _GAIN


def _closeness(some: Floats, others: Floats) -> float:
    """Return the mean cosine of all pairs."""
    return float(some.mean(axis=0) @ others.mean(axis=0))
