"""The vectors of one encoder in memory: exact search, an HNSW graph beside it, and both kept in step.

While the library is small (up to ``exact_limit`` photos) the vectors also stand in one matrix and every answer
is an exact product: 50,000 x 384 takes about 5 ms. Above that the matrix is dropped and the graph (Malkov and
Yashunin, "Efficient and robust approximate nearest neighbor search using HNSW graphs", 2018) answers; its
distances are exact float32 products, so the candidates need no second scoring. A filter is never handed to
hnswlib (a Python filter was measured 450 times slower than the exact product of the same rows): the wanted rows
are fetched and multiplied instead.
"""

import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ids = npt.NDArray[np.int64]

EXACT_LIMIT = 50_000
PART_BYTES = 64 << 20
# M, ef_construction and ef, measured on 100,000 starter vectors (2,000 real photos copied with noise), words as
# queries: recall@50 .883 with 16/120/1200, .953 with 16/120/2500, .946 with 32/200/1200, .995 with 32/200/2500
# (3 ms), .9994 with 32/200/5000 (6 ms). Words lie far from all photos, which is hard for a graph.
_LINKS, _BUILD_BREADTH, _BREADTH = 32, 200, 2500
_STEP = 16  # vectors added per hold of the lock: a search waits at most some 20 ms
_SAMPLE_DRIFT = 0.02  # share of vectors that may come or go before the sample is drawn anew


class VectorIndex:
    """Add, remove and find unit vectors by label; safe to use from several threads.

    Attributes:
        dimension: Length of every vector.
        exact_limit: Up to this many vectors answers are exact.
    """

    def __init__(self, dimension: int, *, exact_limit: int = EXACT_LIMIT, with_graph: bool = True) -> None:
        """Begin empty; without a graph every answer is exact, however large (for one question, then gone)."""
        self.dimension = dimension
        self._with_graph = with_graph
        self.exact_limit = exact_limit
        self._lock = threading.Lock()  # hnswlib allows no search beside an insert
        self._graph: Any = None
        self._matrix: Floats | None = np.zeros((0, dimension), np.float32)
        self._labels: Ids = np.zeros(0, np.int64)
        self._rows: dict[int, int] = {}
        self._used = 0
        self._numbers: dict[int, float] = {}
        self._numbers_of: Callable[[Floats], Floats] | None = None
        self._sample: Floats = np.zeros((0, dimension), np.float32)
        self._sampled = (0, 0)  # size asked for, vectors there were

    def __len__(self) -> int:
        """How many vectors can be found."""
        return len(self._rows)

    def __contains__(self, label: int) -> bool:
        """Whether ``label`` can be found."""
        return label in self._rows

    def labels(self) -> Ids:
        """All labels, int64 (n,), in no order."""
        with self._lock:
            return np.fromiter(self._rows, np.int64, len(self._rows))

    def add(self, labels: Sequence[int] | Ids, vectors: Floats) -> None:
        """Add or replace vectors.

        Args:
            labels: n labels, each at least 0.
            vectors: float32 (n, d), rows of unit length.
        """
        for at in range(0, len(labels), _STEP):
            with self._lock:
                self._add([int(label) for label in labels[at : at + _STEP]], vectors[at : at + _STEP])

    def remove(self, labels: Sequence[int]) -> None:
        """Take vectors away; labels that are not there are passed over."""
        with self._lock:
            for label in labels:
                row = self._rows.pop(int(label), None)
                if row is None:
                    continue
                self._numbers.pop(int(label), None)
                if self._with_graph:
                    self._graph.mark_deleted(int(label))
                if self._matrix is not None:
                    self._close_gap(row)

    def nearest(self, vector: Floats, k: int, among: Sequence[int] | None = None) -> tuple[Ids, Floats]:
        """The labels with the largest products.

        Args:
            vector: float32 (d,), unit length.
            k: How many at most.
            among: Only these labels, or all.

        Returns:
            Labels int64 (m,) and products float32 (m,), largest first; m <= k.
        """
        with self._lock:
            if among is not None:
                return self._nearest_among(vector, k, among)
            if self._matrix is not None:
                return _largest(self._labels[: self._used], self._matrix[: self._used] @ vector, k)
            return self._nearest_by_graph(vector, k)

    def nearest_by_graph(self, vector: Floats, k: int, breadth: int = _BREADTH) -> tuple[Ids, Floats]:
        """As ``nearest``, but always through the graph, with a search breadth (ef); for measuring."""
        with self._lock:
            return self._nearest_by_graph(vector, k, breadth)

    def products(self, vector: Floats, labels: Sequence[int]) -> Floats:
        """Products with these labels, float32 (n,); NaN for labels that are not there."""
        with self._lock:
            known = [label for label in labels if label in self._rows]
            result = np.full(len(labels), np.nan, np.float32)
            if known:
                where = [at for at, label in enumerate(labels) if label in self._rows]
                result[where] = self._fetch(known) @ vector
            return result

    def numbers(self, labels: Sequence[int], of: Callable[[Floats], Floats]) -> Floats:
        """A number made of each label's vector, float32 (n,); NaN for labels that are not there.

        Kept until the vector changes: to fetch one from the graph takes 25 to 70 µs, since hnswlib makes a Python float
        of every component.

        Args:
            labels: n labels.
            of: Makes the numbers, float32 (m, d) to (m,); the numbers of one function are kept.
        """
        with self._lock:
            if of != self._numbers_of:
                self._numbers_of, self._numbers = of, {}
            new = [label for label in labels if label in self._rows and label not in self._numbers]
            if new:
                self._numbers.update(zip(new, of(self._fetch(new)).tolist(), strict=True))
            return np.array([self._numbers.get(label, np.nan) for label in labels], np.float32)

    def sample(self, size: int) -> Floats:
        """At most ``size`` vectors spread evenly over the labels, float32 (m, d): the library's own distribution.

        Drawn anew only after some change, so that it costs nothing while somebody types.
        """
        with self._lock:
            asked, there = self._sampled
            if asked != size or abs(len(self._rows) - there) > _SAMPLE_DRIFT * there:
                labels = sorted(self._rows)
                self._sample = self._fetch(labels[:: max(1, len(labels) // size)][:size])
                self._sampled = (size, len(labels))
            return self._sample

    def to_parts(self) -> Iterator[bytes]:
        """The graph as bytes in parts of at most 64 MiB (a SQLite blob holds 1 GB)."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "graph")
            with self._lock:
                if self._graph is None:
                    return
                self._graph.save_index(str(path))
            with path.open("rb") as stream:
                while part := stream.read(PART_BYTES):
                    yield part

    @classmethod
    def exact(cls, labels: Ids, vectors: Floats) -> "VectorIndex":
        """An index for one question: labels int64 (n,), float32 (n, d), no graph, the arrays taken as they are."""
        index = cls(vectors.shape[1], with_graph=False)
        index._matrix, index._labels, index._used = vectors, labels, len(labels)
        index._rows = {int(label): row for row, label in enumerate(labels)}
        return index

    @classmethod
    def from_parts(cls, dimension: int, parts: Iterator[bytes], *, exact_limit: int = EXACT_LIMIT) -> "VectorIndex":
        """Rebuild from ``to_parts``; damaged or foreign parts give an empty index, since it is only a cache."""
        index = cls(dimension, exact_limit=exact_limit)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "graph")
            with path.open("wb") as stream:
                size = sum(stream.write(part) for part in parts)
            if size:
                index._load(path)
        return index

    def _load(self, path: Path) -> None:
        graph = _new_graph(self.dimension)
        try:
            graph.load_index(str(path), max_elements=0)
            labels = np.array(sorted(graph.get_ids_list()), np.int64)
            live = [int(label) for label in labels if _alive(graph, int(label))]
            self._graph = graph
            self._rows = {label: row for row, label in enumerate(live)}
            if len(live) <= self.exact_limit:
                self._matrix = self._fetch_from_graph(live)
                self._labels, self._used = np.array(live, np.int64), len(live)
            else:
                self._matrix = None
        except RuntimeError:
            self.__init__(self.dimension, exact_limit=self.exact_limit)  # type: ignore[misc]  # begin anew

    def _add(self, labels: list[int], vectors: Floats) -> None:
        if self._with_graph:
            self._add_to_graph(labels, vectors)
        for label, vector in zip(labels, vectors, strict=True):
            self._numbers.pop(label, None)
            self._set_row(label, vector)
        if self._with_graph and self._matrix is not None and len(self._rows) > self.exact_limit:
            self._matrix, self._labels = None, np.zeros(0, np.int64)

    def _add_to_graph(self, labels: list[int], vectors: Floats) -> None:
        self._grow_graph(len(labels))
        for label in labels:
            if label not in self._rows:
                with suppress(RuntimeError):  # it was never there; one that was removed comes back
                    self._graph.unmark_deleted(label)
        self._graph.add_items(vectors, np.array(labels), num_threads=1)

    def _set_row(self, label: int, vector: Floats) -> None:
        row = self._rows.get(label)
        if row is None:
            row = self._used
            self._used += 1
            self._rows[label] = row
        if self._matrix is None:
            return
        if row >= len(self._matrix):
            room = max(1024, 2 * len(self._matrix))
            self._matrix = np.concatenate([self._matrix, np.zeros((room, self.dimension), np.float32)])
            self._labels = np.concatenate([self._labels, np.zeros(room, np.int64)])
        self._matrix[row] = vector
        self._labels[row] = label

    def _close_gap(self, row: int) -> None:
        """Move the last row into the freed one, so that the matrix stays dense."""
        matrix = self._matrix
        if matrix is None:
            return
        last = self._used - 1
        if row != last:
            matrix[row] = matrix[last]
            self._labels[row] = self._labels[last]
            self._rows[int(self._labels[last])] = row
        self._used = last

    def _grow_graph(self, more: int) -> None:
        if self._graph is None:
            self._graph = _new_graph(self.dimension)
            self._graph.init_index(max_elements=1024, M=_LINKS, ef_construction=_BUILD_BREADTH, random_seed=7)
        need = self._graph.get_current_count() + more
        if need > self._graph.get_max_elements():
            self._graph.resize_index(max(need, int(1.5 * self._graph.get_max_elements())))

    def _nearest_among(self, vector: Floats, k: int, among: Sequence[int]) -> tuple[Ids, Floats]:
        known = np.fromiter((label for label in among if label in self._rows), np.int64)
        if not len(known):
            return known, np.zeros(0, np.float32)
        return _largest(known, self._fetch([int(label) for label in known]) @ vector, k)

    def _nearest_by_graph(self, vector: Floats, k: int, breadth: int = _BREADTH) -> tuple[Ids, Floats]:
        k = min(k, len(self._rows))
        if k == 0:
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        self._graph.set_ef(max(breadth, 2 * k))
        labels, distances = self._graph.knn_query(vector[None], k=k, num_threads=1)
        return labels[0].astype(np.int64), (1 - distances[0]).astype(np.float32)

    def _fetch(self, labels: list[int]) -> Floats:
        if self._matrix is not None:
            rows: Floats = self._matrix[[self._rows[label] for label in labels]]
            return rows
        return self._fetch_from_graph(labels)

    def _fetch_from_graph(self, labels: list[int]) -> Floats:
        if not labels:
            return np.zeros((0, self.dimension), np.float32)
        return np.asarray(self._graph.get_items(labels, return_type="numpy"), np.float32)


def _new_graph(dimension: int) -> Any:  # noqa: ANN401 - hnswlib carries no types
    import hnswlib

    return hnswlib.Index(space="ip", dim=dimension)


def _alive(graph: Any, label: int) -> bool:  # noqa: ANN401
    try:
        graph.get_items([label], return_type="numpy")
    except RuntimeError:
        return False
    return True


def _largest(labels: Ids, products: Floats, k: int) -> tuple[Ids, Floats]:
    """The k largest products with their labels, largest first, ties by label so that answers repeat."""
    if k < len(products):
        keep = np.argpartition(products, -k)[-k:]
        labels, products = labels[keep], products[keep]
    order = np.lexsort((labels, -products))
    return labels[order], products[order]
