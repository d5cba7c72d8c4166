"""Vectors of photos, raw and centred on a library.

Everything that learns from few examples uses centred and normalised vectors (SimpleShot, Wang et al. 2019), because
what all photos share says nothing about what a few have in common. Visual features are activations, so their square
roots are used (Hellinger kernel).
"""

import numpy as np

from photon.domain.arrays import Floats, Ids, Truth
from photon.quick_dataclass import dataclass

Rows = Truth | Ids

_LEAST = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class PhotoVectors:
    """Vectors of n photos.

    Attributes:
        meanings: float32 (n, d), unit length, joint image-text embeddings.
        looks: float32 (n, e), unit length, visual features; (n, 0) for encoders without.
        kinds: float32 (n, k), class probabilities of the encoder's own classifier; None if unknown.
    """

    meanings: Floats
    looks: Floats
    kinds: Floats | None = None

    def some(self, chosen: Rows) -> "PhotoVectors":
        """Select photos.

        Args:
            chosen: int64 (m,) indices, or a mask bool (n,).

        Returns:
            Their vectors.
        """
        return PhotoVectors(
            self.meanings[chosen], self.looks[chosen], None if self.kinds is None else self.kinds[chosen]
        )


def joined(some: PhotoVectors, others: PhotoVectors) -> PhotoVectors:
    """The rows of both, one after the other."""
    kinds = None if some.kinds is None or others.kinds is None else np.concatenate([some.kinds, others.kinds])
    return PhotoVectors(
        np.concatenate([some.meanings, others.meanings]), np.concatenate([some.looks, others.looks]), kinds
    )


@dataclass(frozen=True, slots=True, eq=False)
class CentredVectors:
    """Centred vectors of n photos.

    Attributes:
        meanings: float32 (n, d), unit length, centred embeddings.
        looks: float32 (n, e), unit length, centred square roots of the visual features.
        plain: float32 (n, d), uncentred embeddings, for comparison with texts.
    """

    meanings: Floats
    looks: Floats
    plain: Floats

    def some(self, chosen: Rows) -> "CentredVectors":
        """Select photos.

        Args:
            chosen: int64 (m,) indices, or a mask bool (n,).

        Returns:
            Their vectors.
        """
        return CentredVectors(self.meanings[chosen], self.looks[chosen], self.plain[chosen])


class LibraryCentroid:
    """The centroid of a library."""

    def __init__(self, contrast: PhotoVectors) -> None:
        """Compute the centroid.

        Args:
            contrast: Vectors of at least one photo that represent the library.
        """
        self._meaning = contrast.meanings.mean(axis=0)
        self._look = _roots(contrast.looks).mean(axis=0)

    def place(self, seen: PhotoVectors) -> CentredVectors:
        """Centre the vectors of photos."""
        looks = unit(_roots(seen.looks) - self._look)
        return CentredVectors(self.place_meanings(seen.meanings), looks, seen.meanings)

    def place_meanings(self, meanings: Floats) -> Floats:
        """Centre embeddings.

        Args:
            meanings: float32 (n, d), unit length.

        Returns:
            float32 (n, d), unit length.
        """
        return unit(meanings - self._meaning)


def unit(vectors: Floats) -> Floats:
    """Normalise vectors to unit length; zero vectors stay zero.

    Args:
        vectors: float32 (..., d).

    Returns:
        float32 (..., d).
    """
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, _LEAST), np.float32)


def _roots(looks: Floats) -> Floats:
    return np.asarray(np.sign(looks) * np.sqrt(np.abs(looks)), np.float32)
