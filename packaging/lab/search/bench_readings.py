"""Measure what reading the best photos again, and leaving photos out, cost: processor time of cold queries.

    python -m lab.search.bench_readings LIBRARY [--photos 100000] [--queries 20]

LIBRARY has at least a hundred photos indexed with the starter. A synthetic library is made from them: the visual
features of each synthetic photo lie between those of two real ones, with some noise. Each query is asked twice in turn,
without and with second readings, by a search that remembers nothing of earlier queries.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import numpy as np
import numpy.typing as npt
from lab.quality.quality_truth import everyday_things, one_of
from lab.speed.bench import fill

from photon.app.encoding.encoder_client import InProcessEncoder
from photon.app.search.examples import ExamplePictures
from photon.app.search.query_service import QueryService
from photon.app.search.second_readings import SecondReader
from photon.domain import Like, Query
from photon.index import VectorIndex
from photon.library import Library, open_library
from photon.library.vectors import vectors
from photon.search.query_language import parse
from photon.vision.kit.adapter import normalise
from photon.vision.starter.starter import join_looks

FloatArray = npt.NDArray[np.float32]
_TOP = 400  # hits of a page in the window
_NOISE = 0.3  # relative to the length of the features
_PORTION = 5000
_PLACE = "in front of a white house"


def main() -> None:
    """Parse the arguments and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("library", type=Path)
    parser.add_argument("--photos", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=20, help="of each kind")
    given = parser.parse_args()
    encoder = InProcessEncoder()
    with open_library(given.library, writable=False) as real:
        ids, _ = vectors.meanings(real, encoder.id)
        _, looks = vectors.looks_of(real, encoder.id, ids.tolist())
    grown = mixed(looks, given.photos)
    index = VectorIndex(encoder.dimension)
    with tempfile.TemporaryDirectory() as folder:
        with open_library(Path(folder), writable=True) as library:
            meanings = np.concatenate([join_looks(grown[at : at + _PORTION]) for at in range(0, len(grown), _PORTION)])
            fill(library.db, encoder.id, meanings, grown)
        index.add(range(1, len(meanings) + 1), meanings)
        with open_library(Path(folder), writable=False) as library:
            ask = _asking(library, encoder, index)
            ask(Query.build("a dog without a hat", top=_TOP))  # reads the weights
            print(f"{len(index):,} photos; milliseconds of processor, median (95%)")
            print("| query | without second readings | with | more |\n|---|---|---|---|")
            for name, queries in kinds_of_queries(given.queries, len(index)).items():
                print(_line(name, queries, ask), flush=True)


def mixed(looks: FloatArray, count: int) -> FloatArray:
    """Return features between those of two photos, with noise, float32 (count, 1280), unit length."""
    random = np.random.default_rng(3)
    one, other = random.integers(len(looks), size=(2, count))
    share = random.random((count, 1), np.float32)
    found = share * looks[one] + (1 - share) * looks[other]
    found += _NOISE * random.standard_normal(found.shape, np.float32) / np.float32(np.sqrt(found.shape[1]))
    return normalise(found)


def kinds_of_queries(count: int, photos: int) -> dict[str, list[Query]]:
    """Return queries by the name of their kind."""
    things, top = everyday_things(), Query(top=_TOP)
    pairs = [(things[at], things[(7 * at + 3) % len(things)]) for at in range(count)]
    like = [Like(photo=1 + at * (photos // count)) for at in range(count)]
    return {
        "a thing": [parse(first, top).query for first, _ in pairs],
        "a sentence": [parse(f"{one_of(first)} and {one_of(second)} {_PLACE}", top).query for first, second in pairs],
        "a photo and words": [
            Query.build(f"with {one_of(second)}", likes=(like[at],), top=_TOP) for at, (_, second) in enumerate(pairs)
        ],
        "a thing without another": [parse(f"{one_of(first)} -({second})", top).query for first, second in pairs],
        "a thing without people": [parse(f"{one_of(first)} -people", top).query for first, _ in pairs],
    }


def _asking(library: Library, encoder: InProcessEncoder, index: VectorIndex) -> Callable[[Query], object]:
    def ask(query: Query) -> object:
        pictures = ExamplePictures(lambda path: (_ for _ in ()).throw(OSError(path)))
        return QueryService(encoder, lambda _: index, pictures, lambda _: None).search(library, query)

    return ask


def _line(name: str, queries: Sequence[Query], ask: Callable[[Query], object]) -> str:
    without, within = [], []
    for query in queries:
        with patch.multiple(SecondReader, of_words=_nothing, of_example=_nothing):
            without.append(_spent(query, ask))
        within.append(_spent(replace(query), ask))
    more = [one - other for one, other in zip(within, without, strict=True)]
    cells = [f"{statistics.median(some):.0f} ({np.percentile(some, 95):.0f})" for some in (without, within, more)]
    return f"| {name} | {' | '.join(cells)} |"


def _nothing(*_: object) -> None:
    """Make no second reading."""


def _spent(query: Query, ask: Callable[[Query], object]) -> float:
    began = time.process_time()
    ask(query)
    return 1000 * (time.process_time() - began)


if __name__ == "__main__":
    main()
