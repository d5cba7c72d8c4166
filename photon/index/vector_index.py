"""The vectors of one encoder in memory: a scan of all or some of them, and in huge libraries an HNSW graph.

All vectors are in one matrix (``rows``). Up to 60,000 are float32, and every answer is an exact product. Of more, the
leading components are compared and the nearest multiplied, which finds nearly all. One mechanism answers with and
without a filter: filters are applied first, and all products that are returned are exact. With text queries for the
nearest 50 and 1,000 (one thread of a loaded computer; ``lab.speed.bench_vectors``):

    vectors    way                          recall@50  recall@1000  median ms   MB     built in s
    100,000    float32                      1.0000     1.0000        13.8        154
    100,000    leading components           1.0000     .9999          7.8        115
    1,000,000  float32                      1.0000     1.0000       147        1,536
    1,000,000  packed signs, 20,000         .9977      .9707         29.8        816
    1,000,000  leading components           1.0000     .9996         38.2      1,152      4
    1,000,000  graph of leading components  .9990      .9960         15.3      1,310    205

A graph of all components of a million found .784, took 18 minutes and more than 3.8 GB. Even the best graph would only
be worth its time where the scan nears 100 ms, so it begins above two million (``EXACT_LIMIT``): HNSW by Malkov and
Yashunin, "Efficient and robust approximate nearest neighbor search using HNSW graphs", 2018. Vectors are found as soon
as they are added, even before they are in the graph (``link``): those that are not are scanned, or all if these are
many. So a missing graph delays no answer, nor does one that does not fit into memory.

``products`` of all rows take 0.8 s of a million; float16 rows are multiplied in portions, so that no other query waits
long for the lock.
"""

import logging
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from photon.domain.arrays import Floats, Ids
from photon.index.item_owners import ItemOwners, find_firsts
from photon.index.rows import VectorMatrix
from photon.index.saved_graph import live_vectors, new_graph
from photon.index.stored_rows import StoredRows

log = logging.getLogger(__name__)

WIDE_LIMIT = 60_000  # vectors stored as float32; 92 MB at 384 dimensions
EXACT_LIMIT = 2_000_000  # vectors that are compared one by one
PART_BYTES = 64 << 20
# M, ef_construction and ef, measured on 100,000 starter vectors (2,000 real photos copied with noise) with text
# queries: recall@50 .883 with 16/120/1200, .953 with 16/120/2500, .946 with 32/200/1200, .995 with 32/200/2500
# (3 ms), .9994 with 32/200/5000 (6 ms). Text embeddings are far from all photos, which is hard for a graph.
_LINKS, _BUILD_BREADTH, _BREADTH = 32, 200, 2500
_PORTION = 8192  # float16 rows multiplied, or numbers computed, while the lock is held: up to 10 and 40 ms
_STEP = 16  # vectors added while the lock is held; a search waits at most about 20 ms
_UNSIGNED = (1 << 64) - 1  # hnswlib's labels have no sign
_SAMPLE_DRIFT = 0.02  # share of vectors that may be added or removed before the sample is redrawn


class VectorIndex:
    """Adds, removes and finds unit vectors by label; thread-safe.

    Attributes:
        dimension: Length of every vector.
        exact_limit: Maximum number of vectors for which search is exact.
        owners: The photos that the labels, which are items, belong to.
    """

    def __init__(
        self,
        dimension: int,
        stored: StoredRows | None = None,
        *,
        exact_limit: int = EXACT_LIMIT,
        with_graph: bool = True,
    ) -> None:
        """Create an index.

        Args:
            dimension: Length of every vector.
            stored: The vectors it begins with, read from a file.
            exact_limit: Maximum number of vectors for which search is exact.
            with_graph: Whether to build a graph. Without one, search is always exact; meant for short-lived indexes.
        """
        self.dimension = dimension
        self._with_graph = with_graph
        self.exact_limit = exact_limit
        self._lock = threading.Lock()  # hnswlib does not support searching during an insert
        self._graph: Any = None
        self._unlinked: dict[int, None] = {}  # labels that are in the matrix, but not yet in the graph
        self._rows = VectorMatrix(dimension, WIDE_LIMIT if with_graph else sys.maxsize, stored)
        self.owners = ItemOwners()
        self._sample: Floats = np.zeros((0, dimension), np.float32)
        self._sampled = (0, 0)  # requested size, number of vectors at that time

    def __len__(self) -> int:
        """Return the number of vectors."""
        return len(self._rows)

    def __contains__(self, label: int) -> bool:
        """Return whether the index has a label."""
        return label in self._rows

    def photos(self) -> Ids:
        """Return all photos that have a vector or a part with one, int64 (n,), unordered."""
        photos = self.owners.photos_of(items := self.labels())
        return items if photos is items else photos[find_firsts(photos)]

    def with_parts(self, photos: Sequence[int] | Ids) -> Ids:
        """Return photos, int64 (n,), together with the items that are parts of them, int64 (m,)."""
        asked = np.asarray(photos, np.int64)
        parts = self.owners.parts_of(asked)
        return np.concatenate([asked, parts[self._rows.contains(parts)]]) if len(parts) else asked

    @property
    def is_exact(self) -> bool:
        """Whether searches in all vectors are exact."""
        return not self._with_graph or len(self._rows) <= self.exact_limit

    def labels(self) -> Ids:
        """Return all labels, int64 (n,), unordered."""
        with self._lock:
            return self._rows.labels()

    @property
    def unlinked(self) -> int:
        """Number of vectors that are not yet in the graph."""
        return len(self._unlinked)

    def add(self, labels: Sequence[int] | Ids, vectors: Floats, *, link: bool = True) -> None:
        """Add or replace vectors.

        Args:
            labels: int64 (n,).
            vectors: float32 (n, d), unit length.
            link: Whether new ones are added to the graph, too; otherwise ``link`` does that later.
        """
        for at in range(0, len(labels), _STEP):
            with self._lock:
                some = [int(label) for label in labels[at : at + _STEP]]
                self._add(some, vectors[at : at + _STEP], link=link)

    @contextmanager
    def held(self) -> Iterator[VectorMatrix]:
        """Yield the matrix, while nobody else reads or changes it."""
        with self._lock:
            yield self._rows

    def link(self, most: int) -> int:
        """Add up to ``most`` vectors to the graph that are not yet in it; return how many are left."""
        for at in range(0, most, _STEP):
            with self._lock:
                some = list(islice(self._unlinked, min(_STEP, most - at)))
                if not some:
                    break
                self._add_to_graph(some, self._rows.vectors(np.array(some)))
        return self.unlinked

    def remove(self, labels: Sequence[int]) -> None:
        """Remove vectors; unknown labels are ignored."""
        with self._lock:
            for label in labels:
                if label not in self._rows:
                    continue
                self._rows.take_away(int(label))
                if label in self._unlinked:
                    del self._unlinked[label]
                elif self._graph is not None:
                    self._graph.mark_deleted(int(label) & _UNSIGNED)

    def nearest(self, vector: Floats, k: int, among: Sequence[int] | Ids | None = None) -> tuple[Ids, Floats]:
        """Find the labels with the largest dot products.

        Args:
            vector: float32 (d,), unit length.
            k: Maximum number of results.
            among: int64 (j,), photos and items to search in, the items of these photos included; None for all. With
                these, the search is exact; it is also exact if more results are requested than the graph visits.

        Returns:
            Labels int64 (m,) and products float32 (m,), largest first; m <= k.
        """
        if among is not None:
            asked = self.with_parts(among)
            with self._lock:
                return _largest(*self._rows.nearest(vector, k, asked[self._rows.contains(asked)]), k)
        with self._lock:
            if not len(self._rows):
                return np.zeros(0, np.int64), np.zeros(0, np.float32)
            if self.is_exact or k > _BREADTH or 2 * self.unlinked > len(self._rows):
                return _largest(*self._rows.nearest(vector, k), k)
            return self._nearest_by_graph(vector, k)

    def products(self, vector: Floats, labels: Sequence[int] | Ids) -> Floats:
        """Compute the dot products of labels with a vector.

        Args:
            vector: float32 (d,).
            labels: int64 (n,).

        Returns:
            float32 (n,); NaN for unknown labels.
        """
        asked = np.asarray(labels, np.int64)
        result = np.full(len(asked), np.nan, np.float32)
        step = max(1, len(asked)) if self._rows.are_wide else _PORTION
        for at in range(0, len(asked), step):
            some = asked[at : at + step]
            with self._lock:
                known = self._rows.contains(some)
                result[at : at + step][known] = self._rows.products_of(vector, some[known])
        return result

    def numbers(self, labels: Sequence[int] | Ids, of: Callable[[Floats], Floats]) -> Floats:
        """Compute one number per vector, cached until the vector changes.

        Args:
            labels: int64 (n,).
            of: Function from vectors float32 (m, d) to numbers float32 (m,). The cache holds the results of one
                function.

        Returns:
            float32 (n,); NaN for unknown labels.
        """
        asked = np.asarray(labels, np.int64)
        found = [np.zeros(0, np.float32)]
        for at in range(0, len(asked), _PORTION):
            with self._lock:
                found.append(self._rows.numbers(asked[at : at + _PORTION], of))
        return np.concatenate(found)

    def sample(self, size: int) -> Floats:
        """Sample vectors evenly over the labels, to represent the library's distribution.

        The sample is redrawn only after the index has changed by a few percent, so it costs nothing while the user
        types a query.

        Args:
            size: Maximum number of vectors.

        Returns:
            float32 (m, d).
        """
        with self._lock:
            asked, there = self._sampled
            if asked != size or abs(len(self._rows) - there) > _SAMPLE_DRIFT * there:
                labels = np.sort(self._rows.labels())
                # include the last label: a fixed stride would omit the newest of 7,999 photos for a sample of 4,000
                spread = np.linspace(0, len(labels) - 1, min(size, len(labels))).astype(np.int64)
                self._sample = self._rows.vectors(labels[spread])
                self._sampled = (size, len(labels))
            return self._sample

    def to_parts(self) -> Iterator[bytes]:
        """Serialise the graph in parts of at most 64 MiB, because a SQLite blob is limited to 1 GB."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "graph")
            with self._lock:
                if self._graph is None or not self._graph.get_current_count():
                    return
                self._graph.save_index(str(path))
            with path.open("rb") as stream:
                while part := stream.read(PART_BYTES):
                    yield part

    @classmethod
    def exact(cls, labels: Ids, vectors: Floats) -> "VectorIndex":
        """Create an index without a graph for a single query; the arrays are not copied.

        Args:
            labels: int64 (n,), distinct labels.
            vectors: float32 (n, d), unit length.

        Returns:
            The index.
        """
        index = cls(vectors.shape[1], with_graph=False)
        index._rows = VectorMatrix.from_arrays(labels, vectors, sys.maxsize)
        return index

    def fill(self, portions: Iterable[tuple[Ids, Floats]], count: int = 0) -> None:
        """Add vectors to an empty index, which are linked later.

        Args:
            portions: Distinct labels int64 (n,), and vectors float32 (n, d) of unit length.
            count: About how many they are.
        """
        with self._lock:
            self._rows = VectorMatrix(self.dimension, 0 if count > WIDE_LIMIT else WIDE_LIMIT)
            for labels, vectors in portions:
                self._rows.extend(labels, vectors)
                if count > WIDE_LIMIT:
                    self._rows.make_room(0, count + count // 8)  # at once: to grow takes twice the memory
            self._rows.fit()
            self._begin_graph(0)

    @classmethod
    def from_parts(cls, dimension: int, parts: Iterator[bytes], *, exact_limit: int = EXACT_LIMIT) -> "VectorIndex":
        """Restore an index from ``to_parts``.

        The graph is only a cache, so damaged or foreign parts give an empty index.

        Args:
            dimension: Length of every vector.
            parts: The serialised parts.
            exact_limit: Maximum number of vectors for which search is exact.

        Returns:
            The index.
        """
        index = cls(dimension, exact_limit=exact_limit)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "graph")
            with path.open("wb") as stream:
                size = sum(stream.write(part) for part in parts)
            if size:
                index._load(path)
        return index

    def _load(self, path: Path) -> None:
        graph = new_graph(self.dimension)
        try:
            graph.load_index(str(path), max_elements=0)
            self._rows = VectorMatrix.from_arrays(*live_vectors(graph, self.dimension), WIDE_LIMIT)
            self._graph = graph
        except RuntimeError:
            self.__init__(self.dimension, exact_limit=self.exact_limit)  # type: ignore[misc]  # start empty again

    def _add(self, labels: list[int], vectors: Floats, *, link: bool) -> None:
        self._begin_graph(len(labels))
        if self._graph is not None:
            later = {} if link else {at: label for at, label in enumerate(labels) if label not in self._rows}
            now = [at for at in range(len(labels)) if at not in later]  # a vector that is replaced is in the graph
            self._unlinked.update(dict.fromkeys(later.values()))
            self._add_to_graph([labels[at] for at in now], vectors[now])
        for label, vector in zip(labels, vectors, strict=True):
            self._rows.upsert(label, vector)

    def _add_to_graph(self, labels: list[int], vectors: Floats) -> None:
        if not labels or self._graph is None:
            return
        need = self._graph.get_current_count() + len(labels)
        try:
            if need > self._graph.get_max_elements():
                self._graph.resize_index(max(need, int(1.5 * self._graph.get_max_elements())))
        except (MemoryError, RuntimeError):
            log.warning("The graph of %d vectors doesn't fit into memory; searches compare all of them", need)
            self._graph, self._unlinked, self._with_graph = None, {}, False
            return
        for label in labels:
            if label not in self._rows or label in self._unlinked:
                self._unlinked.pop(label, None)
                with suppress(RuntimeError):  # raised for new labels; removed ones are restored
                    self._graph.unmark_deleted(label & _UNSIGNED)
        self._graph.add_items(vectors, np.array(labels), num_threads=1)

    def _begin_graph(self, more: int) -> None:
        """Begin the graph if it is needed once there are ``more`` vectors."""
        if self._graph is None and self._with_graph and len(self._rows) + more > self.exact_limit:
            self._unlinked = dict.fromkeys(self._rows.labels().tolist())
            self._graph = new_graph(self.dimension)
            self._graph.init_index(max_elements=1024, M=_LINKS, ef_construction=_BUILD_BREADTH, random_seed=7)

    def _nearest_by_graph(self, vector: Floats, k: int) -> tuple[Ids, Floats]:
        visited = min(k, len(self._rows) - self.unlinked)
        if k == 0:
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        self._graph.set_ef(max(_BREADTH, 2 * k))
        found, distances = self._graph.knn_query(vector[None], k=visited, num_threads=1)
        labels, products = found[0].astype(np.int64), (1 - distances[0]).astype(np.float32)
        if not self._unlinked:
            return labels, products
        others = np.fromiter(self._unlinked, np.int64, self.unlinked)
        products = np.concatenate([products, self._rows.products_of(vector, others)])
        return _largest(np.concatenate([labels, others]), products, k)


def _largest(labels: Ids, products: Floats, k: int) -> tuple[Ids, Floats]:
    """Return the k largest products and their labels, largest first; to be reproducible, ties are ordered by label."""
    if k < len(products):
        keep = np.argpartition(products, -k)[-k:]
        labels, products = labels[keep], products[keep]
    order = np.lexsort((labels, -products))
    return labels[order], products[order]
