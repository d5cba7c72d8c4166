r"""Measure the caption audit: planted errors on held-out photos of the encoder's adapter.

    python -m lab.captions.bench_audit --wordnet DICT --captions captions.csv --captioned-photos FOLDER \
        --labels labels.csv --labelled-photos FOLDER --sentences one.txt …

Each photo of a fold has one of its captions; half of the photos get an error instead:

- *another photo's*: the caption of a random photo of the fold;
- *of a photo alike*: a caption of one of the ten most similar photos;
- *one wrong word*: its own caption, with one thing replaced by another that captions name;
- *one wrong sentence*: three captions, the last of which is another photo's.

AUROC is the probability that a wrong caption is more doubtful than a right one (0.5 by chance); the simplest baseline
is the cosine. The weights of the audit are those in the code, fitted on all folds, and ("cross-fitted") those of the
other folds. Both are fitted to the first three kinds of errors together, with half the weight for one wrong word: with
more, captions of other photos are detected less well. Intervals are over folds and draws. With one planted error among
twenty captions, the errors among the first ten are counted.
"""

import argparse
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from lab.starter.starter_figures import Fold, Trials
from lab.starter.starter_kept import kept_training
from lab.starter.starter_training import Recipe
from lab.starter.train_starter import gather

from photon.annotate.captions.caption_audit import (
    Captioned,
    ScoreBackground,
    Standing,
    audit,
    features,
    sentences_of,
    texts_of,
)
from photon.annotate.tags.visual_words import visual_words
from photon.annotate.tags.vocabulary_file import everyday
from photon.vision.kit.adapter import normalise
from photon.vision.starter.query_sentence import as_sentence

Floats = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.float64]
Truth = npt.NDArray[np.bool_]
Plant = Callable[["_Held", int, np.random.Generator], str]

_DRAWS, _ALIKE, _RARE, _FIRST = 5, 10, 20, 10


def main() -> None:
    """Parse the arguments and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("wordnet", "captions", "captioned-photos", "labels", "labelled-photos"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--sentences", type=Path, nargs="+", required=True)
    parser.add_argument("--threads", type=int, default=1)
    trials = Trials(gather(parser.parse_args()))
    read = _Read(trials)
    report([_Held(trials, fold, read) for fold in trials.described_folds(kept_training(Recipe()))])


class _Read:
    """Sentence embeddings of texts, before any adapter; cached."""

    def __init__(self, trials: Trials) -> None:
        self._texts = trials.material.texts
        self._known: dict[str, Floats] = {}
        captions = trials.material.captioned.captions
        self([*captions, *map(_as_sentence, captions), *(entry.name for entry in everyday().entries)])

    def __call__(self, texts: list[str]) -> Floats:
        """Return the embeddings float32 (n, 384)."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            self._known.update(zip(new, self._texts([as_sentence(text) for text in new]), strict=True))
        return np.stack([self._known[text] for text in texts])


class _Held:
    """The photos of a fold as its adapter encodes them, with their captions."""

    def __init__(self, trials: Trials, fold: Fold, read: _Read) -> None:
        material = trials.material
        pooled = material.photos[0, fold.held]
        self.meanings = fold.adapter.join_images(pooled)
        looks = normalise(pooled)
        alike = looks @ looks.T
        np.fill_diagonal(alike, -1)
        self.alike = np.argsort(-alike, axis=1)[:, :_ALIKE]
        every = material.captioned
        self.captions = [
            [every.captions[row] for row in np.flatnonzero(every.owner == photo)] for photo in fold.held.tolist()
        ]
        self._read, self._fold = read, fold

    def vectors(self, texts: list[str]) -> dict[str, Floats]:
        """Encode texts: float32 (d,) each."""
        return dict(zip(texts, self._fold.adapter.join_texts(self._read(texts)), strict=True))


def _another(held: _Held, photo: int, random: np.random.Generator) -> str:
    other = (photo + 1 + int(random.integers(len(held.captions) - 1))) % len(held.captions)
    return str(random.choice(held.captions[other]))


def _alike(held: _Held, photo: int, random: np.random.Generator) -> str:
    return str(random.choice(held.captions[int(random.choice(held.alike[photo]))]))


def _wrong_word(held: _Held, photo: int, random: np.random.Generator) -> str:
    caption, vocabulary = str(random.choice(held.captions[photo])), everyday()
    words = visual_words(caption, vocabulary)
    other = visual_words(_another(held, photo, random), vocabulary)
    said = {word for text in held.captions[photo] for word in (one.place for one in visual_words(text, vocabulary))}
    fresh = [one.place for one in other if one.place not in said]
    if not words or not fresh:
        return _wrong_word(held, photo, random)
    word = words[int(random.integers(len(words)))]
    name = vocabulary.entries[int(random.choice(fresh))].name
    return f"{caption[: word.start]}{name}{caption[word.end :]}"


def _wrong_sentence(held: _Held, photo: int, random: np.random.Generator) -> str:
    return f"{_sentences(held, photo, random, 2)} {_as_sentence(_another(held, photo, random))}"


def _right(held: _Held, photo: int, random: np.random.Generator) -> str:
    return str(random.choice(held.captions[photo]))


def _right_sentences(held: _Held, photo: int, random: np.random.Generator) -> str:
    return _sentences(held, photo, random, 3)


def _sentences(held: _Held, photo: int, random: np.random.Generator, count: int) -> str:
    some = random.choice(held.captions[photo], min(count, len(held.captions[photo])), replace=False)
    return " ".join(map(_as_sentence, some))


def _as_sentence(text: str) -> str:
    return f"{text.rstrip(' .')}."


ERRORS: dict[str, tuple[Plant, Plant]] = {
    "another photo's": (_another, _right),
    "of a photo alike": (_alike, _right),
    "one wrong word": (_wrong_word, _right),
    "one wrong sentence": (_wrong_sentence, _right_sentences),
}
_SINGLE = {"another photo's": 1.0, "of a photo alike": 1.0, "one wrong word": 0.5}
"""Errors in captions of one sentence, and their weights in the fit."""


@dataclass(frozen=True)
class Trial:
    """One draw of one fold.

    Attributes:
        fold: Its number.
        weight: Its weight in the fit.
        wrong: bool (n,), which captions are errors.
        scores: Scores by method, float64 (n,) each.
        facts: Features of the first sentence of each caption, float64 (n, 3), from ``features``.
    """

    fold: int
    weight: float
    wrong: Truth
    scores: dict[str, Numbers]
    facts: Numbers


def try_one(number: int, held: _Held, sort: str, draw: int, share: float = 0.5) -> Trial:
    """Plant errors of one kind in a fold and score every caption."""
    errors = ERRORS[sort]
    random, vocabulary = np.random.default_rng([number, draw]), everyday()
    wrong = random.random(len(held.captions)) < share
    captions = [errors[0 if bad else 1](held, photo, random) for photo, bad in enumerate(wrong)]
    captioned = [Captioned(at, text, held.meanings[at]) for at, text in enumerate(captions)]
    vectors = held.vectors(texts_of(captions, vocabulary))
    none = np.zeros((0, held.meanings.shape[1]), np.float32)
    background = ScoreBackground(held.meanings, none, none)
    doubts = {doubt.photo: doubt for doubt in audit(captioned, vectors, vocabulary, background)}
    parts = [sentences_of(text, vocabulary) for text in captions]
    said = [text[part.start : part.end] for text, some in zip(captions, parts, strict=True) for part in some]
    standing = Standing(vectors, vocabulary, background, said)
    facts = [
        features(one, some[0], standing) if some else (0.0, 0.0, 0.0)
        for one, some in zip(captioned, parts, strict=True)
    ]
    whole = held.vectors(list(dict.fromkeys(captions)))
    cosines = [float(whole[text] @ held.meanings[at]) for at, text in enumerate(captions)]
    told = [doubts.get(at) for at in range(len(captions))]  # captions that cannot be scored are not doubted
    chances = np.array([0.01 if doubt is None else doubt.doubt for doubt in told])
    better = np.array([0.0 if doubt is None else doubt.better for doubt in told])
    scores = {"the cosine": -np.array(cosines), "the share of photos that fit better": better, "the audit": chances}
    return Trial(number, _SINGLE.get(sort, 0.0), wrong, scores, np.array(facts))


def report(folds: list[_Held]) -> None:
    """Print AUROC of each method and kind of error, the weights, and calibration."""
    trials = {
        name: [try_one(number, held, name, draw) for number, held in enumerate(folds) for draw in range(_DRAWS)]
        for name in ERRORS
    }
    single = [trial for name in _SINGLE for trial in trials[name]]
    weights = [fit_weights([trial for trial in single if trial.fold != number]) for number in range(len(folds))]
    print(f"weights (start, photos, captions, word): {np.round(fit_weights(single), 2).tolist()}")
    print("AUROC of doubts (a constant: 0.500)")
    for name, some in trials.items():
        found = defaultdict(list)
        for trial in some:
            for way, scores in trial.scores.items():
                found[way].append(auroc(scores, trial.wrong))
            if name in _SINGLE:
                found["the audit, cross-fitted"].append(
                    auroc(_with_one(trial.facts) @ weights[trial.fold], trial.wrong)
                )
        print(f"  {name}")
        for way, values in found.items():
            middle, half = np.mean(values), 1.96 * np.std(values) / len(values) ** 0.5
            print(f"    {way:<40} {middle:.3f} ± {half:.3f}", flush=True)
    _print_chances(single, weights)
    _print_rare(folds)


def fit_weights(trials: list[Trial]) -> Numbers:
    """Fit a logistic regression by Newton's method: intercept and one weight per feature."""
    facts = _with_one(np.concatenate([trial.facts for trial in trials]))
    wrong = np.concatenate([trial.wrong for trial in trials])
    counts = np.repeat([trial.weight for trial in trials], [len(trial.wrong) for trial in trials])
    weights = np.zeros(facts.shape[1])
    for _ in range(30):
        chances = 1 / (1 + np.exp(-facts @ weights))
        curve = facts.T @ (facts * (counts * chances * (1 - chances))[:, None]) + 0.01 * np.eye(len(weights))
        weights -= np.linalg.solve(curve, facts.T @ (counts * (chances - wrong)) + 0.01 * weights)
    return weights


def _print_chances(trials: list[Trial], weights: list[Numbers]) -> None:
    """Print the calibration of cross-fitted doubts, if half of the captions are wrong."""
    odds = np.concatenate([_with_one(trial.facts) @ weights[trial.fold] for trial in trials])
    chances = 1 / (1 + np.exp(-odds))
    wrong = np.concatenate([trial.wrong for trial in trials])
    bins = np.minimum((10 * chances).astype(int), 9)
    error = sum(
        (bins == one).mean() * abs(chances[bins == one].mean() - wrong[bins == one].mean())
        for one in range(10)
        if (bins == one).any()
    )
    skill = 1 - np.mean((chances - wrong) ** 2) / np.mean((wrong.mean() - wrong) ** 2)
    print(f"chances: calibration error {error:.3f}, Brier skill {skill:.3f} over the share of errors")


def _print_rare(folds: list[_Held]) -> None:
    """Print the errors among the first ten, if one caption of twenty is wrong."""
    found: dict[str, list[float]] = defaultdict(list)
    for number, held in enumerate(folds):
        for draw in range(_DRAWS):
            trial = try_one(number, held, "another photo's", 100 + draw, 1 / _RARE)
            found["by chance"].append(float(trial.wrong.mean()))
            for way, scores in trial.scores.items():
                found[way].append(float(trial.wrong[np.argsort(-scores, kind="stable")[:_FIRST]].mean()))
    print(f"share of errors among the first {_FIRST}, where one caption of {_RARE} is another photo's")
    for way, values in found.items():
        print(f"    {way:<40} {np.mean(values):.3f}", flush=True)


def auroc(scores: Numbers, wrong: Truth) -> float:
    """Return the probability that an error has the higher score; ties count half."""
    higher = (scores[wrong][:, None] > scores[~wrong][None, :]).mean()
    same = (scores[wrong][:, None] == scores[~wrong][None, :]).mean()
    return float(higher + same / 2)


def _with_one(facts: Numbers) -> Numbers:
    return np.concatenate([np.ones((len(facts), 1)), facts], axis=1)


if __name__ == "__main__":
    main()
