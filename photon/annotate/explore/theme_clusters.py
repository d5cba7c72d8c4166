"""Themes as groups of photos: k-means of vectors that were averaged with those of their neighbours.

Averaging pulls photos to what is common to them and their neighbours. It raises NMI against classes by .03 over
k-means of the same vectors (``packaging/lab/explore/bench_themes.py``).
"""

from collections.abc import Iterator

import numpy as np

from photon.domain.arrays import Floats, Ids
from photon.domain.encoders.photo_vectors import unit

_PER_ROOT = 0.65  # themes by the square root of the number of photos: 20 of 1,000, 65 of 10,000
_MOST = 150
_NEIGHBOURS = 10
_AVERAGES = 5
_ROUNDS = 25
_STARTS = 3
_KEPT = 96  # main components
_ALIKE = 1e-6  # squared distance of what is one picture
_PORTION = 2000
_SEED = 5


def count_themes(photos: int) -> int:
    """Return how many themes so many photos should have."""
    return int(np.clip(round(_PER_ROOT * photos**0.5), 1, _MOST))


def find_centres(vectors: Floats, count: int, former: Floats | None = None) -> Floats:
    """Return the centres of at most so many themes, float32 (k, d), in the space of the vectors.

    Args:
        vectors: float32 (n, d); 10,000 photos take some 5 s.
        count: At most as many; photos that are all the same have one theme.
        former: Centres of former themes, float32 (j, d), from which to start, so that themes stay.
    """
    smooth = _average_neighbours(_main_components(vectors))
    starts = smooth[:0] if former is None else _means(smooth, assign_themes(vectors, former)[0])[:count]
    tries = (_cluster(smooth, count, starts, _SEED + at) for at in range(1 if len(starts) else _STARTS))
    return _means(vectors, min(tries, key=lambda one: one[0])[1])


def _means(vectors: Floats, labels: Ids) -> Floats:
    """Return the means of groups of vectors, float32 (k, d), without empty groups."""
    sums = np.zeros((labels.max() + 1, vectors.shape[1]), np.float32)
    np.add.at(sums, labels, vectors)
    counts = np.bincount(labels, minlength=len(sums))
    return (sums[counts > 0] / counts[counts > 0, None]).astype(np.float32)


def assign_themes(vectors: Floats, centres: Floats) -> tuple[Ids, Floats]:
    """Return the nearest centre of each vector and their cosine, 0..1.

    Args:
        vectors: float32 (n, d).
        centres: float32 (k, d).

    Returns:
        Rows of centres, int64 (n,), and cosines, float32 (n,).
    """
    scores = vectors @ centres.T - np.einsum("ij,ij->i", centres, centres) / 2
    nearest = scores.argmax(axis=1)
    of = centres[nearest]
    lengths = np.linalg.norm(vectors, axis=1) * np.linalg.norm(of, axis=1)
    cosines = np.einsum("ij,ij->i", vectors, of) / np.maximum(lengths, 1e-9)
    return nearest, np.clip(cosines, 0, 1).astype(np.float32)


def _main_components(vectors: Floats) -> Floats:
    """Return centred vectors by their main components, float32 (n, at most 96), unit length."""
    centred = vectors - vectors.mean(axis=0)
    if len(centred) < centred.shape[1]:  # the same from products of photos: .01 s instead of .7 for 200 photos
        squares, parts = np.linalg.eigh(centred @ centred.T)
        return unit(parts[:, -_KEPT:] * np.sqrt(np.maximum(squares[-_KEPT:], 0)))
    _, axes = np.linalg.eigh(centred.T @ centred)
    return unit(centred @ axes[:, -_KEPT:])


def _average_neighbours(vectors: Floats) -> Floats:
    """Return the vectors, float32 (n, d), each averaged five times with its ten nearest ones."""
    most = min(_NEIGHBOURS, len(vectors) - 1)
    if most < 1:
        return vectors
    near, weights = np.zeros((len(vectors), most), np.int64), np.zeros((len(vectors), most), np.float32)
    for some in _portions(len(vectors)):
        cosines = vectors[some] @ vectors.T
        cosines[np.arange(len(some)), some] = -2  # itself
        near[some] = np.argpartition(-cosines, most - 1, axis=1)[:, :most]
        weights[some] = np.maximum(np.take_along_axis(cosines, near[some], axis=1), 0) ** 2
    weights /= np.maximum(weights.sum(axis=1, keepdims=True), 1e-6)
    for _ in range(_AVERAGES):
        means = np.zeros_like(vectors)
        for at in range(most):
            means += weights[:, at, None] * vectors[near[:, at]]
        vectors = unit(vectors + means)
    return vectors


def _cluster(vectors: Floats, count: int, starts: Floats, seed: int) -> tuple[float, Ids]:
    """Return the sum of squared distances and the group of each vector, int64 (n,), by k-means."""
    centres = _first_centres(vectors, count, starts, np.random.default_rng(seed))
    labels, left = np.zeros(len(vectors), np.int64), 0.0
    for _ in range(_ROUNDS):
        scores = vectors @ centres.T - np.einsum("ij,ij->i", centres, centres) / 2
        before, labels = labels, scores.argmax(axis=1)
        left = float(-2 * scores.max(axis=1).sum())
        if (before == labels).all():
            break
        order, counts = np.argsort(labels, kind="stable"), np.bincount(labels, minlength=len(centres))
        firsts = np.cumsum(counts) - counts
        filled = counts > 0
        centres[filled] = np.add.reduceat(vectors[order], firsts[filled]) / counts[filled, None]
    return left, labels


def _first_centres(vectors: Floats, count: int, starts: Floats, random: np.random.Generator) -> Floats:
    """Return these starts and more vectors, far from all before as k-means++ chooses them; fewer if many are the same.

    Args:
        vectors: float32 (n, d).
        count: How many centres.
        starts: Those to begin with, float32 (j, d).
        random: Chooses the others.
    """
    centres = [*starts] or [vectors[int(random.integers(len(vectors)))]]
    distances = np.full(len(vectors), np.inf, np.float32)
    for at in range(count):
        if at >= len(centres):
            far = np.where(distances > _ALIKE, distances, 0).astype(np.float64)
            if not far.any():
                break
            centres.append(vectors[int(random.choice(len(vectors), p=far / far.sum()))])
        gaps = vectors - centres[at]
        distances = np.minimum(distances, np.einsum("ij,ij->i", gaps, gaps))
    return np.array(centres, np.float32)


def _portions(count: int) -> Iterator[Ids]:
    for at in range(0, count, _PORTION):
        yield np.arange(at, min(at + _PORTION, count))
