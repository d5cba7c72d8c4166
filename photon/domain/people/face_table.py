"""The found faces of a library as arrays, one row a face, with what a person said of them."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from photon.domain.arrays import Floats, Ids, Truth
from photon.quick_dataclass import dataclass

Hashes = npt.NDArray[np.uint64]
_CLEAR_SIZE, _CLEAR_SHARPNESS = 80.0, 60.0
"""Pixels, and variance of the Laplacian, from which a face shows as much as a larger and sharper one."""
_OF_FACES = ("ids", "photos", "embeddings", "quality", "is_weak", "days", "hashes", "boxes", "bursts", "persons")
WEAK = 0.2
"""Quality below which a face shows too little to found a group."""


@dataclass(frozen=True, slots=True, eq=False)
class FaceTable:
    """Faces and people; a row each.

    Attributes:
        ids: int64 (n,) numbers of the items, above 0.
        photos: int64 (n,) photos that the faces are in.
        embeddings: float32 (n, d), unit length, all of one model.
        quality: float32 (n,) 0..1.
        is_weak: bool (n,), whether a face shows too little to found a group.
        days: int64 (n,) days since 1970, or NO_DAY.
        hashes: uint64 (n,) of what the photos contain and where the faces are; they decide ties.
        boxes: float32 (n, 4) left, top, width, height in fractions of the picture.
        bursts: int64 (n,) bursts that the photos belong to; -1 for none.
        persons: int64 (n,) rows of the people whom the user confirmed; -1 for none.
        rejected: int64 (m, 2) rows of faces and of people whom they do not show.
        births: int64 (p,) days since 1970 on which the people were born, or NO_DAY.
        hidden: bool (p,), whether people are suggested nowhere.
        people: Their keys.
    """

    ids: Ids
    photos: Ids
    embeddings: Floats
    quality: Floats
    is_weak: Truth
    days: Ids
    hashes: Hashes
    boxes: Floats
    bursts: Ids
    persons: Ids
    rejected: Ids
    births: Ids
    hidden: Truth
    people: Sequence[str] = ()

    def __len__(self) -> int:
        """Return the number of faces."""
        return len(self.ids)

    def select(self, rows: Ids) -> "FaceTable":
        """Return the faces of some rows, int64 (k,), each once, in this order, with all people."""
        place = np.full(len(self), -1)
        place[rows] = np.arange(len(rows))
        rejected = np.column_stack([place[self.rejected[:, 0]], self.rejected[:, 1]])
        chosen: dict[str, Any] = {name: getattr(self, name)[rows] for name in _OF_FACES}
        return replace(self, rejected=rejected[rejected[:, 0] >= 0], **chosen)


def no_faces(dimension: int) -> FaceTable:
    """Return a table without faces and people."""
    none, empty = np.zeros(0, np.int64), np.zeros(0, np.float32)
    return FaceTable(
        ids=none,
        photos=none,
        embeddings=np.zeros((0, dimension), np.float32),
        quality=empty,
        is_weak=np.zeros(0, np.bool_),
        days=none,
        hashes=none.astype(np.uint64),
        boxes=np.zeros((0, 4), np.float32),
        bursts=none,
        persons=none,
        rejected=np.zeros((0, 2), np.int64),
        births=none,
        hidden=np.zeros(0, np.bool_),
    )


def rate_faces(scores: Floats, sizes: Floats, sharpness: Floats, poses: Floats) -> Floats:
    """Return how well faces show who they are, float32 (n,) 0..1; small, blurred and turned ones show little.

    Args:
        scores: float32 (n,), as ``FaceQuality`` says, like the others.
        sizes: float32 (n,) pixels of the original.
        sharpness: float32 (n,).
        poses: float32 (n,).
    """
    size, sharp = np.minimum(sizes / _CLEAR_SIZE, 1), np.minimum(sharpness / _CLEAR_SHARPNESS, 1)
    turned = np.minimum(poses * 2, 1)
    found: Floats = np.clip(scores * np.cbrt(size * sharp * turned), 0, 1).astype(np.float32)
    return found
