r"""Measure learned tags as names in queries: five photos of a group that the encoder's adapter never saw, as "my:x".

    python -m lab.search.bench_concepts --wordnet DICT --captions captions.csv --captioned-photos FOLDER \
        --labels labels.csv --labelled-photos FOLDER --sentences one.txt …

Groups are WordNet subtrees with at least eight labelled photos in a fold of classes, and things that two captions name
in at least eight photos of a fold of captioned photos. Five random photos of a group are the examples; the pool is the
rest of the fold, without photos for which it is unknown whether they belong. R@10 is the fraction of the group's other
photos among the first ten, divided by the maximum (min(10, their number)), averaged over draws, then over groups, then
over the two kinds of fold.

What is compared: the name x itself (a pet's or a person's), the group's own word, the next more general word (what a
person would answer to "what is it?"), the means of the five meaning and look vectors, and what
``photon.annotate.tags.teaching`` learns without a kind, with the general and with the own word as kind; and the same
without the kinds that the encoder names by itself, which were trained on these labels. In sentences, the group with
another noun of the captions: relevant are photos that show both.
"""

import argparse
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
from lab.starter.held_photos import NAMES, Held
from lab.starter.starter_figures import Trials
from lab.starter.starter_judged import Judged
from lab.starter.starter_kept import kept_training
from lab.starter.starter_training import Recipe
from lab.starter.train_starter import gather
from lab.tags.taught_trials import Trial, named

from photon.search.learned_names import inject

Floats = npt.NDArray[np.float32]
Truth = npt.NDArray[np.bool_]

_EXAMPLES, _DRAWS, _FIRST = 5, 8, 10
_WITH_CONTEXT = 3  # minimum photos that show both, in addition to the examples


def main() -> None:
    """Parse the arguments and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("wordnet", "captions", "captioned-photos", "labels", "labelled-photos"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--sentences", type=Path, nargs="+", required=True)
    parser.add_argument("--threads", type=int, default=1)
    trials = Trials(gather(parser.parse_args()))
    fit = kept_training(Recipe())
    described = [Held(trials, fold, named=False) for fold in trials.described_folds(fit)]
    named = [Held(trials, fold, named=True) for fold in trials.named_folds(fit)]
    report("groups", {"caption concepts": described, "WordNet subtrees": named}, _alone)
    calibration([*described, *named])
    report("in sentences", {"caption concepts": described}, _with_context)


Scored = Iterator[tuple[str, Floats, Truth, Truth]]  # way, scores, relevant photos, photos of the pool
Ask = Callable[[Held, Judged, npt.NDArray[np.int64], int], Scored]


def _alone(held: Held, group: Judged, taught: npt.NDArray[np.int64], draw: int) -> Scored:
    seen = held.seen
    pool = ~group.unclear
    pool[taught] = False
    own, general = held.text(group.text), held.text(held.general(group.text))
    ways = {
        "the name x": seen.meanings @ held.text(NAMES[draw % len(NAMES)]),
        "the general word": seen.meanings @ general,
        "the group's own word": seen.meanings @ own,
        "mean of meaning vectors": seen.meanings @ seen.meanings[taught].mean(axis=0),
        "mean of look vectors": seen.looks @ seen.looks[taught].mean(axis=0),
    }
    kinds = {"without a kind": None, "with the general word": held.general(group.text), "with its own word": group.text}
    for way, kind in kinds.items():
        trial = _trial(held, group, kind)
        ways[f"my:x {way}"] = trial.taught(taught).z(seen)
        ways[f"my:x {way}, no kinds of the encoder"] = replace(trial, families=None).taught(taught).z(seen)
    for way, scores in ways.items():
        yield way, scores, group.shows, pool


def _trial(held: Held, group: Judged, kind: str | None) -> Trial:
    return Trial(held, group, None if kind is None else named(held, kind), held.families)


def _with_context(held: Held, group: Judged, taught: npt.NDArray[np.int64], draw: int) -> Scored:
    seen = held.seen
    kinds = {"general": held.general(group.text), "own": group.text}
    scores = {sort: _trial(held, group, kind).taught(taught) for sort, kind in kinds.items()}
    for other in held.things:
        both, pool = group.shows & other.shows, ~(group.unclear | other.unclear)
        pool[taught] = False
        if other.text == group.text or (both & pool).sum() < _WITH_CONTEXT or (both == group.shows).all():
            continue
        context = seen.meanings @ held.text(other.text)
        yield "x and a thing, as words", seen.meanings @ held.text(f"{NAMES[draw]} and {other.text}"), both, pool
        for sort, score in scores.items():
            spoken = held.text(f"{kinds[sort]} and {other.text}")
            z, sentence = score.z(seen), seen.meanings @ spoken
            ways = {
                "word and thing, as words": sentence,
                "my:x alone": z,
                "sentence moved": seen.meanings @ inject(spoken, [score.direction]),
                "sentence z + taught z": _standard(sentence) + _standard(z),
                "thing z + taught z": _standard(context) + _standard(z),
                "thing z + sentence z + taught z": _standard(context) + _standard(sentence) + _standard(z),
            }
            for way, found in ways.items():
                yield f"{sort} word: {way}", found, both, pool


def report(title: str, sorts: dict[str, list[Held]], ask: Ask) -> None:
    """Print R@10 of each method, for each kind of groups and their mean."""
    print(f"{title}: R@10 of {', '.join(sorts)}, mean")
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for sort, folds in sorts.items():
        shares: dict[str, dict[tuple[int, int], list[float]]] = defaultdict(lambda: defaultdict(list))
        for number, held in enumerate(folds):
            random = np.random.default_rng(number)
            for place, group in enumerate(held.groups):
                for draw in range(_DRAWS):
                    taught = random.choice(np.flatnonzero(group.shows), _EXAMPLES, replace=False)
                    for way, scores, relevant, pool in ask(held, group, taught, draw):
                        shares[way][number, place].append(_recall(scores, relevant & pool, pool))
        print(f"  {sort}: {len(next(iter(shares.values())))} groups, {_DRAWS} draws each")
        for way, groups in shares.items():
            found[way][sort] = float(np.mean([np.mean(draws) for draws in groups.values()]))
    for way, row in found.items():
        told = "  ".join(f"{row[sort]:.3f}" for sort in sorts)
        print(f"  {way:<48} {told}  {np.mean(list(row.values())):.3f}", flush=True)


def calibration(folds: list[Held]) -> None:
    """Print predicted against true probabilities for the group's other photos."""
    told, true = [], []
    for number, held in enumerate(folds):
        random, seen = np.random.default_rng(number), held.seen
        for group in held.groups:
            taught = random.choice(np.flatnonzero(group.shows), _EXAMPLES, replace=False)
            pool = ~group.unclear
            pool[taught] = False
            score = _trial(held, group, held.general(group.text)).taught(taught)
            odds = score.odds(score.z(seen))
            told.append(1 / (1 + np.exp(-odds[pool])))
            true.append(group.shows[pool])
    chances, shown = np.concatenate(told), np.concatenate(true)
    print(f"chances: mean {chances.mean():.3f}, share that shows it {shown.mean():.3f}")
    for low, high in ((0.0, 0.1), (0.1, 0.3), (0.3, 0.5), (0.5, 0.7), (0.7, 0.9), (0.9, 1.01)):
        inside = (chances >= low) & (chances < high)
        print(f"  {low:.1f} to {min(high, 1):.1f}: {inside.sum():>6,} photos, {shown[inside].mean():.2f} show it")


def _recall(scores: Floats, relevant: Truth, pool: Truth) -> float:
    places = np.flatnonzero(pool)
    first = places[np.argsort(-scores[places], kind="stable")[:_FIRST]]
    return float(relevant[first].sum() / min(_FIRST, int(relevant.sum())))


def _standard(scores: Floats) -> Floats:
    return np.asarray((scores - scores.mean()) / scores.std(), np.float32)


if __name__ == "__main__":
    main()
