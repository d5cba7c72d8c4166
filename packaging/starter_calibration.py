"""From a score to a probability: how far above the library's other photos the best hit must stand."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from starter_data import IntArray
from starter_figures import Fold, Trials

FloatArray = npt.NDArray[np.float64]
Vectors = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Calibration:
    """Cross-fitted statistics of z, a score in standard deviations above the library's mean for its query.

    Attributes:
        match: Mean and standard deviation of z of a caption's own photo.
        other: The same of all other photos.
        best: Slope and intercept of the logistic that gives P(the best hit is right) from its z.
        area: AUROC of the best z for "the best hit is right".
        present: AUROC of the best z for "the library holds the photo at all".
    """

    match: tuple[float, float]
    other: tuple[float, float]
    best: tuple[float, float]
    area: float
    present: float


def area_under(scores: FloatArray, good: npt.NDArray[np.bool_]) -> float:
    """AUROC: the chance that a good one scores above a bad one."""
    order = np.argsort(scores, kind="stable")
    ranks = np.empty(len(scores))
    ranks[order] = np.arange(1, len(scores) + 1)
    many, few = int(good.sum()), int((~good).sum())
    return float((ranks[good].sum() - many * (many + 1) / 2) / (many * few))


def fit_logistic(scores: FloatArray, good: npt.NDArray[np.bool_]) -> tuple[float, float]:
    """Slope and intercept of P(good | score), by Newton's method."""
    design = np.stack([scores, np.ones_like(scores)], axis=1)
    weights = np.zeros(2)
    for _ in range(50):
        chance = 1 / (1 + np.exp(-design @ weights))
        slope = design.T @ (good - chance) - 1e-3 * weights
        bend = (design * (chance * (1 - chance))[:, None]).T @ design + 1e-3 * np.eye(2)
        weights = weights + np.linalg.solve(bend, slope)
    return float(weights[0]), float(weights[1])


def z_scores(scores: FloatArray) -> FloatArray:
    """Each row in standard deviations above its mean."""
    deviation: FloatArray = (scores - scores.mean(axis=1, keepdims=True)) / scores.std(axis=1, keepdims=True)
    return deviation


def calibrate(trials: Trials, folds: list[Fold], *, by_names: bool) -> Calibration:
    """Measures z over held-out folds: captions, or names of unseen classes."""
    own, others, best, right, present, there = [], [], [], [], [], []
    for fold in folds:
        photos, words, owner = trials.captions_of(fold) if not by_names else _named(trials, fold)
        z = z_scores((words @ photos.T).astype(np.float64))
        mine = np.zeros(z.shape, bool)
        mine[np.arange(len(owner)), owner] = True
        own.append(z[mine])
        others.append(z[~mine])
        best.append(z.max(axis=1))
        right.append(z.argmax(axis=1) == owner)
        half = photos[::2]  # a library that lacks every second photo
        present.append(z_scores((words @ half.T).astype(np.float64)).max(axis=1))
        there.append(owner % 2 == 0)
    match, other, top = (np.concatenate(parts) for parts in (own, others, best))
    hit = np.concatenate(right)
    return Calibration(
        (float(match.mean()), float(match.std())),
        (float(other.mean()), float(other.std())),
        fit_logistic(top, hit),
        area_under(top, hit),
        area_under(np.concatenate(present), np.concatenate(there)),
    )


def _named(trials: Trials, fold: Fold) -> tuple[Vectors, Vectors, IntArray]:
    photos, words = trials.names_of(fold)
    return photos, words, np.arange(len(words))
