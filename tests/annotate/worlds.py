"""A synthetic library: all photos have much in common, some a little more."""

import numpy as np

from photon.annotate.tags.teaching import TeachingExamples
from photon.domain.encoders.photo_vectors import PhotoVectors


def unit(rows: np.ndarray) -> np.ndarray:
    return (rows / np.linalg.norm(rows, axis=-1, keepdims=True)).astype(np.float32)


def world(seed: int = 4, strength: float = 1.0) -> tuple[PhotoVectors, np.ndarray]:
    """260 photos; the first 40 show it, and the next 40 share half of their features."""
    rng = np.random.default_rng(seed)
    meanings = 2 * rng.normal(size=24) + rng.normal(size=(260, 24))
    looks = np.abs(2 + rng.normal(size=(260, 40)))
    one, other = (strength * 0.9 * rng.normal(size=24) for _ in range(2))
    look, another = (strength * np.abs(rng.normal(size=40)) for _ in range(2))
    meanings[:40] += one + other
    looks[:40] += look + another
    meanings[40:80] += one
    looks[40:80] += look
    return PhotoVectors(unit(meanings), unit(looks)), np.arange(260) < 40


def examples(
    seen: PhotoVectors, shows: np.ndarray, rows: np.ndarray | list[int], thought: float | list[float] = 1.0
) -> TeachingExamples:
    places = np.asarray(rows, np.int64)
    thoughts = np.broadcast_to(np.asarray(thought, np.float32), places.shape)
    return TeachingExamples(seen.some(places), shows[places], np.arange(len(places)), thoughts)
