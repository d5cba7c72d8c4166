"""From a score to a probability: how far a hit must stand out from the library's other photos."""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from lab.starter.starter_data import IntArray
from lab.starter.starter_figures import Fold, Trials

FloatArray = npt.NDArray[np.float64]
Truth = npt.NDArray[np.bool_]

_SENTENCE = "there is a {}"  # prompt for a bare word
_AGREED = 2  # captions of five that must name a thing for the photo to count as showing it
_FEWEST = 3  # minimum photos of the fold that show it
_LOW = 0.1587  # quantile one standard deviation below the median


@dataclass(frozen=True)
class Curve:
    """A logistic curve over z, and how well z separates right from wrong.

    Attributes:
        centre: z of probability one half.
        slope: Steepness.
        area: AUROC.
    """

    centre: float
    slope: float
    area: float

    def __str__(self) -> str:
        """Format a row of the card."""
        return f"AUROC {self.area:.3f}  P = 1 / (1 + exp(-{self.slope:.2f} (z - {self.centre:.2f})))"


def area_under(scores: FloatArray, good: Truth) -> float:
    """Return the AUROC: the probability that a positive scores above a negative.

    Args:
        scores: float32 (n,).
        good: bool (n,).
    """
    ranks = np.empty(len(scores))
    ranks[np.argsort(scores, kind="stable")] = np.arange(1, len(scores) + 1)
    many, few = int(good.sum()), int((~good).sum())
    return float((ranks[good].sum() - many * (many + 1) / 2) / (many * few))


def fit_curve(scores: FloatArray, good: Truth) -> Curve:
    """Fit the logistic curve P(good | score) with Newton's method.

    Args:
        scores: float32 (n,).
        good: bool (n,).
    """
    design = np.stack([scores, np.ones_like(scores)], axis=1)
    weights = np.zeros(2)
    for _ in range(50):
        chance = 1 / (1 + np.exp(-design @ weights))
        slope = design.T @ (good - chance) - 1e-3 * weights
        bend = (design * (chance * (1 - chance))[:, None]).T @ design + 1e-3 * np.eye(2)
        weights = weights + np.linalg.solve(bend, slope)
    return Curve(float(-weights[1] / weights[0]), float(weights[0]), area_under(scores, good))


def z_scores(scores: FloatArray) -> FloatArray:
    """Standardise each row by median and deviation of its lower half.

    If a third of the library shows the thing, mean and deviation would be those of the hits, and nothing would stand
    out. The lower half consists of photos that do not show it.

    Args:
        scores: float32 (queries, photos).

    Returns:
        float32 (queries, photos).
    """
    middle = np.median(scores, axis=1, keepdims=True)
    spread: FloatArray = middle - np.quantile(scores, _LOW, axis=1, keepdims=True)
    return (scores - middle) / spread


def best_of_captions(trials: Trials, folds: list[Fold]) -> Curve:
    """Fit P(the best hit is the caption's own photo) by the best z."""
    best, right = [], []
    for fold in folds:
        photos, words, owner = trials.captions_of(fold)
        z = z_scores((words @ photos.T).astype(np.float64))
        best.append(z.max(axis=1))
        right.append(z.argmax(axis=1) == owner)
    return fit_curve(np.concatenate(best), np.concatenate(right))


def everyday_words(trials: Trials, folds: list[Fold]) -> tuple[Curve, float, float]:
    """Fit P(a photo shows a thing) by its z, for the things that captions of held-out photos name.

    A photo shows what two of its captions name, and does not show what none names; things named once are ignored.

    Returns:
        The curve, and the mean average precision of the bare word and of the word as a sentence.
    """
    values, truths = [], []
    precisions: dict[str, list[float]] = {"{}": [], _SENTENCE: []}
    texts = trials.material.texts
    for fold in folds:
        photos, _, _ = trials.captions_of(fold)
        words, counts = _things(trials, fold.held)
        for form, found in precisions.items():
            vectors = fold.adapter.join_texts(texts([form.format(word) for word in words]))
            scores = (vectors @ photos.T).astype(np.float64)
            found += [_precision(row, count >= _AGREED) for row, count in zip(scores, counts, strict=True)]
        clear = counts != 1
        values.append(z_scores(scores)[clear])
        truths.append((counts >= _AGREED)[clear])
    curve = fit_curve(np.concatenate(values), np.concatenate(truths))
    bare, sentence = (float(np.mean(found)) for found in precisions.values())
    return curve, bare, sentence


def _things(trials: Trials, held: IntArray) -> tuple[list[str], IntArray]:
    """Return the nouns in a fold's captions, and how many captions of each photo name each: int64 (nouns, photos)."""
    captioned, words = trials.material.captioned, trials.material.words
    place = {photo: position for position, photo in enumerate(held.tolist())}
    counts: dict[str, IntArray] = defaultdict(lambda: np.zeros(len(held), np.int64))
    for caption, photo in zip(captioned.captions, captioned.owner.tolist(), strict=True):
        for noun in words.nouns(caption) if photo in place else ():
            if not noun.endswith("ing"):
                counts[noun][place[photo]] += 1
    kept = [noun for noun, count in counts.items() if (count >= _AGREED).sum() >= _FEWEST]
    return kept, np.stack([counts[noun] for noun in kept])


def _precision(scores: FloatArray, good: Truth) -> float:
    """Return the average precision of a ranking."""
    hits = good[np.argsort(-scores)]
    return float((np.cumsum(hits) / np.arange(1, len(hits) + 1))[hits].mean())
