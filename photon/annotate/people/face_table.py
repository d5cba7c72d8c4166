"""The found faces of a library as arrays, one row a face, with what a person said of them."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from photon.domain.arrays import Floats, Ids, Truth
from photon.quick_dataclass import dataclass

_TOLERANCE = 0.01  # of lengths
Hashes = npt.NDArray[np.uint64]


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

    def __len__(self) -> int:
        """Return the number of faces."""
        return len(self.ids)

    def select(self, rows: Ids) -> "FaceTable":
        """Return the faces of some rows, int64 (k,), each once, in this order, with all people."""
        place = np.full(len(self), -1)
        place[rows] = np.arange(len(rows))
        rejected = np.column_stack([place[self.rejected[:, 0]], self.rejected[:, 1]])
        return FaceTable(
            self.ids[rows],
            self.photos[rows],
            self.embeddings[rows],
            self.quality[rows],
            self.is_weak[rows],
            self.days[rows],
            self.hashes[rows],
            self.boxes[rows],
            self.bursts[rows],
            self.persons[rows],
            rejected[rejected[:, 0] >= 0],
            self.births,
            self.hidden,
        )


def without_damage(table: FaceTable) -> FaceTable:
    """Return the table with faces whose embedding is no unit vector as weak ones that resemble nobody."""
    lengths = np.linalg.norm(table.embeddings, axis=1)
    is_damaged = ~(np.abs(lengths - 1) < _TOLERANCE)  # NaN is neither
    if not is_damaged.any():
        return table
    embeddings = np.where(is_damaged[:, None], np.float32(0), table.embeddings)
    return replace(table, embeddings=embeddings, is_weak=table.is_weak | is_damaged)


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
