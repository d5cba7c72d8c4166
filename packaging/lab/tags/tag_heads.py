"""Fit regressions on visual features for frequent tags, and the curve that weighs them against the caption memory.

Curve and regressions are fitted to all sources with the same weight. Regressions are too sure of photos that they were
fitted to, so the curve sees each labelled source by regressions that were fitted without it, and captioned photos by
folds.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import torch
from lab.tags.mixed_truth import MixedTruth
from torch.nn.functional import binary_cross_entropy_with_logits

from photon.annotate.tags.tag_choice import TagChoice
from photon.annotate.tags.tag_scores import StoredVectors, TagScores
from photon.domain.arrays import Floats, Ids, Truth
from photon.vision.kit.adapter import LOOK_SCALE

_FOLDS, _SEED = 3, 1
_FEWEST = 60  # photos that show a tag, so that it gets a regression
_SIZE = np.float32(LOOK_SCALE / 3)  # features are about 1 then
_PENALTY, _STEPS = 1e-3, 60
_LEAST = -3.0  # log-odds of a candidate that the curve is fitted to
_CURVE_PENALTY = 0.1
UNKNOWN = (-1.5, 1.0)  # of tags that the memory does not know: not fitted, because few of them are judged


@dataclass(frozen=True)
class MixedSource:
    """Photos with what they show and what is stored about them."""

    truth: MixedTruth
    seen: StoredVectors

    def some(self, rows: Truth) -> "MixedSource":
        """Return some of the photos, for training: without classes."""
        part = replace(self.truth, marks=self.truth.marks[rows], somebody=self.truth.somebody[rows])
        return MixedSource(part, replace(self.seen, looks=self.seen.looks[rows]))


def headed_tags(sources: Sequence[MixedSource], usable: Truth) -> Ids:
    """Return the tags that enough photos show: int64 (h,)."""
    return np.flatnonzero(usable & (sum((one.truth.marks > 0).sum(axis=0) for one in sources) >= _FEWEST))


def fit_heads(sources: Sequence[MixedSource], tags: Ids) -> Floats:
    """Fit a logistic regression for each tag, and one for people: float32 (1281, h + 1)."""
    sources = [one for one in sources if len(one.seen.looks)]
    marks = np.concatenate([_marks(one, tags) for one in sources])
    looks = torch.from_numpy(np.concatenate([one.seen.looks for one in sources]) * _SIZE)
    weights = np.concatenate([np.full(len(one.seen.looks), len(one.seen.looks) ** -0.5) for one in sources])
    known = torch.from_numpy(((marks != 0) * weights[:, None]).astype(np.float32))
    known /= known.sum(dim=0).clamp(min=1e-6)
    right = torch.from_numpy((marks > 0).astype(np.float32))
    slopes = torch.zeros(looks.shape[1], right.shape[1], requires_grad=True)
    shifts = torch.zeros(right.shape[1], requires_grad=True)
    optimizer = torch.optim.LBFGS([slopes, shifts], max_iter=_STEPS, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        each = binary_cross_entropy_with_logits(looks @ slopes + shifts, right, reduction="none")
        total = (each * known).sum() + _PENALTY * (slopes**2).sum()
        total.backward()  # type: ignore[no-untyped-call]
        return total

    optimizer.step(loss)  # type: ignore[no-untyped-call]
    return np.concatenate([slopes.detach().numpy() * _SIZE, shifts.detach().numpy()[None]])


def unseen_heads(sources: Sequence[MixedSource], tags: Ids) -> list[Floats]:
    """Return the regressions' log-odds for each source, by those that have not seen its photos: float32 (n, h + 1)."""
    found = []
    for at, one in enumerate(sources):
        others = [*sources[:at], *sources[at + 1 :]]
        fold = np.zeros(len(one.seen), np.int64)
        if not one.truth.labels:
            fold = np.random.default_rng(_SEED).integers(_FOLDS, size=len(fold))
        odds = np.zeros((len(one.seen), len(tags) + 1), np.float32)
        for number in np.unique(fold):
            heads = fit_heads([*others, one.some(fold != number)], tags)
            odds[fold == number] = one.seen.looks[fold == number] @ heads[:-1] + heads[-1]
        found.append(odds)
    return found


def fit_choice(sources: Sequence[MixedSource], odds: Sequence[Floats], scores: TagScores, choice: TagChoice) -> Floats:
    """Fit the curve of certainty: float32 (12,).

    Args:
        sources: The photos.
        odds: What ``unseen_heads`` says of each source.
        scores: Scores of the vocabulary.
        choice: Features of the vocabulary.
    """
    rows, right, weights = [], [], []
    for one, said in zip(sources, odds, strict=True):
        weighed = replace(scores.weigh(one.seen), heads=_hidden_last(said), somebody=said[:, -1])
        logits = scores.logits(weighed)
        places = choice.candidates(logits, np.zeros(logits.shape[1], bool))
        features = choice.features(logits, places, scores, weighed)
        marks = np.take_along_axis(one.truth.marks, places, axis=1)
        used = (marks != 0) & (features[:, :, 0] > 0) & (np.take_along_axis(logits, places, axis=1) > _LEAST)
        rows.append(features[used])
        right.append(marks[used] > 0)
        weights.append(np.full(int(used.sum()), 1 / max(1, int(used.sum()))))
    curve = _logistic(np.concatenate(rows).astype(np.float64), np.concatenate(right), np.concatenate(weights))
    curve[2:4] = UNKNOWN
    return curve.astype(np.float32)


def _marks(source: MixedSource, tags: Collection[int]) -> npt.NDArray[np.int8]:
    return np.concatenate([source.truth.marks[:, list(tags)], source.truth.somebody[:, None]], axis=1)


def _hidden_last(odds: Floats) -> Floats:
    return np.concatenate([odds[:, :-1], np.zeros((len(odds), 1), np.float32)], axis=1)


def _logistic(rows: npt.NDArray[np.float64], right: Truth, weights: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Fit a logistic regression by Newton's method."""
    weights = weights * len(weights) / weights.sum()
    curve = np.zeros(rows.shape[1])
    for _ in range(30):
        chances = 1 / (1 + np.exp(-rows @ curve))
        bend = rows.T @ (rows * (weights * chances * (1 - chances))[:, None]) + _CURVE_PENALTY * np.eye(len(curve))
        curve -= np.linalg.solve(bend, rows.T @ (weights * (chances - right)) + _CURVE_PENALTY * curve)
    return curve
