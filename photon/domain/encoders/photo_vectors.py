"""Photos as an encoder sees them, and as they look from the middle of a library.

Everything that learns from few examples sees photos so (SimpleShot, Wang et al. 2019, centres and normalises): what
all photos share says nothing about what a few have in common. The entries of looks are activations, whose square roots
are compared (Hellinger kernel).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Rows = npt.NDArray[np.bool_] | npt.NDArray[np.int64]

_LEAST = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class PhotoVectors:
    """Vectors of some photos, row by row.

    Attributes:
        meanings: float32 (n, d), unit length, in the space shared with words.
        looks: float32 (n, e), unit length; (n, 0) for an encoder without.
        kinds: float32 (n, k), the chances of the kinds of things that the encoder names by itself; None: not known.
    """

    meanings: Floats
    looks: Floats
    kinds: Floats | None = None

    def some(self, chosen: Rows) -> "PhotoVectors":
        """Some of the photos, by place or by truth."""
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
class Placed:
    """Photos as seen from the middle of a library.

    Attributes:
        meanings: float32 (n, d), unit length, from the middle.
        looks: float32 (n, e), unit length, from the middle, by square roots.
        plain: float32 (n, d), the meanings as they are, for comparing with words.
    """

    meanings: Floats
    looks: Floats
    plain: Floats

    def some(self, chosen: Rows) -> "Placed":
        """Some of the photos, by place or by truth."""
        return Placed(self.meanings[chosen], self.looks[chosen], self.plain[chosen])


class Middle:
    """The middle of a library."""

    def __init__(self, contrast: PhotoVectors) -> None:
        """Take photos that stand for the library, at least one."""
        self._meaning = contrast.meanings.mean(axis=0)
        self._look = _roots(contrast.looks).mean(axis=0)

    def place(self, seen: PhotoVectors) -> Placed:
        """Photos as they look from here."""
        looks = unit(_roots(seen.looks) - self._look)
        return Placed(self.place_meanings(seen.meanings), looks, seen.meanings)

    def place_meanings(self, meanings: Floats) -> Floats:
        """Meanings as they look from here, float32 (n, d), unit length."""
        return unit(meanings - self._meaning)


def unit(vectors: Floats) -> Floats:
    """Rows at length 1; a row of zeros stays zeros."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, _LEAST), np.float32)


def _roots(looks: Floats) -> Floats:
    return np.asarray(np.sign(looks) * np.sqrt(np.abs(looks)), np.float32)
