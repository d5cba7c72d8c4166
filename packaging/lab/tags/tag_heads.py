"""Fit regressions on visual features for frequent tags, and the curve that weighs them against the caption memory.

Curve and regressions are fitted to all sources with the same weight. Regressions are too sure of photos that they were
fitted to, so the curve sees each labelled source by regressions that were fitted without it, and captioned photos by
folds.
"""

import hashlib
from collections.abc import Collection, Sequence, Set
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from lab.tags.mixed_truth import MixedTruth
from lab.tags.people_prior import people_slopes
from torch.nn.functional import binary_cross_entropy_with_logits

from photon.annotate.tags.tag_choice import TagChoice
from photon.annotate.tags.tag_scores import StoredVectors, TagScores
from photon.domain.arrays import Floats, Ids, Truth
from photon.vision.kit.adapter import LOOK_SCALE

_FOLDS, _SEED = 3, 1
_FEWEST = 60  # photos that show a tag, so that it gets a regression
_SIZE = np.float32(LOOK_SCALE / 3)  # features are about 1 then
_PENALTY, _PEOPLE_PENALTY, _STEPS = 1e-3, 3e-2, 60  # few sources show clothes that nobody wears
_LEAST = -3.0  # log-odds of a candidate that the curve is fitted to
_CURVE_PENALTY = 0.1
UNKNOWN = (-1.5, 1.0)  # of tags that the memory does not know: not fitted, because few of them are judged


@dataclass(frozen=True)
class MixedSource:
    """Photos with what they show and what is stored about them."""

    truth: MixedTruth
    seen: StoredVectors

    def some(self, rows: Ids) -> "MixedSource":
        """Return some of the photos: int64 (n,), each once."""
        truth, seen, (owners, kinds, chances) = self.truth, self.seen, self.seen.kinds
        photos, labels = ([one[row] for row in rows.tolist()] if one else [] for one in (truth.photos, truth.labels))
        place = np.full(len(seen), -1, np.int64)
        place[rows] = np.arange(len(rows))
        kept = place[owners] >= 0
        return MixedSource(
            MixedTruth(truth.name, photos, truth.marks[rows], truth.people[rows], labels),
            StoredVectors(seen.meanings[rows], seen.looks[rows], (place[owners[kept]], kinds[kept], chances[kept])),
        )


def headed_tags(sources: Sequence[MixedSource], usable: Truth) -> Ids:
    """Return the tags that enough photos show: int64 (h,)."""
    return np.flatnonzero(usable & (sum((one.truth.marks > 0).sum(axis=0) for one in sources) >= _FEWEST))


def fit_heads(sources: Sequence[MixedSource], tags: Ids, usual_people: Floats | None = None) -> Floats:
    """Fit a logistic regression for each tag, and one for people: float32 (1281, h + 1).

    The one for people is pulled towards these slopes, float32 (1280,), the others towards 0.
    """
    sources = [one for one in sources if len(one.seen.looks)]
    marks = np.concatenate([_marks(one, tags) for one in sources])
    looks = torch.from_numpy(np.concatenate([one.seen.looks for one in sources]) * _SIZE)
    weights = np.concatenate([np.full(len(one.seen.looks), len(one.seen.looks) ** -0.5) for one in sources])
    known = torch.from_numpy(((marks != 0) * weights[:, None]).astype(np.float32))
    known /= known.sum(dim=0).clamp(min=1e-6)
    right = torch.from_numpy((marks > 0).astype(np.float32))
    slopes = torch.zeros(looks.shape[1], right.shape[1], requires_grad=True)
    shifts = torch.zeros(right.shape[1], requires_grad=True)
    penalty = torch.tensor([_PENALTY] * len(tags) + [_PEOPLE_PENALTY])
    known_slopes = torch.zeros(looks.shape[1], right.shape[1])
    if usual_people is not None:
        known_slopes[:, -1] = torch.from_numpy(usual_people / _SIZE)
    usual = looks @ known_slopes
    optimizer = torch.optim.LBFGS([slopes, shifts], max_iter=_STEPS, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        each = binary_cross_entropy_with_logits(looks @ slopes + shifts + usual, right, reduction="none")
        total = (each * known).sum() + (penalty * slopes**2).sum()
        total.backward()  # type: ignore[no-untyped-call]
        return total

    optimizer.step(loss)  # type: ignore[no-untyped-call]
    found = (slopes.detach() + known_slopes).numpy()
    return np.concatenate([found * _SIZE, shifts.detach().numpy()[None]])


class HeadFits:
    """Regressions by the sources that they were not fitted to; each is fitted once, for the tags of all sources."""

    def __init__(self, sources: Sequence[MixedSource], usable: Truth, work: Path) -> None:
        """Set the sources that may be fitted to, which tags may get a regression, bool (t,), and a folder for these."""
        self._sources, self._usable, self._work = {one.truth.name: one for one in sources}, usable, work
        self._tags = headed_tags(sources, usable)
        self._fitted: dict[tuple[frozenset[str], int], Floats] = {}

    def tags(self, without: Set[str]) -> Ids:
        """Return the tags that enough photos of the other sources show: int64 (h,)."""
        return headed_tags([one for name, one in self._sources.items() if name not in without], self._usable)

    def heads(self, without: Set[str]) -> Floats:
        """Return the regressions for these tags: float32 (1281, h + 1)."""
        return self._fit(without)[:, self._columns(without)]

    def unseen(self, name: str, without: Set[str]) -> Floats:
        """Return the log-odds for a source by regressions that have not seen its photos either: float32 (n, h + 1)."""
        one = self._sources[name]
        fold = _folds(one)
        odds = np.zeros((len(one.seen), len(self._tags) + 1), np.float32)
        for number in np.unique(fold):
            heads = self._fit(without | {name}) if one.truth.labels else self._fit(without, int(number))
            odds[fold == number] = one.seen.looks[fold == number] @ heads[:-1] + heads[-1]
        return odds[:, self._columns(without)]

    def _fit(self, without: Set[str], fold: int = -1) -> Floats:
        key = frozenset(without), fold
        if key not in self._fitted:
            chosen = [_without_fold(one, fold) for name, one in self._sources.items() if name not in without]
            kept = self._work / f"heads-{_digest(chosen, self._tags)}.npy"
            if not kept.exists():
                np.save(kept, fit_heads(chosen, self._tags, people_slopes()))
            self._fitted[key] = np.load(kept)
        return self._fitted[key]

    def _columns(self, without: Set[str]) -> Ids:
        return np.append(np.searchsorted(self._tags, self.tags(without)), len(self._tags))


def _digest(sources: Sequence[MixedSource], tags: Ids) -> str:
    """Return hex digits that change with everything that regressions are fitted to."""
    digest = hashlib.blake2b(
        repr((_FOLDS, _SEED, float(_SIZE), _PENALTY, _PEOPLE_PENALTY, _STEPS, tags.tolist())).encode(), digest_size=8
    )
    digest.update(people_slopes().tobytes())
    for one in sources:
        for part in (one.truth.marks, one.truth.people, one.seen.looks):
            digest.update(part.tobytes())
    return digest.hexdigest()


def _folds(source: MixedSource) -> Ids:
    """Return the fold of each photo: labelled sources have only one."""
    count = len(source.seen)
    return (
        np.zeros(count, np.int64) if source.truth.labels else np.random.default_rng(_SEED).integers(_FOLDS, size=count)
    )


def _without_fold(source: MixedSource, fold: int) -> MixedSource:
    return source if fold < 0 or source.truth.labels else source.some(np.flatnonzero(_folds(source) != fold))


def fit_choice(
    sources: Sequence[MixedSource], odds: Sequence[Floats], scores: TagScores, choice: TagChoice, hidden: Truth
) -> Floats:
    """Fit the curve of certainty: float32 (16,).

    Args:
        sources: The photos.
        odds: What ``HeadFits.unseen`` says of each source.
        scores: Scores of the vocabulary.
        choice: Features of the vocabulary.
        hidden: bool (t,), tags that are never shown; with these, two in five of the candidates would be groupings.
    """
    rows, right, weights = [], [], []
    for one, seen in zip(sources, odds, strict=True):
        weighed = replace(scores.weigh(one.seen), heads=_hidden_last(seen), somebody=seen[:, -1])
        logits = scores.logits(weighed)
        places = choice.candidates(logits, hidden)
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
    return np.concatenate([source.truth.marks[:, list(tags)], source.truth.people[:, None]], axis=1)


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
