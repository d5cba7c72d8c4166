"""Places of themes on a map: cells of a square grid whose neighbours are alike; what has a place keeps it."""

from collections.abc import Mapping

import numpy as np

from photon.domain.arrays import Doubles, Floats, Ids
from photon.domain.encoders.photo_vectors import unit

_SPARE = 1.2  # cells for each theme, so that later ones find a cell beside what they are like
_LARGEST = 40
_TRIES = 60  # moves that are tried for each theme
_SEED = 5
Place = tuple[float, float]
"""The middle of a cell, 0..1 from the left and from the top."""


def lay_out(centres: Floats, kept: Mapping[int, Place]) -> list[Place]:
    """Return a place for each theme, each in a cell of its own.

    Args:
        centres: Of the themes, float32 (k, d).
        kept: The places that some of them have, by row; ignored if they leave too few cells for the others.
    """
    count = len(centres)
    fitting = (one for one in range(1, _LARGEST) if one * one >= count and _are_cells(kept, one))
    side = next(fitting, 0) if kept else 0
    if not side:
        side, kept = int(np.ceil((count * _SPARE) ** 0.5)), {}
    spots = np.full((count, 2), -1, np.int64)
    for row, place in kept.items():
        spots[row] = np.floor(np.array(place) * side)
    apart = unit(centres - centres.mean(axis=0) if count > 1 else centres)
    likeness = np.maximum(apart @ apart.T, 0).astype(np.float64) ** 2
    np.fill_diagonal(likeness, 0)
    free = [(x, y) for y in range(side) for x in range(side) if not (spots == (x, y)).all(axis=1).any()]
    moved = [row for row in range(count) if row not in kept]
    middle = np.full(2, (side - 1) / 2)
    for row in moved:
        placed = spots[:, 0] >= 0
        weights = likeness[row] * placed
        target = weights @ spots / weights.sum() if weights.sum() > 0 else middle
        spots[row] = free.pop(int(np.argmin([((np.array(one) - target) ** 2).sum() for one in free])))
    _improve(spots, likeness, moved, free)
    return [((x + 0.5) / side, (y + 0.5) / side) for x, y in spots.tolist()]


def _are_cells(places: Mapping[int, Place], side: int) -> bool:
    at = np.array([*places.values()]) * side - 0.5
    return bool(np.allclose(at, np.round(at), atol=1e-4))


def _improve(spots: Ids, likeness: Doubles, moved: list[int], free: list[tuple[int, int]]) -> None:
    """Swap themes, or move one to a free cell, wherever this brings like ones together; changes ``spots`` (k, 2)."""
    random = np.random.default_rng(_SEED)
    for _ in range(_TRIES * len(moved)):
        row = moved[int(random.integers(len(moved)))]
        at = int(random.integers(len(moved) + len(free)))
        if at >= len(moved):
            there, before = np.array(free[at - len(moved)]), spots[row].copy()
            if _gain(spots, likeness[row], before, there) > 0:
                free[at - len(moved)] = (int(before[0]), int(before[1]))
                spots[row] = there
        elif (other := moved[at]) != row:
            here, there = spots[row].copy(), spots[other].copy()
            both = np.ones(len(spots))
            both[[row, other]] = 0  # they stay as far from each other
            gain = _gain(spots, likeness[row] * both, here, there) + _gain(spots, likeness[other] * both, there, here)
            if gain > 0:
                spots[row], spots[other] = there, here


def _gain(spots: Ids, weights: Doubles, here: Ids, there: Ids) -> float:
    """Return by how much nearer a theme comes to those like it, by weight (k,), if it moves."""
    return float(weights @ (((spots - here) ** 2).sum(axis=1) - ((spots - there) ** 2).sum(axis=1)))
