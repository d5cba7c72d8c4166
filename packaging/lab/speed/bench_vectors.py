"""Compare ways to find the nearest of many vectors: recall, time, memory, and how the time grows.

    python -m lab.speed.bench_vectors LIBRARY SENTENCES [--sizes 10000 100000 1000000] [--ways exact lead-96 …]

LIBRARY has some thousand real photos, and SENTENCES is a file of captions, one a line, which are the text queries.

Larger libraries are grown from the real vectors. A new vector is a real one moved by a sum of four differences between
random real ones, so that all spread over the components as the real ones do. How far it is moved is fitted at each size
(at 100,000 for larger ones), so that the median product with the nearest neighbour is that of the real photos. All
vectors are rounded to float16, as they are stored; recall is against float32 products of the rounded ones.

Times are of one thread and of the processor, the choice of the best included. Recall of parts of a graph is that of the
whole answer. The graph's build time is that of one thread.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before numpy is imported

import argparse
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import hnswlib
import numpy as np
import numpy.typing as npt

from photon.app.encoding.encoder_client import InProcessEncoder
from photon.library import open_library
from photon.library.vectors import vectors

Floats = npt.NDArray[np.float32]
Halves = npt.NDArray[np.float16]
Ids = npt.NDArray[np.int64]
Ask = Callable[[Floats, int], Ids]  # a query and how many are wanted -> rows, unordered
Build = Callable[[Halves, Floats], tuple[Ask, float]]  # vectors and known queries -> how to ask, and megabytes

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
    texts = encoder.texts(sentences[:: max(1, len(sentences) // (4 * _QUERIES))][: 4 * _QUERIES])
    texts, known_texts = texts[:_QUERIES], texts[_QUERIES:]
    print(f"{len(growing.real):,} real photos, median product with the nearest {growing.wanted:.3f}")
    print("| way | vectors | text @50 | @1000 | photo @50 | @1000 | median ms | p95 ms | MB | build s | growth |")
    before: dict[str, tuple[int, float]] = {}
    for size in arguments.sizes:
        grown, queries = growing.vectors(size), (texts, growing.portion(-1, _QUERIES, growing.moved))
        print(f"moved by {growing.moved:.2f}")
        truths = [_best(grown, some) for some in queries]
        for way in arguments.ways:
            began = time.process_time()
            asked, megabytes = _WAYS[way](grown, known_texts)
            built = time.process_time() - began
            recalls, times = _measure(asked, queries, truths)
            middle, late = np.median(times), np.percentile(times, 95)
            at, former = before.get(way, (size, middle))
            before[way] = size, float(middle)
            growth = f"{np.log(middle / former) / np.log(size / at):.2f}" if size != at else ""
            figures = f"{middle:.1f} | {late:.1f} | {megabytes:.0f} | {built:.0f} | {growth}"
            print(f"| {way} | {size:,} | {' | '.join(recalls)} | {figures} |", flush=True)


def _measure(asked: Ask, queries: Sequence[Floats], truths: Sequence[Sequence[Ids]]) -> tuple[list[str], list[float]]:
    """Return the recall of each kind of query at each number of results, and the milliseconds of all queries."""
    recalls, times = list[str](), list[float]()
    for some, truth in zip(queries, truths, strict=True):
        for top in _TOPS:
            found = []
            for query in some:
                began = time.process_time()
                found.append(asked(query, top))
                times.append(1000 * (time.process_time() - began))
            hits = [len(np.intersect1d(a, b[:top])) for a, b in zip(found, truth, strict=True)]
            recalls.append(f"{np.mean(hits) / top:.4f}")
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


def _multiply(rows: Halves, query: Floats, chosen: Ids | None = None) -> Floats:
    """Return exact products in portions, because numpy's arithmetic with float16 is slow."""
    count = len(rows) if chosen is None else len(chosen)
    parts = [
        slice(at, at + _PORTION) if chosen is None else chosen[at : at + _PORTION] for at in range(0, count, _PORTION)
    ]
    return np.concatenate([rows[part].astype(np.float32) @ query for part in parts])


def _best(rows: Halves, queries: Floats) -> list[Ids]:
    """Return the rows with the largest products, best first, for each query."""
    products = np.concatenate([_rows(rows, at) @ queries.T for at in range(0, len(rows), _PORTION)]).T
    few = [_largest(some, _TOPS[-1]) for some in products]
    return [some[np.argsort(-products[at][some])] for at, some in enumerate(few)]


def _rows(rows: Halves, at: int) -> Floats:
    return rows[at : at + _PORTION].astype(np.float32)


def _largest(scores: npt.NDArray[np.floating], count: int) -> Ids:
    return np.argpartition(scores, -count)[-count:] if count < len(scores) else np.arange(len(scores))


def _scored(rows: Halves, query: Floats, few: Ids, top: int) -> Ids:
    return few[_largest(_multiply(rows, query, few), top)]


def exact(rows: Halves, _: Floats) -> tuple[Ask, float]:
    """Multiply all rows."""
    return lambda query, top: _largest(_multiply(rows, query), top), rows.nbytes / 1e6


def wide(rows: Halves, _: Floats) -> tuple[Ask, float]:
    """Multiply all rows as float32."""
    floats = rows.astype(np.float32)
    return lambda query, top: _largest(floats @ query, top), floats.nbytes / 1e6


def signs(keep: int) -> Build:
    """Compare the signs of centred vectors, and multiply the ``keep`` nearest."""

    def build(rows: Halves, _: Floats) -> tuple[Ask, float]:
        middle = rows[:: max(1, len(rows) // 4000)].astype(np.float32).mean(axis=0)
        starts = range(0, len(rows), _PORTION)
        codes = np.concatenate([np.packbits(rows[at : at + _PORTION] > middle, axis=1) for at in starts])
        words = np.ascontiguousarray(codes.view(np.uint64).T)  # one column after the other

        def ask(query: Floats, top: int) -> Ids:
            asked = np.packbits(query - query.mean() > 0).view(np.uint64)
            apart = np.zeros(len(rows), np.uint16)
            for column, word in zip(words, asked, strict=True):
                for at in range(0, len(rows), 1 << 16):
                    apart[at : at + (1 << 16)] += np.bitwise_count(column[at : at + (1 << 16)] ^ word)
            most = np.searchsorted(np.cumsum(np.bincount(apart)), min(keep, len(rows)))
            return _scored(rows, query, np.flatnonzero(apart <= most), top)

        return ask, (rows.nbytes + words.nbytes) / 1e6

    return build


def leading(width: int, keep: int, kind: str = "f4", *, by_texts: bool = False) -> Build:
    """Compare the leading components, and multiply the ``keep`` nearest."""

    def build(rows: Halves, texts: Floats) -> tuple[Ask, float]:
        for_rows, for_query = components(rows, texts if by_texts else None, width)
        lead = np.concatenate([_rows(rows, at) @ for_rows for at in range(0, len(rows), _PORTION)])
        scale = 127 / np.abs(lead).max(axis=0) if kind == "i1" else np.ones(width, np.float32)
        codes = np.rint(lead * scale).astype(np.int8) if kind == "i1" else lead.astype(kind)

        def ask(query: Floats, top: int) -> Ids:
            asked = (for_query.T @ query) / scale
            parts = [codes] if kind == "f4" else [codes[at : at + _PORTION] for at in range(0, len(rows), _PORTION)]
            products = np.concatenate([part.astype(np.float32, copy=False) @ asked for part in parts])
            return _scored(rows, query, _largest(products, keep), top)

        return ask, (rows.nbytes + codes.nbytes) / 1e6

    return build


def components(rows: Halves, texts: Floats | None, width: int) -> tuple[Floats, Floats]:
    """Return matrices float32 (d, width) for photos and queries: the products after them are nearly those before.

    Without texts, they are the principal components of a sample of photos; with them, what best predicts the products
    of photos and texts (or other photos), which is the leading part of the product of both covariances' roots.
    """
    sample = rows[:: max(1, len(rows) // 20_000)].astype(np.float32)
    of_photos = np.cov(sample.T)
    if texts is None:
        axes = np.linalg.eigh(of_photos)[1][:, ::-1][:, :width].astype(np.float32)
        return axes, axes
    of_texts = np.cov(texts.T)
    of_queries = of_texts / np.trace(of_texts) + of_photos / np.trace(of_photos)
    (there, back), (q_there, q_back) = _roots(of_photos), _roots(of_queries)
    left, strength, right = np.linalg.svd(q_there @ there)
    for_rows, for_queries = back @ right[:width].T * strength[:width], q_back @ left[:, :width]
    return for_rows.astype(np.float32), for_queries.astype(np.float32)


def _roots(matrix: npt.NDArray[np.float64]) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    values, axes = np.linalg.eigh(matrix + 1e-6 * np.trace(matrix) / len(matrix) * np.eye(len(matrix)))
    return (axes * np.sqrt(values)) @ axes.T, (axes / np.sqrt(values)) @ axes.T


def graph(width: int, links: int, breadth: int, visit: int, keep: int = 0) -> Build:
    """Ask a graph of the leading components, or of all, in parts, and multiply the ``keep`` nearest."""

    def build(rows: Halves, _: Floats) -> tuple[Ask, float]:
        axes = components(rows, None, width)[0] if width < rows.shape[1] else np.eye(width, dtype=np.float32)
        parts = []
        for start in range(0, len(rows), _PART):
            count = min(_PART, len(rows) - start)
            part = hnswlib.Index(space="ip", dim=width)
            part.init_index(max_elements=count, M=links, ef_construction=breadth, random_seed=7)
            for at in range(start, start + count, _PORTION):
                end = min(at + _PORTION, start + count)
                part.add_items(rows[at:end].astype(np.float32) @ axes, np.arange(at, end), num_threads=1)
            parts.append(part)

        def ask(query: Floats, top: int) -> Ids:
            each = min(max(top, keep // len(parts)), part.get_current_count())
            found = []
            for one in parts:
                one.set_ef(max(visit, each))
                found.append(one.knn_query((axes.T @ query)[None], k=each, num_threads=1)[0][0].astype(np.int64))
            return _scored(rows, query, np.concatenate(found), top)

        return ask, (rows.nbytes + len(rows) * (4 * width + 8 * links + 30)) / 1e6

    return build


_WAYS: dict[str, Build] = {
    "float16": exact,
    "float32": wide,
    "signs-5k": signs(5_000),
    "signs-20k": signs(20_000),
    "signs-60k": signs(60_000),
    **{f"lead-{width}-{keep}k": leading(width, 1000 * keep) for width in (64, 96, 128) for keep in (2, 5, 20)},
    **{
        f"both-{width}-{keep}k": leading(width, 1000 * keep, by_texts=True)
        for width in (32, 64, 96, 128)
        for keep in (2, 5, 20)
    },
    "both-96-5k-int8": leading(96, 5_000, "i1", by_texts=True),
    "both-96-5k-float16": leading(96, 5_000, "f2", by_texts=True),
    "graph-96": graph(96, 16, 100, 1200, 5_000),
    "graph-all": graph(384, 32, 200, 2500),
}

if __name__ == "__main__":
    main()
