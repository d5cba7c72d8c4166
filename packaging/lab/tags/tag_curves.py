"""Fit calibration curves for tags: logistic regressions on few features, so that few photos suffice."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from photon.annotate.tags.tag_choice import TagChoice
from photon.annotate.tags.tag_scores import TagScores, Weighed

FloatArray = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]
Truth = npt.NDArray[np.bool_]

_EVERY = 8  # one in so many negative pairs is used
_LABELLED_PAIRS, _LABELLED_CHOICE = 0.5, 1.0  # weight of a labelled photo's pair, for the first and second curves


@dataclass(frozen=True)
class Curves:
    """The curves of ``TagKnowledge``."""

    seen: FloatArray
    unseen: FloatArray
    choice: FloatArray
    plain: FloatArray


NO_CURVES = Curves(*(np.zeros(count, np.float32) for count in (7, 6, 18, 4)))


@dataclass(frozen=True)
class Part:
    """Evidence for some photos, and their true tags.

    Attributes:
        scores: Scores by their adapter and a head trained without them.
        weighed: Evidence for the tags.
        shows: bool (n, t).
        trust: float32 (n, t), reliability of each label, 0..1; the first curves only use reliable ones.
        hidden: bool (t,), tags that are never suggested.
        is_labelled: Whether only one label per photo is known.
    """

    scores: TagScores
    weighed: Weighed
    shows: Truth
    trust: FloatArray
    hidden: Truth
    is_labelled: bool

    def features(self, places: npt.NDArray[np.int64], *, is_learned: bool) -> FloatArray:
        """Features of the curves ``seen`` or ``unseen``, float32 (n, t', 7 or 6)."""
        z, own = self.weighed.z[:, places], self.weighed.own[:, places]
        ones, common = np.ones_like(z), self.scores.commonness[places]
        columns = [ones, z, own, ones * common, ones * self.scores.detail[places], own * common]
        return np.stack([*columns, self.weighed.head[:, places]] if is_learned else columns, axis=2)

    def logits(self, curves: Curves, *, is_learned: bool = True) -> FloatArray:
        """``TagScores.logits`` with these curves; without a head if not wanted."""
        odds = np.asarray(self.features(np.arange(len(self.hidden)), is_learned=False) @ curves.unseen, np.float32)
        if is_learned:
            at = self.scores.learned
            odds[:, at] = self.features(at, is_learned=True) @ curves.seen
        return odds


def fit_curves(parts: Sequence[Part], choice: TagChoice) -> Curves:
    """Fit all curves, those of pairs first."""
    random = np.random.default_rng(0)
    seen, unseen = (_fit(parts, random, is_learned=is_learned) for is_learned in (True, False))
    first = Curves(seen, unseen, NO_CURVES.choice, NO_CURVES.plain)
    chosen, plain = (_fit_choice(parts, choice, first, is_learned=is_learned) for is_learned in (True, False))
    return Curves(seen, unseen, chosen, plain)


def _fit(parts: Sequence[Part], random: np.random.Generator, *, is_learned: bool) -> FloatArray:
    designs, truths, weights = [], [], []
    for part in parts:
        places = part.scores.learned if is_learned else np.flatnonzero(~part.hidden)
        shows = part.shows[:, places]
        trust = part.trust[:, places]
        taken = (trust == 1) & (shows | (random.random(shows.shape) < 1 / _EVERY))
        designs.append(part.features(places, is_learned=is_learned)[taken].astype(np.float64))
        truths.append(shows[taken].astype(np.float64))
        weights.append(np.where(shows[taken], 1.0, _EVERY))
    return _logistic(designs, truths, weights, _shares(parts, _LABELLED_PAIRS))


def _fit_choice(parts: Sequence[Part], choice: TagChoice, curves: Curves, *, is_learned: bool) -> FloatArray:
    designs, truths, weights = [], [], []
    for part in parts:
        logits = part.logits(curves, is_learned=is_learned)
        places = choice.candidates(logits, part.hidden)
        if is_learned:
            features = choice.features(logits, places, part.scores, part.weighed)
        else:
            features = choice.plain_features(logits, places)
        trust, shows = (np.take_along_axis(table, places, axis=1).ravel() for table in (part.trust, part.shows))
        designs.append(features.reshape(-1, features.shape[2]).astype(np.float64))
        truths.append(shows.astype(np.float64))
        weights.append(trust.astype(np.float64))
    return _logistic(designs, truths, weights, _shares(parts, _LABELLED_CHOICE))


def _shares(parts: Sequence[Part], labelled: float) -> list[float]:
    """The weight of each part; negative for labelled photos."""
    return [-labelled if part.is_labelled else 1.0 for part in parts]


def _logistic(designs: list[Doubles], truths: list[Doubles], weights: list[Doubles], shares: list[float]) -> FloatArray:
    """Fit a curve. Labelled photos only affect its slopes.

    Their labels are right far more often than captions name them, which would bias the intercept.

    Args:
        designs: Features of the pairs of each part.
        truths: Whether each pair is right.
        weights: Weight of each pair.
        shares: Weight of each part, negative for labelled photos.
    """
    shifts = [np.full((len(truth), 1), share < 0) for truth, share in zip(truths, shares, strict=True)]
    weight = np.concatenate([of * abs(share) for of, share in zip(weights, shares, strict=True)])
    design = np.concatenate([np.concatenate(designs), np.concatenate(shifts)], axis=1)
    return np.asarray(_newton(design, np.concatenate(truths), weight)[:-1], np.float32)


def _newton(design: Doubles, truth: Doubles, weight: Doubles) -> Doubles:
    """Fit a logistic regression with Newton's method and slight shrinkage, until convergence."""
    weights = np.zeros(design.shape[1])
    for _ in range(40):
        chance = 1 / (1 + np.exp(-np.clip(design @ weights, -30, 30)))
        slope = design.T @ (weight * (truth - chance)) - weights
        bend = (design * (weight * chance * (1 - chance))[:, None]).T @ design + np.eye(len(weights))
        step = np.clip(np.linalg.solve(bend, slope), -3, 3)
        weights = weights + step
        if np.abs(step).max() < 1e-3:
            break
    return weights
