"""Centres of caption embeddings, and what the captions around them name."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from photon.vision.kit.adapter import normalise

FloatArray = npt.NDArray[np.float32]
IntArray = npt.NDArray[np.int64]

CENTRES = 6000
_FEWEST = 3  # minimum number of captions of a centre, so that none represents a single sentence
_ROUNDS, _CHUNK = 4, 4096


def centres_of(vectors: FloatArray, count: int, seed: int) -> tuple[FloatArray, IntArray]:
    """Run spherical k-means (Dhillon and Modha 2001); centres with fewer than three captions are dropped.

    Args:
        vectors: float32 (n, d), unit length.
        count: Initial number of centres.
        seed: Seed for the initial centres.

    Returns:
        float32 (c, d), unit length, and int64 (n,), the centre of each vector.
    """
    random = np.random.default_rng(seed)
    centres = vectors[random.choice(len(vectors), min(count, len(vectors)), replace=False)]
    for _ in range(_ROUNDS):
        owner = nearest_centres(vectors, centres)
        sums = np.zeros_like(centres)
        np.add.at(sums, owner, vectors)
        centres = normalise(sums[np.bincount(owner, minlength=len(centres)) >= _FEWEST])
    owner = nearest_centres(vectors, centres)
    while (few := np.bincount(owner, minlength=len(centres)) < _FEWEST).any():
        centres = centres[~few]
        owner = nearest_centres(vectors, centres)
    return centres, owner


def shares_of(owner: IntArray, named: Sequence[Sequence[int]], count: int) -> tuple[IntArray, IntArray, FloatArray]:
    """Return the share of each centre's captions that name each thing.

    Args:
        owner: int64 (n,), centre of each caption.
        named: What each caption names.
        count: Number of centres.

    Returns:
        int64 (count + 1,), the start of each centre; int64 (e,), what is named; float32 (e,), shares above 0.
    """
    pairs = np.array([(at, name) for at, names in zip(owner.tolist(), named, strict=True) for name in set(names)])
    found, counts = np.unique(pairs, axis=0, return_counts=True)
    shares = counts / np.bincount(owner, minlength=count)[found[:, 0]]
    starts = np.searchsorted(found[:, 0], np.arange(count + 1))
    return starts.astype(np.int64), found[:, 1].astype(np.int64), shares.astype(np.float32)


def nearest_centres(vectors: FloatArray, centres: FloatArray) -> IntArray:
    """Return the nearest centre of each vector, int64 (n,)."""
    parts = [(vectors[at : at + _CHUNK] @ centres.T).argmax(axis=1) for at in range(0, len(vectors), _CHUNK)]
    return np.concatenate(parts).astype(np.int64)
