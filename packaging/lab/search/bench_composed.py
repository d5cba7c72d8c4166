r"""Measure composed queries: an example photo with a change, and one thing without another.

    python -m lab.search.bench_composed change --wordnet DICT --captions captions.csv --captioned-photos FOLDER \
        --labels labels.csv --labelled-photos FOLDER --sentences one.txt other.txt
    python -m lab.search.bench_composed without …the same…
    python -m lab.search.bench_composed speed LIBRARY [--photos 100000]

``change`` and ``without`` are cross-fitted: each pool of 200 photos is ranked by an adapter that saw neither them nor
their captions. ``speed`` grows a library and times a query with photo, words and something unwanted.
"""

import argparse
import math
import tempfile
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
from lab.search.composed_queries import Change, Without, change_queries, without_queries
from lab.search.fusion_library import fill, realistic
from lab.speed.bench import QUESTIONS, grow, middle_and_p95
from lab.starter.starter_figures import Fold, Trials
from lab.starter.starter_kept import kept_training
from lab.starter.starter_training import Recipe
from lab.starter.starter_yardstick import everyday, with_curves
from lab.starter.train_starter import add_inputs, gather

from photon.domain import Filter, Like, Query, QueryWords
from photon.index import VectorIndex
from photon.library import Library, open_library
from photon.library.vectors import vectors
from photon.library.vectors.vectors import Embedded
from photon.search.composition import Lexicon, changed_texts, compose, compose_with_caption
from photon.search.query_language import parse
from photon.search.ranking import Term, rank
from photon.search.score_calibrator import ScoreCalibrator
from photon.search.vocabulary import load_subject_names
from photon.vision.starter.query_sentence import as_sentence, is_sentence
from photon.vision.starter.starter import calibration

Floats = npt.NDArray[np.float32]
_TOP, _FIRST = 10, 20
_EXAMPLES = 40


def main() -> None:
    """Parse the arguments and run one measurement."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(required=True)
    for name, function in (("change", change), ("without", without)):
        command = commands.add_parser(name)
        command.set_defaults(function=function)
        add_inputs(command)
    command = commands.add_parser("speed")
    command.set_defaults(function=speed)
    command.add_argument("library", type=Path)
    command.add_argument("--photos", type=int, default=100_000)
    arguments = parser.parse_args()
    arguments.function(arguments)


@dataclass(frozen=True)
class Pool:
    """A fold of held-out photos as a library."""

    photos: Floats
    texts: Callable[[list[str]], Floats]
    index: VectorIndex
    lexicon: Lexicon
    yardstick: ScoreCalibrator

    @classmethod
    def of(cls, trials: Trials, fold: Fold) -> "Pool":
        """Return the photos of a fold with all that a search needs."""
        photos = fold.adapter.join_images(trials.material.photos[0, fold.held]).astype(np.float32)

        def texts(asked: list[str]) -> Floats:
            return fold.adapter.join_texts(trials.material.texts([as_sentence(text) for text in asked]))

        seen = np.setdiff1d(np.arange(len(trials.material.captioned.files)), fold.held)
        own = with_curves(everyday(fold.adapter, trials, seen), calibration())
        vocabulary = load_subject_names()
        lexicon = Lexicon(vocabulary, texts(list(vocabulary.names)), own.photos)
        index = VectorIndex.exact(np.arange(len(photos)), photos)
        return cls(photos, texts, index, lexicon, ScoreCalibrator(own))

    def order(self, terms: list[Term]) -> list[int]:
        """Return all photos, best first, as search ranks them."""
        ranked = rank(self.index, terms, len(self.photos), yardstick=self.yardstick)
        return [int(photo) for photo in ranked.photos]

    def term(self, text: str, weight: float = 1.0) -> Term:
        """Return a text as a term of a query."""
        return Term(self.texts([text])[0], weight, sentence=is_sentence(text))


def change(arguments: argparse.Namespace) -> None:
    """Print mean average precision at 10 of several ways to compose, over queries and over subjects."""
    trials = Trials(gather(arguments))
    folds = trials.described_folds(kept_training(Recipe(passes=arguments.passes, seeds=1), arguments.seed))
    pools = [Pool.of(trials, fold) for fold in folds]
    queries = change_queries(trials, folds)
    print(f"{len(queries):,} queries, {np.mean([query.relevant.sum() for query in queries]):.1f} photos answer one")
    found: dict[str, list[float]] = defaultdict(list)
    sure: list[bool] = []
    for query in queries:
        terms = _terms(pools[query.pool], query)
        for name, order in _orders(pools[query.pool], query, terms).items():
            found[name].append(_precision(order, query))
        sure += _sure(pools[query.pool], query, terms)
    names = np.array([query.subject for query in queries])
    print(f"{'':36}mAP@10 over queries   over subjects")
    for way, values in found.items():
        by_subject = [np.array(values)[names == name].mean() for name in dict.fromkeys(names)]
        print(f"{way:36}{np.mean(values):.4f}               {np.mean(by_subject):.4f}")
    print(f"{len(sure):,} hits are called clear; captions say so of {np.mean(sure or [False]):.2f}")


def _terms(pool: Pool, query: Change) -> list[Term]:
    """Return Photon's terms."""
    photo = pool.photos[query.photo]
    return compose_with_caption(photo, pool.yardstick.describe_photo(photo), [pool.term(query.words)], (0.5, 1.0))


def _terms_of_names(pool: Pool, query: Change) -> list[Term]:
    """Return the terms of encoders without everyday photos: the photo is described by names of a vocabulary."""
    photo = pool.photos[query.photo]
    words = pool.lexicon.put_into_words(photo, query.words)
    changed = pool.texts(changed_texts(words, query.words))
    return compose(photo, words, [pool.term(query.words)], changed, (0.5, 1.0))


def _sure(pool: Pool, query: Change, terms: list[Term]) -> list[bool]:
    """Return whether captions agree, for each photo reported as a good match."""
    ranked = rank(pool.index, terms, _TOP, yardstick=pool.yardstick, without=[query.photo])
    return [bool(query.relevant[photo]) for photo in ranked.photos[: ranked.strong]]


def _orders(pool: Pool, query: Change, terms: list[Term]) -> dict[str, list[int]]:
    """Return the order of each way to compose."""
    photo, change = pool.photos[query.photo], pool.term(query.words)
    by_photo, by_words = pool.photos @ photo, pool.photos @ change.vector
    known = pool.term(f"{query.subject} {query.words}")
    weicom = {share: (1 - share) * _chances(by_photo) + share * _chances(by_words) for share in (0.3, 0.5)}
    return {
        "the photo alone": _best_first(by_photo),
        "the words alone": _best_first(by_words),
        "plain sum": _best_first(by_photo + by_words),
        "WeiCom .3": _best_first(weicom[0.3]),
        "WeiCom .5": _best_first(weicom[0.5]),
        "standardised sum": _best_first(_standardised(by_photo) + _standardised(by_words)),
        "words and half of the photo": _best_first(0.5 * _standardised(by_photo) + _standardised(by_words)),
        "names of a vocabulary": pool.order(_terms_of_names(pool, query)),
        "Photon": pool.order(terms),
        "the true subject known (no baseline)": _best_first(pool.photos @ known.vector),
    }


def _precision(order: list[int], query: Change) -> float:
    """Return the average precision of the first ten, without the example."""
    right = query.relevant[[photo for photo in order if photo != query.photo][:_TOP]]
    at = np.cumsum(right) / np.arange(1, len(right) + 1)
    return float((at * right).sum() / min(_TOP, int(query.relevant.sum())))


def _best_first(scores: Floats) -> list[int]:
    order: list[int] = np.argsort(-scores, kind="stable").tolist()
    return order


def _standardised(scores: Floats) -> Floats:
    return np.asarray((scores - scores.mean()) / scores.std(), np.float32)


def _chances(scores: Floats) -> Floats:
    return np.array([0.5 * (1 + math.erf(z / math.sqrt(2))) for z in _standardised(scores)], np.float32)


def without(arguments: argparse.Namespace) -> None:
    """Print the effect of an unwanted thing on the first twenty photos."""
    trials = Trials(gather(arguments))
    folds = trials.described_folds(kept_training(Recipe(passes=arguments.passes, seeds=1), arguments.seed))
    pools = [Pool.of(trials, fold) for fold in folds]
    queries = without_queries(trials, folds)
    pairs = {(query.wanted, query.unwanted) for query in queries}
    print(f"{len(queries)} queries of {len(pairs)} pairs")
    rows = {}
    for way in ("A alone", "A without B", "plain difference"):
        figures = np.array([_shares(_first(pools[query.pool], query, way), query) for query in queries])
        rows[way] = np.mean([figures[at].mean(axis=0) for at in _of_pairs(queries)], axis=0)
    alone = rows["A alone"]
    for way, (unwanted, wanted, recalled) in rows.items():
        print(
            f"{way:20}share of B {unwanted:.3f} ({unwanted / alone[0] - 1:+.1%})  share of A {wanted:.3f}"
            f" ({wanted - alone[1]:+.3f})  recall of A without B {recalled:.3f} ({recalled - alone[2]:+.3f})"
        )


def _of_pairs(queries: list[Without]) -> list[list[int]]:
    """Return the indices of the queries of each pair."""
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for at, query in enumerate(queries):
        found[query.wanted, query.unwanted].append(at)
    return list(found.values())


def _first(pool: Pool, query: Without, way: str) -> list[int]:
    wanted, unwanted = pool.term(query.wanted), pool.term(query.unwanted, -1.0)
    if way == "plain difference":
        return _best_first(pool.photos @ (wanted.vector - unwanted.vector))[:_FIRST]
    return pool.order([wanted] if way == "A alone" else [wanted, unwanted])[:_FIRST]


def _shares(first: list[int], query: Without) -> tuple[float, float, float]:
    right = query.shows_wanted & ~query.mentions_unwanted
    return (
        float(query.mentions_unwanted[first].mean()),
        float(query.mentions_wanted[first].mean()),
        float(right[first].sum() / min(_FIRST, int(right.sum()))),
    )


def _embed(library: Library, encoder: str, ids: list[int], known: tuple[Floats, Floats]) -> None:
    """Give synthetic photos the vectors of real ones, so that they can be examples."""
    holes = ", ".join("?" * len(ids))
    rows = library.db.execute(f"SELECT id, image_hash FROM photos WHERE id IN ({holes}) ORDER BY id", ids).fetchall()
    embedded = [Embedded(id_, image, meaning, look) for (id_, image), meaning, look in zip(rows, *known, strict=False)]
    vectors.store(library, encoder, embedded)


def speed(arguments: argparse.Namespace) -> None:
    """Print milliseconds of composed queries in a grown library, without drawing."""
    from photon.app.encoding.encoder_client import SubprocessEncoder
    from photon.app.runtime.decoders import Decoders
    from photon.app.search.examples import ExamplePictures
    from photon.app.search.query_service import QueryService
    from photon.media.read.reading import read

    encoder, decoders = SubprocessEncoder(), Decoders(1)
    with open_library(arguments.library, writable=False) as real:
        seen, known = vectors.meanings(real, encoder.id)
        order, looks = vectors.looks_of(real, encoder.id, seen[:_EXAMPLES].tolist())
        looks = looks[np.argsort(order)]
    index = VectorIndex(encoder.dimension)
    with tempfile.TemporaryDirectory() as place, open_library(Path(place, "library"), writable=True) as library:
        ids = fill(library, Path(place, "Pictures"), realistic(arguments.photos, 3))
        index.add(ids, grow(known, len(ids)))
        _embed(library, encoder.id, ids[:_EXAMPLES], (known, looks))
        finding = QueryService(
            encoder, lambda _: index, ExamplePictures(lambda path: decoders.run(read, path)), lambda _: None
        )
        finding.warm_up(library)
        print(f"{len(index):,} photos")

        def ask(query: Query) -> None:
            finding.search(library, replace(query, top=400))

        changes = ("on the beach", "at night", "in the snow", "with two dogs", "in black and white")
        both = [Query.build(changes[at % 5], likes=(Like(photo=photo),)) for at, photo in enumerate(ids[:_EXAMPLES])]
        less = [replace(query, parts=(*query.parts, QueryWords("people", unwanted=True))) for query in both]
        kept = [replace(query, parts=(*query.parts, Filter("date", "2015..2019"))) for query in less]
        either = [parse(f"(beach OR lake OR snow) {text}").query for text in QUESTIONS[:40]]
        moved = [replace(both[1], balance=step / 60, strength=1 + step / 60) for step in range(60)]
        for name, queries in (
            ("photo and words, new", both),
            ("the same again", both),
            ("a slider that is moved", moved),
            ("photo, words, less people", less),
            ("the same in five of twenty years", kept),
            ("three alternatives and words", either),
        ):
            middle, worst = middle_and_p95(queries, ask)
            print(f"{name:36}median {middle:.0f} ms, p95 {worst:.0f} ms of {len(queries)}")
    encoder.close()


if __name__ == "__main__":
    main()
