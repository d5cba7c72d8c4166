"""Compare ways to find the nearest of many vectors: recall, time, memory, and how the time grows.

    python -m lab.speed.bench_vectors LIBRARY SENTENCES [--sizes 10000 100000 1000000] [--ways exact lead-96 …]

LIBRARY has some thousand real photos, and SENTENCES is a file of captions, one a line, which are the text queries.

Larger libraries are grown from the real vectors. A new vector is a real one moved by a sum of four differences between
random real ones, so that all spread over the components as the real ones do. How far it is moved is fitted at each size
(at 100,000 for larger ones), so that the median product with the nearest neighbour is that of the real photos. All are
rounded to float16, as they are stored; recall is against float32 products of the rounded ones.

Times are of one thread and of the processor, the choice of the best included. Recall of parts of a graph is that of the
whole answer. The graph's build time is that of one thread.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before numpy is imported

import argparse
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import hnswlib
import numpy as np
import numpy.typing as npt

from photon.app.encoding.encoder_client import InProcessEncoder
from photon.domain.halves import widen_halves
from photon.library import open_library
from photon.library.vectors import vectors

Floats = npt.NDArray[np.float32]
Halves = npt.NDArray[np.float16]
Ids = npt.NDArray[np.int64]
Ask = Callable[[Floats, int], Ids]  # a query and how many are wanted -> rows, unordered
Asking = tuple[Ask, float]  # with its megabytes

_QUERIES, _MIXED, _PORTION, _PART, _FITTED = 60, 4, 4096, 250_000, 100_000
_TOPS = (50, 1000)


def main() -> None:
    """Print a row for each way and size."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("library", type=Path)
    parser.add_argument("sentences", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--ways", nargs="+", default=list(_WAYS), choices=list(_WAYS))
    arguments = parser.parse_args()
    encoder = InProcessEncoder()
    with open_library(arguments.library, writable=False) as library:
        growing = Growing(vectors.meanings(library, encoder.id)[1])
    sentences = arguments.sentences.read_text(encoding="utf-8").splitlines()
    texts = encoder.texts(sentences[:: max(1, len(sentences) // _QUERIES)][:_QUERIES])
    print(f"{len(growing.real):,} real photos, median product with the nearest {growing.wanted:.3f}")
    print("| way | vectors | text @50 | @1000 | photo @50 | @1000 | median ms | p95 ms | MB | build s | growth |")
    before: dict[str, tuple[int, float]] = {}
    for size in arguments.sizes:
        grown, queries = growing.vectors(size), (texts, growing.portion(-1, _QUERIES, growing.moved))
        truths = [_best(grown, some) for some in queries]
        for way in arguments.ways:
            began = time.process_time()
            asked, megabytes = _WAYS[way](grown)
            built = time.process_time() - began
            recalls, times = _asked(asked, queries, truths)
            middle, late = float(np.median(times)), np.percentile(times, 95)
            at, former = before.get(way, (size, middle))
            before[way] = size, middle
            growth = f"{np.log(middle / former) / np.log(size / at):.2f}" if size != at else ""
            figures = f"{middle:.1f} | {late:.1f} | {megabytes:.0f} | {built:.0f} | {growth}"
            print(f"| {way} | {size:,} | {' | '.join(recalls)} | {figures} |", flush=True)


def _asked(ask: Ask, queries: Sequence[Floats], truths: Sequence[list[Ids]]) -> tuple[list[str], list[float]]:
    """Return recalls, and milliseconds of each question."""
    recalls, times = [], []
    for some, truth in zip(queries, truths, strict=True):
        for top in _TOPS:
            hits = 0
            for query, best in zip(some, truth, strict=True):
                began = time.process_time()
                found = ask(query, top)
                times.append(1000 * (time.process_time() - began))
                hits += len(np.intersect1d(found, best[:top]))
            recalls.append(f"{hits / top / len(some):.4f}")
    return recalls, times


class Growing:
    """Vectors around real ones, float32 (n, d); how is said above."""

    def __init__(self, real: Floats) -> None:
        """Look how near the real vectors are to each other."""
        self.real, self.moved = real, 0.0
        best = [np.sort(real[at : at + 512] @ real.T, axis=1)[:, -2] for at in range(0, len(real), 512)]
        self.wanted = float(np.median(np.concatenate(best)))

    def portion(self, number: int, count: int, moved: float) -> Floats:
        """Return a portion of the new vectors, float32 (count, d)."""
        rng = np.random.default_rng(number + 1)
        of = rng.integers(0, len(self.real), count)
        new = self.real[of].copy()
        for _ in range(_MIXED):
            one, other = rng.integers(0, len(self.real), (2, count))
            new += np.float32(moved / np.sqrt(_MIXED)) * (self.real[one] - self.real[other])
        return np.asarray(new / np.linalg.norm(new, axis=1, keepdims=True), np.float32)

    def vectors(self, count: int) -> Halves:
        """Return ``count`` new vectors, float16 (count, d)."""
        low, high = 0.0, 1.2
        for _ in range(4):
            self.moved = (low + high) / 2
            few, nearest = self.portion(-1, 100, self.moved), np.full(100, -1.0, np.float32)
            for at in range(0, min(count, _FITTED), _PORTION):
                nearest = np.maximum(nearest, (self.portion(at, _PORTION, self.moved) @ few.T).max(axis=0))
            low, high = (self.moved, high) if np.median(nearest) > self.wanted else (low, self.moved)
        portions = (self.portion(at, min(_PORTION, count - at), self.moved) for at in range(0, count, _PORTION))
        return np.concatenate([some.astype(np.float16) for some in portions])


def _multiply(rows: Halves, query: Floats) -> Floats:
    """Return exact products in portions, because numpy's arithmetic with float16 is slow."""
    return np.concatenate([_rows(rows, at) @ query for at in range(0, len(rows), _PORTION)])


def _best(rows: Halves, queries: Floats) -> list[Ids]:
    """Return the rows with the largest products, best first, for each query."""
    products = np.concatenate([_rows(rows, at) @ queries.T for at in range(0, len(rows), _PORTION)]).T
    few = [_largest(some, _TOPS[-1]) for some in products]
    return [some[np.argsort(-products[at][some])] for at, some in enumerate(few)]


def _rows(rows: Halves, at: int) -> Floats:
    return widen_halves(rows[at : at + _PORTION])


def _largest(scores: npt.NDArray[np.floating], count: int) -> Ids:
    return np.argpartition(scores, -count)[-count:] if count < len(scores) else np.arange(len(scores))


def _scored(rows: Halves, query: Floats, few: Ids, top: int) -> Ids:
    return few[_largest(_multiply(rows[few], query), top)]


def exact(rows: Halves) -> Asking:
    """Multiply all rows."""
    return lambda query, top: _largest(_multiply(rows, query), top), rows.nbytes / 1e6


def wide(rows: Halves) -> Asking:
    """Multiply all rows as float32."""
    floats = rows.astype(np.float32)
    return lambda query, top: _largest(floats @ query, top), floats.nbytes / 1e6


def signs(keep: int, rows: Halves) -> Asking:
    """Compare the signs of centred vectors, and multiply the ``keep`` nearest."""
    middle = rows[:: max(1, len(rows) // 4000)].astype(np.float32).mean(axis=0)
    packed = [np.packbits(_rows(rows, at) > middle, axis=1) for at in range(0, len(rows), _PORTION)]
    words = np.ascontiguousarray(np.concatenate(packed).view(np.uint64).T)  # one column after the other

    def ask(query: Floats, top: int) -> Ids:
        asked = np.packbits(query - query.mean() > 0).view(np.uint64)
        apart = np.zeros(len(rows), np.uint16)
        for column, word in zip(words, asked, strict=True):
            for at in range(0, len(rows), 1 << 16):
                apart[at : at + (1 << 16)] += np.bitwise_count(column[at : at + (1 << 16)] ^ word)
        most = np.searchsorted(np.cumsum(np.bincount(apart)), min(keep, len(rows)))
        return _scored(rows, query, np.flatnonzero(apart <= most), top)

    return ask, (rows.nbytes + words.nbytes) / 1e6


def leading(width: int, keep: int, rows: Halves) -> Asking:
    """Compare the leading components, and multiply the ``keep`` nearest."""
    axes = _axes(rows, width)
    lead = np.concatenate([_rows(rows, at) @ axes for at in range(0, len(rows), _PORTION)])

    def ask(query: Floats, top: int) -> Ids:
        return _scored(rows, query, _largest(lead @ (query @ axes), keep), top)

    return ask, (rows.nbytes + lead.nbytes) / 1e6


def graph(width: int, links: int, breadth: tuple[int, int], keep: int, rows: Halves) -> Asking:
    """Ask a graph of the leading components, or of all, in parts, and multiply the ``keep`` nearest."""
    axes = _axes(rows, width) if width < rows.shape[1] else np.eye(width, dtype=np.float32)
    parts = []
    for start in range(0, len(rows), _PART):
        part = hnswlib.Index(space="ip", dim=width)
        part.init_index(max_elements=_PART, M=links, ef_construction=breadth[0], random_seed=7)
        for at in range(start, min(start + _PART, len(rows)), 1000):
            some = rows[at : at + 1000].astype(np.float32) @ axes
            part.add_items(some, np.arange(at, at + len(some)), num_threads=1)
        parts.append(part)

    def ask(query: Floats, top: int) -> Ids:
        each, found = max(top, keep // len(parts)), []
        for one in parts:
            one.set_ef(max(breadth[1], each))
            found.append(one.knn_query((query @ axes)[None], k=each, num_threads=1)[0][0].astype(np.int64))
        return _scored(rows, query, np.concatenate(found), top)

    return ask, (rows.nbytes + len(rows) * (4 * width + 8 * links + 30)) / 1e6


def _axes(rows: Halves, width: int) -> Floats:
    """Return the principal components of a sample, float32 (d, width)."""
    sample = rows[:: max(1, len(rows) // 20_000)].astype(np.float32)
    return np.asarray(np.linalg.eigh(np.cov(sample.T))[1][:, : -width - 1 : -1], np.float32)


_WAYS: dict[str, Callable[[Halves], Asking]] = {
    "float16": exact,
    "float32": wide,
    **{f"signs-{keep // 1000}k": partial(signs, keep) for keep in (5_000, 20_000, 60_000)},
    **{
        f"lead-{w}-{keep // 1000}k": partial(leading, w, keep)
        for w in (64, 96, 128)
        for keep in (2_000, 5_000, 10_000, 20_000)
    },
    "graph-96": partial(graph, 96, 16, (100, 1200), 5_000),
    "graph-all": partial(graph, 384, 32, (200, 2500), 0),
}

if __name__ == "__main__":
    main()
