"""Fit the calibration of scores: does the library show it at all, and does this photo?"""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from lab.starter.starter_figures import Fold, Trials
from lab.starter.starter_judged import Judged, described_queries, named_queries

from photon.search.ranking import Term
from photon.search.score_calibrator import NO_EVIDENCE, Evidence, ScoreCalibrator, count_best
from photon.vision.kit.adapter import Adapter
from photon.vision.starter.calibration import Calibration
from photon.vision.starter.class_labels import ClassLabels, stored_probabilities
from photon.vision.starter.starter import as_sentence, is_sentence

FloatArray = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]
Truth = npt.NDArray[np.bool_]
Ids = npt.NDArray[np.int64]

_CENTRES, _TEXTS, _ROUNDS = 256, 8_000, 8
_WEIGHTS = {"noun": 6.0, "mention": 0.5, "caption": 0.3, "family": 1.0, "class": 0.2}  # weight per query
# Weight of presence in a photo's odds before rescaling. A free fit gives .2, but then the best score says little about
# presence (AUROC of nouns .59); at 2 it is .69, and scores remain calibrated.
_THERE = 1.5
# Photos of pools without the thing weigh less, since users seldom search for what is not there. Captions may ask for
# too much; without this weight, only .48 of their strong hits were right.
_ABSENT = {"caption": 1.0}
_ABSENT_ELSE = 0.05
_HIT_WEIGHTS = {**_WEIGHTS, "mention": 0.1, "caption": 1.0}


def everyday(adapter: Adapter, trials: Trials, photos: npt.NDArray[np.int64]) -> Calibration:
    """The reference vectors of a calibration, from captioned training photos of the adapter; the curves are zero."""
    material = trials.material
    captions = material.captions[np.isin(material.captioned.owner, photos)]
    texts = adapter.join_texts(np.concatenate([captions, material.sentence_vectors[::4]]))
    random = np.random.default_rng(0)
    texts = texts[random.permutation(len(texts))[:_TEXTS]]
    centres = texts[:_CENTRES].copy()
    for _ in range(_ROUNDS):  # spherical k-means (Dhillon & Modha 2001)
        nearest = (texts @ centres.T).argmax(axis=1)
        for centre in np.unique(nearest):
            centres[centre] = texts[nearest == centre].mean(axis=0)
        centres /= np.linalg.norm(centres, axis=1, keepdims=True)
    bank = adapter.join_images(material.photos[0, photos])
    return Calibration(bank, centres, np.zeros(4, np.float32), np.zeros(8, np.float32))


@dataclass
class Pool:
    """Held-out photos of an adapter, and queries about them.

    Attributes:
        number: Number of the fold.
        calibration: Calibration of the adapter, from its training photos.
        photos: float32 (n, d).
        queries: Queries with relevant photos.
        terms: The queries as search ranks them.
    """

    number: int
    calibration: Calibration
    photos: FloatArray
    queries: list[Judged]
    terms: list[Term]


class Pools:
    """Creates the pool of each fold."""

    def __init__(self, trials: Trials, names: ClassLabels, classifier: FloatArray) -> None:
        """Set the data, the class labels, and the tower's classifier, float32 (1281, kinds)."""
        self._trials, self._names, self._classifier = trials, names, classifier
        self._first = len(trials.material.captioned.files)

    def described(self, number: int, fold: Fold) -> Pool:
        """A pool of captioned photos."""
        seen = np.setdiff1d(np.arange(self._first), fold.held)
        queries = described_queries(self._trials, fold)
        return self._pool(number, fold.adapter, (seen, fold.held), queries)

    def named(self, number: int, fold: Fold) -> Pool:
        """A pool of labelled photos."""
        rows = fold.held + self._first
        return self._pool(number, fold.adapter, (np.arange(self._first), rows), named_queries(self._trials, fold))

    def _pool(self, number: int, adapter: Adapter, rows: tuple[Ids, Ids], queries: list[Judged]) -> Pool:
        """A pool. ``rows`` are the captioned training photos of the adapter, and the photos of the pool."""
        seen, own = rows
        photos = adapter.join_images(self._trials.material.photos[0, own])
        texts = adapter.join_texts(self._trials.material.texts([as_sentence(query.text) for query in queries]))
        chances = stored_probabilities(self._trials.material.photos[0, own], self._classifier)
        terms = [
            Term(vector, sentence=is_sentence(query.text), evidence=self._evidence(query.text, chances))
            for query, vector in zip(queries, texts, strict=True)
        ]
        return Pool(number, everyday(adapter, self._trials, seen), photos, queries, terms)

    def _evidence(self, words: str, chances: FloatArray) -> Evidence:
        named = self._names.find(words)
        if not named:
            return NO_EVIDENCE
        seen = chances[:, list(named.kinds)].sum(axis=1).astype(np.float32)
        return Evidence(np.arange(len(chances)), seen, named.coverage)


@dataclass(frozen=True)
class Measured:
    """Input of the fits, for one query over some photos of a pool.

    Attributes:
        above, coverage, best: As in ``ScoreCalibrator``.
        z, evidence: float (n,).
        shows: bool (n,).
        clear: bool (n,).
        weight, hit_weight, absent_weight: Weights of the query for the two curves, and of a pool without the thing.
    """

    above: float
    coverage: float
    best: float
    z: Doubles
    evidence: Doubles
    commonness: float
    sentence: float
    shows: Truth
    clear: Truth
    weight: float
    hit_weight: float
    absent_weight: float


def _measure(pool: Pool, yardstick: ScoreCalibrator, query: Judged, term: Term, kept: Truth) -> Measured:
    photos = pool.photos[kept]
    scale = yardstick.scale(photos, term.vector, sentence=term.sentence)
    scores = photos @ term.vector
    if term.sentence:
        scores = yardstick.corrected(scores, yardstick.hubs(photos))
    evidence = kept_of(term.evidence, kept)
    above = yardstick.above(scale, np.sort(scores)[-count_best(len(photos)) :], len(photos))
    return Measured(
        above,
        evidence.coverage,
        evidence.best,
        ((scores - scale.middle) / scale.spread).astype(np.float64),
        evidence.for_photos(np.flatnonzero(kept)).astype(np.float64),
        scale.commonness,
        float(term.sentence),
        query.shows[kept],
        ~query.unclear[kept],
        _WEIGHTS[query.sort],
        _HIT_WEIGHTS[query.sort],
        _ABSENT.get(query.sort, _ABSENT_ELSE),
    )


def kept_of(evidence: Evidence, kept: Truth) -> Evidence:
    """Evidence of some photos of a pool, renumbered."""
    if not len(evidence.photos):
        return evidence
    return replace(evidence, photos=evidence.photos[kept], chances=evidence.chances[kept])


def fit(pools: list[Pool]) -> tuple[FloatArray, FloatArray]:
    """Fit both curves: presence from pools with and without relevant photos, hits from single photos."""
    present, absent = [], []
    for pool in pools:
        yardstick = ScoreCalibrator(pool.calibration)
        for query, term in zip(pool.queries, pool.terms, strict=True):
            present.append(_measure(pool, yardstick, query, term, np.ones(len(pool.photos), bool)))
            absent.append(_measure(pool, yardstick, query, term, ~(query.shows | query.unclear)))
    both = present + absent
    there = np.repeat([1.0, 0.0], len(present))
    weight = np.array([one.weight for one in both])
    ones = np.ones(len(both))
    by_meaning = np.stack([ones, [one.above for one in both]], axis=1)
    first = logistic(by_meaning, there, weight)
    by_kinds = np.array([[one.coverage, one.coverage * one.best] for one in both])
    second = logistic(by_kinds, there, weight, by_meaning @ first)
    presence = np.concatenate([first, second])
    odds = by_meaning @ first + by_kinds @ second
    return presence.astype(np.float32), _fit_hits(both, odds, len(present))


def _fit_hits(both: list[Measured], odds: Doubles, present: int) -> FloatArray:
    rows, truths, weights = [], [], []
    random = np.random.default_rng(0)
    for place, one in enumerate(both):
        # most photos of a pool are irrelevant: a tenth of them is a sufficient sample
        chosen = one.clear & (one.shows | (random.random(len(one.shows)) < 0.1))
        shows = one.shows[chosen]
        columns = [np.ones(len(shows)), one.z[chosen], np.full(len(shows), odds[place])]
        columns += [np.full(len(shows), one.coverage), one.coverage * one.evidence[chosen]]
        columns += [np.full(len(shows), one.commonness)]
        columns += [np.full(len(shows), one.sentence), one.sentence * one.z[chosen]]
        rows.append(np.stack(columns, axis=1))
        truths.append(shows.astype(float))
        weights.append(one.hit_weight * (1.0 if place < present else one.absent_weight) * np.where(shows, 1.0, 10.0))
    design, truth, weight = np.concatenate(rows), np.concatenate(truths), np.concatenate(weights)
    own = [0, 1, 3, 4, 5, 6, 7]
    curve = logistic(design[:, own], truth, weight)
    raw = design[:, own] @ curve + _THERE * design[:, 2]
    again = np.stack([np.ones(len(raw)), raw, design[:, 6], design[:, 7]], axis=1)
    shift, stretch, longer, steeper = logistic(again, truth, weight)
    scaled = np.append(curve * stretch, _THERE * stretch)[[0, 1, 7, 2, 3, 4, 5, 6]]
    return np.asarray(scaled + np.array([shift, 0, 0, 0, 0, 0, longer, steeper]), np.float32)


def logistic(design: Doubles, truth: Doubles, weight: Doubles, offset: Doubles | float = 0.0) -> Doubles:
    """Fit a logistic regression with Newton's method and slight shrinkage.

    Args:
        design: float64 (n, k).
        truth: float64 (n,), 0 or 1.
        weight: float64 (n,).
        offset: float64 (n,) or a number, added to the log-odds.

    Returns:
        float64 (k,).
    """
    weights = np.zeros(design.shape[1])
    for _ in range(60):
        chance = 1 / (1 + np.exp(-np.clip(design @ weights + offset, -30, 30)))
        slope = design.T @ (weight * (truth - chance)) - weights
        bend = (design * (weight * chance * (1 - chance))[:, None]).T @ design + np.eye(len(weights))
        weights = weights + np.clip(np.linalg.solve(bend, slope), -3, 3)
    return weights
