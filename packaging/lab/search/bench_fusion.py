r"""Measure search by names and dates, and its fusion with image-text similarity.

    python -m lab.search.bench_fusion names [--photos 2400]       typed file names that come first
    python -m lab.search.bench_fusion speed LIBRARY [--photos 100000]
                                                                 p95 of a fused query, with FTS and encoder
    python -m lab.search.bench_fusion captions --wordnet DICT --captions captions.csv --captioned-photos FOLDER \
        [--labels labels.csv --labelled-photos FOLDER --sentences one.txt …]
                                                                 effect of fusion on caption queries

``captions`` queries each caption in pools of 200 photos by similarity alone, by fusion and by reciprocal rank fusion,
with the photos in realistic folders and in folders named after random things from captions. The shipped adapter has
SEEN the photos; with labels, an adapter per pool is trained without them.
"""

import argparse
import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import numpy.typing as npt
from lab.search.fusion_library import Told, adversarial, fill, realistic
from lab.speed.bench import QUESTIONS, grow, middle_and_p95
from lab.starter.starter_data import IntArray, read_captioned, read_labelled, read_sentences
from lab.starter.starter_figures import Fold, Trials, split
from lab.starter.starter_towers import Towers
from lab.starter.starter_words import WordNet
from lab.starter.starter_yardstick import everyday, with_curves

from photon.domain import Query
from photon.domain.query.periods import MONTHS
from photon.index import VectorIndex
from photon.library import Library, open_library
from photon.library.vectors import vectors
from photon.resource_files import resource
from photon.search.fusion import Meaning, fuse
from photon.search.query_language import parse
from photon.search.ranking import Term, rank
from photon.search.score_calibrator import ScoreCalibrator
from photon.search.term_matches import coverage, match_terms
from photon.vision.kit.adapter import read_adapter
from photon.vision.starter.query_sentence import is_sentence
from photon.vision.starter.starter import calibration

Floats = npt.NDArray[np.float32]
_RRF = 60  # Cormack, Clarke & Büttcher 2009


def main() -> None:
    """Parse the arguments and run one measurement."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(required=True)
    command = commands.add_parser("names")
    command.set_defaults(function=names)
    command.add_argument("--photos", type=int, default=2400)
    command = commands.add_parser("speed")
    command.set_defaults(function=speed)
    command.add_argument("library", type=Path)
    command.add_argument("--photos", type=int, default=100_000)
    command = commands.add_parser("captions")
    command.set_defaults(function=captions)
    for name in ("wordnet", "captions", "captioned-photos"):
        command.add_argument(f"--{name}", type=Path, required=True)
    for name in ("labels", "labelled-photos"):
        command.add_argument(f"--{name}", type=Path)
    command.add_argument("--sentences", type=Path, nargs="*", default=[])
    command.add_argument("--passes", type=int, default=100)
    arguments = parser.parse_args()
    arguments.function(arguments)


@contextmanager
def _library(told: list[Told]) -> Iterator[tuple[Library, list[int]]]:
    """Yield a library of synthetic photos, and their ids."""
    with tempfile.TemporaryDirectory() as place, open_library(Path(place, "library"), writable=True) as library:
        yield library, fill(library, Path(place, "Pictures"), told)


def names(arguments: argparse.Namespace) -> None:
    """Print the share of file names, with and without extension, that come first when typed; a sixth is difficult."""
    told = realistic(arguments.photos, 1) + _nasty(arguments.photos // 5)
    rng = np.random.default_rng(0)
    random_vectors = rng.normal(size=(len(told), 384)).astype(np.float32)
    random_vectors /= np.linalg.norm(random_vectors, axis=1, keepdims=True)
    with _library(told) as (library, ids):
        index = VectorIndex.exact(np.array(ids, np.int64), random_vectors)
        first, asked = Counter[str](), Counter[str]()
        for photo, one in zip(ids, told, strict=True):
            name = one.relative.rpartition("/")[2]
            for kind, typed in (("name", name), ("stem", name.rpartition(".")[0]), ("upper case", name.upper())):
                query = parse(typed).query
                term = Term(random_vectors[rng.integers(len(told))])
                fused = fuse(library, query, Meaning(index, [term] if query.words else []))
                asked[kind] += 1
                first[kind] += photo in fused.photos[: fused.filename_matches].tolist() and bool(fused.scores[0] > 0.99)
    for kind, count in asked.items():
        print(f"{kind}: {first[kind]:,} of {count:,} come first ({first[kind] / count:.2%})")


def _nasty(count: int) -> list[Told]:
    """Return names with punctuation, operators, quotes and scripts of all kinds."""
    chance = random.Random(2)  # noqa: S311 - not a secret
    pieces = (
        "a B 7 photo - -- _ . , ; : ! ? * ( ) [ ] { } ^ ~ + & % $ # @ = ' \" “ ” « AND OR NOT NEAR("
        " name: é ß 東京 фото 🎉"
    )
    told: dict[str, Told] = {}
    while len(told) < count:
        parts = chance.choices(pieces.split(" "), k=chance.randint(2, 6))
        name = chance.choice(("", " ")).join(parts).strip()
        if name.strip('"“”« .'):
            told[name.casefold()] = Told(f"nasty/{name}.jpg", "2020-01-01T00:00:00")
    return list(told.values())


def speed(arguments: argparse.Namespace) -> None:
    """Print the milliseconds of queries in a grown library with a full-text table of the same size."""
    from photon.app.encoding.encoder_client import SubprocessEncoder
    from photon.app.search.text_vectors import text_term

    encoder = SubprocessEncoder()
    with open_library(arguments.library, writable=False) as real:
        _, known = vectors.meanings(real, encoder.id)
    index = VectorIndex(encoder.dimension, exact_limit=0)
    began = time.perf_counter()
    with _library(realistic(arguments.photos, 3)) as (library, ids):
        print(f"words of {len(ids):,} photos: {time.perf_counter() - began:.0f} s with their rows")
        index.add(ids, grow(known, len(ids)))
        encoder.texts(["warm up"])

        def term(text: str) -> Term:
            return text_term(library, encoder, text, encoder.texts([text])[0])

        def by_meaning(text: str) -> None:
            rank(index, [term(text)], 400, yardstick=encoder.yardstick)

        def fused(text: str) -> None:
            query = parse(text, Query.build(top=400)).query
            fuse(library, query, Meaning(index, [term(query.words)] if query.words else [], encoder.yardstick))

        ends = (" june 2021", " summer canon", " lisbon 2019", " img 2041", "")
        texts = [text + ends[number % len(ends)] for number, text in enumerate(QUESTIONS * 3)]
        quoted = [f'"{end.strip()}" {text}' for end in ends[:3] for text in QUESTIONS[:20]]
        worst = [f"{month} jpg summer canon iphone {year}" for month in MONTHS[:6] for year in range(2010, 2020)]
        for name, ask, asked in (
            ("meaning alone", by_meaning, texts),
            ("fused", fused, texts),
            ("fused, quoted words", fused, quoted),
            ("fused, words that very many photos have", fused, worst),
        ):
            began = time.process_time()  # CPU time, which is more reliable on a busy machine
            times = middle_and_p95(asked, ask)
            spent = 1000 * (time.process_time() - began) / len(asked)
            print(
                f"{name}: median {times[0]:.1f} ms, p95 {times[1]:.1f} ms of {len(asked)}; {spent:.1f} ms of CPU each"
            )
    encoder.close()


def captions(arguments: argparse.Namespace) -> None:
    """Print the recall of caption queries by similarity alone and fused."""
    words = WordNet(arguments.wordnet)
    captioned = read_captioned(arguments.captions, arguments.captioned_photos)
    counted = Counter(noun for caption in captioned.captions for noun in words.nouns(caption))
    nouns = [noun for noun, _ in counted.most_common(150)]
    towers = Towers(2)
    shipped = read_adapter(resource("starter/adapter.safetensors"))
    features, texts = towers.images(captioned.files)[0], towers.texts(captioned.captions)
    pools = []
    for held in split(len(captioned.files)):
        chosen = np.flatnonzero(np.isin(captioned.owner, held))
        right = np.searchsorted(held, captioned.owner[chosen])
        asked = [captioned.captions[caption] for caption in chosen]
        photos, words_of = shipped.join_images(features[held]), shipped.join_texts(texts[chosen])
        pools.append((photos, words_of, right, asked, ScoreCalibrator(calibration())))
    _report("shipped adapter, SEEN photos", pools, nouns)
    if arguments.labels:
        _report("cross-fitted adapters, unseen photos", _cross_fitted(arguments, towers, words), nouns)


# photos, captions, each caption's photo, texts, calibration
_Pool = tuple[Floats, Floats, IntArray, list[str], ScoreCalibrator]


def _cross_fitted(arguments: argparse.Namespace, towers: Towers, words: WordNet) -> list[_Pool]:
    from lab.starter.starter_material import Material
    from lab.starter.starter_training import Recipe, train

    captioned = read_captioned(arguments.captions, arguments.captioned_photos)
    labelled = read_labelled(arguments.labels, arguments.labelled_photos)
    trials = Trials(Material(towers, words, captioned, labelled, read_sentences(arguments.sentences)))
    folds = trials.described_folds(lambda part: train(part, Recipe(passes=arguments.passes), 0))
    return [_held_out(trials, fold) for fold in folds]


def _held_out(trials: Trials, fold: Fold) -> _Pool:
    """Return a fold's photos, calibrated by the adapter's training data and the shipped curves."""
    captioned = trials.material.captioned
    photos, texts, right = trials.captions_of(fold)
    chosen = np.flatnonzero(np.isin(captioned.owner, fold.held))
    seen = np.setdiff1d(np.arange(len(captioned.files)), fold.held)
    own = with_curves(everyday(fold.adapter, trials, seen), calibration())
    return photos, texts, right, [captioned.captions[caption] for caption in chosen], ScoreCalibrator(own)


def _report(title: str, pools: list[_Pool], nouns: list[str]) -> None:
    """Print R@1 and R@10 of each ranking, for captions alone and with the photo's month."""
    print(f"{title}: {len(pools)} pools of {len(pools[0][0])}, {sum(len(pool[3]) for pool in pools):,} captions")
    told: tuple[tuple[str, Callable[[int, int], list[Told]]], ...] = (
        ("folders as people make them", realistic),
        ("folders of random caption nouns", lambda count, seed: adversarial(count, seed, nouns)),
    )
    for place, make in told:
        for ending in (False, True):
            ranks = [_ranks(pool, make(len(pool[0]), seed), with_month=ending) for seed, pool in enumerate(pools)]
            together = np.concatenate(ranks, axis=1)
            shares = [
                f"{way} R@1 {(row <= 1).mean():.3f} R@10 {(row <= 10).mean():.4f}"
                for way, row in zip(_WAYS, together, strict=True)
            ]
            print(f"  {place}, {'caption + month and year' if ending else 'caption'}: {'; '.join(shares)}", flush=True)


_WAYS = ("meaning", "fused", "reciprocal ranks")


def _ranks(pool: _Pool, told: list[Told], *, with_month: bool) -> IntArray:
    """Return the rank of each caption's photo by each method: int64 (3, captions)."""
    photos, texts, right, asked, yardstick = pool
    found = []
    with _library(told) as (library, ids):
        index = VectorIndex.exact(np.array(ids, np.int64), photos.astype(np.float32))
        for caption, vector, own in zip(asked, texts, right.tolist(), strict=True):
            year, month = told[own].taken[:4], MONTHS[int(told[own].taken[5:7]) - 1]
            asked_for = f"{caption} {month} {year}" if with_month else caption
            query = Query.build(words=asked_for, top=len(ids))  # quotes in a caption are not a filter
            term = Term(vector.astype(np.float32), sentence=is_sentence(caption))
            meaning = rank(index, [term], len(ids), yardstick=yardstick).photos
            fused = fuse(library, query, Meaning(index, [term], yardstick)).photos
            found.append(
                [order.tolist().index(ids[own]) + 1 for order in (meaning, fused, _rrf(library, query, meaning))]
            )
    return np.array(found, np.int64).T


def _rrf(library: Library, query: Query, meaning: IntArray) -> IntArray:
    """Return the reciprocal rank fusion of the order by meaning and the order by covered words."""
    covered = coverage(match_terms(library, query.words), meaning)
    place = np.empty(len(meaning))
    place[np.argsort(-covered, kind="stable")] = np.arange(1, len(meaning) + 1)
    scores = 1 / (_RRF + np.arange(1, len(meaning) + 1)) + np.where(covered > 0, 1 / (_RRF + place), 0)
    order: IntArray = meaning[np.argsort(-scores, kind="stable")]
    return order


if __name__ == "__main__":
    main()
