"""The vectors of one encoder in memory: exact search, an HNSW graph beside it, and both kept in step.

The vectors also stand in one matrix (see rows). Up to ``exact_limit`` photos every answer is an exact product: 50,000
x 384 takes about 5 ms. Above that the graph (Malkov and Yashunin, "Efficient and robust approximate nearest neighbor
search using HNSW graphs", 2018) answers; its distances are exact float32 products, so the candidates need no second
scoring. A filter is never handed to hnswlib (a Python filter was measured 450 times slower than the exact product of
the same rows): the wanted rows of the matrix are multiplied instead, so that a filtered answer is exact at any size.
"""

import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from photon.index.rows import VectorMatrix

Floats = npt.NDArray[np.float32]
Ids = npt.NDArray[np.int64]

EXACT_LIMIT = 50_000
WIDE_LIMIT = 120_000  # vectors that are kept as float32 for filters: 184 MB of 384
PART_BYTES = 64 << 20
# M, ef_construction and ef, measured on 100,000 starter vectors (2,000 real photos copied with noise), words as
# queries: recall@50 .883 with 16/120/1200, .953 with 16/120/2500, .946 with 32/200/1200, .995 with 32/200/2500
# (3 ms), .9994 with 32/200/5000 (6 ms). Words lie far from all photos, which is hard for a graph.
_LINKS, _BUILD_BREADTH, _BREADTH = 32, 200, 2500
_STEP = 16  # vectors added per hold of the lock: a search waits at most some 20 ms
_LARGEST_LABEL = 1 << 32  # a larger one is damage, for which no memory shall be taken
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
        self._rows = VectorMatrix(dimension, WIDE_LIMIT if with_graph else sys.maxsize)
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
            return self._rows.labels()

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
                if label not in self._rows:
                    continue
                self._rows.take_away(int(label))
                self._numbers.pop(int(label), None)
                if self._with_graph:
                    self._graph.mark_deleted(int(label))

    def nearest(self, vector: Floats, k: int, among: Sequence[int] | Ids | None = None) -> tuple[Ids, Floats]:
        """The labels with the largest products.

        Args:
            vector: float32 (d,), unit length.
            k: How many at most.
            among: Only these labels, or all.

        Returns:
            Labels int64 (m,) and products float32 (m,), largest first; m <= k.
        """
        with self._lock:
            if not len(self._rows):
                return np.zeros(0, np.int64), np.zeros(0, np.float32)
            if among is not None:
                return self._nearest_among(vector, k, among)
            if not self._with_graph or len(self._rows) <= self.exact_limit:
                return _largest(self._rows.labels(), self._rows.products(vector), k)
            return self._nearest_by_graph(vector, k)

    def nearest_by_graph(self, vector: Floats, k: int, breadth: int = _BREADTH) -> tuple[Ids, Floats]:
        """As ``nearest``, but always through the graph, with a search breadth (ef); for measuring."""
        with self._lock:
            return self._nearest_by_graph(vector, k, breadth)

    def products(self, vector: Floats, labels: Sequence[int] | Ids) -> Floats:
        """Products with these labels, float32 (n,); NaN for labels that are not there."""
        with self._lock:
            asked = np.asarray(labels, np.int64)
            known = self._rows.contains(asked)
            result = np.full(len(asked), np.nan, np.float32)
            result[known] = self._rows.products_of(vector, asked[known])
            return result

    def numbers(self, labels: Sequence[int], of: Callable[[Floats], Floats]) -> Floats:
        """A number made of each label's vector, float32 (n,); NaN for labels that are not there.

        Kept until the vector changes.

        Args:
            labels: n labels.
            of: Makes the numbers, float32 (m, d) to (m,); the numbers of one function are kept.
        """
        with self._lock:
            if of != self._numbers_of:
                self._numbers_of, self._numbers = of, {}
            new = [label for label in labels if label in self._rows and label not in self._numbers]
            if new:
                vectors = self._rows.vectors(np.array(new, np.int64))
                self._numbers.update(zip(new, of(vectors).tolist(), strict=True))
            return np.array([self._numbers.get(label, np.nan) for label in labels], np.float32)

    def sample(self, size: int) -> Floats:
        """At most ``size`` vectors spread evenly over the labels, float32 (m, d): the library's own distribution.

        Drawn anew only after some change, so that it costs nothing while somebody types.
        """
        with self._lock:
            asked, there = self._sampled
            if asked != size or abs(len(self._rows) - there) > _SAMPLE_DRIFT * there:
                labels = np.sort(self._rows.labels())
                # to the last one: every so-many-th would leave out the newest of 7,999 when 4,000 are asked for
                spread = np.linspace(0, len(labels) - 1, min(size, len(labels))).astype(np.int64)
                self._sample = self._rows.vectors(labels[spread])
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
        index._rows = VectorMatrix.from_arrays(labels, vectors, sys.maxsize)
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
            self._rows = VectorMatrix.from_arrays(*_live(graph, self.dimension), WIDE_LIMIT)
            self._graph = graph
        except RuntimeError:
            self.__init__(self.dimension, exact_limit=self.exact_limit)  # type: ignore[misc]  # begin anew

    def _add(self, labels: list[int], vectors: Floats) -> None:
        if self._with_graph:
            self._add_to_graph(labels, vectors)
        for label, vector in zip(labels, vectors, strict=True):
            self._numbers.pop(label, None)
            self._rows.upsert(label, vector)

    def _add_to_graph(self, labels: list[int], vectors: Floats) -> None:
        self._grow_graph(len(labels))
        for label in labels:
            if label not in self._rows:
                with suppress(RuntimeError):  # it was never there; one that was removed comes back
                    self._graph.unmark_deleted(label)
        self._graph.add_items(vectors, np.array(labels), num_threads=1)

    def _grow_graph(self, more: int) -> None:
        if self._graph is None:
            self._graph = _new_graph(self.dimension)
            self._graph.init_index(max_elements=1024, M=_LINKS, ef_construction=_BUILD_BREADTH, random_seed=7)
        need = self._graph.get_current_count() + more
        if need > self._graph.get_max_elements():
            self._graph.resize_index(max(need, int(1.5 * self._graph.get_max_elements())))

    def _nearest_among(self, vector: Floats, k: int, among: Sequence[int] | Ids) -> tuple[Ids, Floats]:
        asked = np.asarray(among, np.int64)
        known = asked[self._rows.contains(asked)]
        return _largest(known, self._rows.products_of(vector, known), k)

    def _nearest_by_graph(self, vector: Floats, k: int, breadth: int = _BREADTH) -> tuple[Ids, Floats]:
        k = min(k, len(self._rows))
        if k == 0:
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        self._graph.set_ef(max(breadth, 2 * k))
        labels, distances = self._graph.knn_query(vector[None], k=k, num_threads=1)
        return labels[0].astype(np.int64), (1 - distances[0]).astype(np.float32)


def _new_graph(dimension: int) -> Any:  # noqa: ANN401 - hnswlib carries no types
    import hnswlib

    return hnswlib.Index(space="ip", dim=dimension)


def _live(graph: Any, dimension: int) -> tuple[Ids, Floats]:  # noqa: ANN401
    """Labels int64 (n,) and vectors float32 (n, d) of a graph, without those that were removed.

    Read from the memory of hnswlib as it hands it out for pickling: 20,000 in 17 ms, and one by one in 0.5 s. A record
    holds the links of the lowest layer, whose third byte is 1 for what was removed, then the vector, then the label.

    Raises:
        RuntimeError: The graph is damaged, or of vectors of another length.
    """
    state = graph.__getstate__()[0]
    count, size = state["cur_element_count"], state["size_data_per_element"]
    records = state["data_level0"].view(np.uint8)[: count * size].reshape(count, size)
    at, label_at = state["offset_data"], state["label_offset"]
    if label_at - at != 4 * dimension:
        raise RuntimeError("a graph of other vectors")
    vectors = np.ascontiguousarray(records[:, at : at + 4 * dimension]).view(np.float32)
    labels = np.ascontiguousarray(records[:, label_at : label_at + 8]).view(np.int64)[:, 0]
    kept = np.flatnonzero(records[:, 2] & 1 == 0)
    kept = kept[np.argsort(labels[kept])]
    labels, vectors = labels[kept], vectors[kept]
    if len(labels) and not (labels[0] >= 0 and labels[-1] <= _LARGEST_LABEL and (np.diff(labels) > 0).all()):
        raise RuntimeError("a damaged graph")
    return labels, vectors


def _largest(labels: Ids, products: Floats, k: int) -> tuple[Ids, Floats]:
    """The k largest products with their labels, largest first, ties by label so that answers repeat."""
    if k < len(products):
        keep = np.argpartition(products, -k)[-k:]
        labels, products = labels[keep], products[keep]
    order = np.lexsort((labels, -products))
    return labels[order], products[order]
