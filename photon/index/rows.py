"""A dense matrix of labelled vectors: float32 while there are few, float16 and their leading components above a limit.

Of few vectors (60,000 x 384 are 92 MB), all are multiplied: 7 ms. Of more, float16 is enough, because the cache has no
higher precision. They are compared by their first 64 principal components, a sixth of the memory to read, and only the
nearest are multiplied (``nearest``). The figures are with ``lab.speed.bench_vectors``.

Labels are dense: ids of photos count up from 0, and further items (``library.vectors.items``) down from -1.
"""

from collections.abc import Callable
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from photon.domain.arrays import Floats, Halves, Ids, Marks, Truth
from photon.domain.halves import widen_halves
from photon.index.stored_rows import StoredRows

_CHUNK = 8192  # rows converted to float32 at a time: 12 MB
_MULTIPLIED_AT_ONCE = 512  # rows that stay in the processor's cache, .8 MB: half of the time of 8,192
_LEAST = 1024  # initial number of rows
# Leading components, and how many of the nearest by these are multiplied, .3 ms a thousand, or which share of many
# photos. Of 100,000, they find all of the first 50 and .996 of the nearest 1,000; of a million, all and .97.
_WIDTH, _MULTIPLIED, _SHARE = 64, 10_000, 50
_GATHERED = 8  # to gather a row takes as long as to go through several
_EVERY = 8  # of the products from which is estimated which are the largest
_FITTED = 20_000  # vectors from which the components are computed
_NONE = -1

Number = TypeVar("Number", bound=np.generic)


class VectorMatrix:
    """A matrix to which rows can be added and removed; not thread-safe.

    Attributes:
        axes: float32 (d, w), the leading components; none while the vectors are float32.
        changes: How often a row was replaced or moved, so that what was copied of it is out of date.
    """

    def __init__(self, dimension: int, wide_limit: int, stored: StoredRows | None = None) -> None:
        """Create a matrix.

        Args:
            dimension: Length of every vector.
            wide_limit: Maximum number of vectors that are stored as float32.
            stored: The rows it begins with, which may have free room behind them; the largest arrays are not copied.
        """
        none = np.zeros((0, dimension), np.float32)
        first = stored or StoredRows(none[:0].T, np.zeros(0, np.int64), np.zeros((0, 2), np.uint64), none[:, :0], none)
        self._wide_limit, self._used, room = wide_limit, len(first.labels), len(first.vectors) - len(first.labels)
        self._matrix: npt.NDArray[np.floating] = first.vectors
        self.axes, self._leading, self.changes = first.axes, first.leading, 0
        self._labels = _with_room(first.labels, room)
        self._marks = _with_room(first.marks, room)  # by row: the picture it was made from; 0 if unknown
        self._numbers: Floats = np.full(len(self._labels), np.nan, np.float32)  # by row; NaN if unknown
        self._numbers_of: Callable[[Floats], Floats] | None = None
        self._compared: tuple[object, Floats] = None, none.ravel()
        # row by label; labels are dense, so an array is enough: from its front for photos, from its end for other items
        self._rows: Ids = np.zeros(0, np.int64)
        self._front = 0
        for label in (first.labels.max(initial=0), first.labels.min(initial=0)):
            self.make_room(int(label), 0)
        self._rows[first.labels] = np.arange(self._used)

    @classmethod
    def from_arrays(cls, labels: Ids, vectors: Floats, wide_limit: int) -> "VectorMatrix":
        """Wrap existing arrays; vectors that stay float32 are not copied.

        Args:
            labels: int64 (n,), distinct labels.
            vectors: float32 (n, d).
            wide_limit: Maximum number of vectors that are stored as float32.

        Returns:
            The matrix.
        """
        marks = np.zeros((len(labels), 2), np.uint64)
        rows = cls(vectors.shape[1], wide_limit, StoredRows(vectors[:0].T, labels, marks, vectors[:, :0], vectors))
        if rows._narrow():
            rows.fit()
        return rows

    def stored(self, rows: slice) -> StoredRows:
        """Return copies of some rows."""
        columns = self._labels[rows].copy(), self._marks[rows].copy(), self._leading[rows].copy()
        return StoredRows(self.axes, *columns, self._matrix[rows].copy())

    def map_first(self, count: int, leading: Floats, vectors: Halves) -> None:
        """Take the first ``count`` rows from a file that has the same, float32 (room, w) and float16 (room, d)."""
        others, room = slice(count, self._used), max(0, len(vectors) - len(self._labels))
        leading[others], vectors[others] = self._leading[others], self._matrix[others]
        self._leading, self._matrix, self._marks = leading, vectors, _with_room(self._marks, room)
        self._labels, self._numbers = _with_room(self._labels, room), _with_room(self._numbers, room)

    def mark(self, labels: Ids, marks: Marks) -> None:
        """Note from which pictures the vectors of labels, int64 (n,), were made, uint64 (n, 2); others are ignored."""
        there = self.contains(labels)
        self._marks[self._rows[labels[there]]] = marks[there]

    def marks(self, labels: Ids) -> Marks:
        """Return the marks of labels, int64 (n,), uint64 (n, 2); 0 where there is no vector."""
        found, there = np.zeros((len(labels), 2), np.uint64), self.contains(labels)
        found[there] = self._marks[self._rows[labels[there]]]
        return found

    def extend(self, labels: Ids, vectors: Floats) -> None:
        """Add labels, int64 (n,), that it does not have, with their vectors, float32 (n, d); ``fit`` must follow."""
        if not len(labels):
            return
        rows = slice(self._used, self._used + len(labels))
        for label in (labels.max(), labels.min()):
            self.make_room(int(label), rows.stop)
        self._rows[labels], self._labels[rows] = np.arange(rows.start, rows.stop), labels
        self._used = rows.stop
        self._matrix[rows], self._numbers[rows], self._marks[rows] = vectors, np.nan, 0
        self._narrow()

    def fit(self) -> None:
        """Compute the leading components of all vectors again, if there are enough."""
        if self.are_wide:
            return
        sample = widen_halves(self._matrix[: self._used : max(1, self._used // _FITTED)])
        self.axes = np.linalg.eigh(np.cov(sample.T))[1][:, : -_WIDTH - 1 : -1].astype(np.float32)
        self._leading = np.empty((len(self._matrix), self.axes.shape[1]), np.float32)
        for at in range(0, self._used, _CHUNK):
            rows = slice(at, min(at + _CHUNK, self._used))
            self._leading[rows] = widen_halves(self._matrix[rows]) @ self.axes

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
        self.make_room(label, self._used + 1)
        row = int(self._rows[label])
        if row == _NONE:
            row, self._used = self._used, self._used + 1
            self._rows[label], self._labels[row] = row, label
        else:
            self.changes += 1
        self._matrix[row] = vector
        self._numbers[row], self._marks[row] = np.nan, 0
        if self._narrow():
            self.fit()
        elif not self.are_wide:
            self._leading[row] = vector @ self.axes

    def take_away(self, label: int) -> None:
        """Remove a label that exists; the last row fills the gap, so the matrix stays dense."""
        row, self._used = int(self._rows[label]), self._used - 1
        self._rows[label] = _NONE
        self.changes += 1
        if row != self._used:
            self._matrix[row] = self._matrix[self._used]
            self._numbers[row], self._marks[row] = self._numbers[self._used], self._marks[self._used]
            if not self.are_wide:
                self._leading[row] = self._leading[self._used]
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
        return widen_halves(self._matrix.take(self._rows[labels], axis=0))  # half of the time of an index

    def nearest(self, vector: Floats, k: int, among: Ids | None = None) -> tuple[Ids, Floats]:
        """Find the labels with the largest dot products: all of them if there are few vectors, and nearly all else.

        Args:
            vector: float32 (d,).
            k: Maximum number of results.
            among: Existing labels to search in, int64 (m,); None for all.

        Returns:
            Labels int64 (n,) and exact products float32 (n,), unordered; at least the k nearest, or all.
        """
        labels = self._labels[: self._used] if among is None else among
        most = max(_MULTIPLIED, self._used // _SHARE, 2 * k)
        if self.are_wide or len(labels) <= most:
            return labels.copy(), self.products_of(vector, among)
        labels = labels[_find_largest(self._compare(vector, among), most)]
        return labels, self.products_of(vector, labels)

    def _compare(self, vector: Floats, labels: Ids | None) -> Floats:
        """Return the products of the leading components of some labels, or of all in their order.

        Those of all are remembered: a search asks for the nearest among its photos, and then for those among all.
        """
        asked, key = vector @ self.axes, (vector.tobytes(), self._used, self.changes)
        if labels is not None and _GATHERED * len(labels) <= self._used:
            chunks = (self._rows[labels[at : at + _CHUNK]] for at in range(0, len(labels), _CHUNK))
            return np.concatenate([self._leading.take(rows, axis=0) @ asked for rows in chunks])
        if self._compared[0] != key:
            self._compared = key, np.asarray(self._leading[: self._used] @ asked, np.float32)
        products = self._compared[1]
        return products if labels is None else products[self._rows[labels]]

    def products_of(self, vector: Floats, labels: Ids | None = None) -> Floats:
        """Compute the dot products of existing labels, or of all in the order of ``labels``, with a vector.

        Args:
            vector: float32 (d,).
            labels: int64 (m,).

        Returns:
            float32 (m,).
        """
        if self.are_wide and (labels is None or 2 * len(labels) > self._used):  # cheaper than gathering most rows
            products = np.asarray(self._matrix[: self._used] @ vector, np.float32)
            return products if labels is None else products[self._rows[labels]]
        asked, step = self._labels[: self._used] if labels is None else labels, _MULTIPLIED_AT_ONCE
        chunks = [self.vectors(asked[at : at + step]) @ vector for at in range(0, len(asked), step)]
        return np.concatenate(chunks) if chunks else np.zeros(0, np.float32)

    def make_room(self, label: int, rows: int) -> None:
        """Make room for a label and a number of rows."""
        front, back = self._front, len(self._rows) - self._front
        there, need = (front, label + 1) if label >= 0 else (back, -label)
        if need > there:
            more = np.full(max(_LEAST, need - there, there), _NONE, np.int64)
            self._rows = np.concatenate([self._rows[:front], more, self._rows[front:]])
            self._front += len(more) if label >= 0 else 0
        if rows > len(self._matrix):
            room = max(_LEAST, rows - len(self._matrix), len(self._matrix) // 4)
            self._matrix, self._leading = _with_room(self._matrix, room), _with_room(self._leading, room)
            self._labels, self._numbers = _with_room(self._labels, room), _with_room(self._numbers, room)
            self._marks = _with_room(self._marks, room)

    def _narrow(self) -> bool:
        """Convert to float16 above the limit; permanent, because the lost precision cannot be restored."""
        if not self.are_wide or self._used <= self._wide_limit:
            return False
        self._matrix = _with_room(self._matrix[: self._used].astype(np.float16), len(self._matrix) - self._used)
        return True


def _find_largest(products: Floats, most: int) -> Ids:
    """Return where about ``most`` or more of the largest products are, int64 (n,), unordered.

    Which are that large is estimated from a part of them, a seventh of the work, if it turns out well.
    """
    least = np.partition(products[::_EVERY], -most // _EVERY)[-most // _EVERY]
    found = np.flatnonzero(products >= least)
    return found if 0.9 * most < len(found) < 2 * most else np.argpartition(products, -most)[-most:]


def _with_room(rows: npt.NDArray[Number], room: int) -> npt.NDArray[Number]:
    """Return a copy with more rows, whose values are anything: memory that is not written takes no place."""
    more = np.empty((len(rows) + room, *rows.shape[1:]), rows.dtype)
    more[: len(rows)] = rows
    return more
