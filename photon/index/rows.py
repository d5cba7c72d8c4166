"""A dense matrix of labelled vectors: float32 while there are few, float16 above a limit.

A float32 matrix of 100,000 x 384 takes 154 MB. Gathering and multiplying 26,000 of its rows takes about 10 ms, or 30 ms
with float16. Above ``wide_limit`` float16 is enough, because the cache has no higher precision; a million photos take
770 MB. Fetching 20,000 vectors from hnswlib instead would take half a second, because it converts every component to a
Python float.

Labels are dense: ids of photos count up from 0, and further items (``library.vectors.items``) down from -1.
"""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from photon.domain.arrays import Floats, Ids, Truth

_CHUNK = 8192  # rows converted to float32 at a time: 12 MB
_LEAST = 1024  # initial number of rows
_NONE = -1


class VectorMatrix:
    """A matrix to which rows can be added and removed; not thread-safe."""

    def __init__(self, dimension: int, wide_limit: int) -> None:
        """Create an empty matrix.

        Args:
            dimension: Length of every vector.
            wide_limit: Maximum number of vectors that are stored as float32.
        """
        self._wide_limit = wide_limit
        self._matrix: npt.NDArray[np.floating] = np.zeros((0, dimension), np.float32)
        self._labels: Ids = np.zeros(0, np.int64)
        # row by label; labels are dense, so an array is enough: from its front for photos, from its end for other items
        self._rows: Ids = np.zeros(0, np.int64)
        self._front = 0
        self._used = 0
        self._numbers: Floats = np.zeros(0, np.float32)  # by row; NaN if unknown
        self._numbers_of: Callable[[Floats], Floats] | None = None

    @classmethod
    def from_arrays(cls, labels: Ids, vectors: Floats, wide_limit: int) -> "VectorMatrix":
        """Wrap existing arrays without copying them.

        Args:
            labels: int64 (n,), distinct labels.
            vectors: float32 (n, d).
            wide_limit: Maximum number of vectors that are stored as float32.

        Returns:
            The matrix.
        """
        rows = cls(vectors.shape[1], wide_limit)
        rows._matrix, rows._labels, rows._used = vectors, labels, len(labels)
        rows._numbers = np.full(len(labels), np.nan, np.float32)
        rows._make_room(int(labels.max(initial=0)), 0)
        rows._make_room(int(labels.min(initial=0)), 0)
        rows._rows[labels] = np.arange(len(labels))
        rows._fit()
        return rows

    def __len__(self) -> int:
        """Return the number of vectors."""
        return self._used

    def __contains__(self, label: int) -> bool:
        """Return whether the matrix has a label."""
        return bool(self._front - len(self._rows) <= label < self._front and self._rows[label] != _NONE)

    @property
    def are_wide(self) -> bool:
        """Whether the vectors are stored as float32."""
        return self._matrix.dtype == np.float32

    def labels(self) -> Ids:
        """Return all labels, int64 (n,), unordered."""
        return self._labels[: self._used].copy()

    def contains(self, labels: Ids) -> Truth:
        """Check which labels the matrix has.

        Args:
            labels: int64 (m,).

        Returns:
            bool (m,).
        """
        there = (labels >= self._front - len(self._rows)) & (labels < self._front)
        there[there] = self._rows[labels[there]] != _NONE
        return there

    def upsert(self, label: int, vector: Floats) -> None:
        """Add or replace a vector.

        Args:
            label: The label.
            vector: float32 (d,).
        """
        self._make_room(label, self._used + 1)
        row = int(self._rows[label])
        if row == _NONE:
            row, self._used = self._used, self._used + 1
            self._rows[label], self._labels[row] = row, label
        self._matrix[row] = vector
        self._numbers[row] = np.nan
        self._fit()

    def take_away(self, label: int) -> None:
        """Remove a label that exists; the last row fills the gap, so the matrix stays dense."""
        row, self._used = int(self._rows[label]), self._used - 1
        self._rows[label] = _NONE
        if row != self._used:
            self._matrix[row] = self._matrix[self._used]
            self._numbers[row] = self._numbers[self._used]
            self._labels[row] = self._labels[self._used]
            self._rows[self._labels[row]] = row

    def numbers(self, labels: Ids, of: Callable[[Floats], Floats]) -> Floats:
        """Compute one number per vector, cached until the vector changes or another function is asked for.

        Args:
            labels: int64 (m,).
            of: Function from vectors float32 (k, d) to numbers float32 (k,).

        Returns:
            float32 (m,); NaN for unknown labels.
        """
        if of != self._numbers_of:
            self._numbers_of = of
            self._numbers.fill(np.nan)
        known = np.flatnonzero(self.contains(labels))
        rows = self._rows[labels[known]]
        new = np.isnan(self._numbers[rows])
        if new.any():
            self._numbers[rows[new]] = of(self.vectors(labels[known[new]]))
        result = np.full(len(labels), np.nan, np.float32)
        result[known] = self._numbers[rows]
        return result

    def vectors(self, labels: Ids) -> Floats:
        """Gather the vectors of existing labels.

        Args:
            labels: int64 (m,).

        Returns:
            float32 (m, d).
        """
        return self._matrix[self._rows[labels]].astype(np.float32, copy=False)

    def products(self, vector: Floats) -> Floats:
        """Compute the dot products of all rows with a vector.

        Args:
            vector: float32 (d,).

        Returns:
            float32 (n,), in the order of ``labels``.
        """
        if self.are_wide:
            return np.asarray(self._matrix[: self._used] @ vector, np.float32)
        return self.products_of(vector, self._labels[: self._used])

    def products_of(self, vector: Floats, labels: Ids) -> Floats:
        """Compute the dot products of existing labels with a vector.

        Args:
            vector: float32 (d,).
            labels: int64 (m,).

        Returns:
            float32 (m,).
        """
        if self.are_wide and 2 * len(labels) > self._used:  # cheaper than gathering more than half of the rows
            return self.products(vector)[self._rows[labels]]
        chunks = [self.vectors(labels[at : at + _CHUNK]) @ vector for at in range(0, len(labels), _CHUNK)]
        return np.concatenate(chunks) if chunks else np.zeros(0, np.float32)

    def _make_room(self, label: int, rows: int) -> None:
        front, back = self._front, len(self._rows) - self._front
        there, need = (front, label + 1) if label >= 0 else (back, -label)
        if need > there:
            more = np.full(max(_LEAST, need - there, there), _NONE, np.int64)
            self._rows = np.concatenate([self._rows[:front], more, self._rows[front:]])
            self._front += len(more) if label >= 0 else 0
        if rows > len(self._matrix):
            room = max(_LEAST, len(self._matrix))
            more_rows = np.zeros((room, self._matrix.shape[1]), self._matrix.dtype)
            self._matrix = np.concatenate([self._matrix, more_rows])
            self._labels = np.concatenate([self._labels, np.zeros(room, np.int64)])
            self._numbers = np.concatenate([self._numbers, np.full(room, np.nan, np.float32)])

    def _fit(self) -> None:
        """Convert to float16 above the limit; permanent, because the lost precision cannot be restored."""
        if self.are_wide and self._used > self._wide_limit:
            self._matrix = self._matrix.astype(np.float16)
