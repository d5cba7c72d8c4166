"""Groups of photos that hold together: halves of halves, as long as each half is closer to itself than to the other.

The test is that of concept decomposition: the mean cosine within both halves must be larger than between them.
"""

from collections.abc import Iterator

import numpy as np

from photon.domain.arrays import Floats, Halves, Ids, Truth
from photon.domain.halves import widen_halves

FEWEST = 12
"""Photos of a group; who is asked what they are must not be asked about every photo."""
_GAIN = 0.02  # by which halves must hold together more than the whole
_DEEPEST = 5  # halvings: 32 groups
_CLOSE = 0.1  # by which a group must hold together more than all photos do
_ROUNDS = 8
_SAMPLE = 20_000  # photos that halves are fitted to; the others join the nearer half
_PORTION = 20_000  # vectors that are float32 at a time: a million would take 1.5 GB


def split_photos(vectors: Halves, rows: Ids) -> list[Ids]:
    """Split photos into groups that hold together; those that fit nowhere are in none.

    Args:
        vectors: float16 (n, d), unit length.
        rows: int64 (m,), rows of the photos, ascending.

    Returns:
        Rows of each group, int64 (k,), the largest group first.
    """
    if len(rows) < FEWEST:
        return []
    apart = _closeness(vectors, rows)
    groups = _halve(vectors, rows, _DEEPEST)
    held = [some for some in groups if _closeness(vectors, some) > apart + _CLOSE]
    return sorted(held, key=lambda some: (-len(some), int(some[0])))


def nearness_to_mean(vectors: Halves, rows: Ids) -> tuple[Floats, Floats]:
    """Compute how close vectors are to their mean.

    Args:
        vectors: float16 (n, d), unit length.
        rows: int64 (m,), those that count.

    Returns:
        The mean, float32 (d,), and the nearness of each row to it, float32 (m,).
    """
    mean = _mean(vectors, rows)
    return mean, np.concatenate([some @ mean for some in _portions(vectors, rows)])


def _portions(vectors: Halves, rows: Ids) -> Iterator[Floats]:
    for at in range(0, max(len(rows), 1), _PORTION):
        yield widen_halves(vectors[rows[at : at + _PORTION]])


def _mean(vectors: Halves, rows: Ids) -> Floats:
    mean: Floats = sum(some.sum(axis=0) for some in _portions(vectors, rows)) / np.float32(len(rows))
    return mean


def _halve(vectors: Halves, rows: Ids, depth: int) -> Iterator[Ids]:
    left, right = (rows[:0], rows) if not depth or len(rows) < 2 * FEWEST else _halves(vectors, rows)
    if min(len(left), len(right)) < FEWEST or not _are_apart(_mean(vectors, left), _mean(vectors, right)):
        yield rows
        return
    for half in (left, right):
        yield from _halve(vectors, half, depth - 1)


def _halves(vectors: Halves, rows: Ids) -> tuple[Ids, Ids]:
    """Return the rows of both clusters of 2-means, which starts along the direction in which photos differ most."""
    some = widen_halves(vectors[rows[:: max(1, len(rows) // _SAMPLE)]])
    about = some - some.mean(axis=0)
    side = about @ np.linalg.eigh(about.T @ about)[1][:, -1] > 0
    for _ in range(_ROUNDS):
        if side.all() or not side.any():
            return rows[:0], rows
        side = _is_nearer(some, *_means(some, side))
    if side.all() or not side.any():
        return rows[:0], rows
    means = _means(some, side)
    nearer = np.concatenate([_is_nearer(part, *means) for part in _portions(vectors, rows)])
    return rows[~nearer], rows[nearer]


def _means(vectors: Floats, side: Truth) -> tuple[Floats, Floats]:
    return vectors[side].mean(axis=0), vectors[~side].mean(axis=0)


def _is_nearer(vectors: Floats, one: Floats, other: Floats) -> Truth:
    """Return which vectors are nearer to one point than to another, bool (n,)."""
    found: Truth = (vectors - (one + other) / 2) @ (one - other) > 0
    return found


def _are_apart(left: Floats, right: Floats) -> bool:
    """Return whether photos with these means are two groups."""
    return min(float(left @ left), float(right @ right)) > float(left @ right) + _GAIN


def _closeness(vectors: Halves, rows: Ids) -> float:
    """Return the mean cosine of all pairs."""
    mean = _mean(vectors, rows)
    return float(mean @ mean)
