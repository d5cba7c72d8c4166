"""Vectors by label in one matrix: as float32 while they are few, as float16 above.

A float32 matrix of 100,000 x 384 takes 154 MB; 26,000 of its rows are gathered and multiplied in some 10 ms, of a
float16 one in 30 ms. Above ``wide_limit`` float16 is enough, since the cache stores no more: a million photos take
770 MB. To fetch 20,000 from hnswlib would take half a second, since it makes a Python float of every component.
"""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ids = npt.NDArray[np.int64]

_CHUNK = 8192  # rows that are made float32 at a time: 12 MB
_LEAST = 1024  # rows to begin with
_NONE = -1


class VectorMatrix:
    """A matrix whose rows come and go; not safe to use from several threads at once."""

    def __init__(self, dimension: int, wide_limit: int) -> None:
        """Begin empty.

        Args:
            dimension: Length of every vector.
            wide_limit: Up to this many vectors they are kept as float32.
        """
        self._wide_limit = wide_limit
        self._matrix: npt.NDArray[np.floating] = np.zeros((0, dimension), np.float32)
        self._labels: Ids = np.zeros(0, np.int64)
        self._rows: Ids = np.zeros(0, np.int64)  # by label; ids of photos are dense, so an array is enough
        self._used = 0

    @classmethod
    def from_arrays(cls, labels: Ids, vectors: Floats, wide_limit: int) -> "VectorMatrix":
        """Take arrays as they are: labels int64 (n,), each once, vectors float32 (n, d)."""
        rows = cls(vectors.shape[1], wide_limit)
        rows._matrix, rows._labels, rows._used = vectors, labels, len(labels)
        rows._make_room(int(labels.max(initial=0)), 0)
        rows._rows[labels] = np.arange(len(labels))
        rows._fit()
        return rows

    def __len__(self) -> int:
        """How many there are."""
        return self._used

    def __contains__(self, label: int) -> bool:
        """Whether ``label`` is there."""
        return bool(0 <= label < len(self._rows) and self._rows[label] != _NONE)

    @property
    def are_wide(self) -> bool:
        """Whether they are kept as float32."""
        return self._matrix.dtype == np.float32

    def labels(self) -> Ids:
        """All labels, int64 (n,), in no order."""
        return self._labels[: self._used].copy()

    def contains(self, labels: Ids) -> npt.NDArray[np.bool_]:
        """Which of int64 (m,) labels are there: bool (m,)."""
        there = (labels >= 0) & (labels < len(self._rows))
        there[there] = self._rows[labels[there]] != _NONE
        return there

    def upsert(self, label: int, vector: Floats) -> None:
        """Add or replace a vector."""
        self._make_room(label, self._used + 1)
        row = int(self._rows[label])
        if row == _NONE:
            row, self._used = self._used, self._used + 1
            self._rows[label], self._labels[row] = row, label
        self._matrix[row] = vector
        self._fit()

    def take_away(self, label: int) -> None:
        """Remove a label that is there; the last row moves into the gap, so that the matrix stays dense."""
        row, self._used = int(self._rows[label]), self._used - 1
        self._rows[label] = _NONE
        if row != self._used:
            self._matrix[row] = self._matrix[self._used]
            self._labels[row] = self._labels[self._used]
            self._rows[self._labels[row]] = row

    def vectors(self, labels: Ids) -> Floats:
        """Vectors of labels that are there, float32 (m, d)."""
        return self._matrix[self._rows[labels]].astype(np.float32, copy=False)

    def products(self, vector: Floats) -> Floats:
        """Products of all rows, in the order of ``labels``: float32 (n,)."""
        return np.asarray(self._matrix[: self._used] @ vector, np.float32)

    def products_of(self, vector: Floats, labels: Ids) -> Floats:
        """Products with labels that are there, float32 (m,)."""
        if self.are_wide and 2 * len(labels) > self._used:  # cheaper than to gather more than half of the rows
            return self.products(vector)[self._rows[labels]]
        chunks = [self.vectors(labels[at : at + _CHUNK]) @ vector for at in range(0, len(labels), _CHUNK)]
        return np.concatenate(chunks) if chunks else np.zeros(0, np.float32)

    def _make_room(self, label: int, rows: int) -> None:
        if label >= len(self._rows):
            more = np.full(max(_LEAST, label + 1 - len(self._rows), len(self._rows)), _NONE, np.int64)
            self._rows = np.concatenate([self._rows, more])
        if rows > len(self._matrix):
            room = max(_LEAST, len(self._matrix))
            more_rows = np.zeros((room, self._matrix.shape[1]), self._matrix.dtype)
            self._matrix = np.concatenate([self._matrix, more_rows])
            self._labels = np.concatenate([self._labels, np.zeros(room, np.int64)])

    def _fit(self) -> None:
        """Change to float16 above the limit; for good, since what was rounded off does not come back."""
        if self.are_wide and self._used > self._wide_limit:
            self._matrix = self._matrix.astype(np.float16)
