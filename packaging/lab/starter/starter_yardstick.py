"""Fit the calibration of scores: does the library show it at all, and does this photo?"""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt
from lab.starter.starter_figures import Fold, Trials
from lab.starter.starter_judged import Judged, described_queries, named_queries, thing_queries

from photon.search.ranking import Term
from photon.search.score_calibrator import NO_EVIDENCE, Evidence, ScoreCalibrator, count_best
from photon.vision.kit.adapter import Adapter, normalise
from photon.vision.kit.prompts import is_sentence
from photon.vision.knowledge.calibration import Calibration
from photon.vision.knowledge.class_labels import ClassLabels, stored_probabilities
from photon.vision.starter.query_sentence import as_sentence

FloatArray = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]
Truth = npt.NDArray[np.bool_]
Ids = npt.NDArray[np.int64]

_BANK = 1_600  # everyday photos that ship
_HUBS, _HUB_TEXTS = 256, 8_000
_SAYINGS, _SAYING_TEXTS = 3_000, 30_000
_ROUNDS = 6
_POOLS, _POOL = 2, 200  # pools of each fold of described photos, and their photos
# Total weight of all queries of a sort. Present and absent things have the same weight.
_PRESENT = {"thing": 1.0, "noun": 0.3, "mention": 0.02, "caption": 0.2, "family": 0.1, "class": 0.05}
_ABSENT = {"absent": 1.0, "noun": 0.15, "caption": 0.2, "family": 0.1, "class": 0.05}
_HITS = {"thing": 1.0, "noun": 1.0, "mention": 0.02, "caption": 0.5, "family": 0.3, "class": 0.1}
_NEVER = 0.15  # weight of pools without the thing for the final curve: users seldom search for absent things
_UNCHANGED = np.array([0, 1, 0], np.float32)
_FEW_OTHERS = 0.1  # share of a pool's irrelevant photos that the fit of hits sees: a sufficient sample


def everyday(adapter: Adapter, trials: Trials, photos: Ids) -> Calibration:
    """Return the reference vectors of a calibration, from the adapter's captioned training photos; curves are zero."""
    material, random = trials.material, np.random.default_rng(0)
    owner = material.captioned.owner
    known = np.isin(owner, photos)
    others = set(np.array(material.captioned.captions)[~known].tolist())
    rest = np.array([sentence not in others for sentence in material.sentences], bool)
    texts = adapter.join_texts(np.concatenate([material.captions[known], material.sentence_vectors[rest]]))
    texts = texts[random.permutation(len(texts))]
    sayings, counts = _centres(texts[:_SAYING_TEXTS], _SAYINGS)
    bank = np.sort(random.permutation(photos)[:_BANK])
    described = np.zeros((len(material.captioned.files), texts.shape[1]), np.float32)
    np.add.at(described, owner[known], adapter.join_texts(material.captions[known]))
    return Calibration(
        adapter.join_images(material.photos[0, bank]),
        normalise(described[bank]),
        _centres(texts[:_HUB_TEXTS], _HUBS)[0],
        sayings,
        np.asarray(counts / counts.sum(), np.float32),
        np.zeros(6, np.float32),
        np.zeros(8, np.float32),
        _UNCHANGED,
    )


def _centres(texts: FloatArray, count: int) -> tuple[FloatArray, Ids]:
    """Return the centres of unit vectors and how many are nearest to each: spherical k-means (Dhillon & Modha 2001)."""
    centres = texts[:count].copy()
    for _ in range(_ROUNDS):
        nearest = np.concatenate([(some @ centres.T).argmax(axis=1) for some in np.array_split(texts, 16)])
        sums = np.zeros_like(centres)
        np.add.at(sums, nearest, texts)
        counts = np.bincount(nearest, minlength=len(centres))
        centres = np.where(counts[:, None] > 0, normalise(sums), centres)
    return np.asarray(centres, np.float32), np.asarray(counts, np.int64)


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

    @cached_property
    def present(self) -> "list[Measured]":
        """Every query that some photos show."""
        everything = np.ones(len(self.photos), bool)
        return [
            self._measure(query, term, everything)
            for query, term in zip(self.queries, self.terms, strict=True)
            if query.shows.any()
        ]

    @cached_property
    def absent(self) -> "list[Measured]":
        """The same without the photos that show it, and what no photo shows."""
        return [
            self._measure(query, term, ~(query.shows | query.unclear))
            for query, term in zip(self.queries, self.terms, strict=True)
            if query.sort in _ABSENT
        ]

    @cached_property
    def _yardstick(self) -> ScoreCalibrator:
        return ScoreCalibrator(self.calibration)

    def _measure(self, query: Judged, term: Term, kept: Truth) -> "Measured":
        photos, yardstick = self.photos[kept], self._yardstick
        scale = yardstick.scale(photos, term.vector, sentence=term.sentence)
        scores = photos @ term.vector
        if term.sentence:
            scores = yardstick.corrected(scores, yardstick.hubs(photos))
        evidence = kept_of(term.evidence, kept)
        best = np.sort(scores)[-count_best(len(photos)) :]
        z = (scores - scale.middle) / scale.spread
        own = evidence.for_photos(np.flatnonzero(kept)), evidence.coverage
        clear = ~query.unclear[kept]
        return Measured(
            query.sort,
            yardstick.presence_features(scale, best, len(photos), evidence),
            yardstick.hit_features(z, scale, own, sentence=term.sentence)[clear],
            query.shows[kept][clear],
        )


class Pools:
    """Creates the pool of each fold."""

    def __init__(self, trials: Trials, names: ClassLabels, classifier: FloatArray) -> None:
        """Set the data, the class labels, and the tower's classifier, float32 (1281, kinds)."""
        self._trials, self._names, self._classifier = trials, names, classifier
        self._first = len(trials.material.captioned.files)

    def described(self, number: int, fold: Fold) -> list[Pool]:
        """Return pools of captioned photos."""
        seen = np.setdiff1d(np.arange(self._first), fold.held)
        known = everyday(fold.adapter, self._trials, seen)
        shuffled = np.random.default_rng(number).permutation(fold.held)
        parts = [np.sort(shuffled[at * _POOL : (at + 1) * _POOL]) for at in range(_POOLS)]
        pools = []
        for held in filter(len, parts):
            fold = replace(fold, held=held)
            queries = [*described_queries(self._trials, fold), *thing_queries(self._trials, fold)]
            pools.append(self._pool(number, fold.adapter, (known, held), queries))
        return pools

    def named(self, number: int, fold: Fold) -> Pool:
        """Return a pool of labelled photos."""
        known = everyday(fold.adapter, self._trials, np.arange(self._first))
        queries = named_queries(self._trials, fold)
        return self._pool(number, fold.adapter, (known, fold.held + self._first), queries)

    def _pool(self, number: int, adapter: Adapter, photos_of: tuple[Calibration, Ids], queries: list[Judged]) -> Pool:
        """Return a pool, from the calibration of the adapter and the rows of the pool's photos."""
        known, own = photos_of
        photos = adapter.join_images(self._trials.material.photos[0, own])
        texts = adapter.join_texts(self._trials.material.texts([as_sentence(query.text) for query in queries]))
        chances = stored_probabilities(self._trials.material.photos[0, own], self._classifier)
        terms = [
            Term(vector, sentence=is_sentence(query.text), evidence=self._evidence(query.text, chances))
            for query, vector in zip(queries, texts, strict=True)
        ]
        return Pool(number, known, photos, queries, terms)

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
        sort: Sort of the query.
        library: float64 (6,), ``ScoreCalibrator.presence_features``.
        photos: float64 (n, 8), ``ScoreCalibrator.hit_features`` of photos for which it is known.
        shows: bool (n,), whether they show it.
    """

    sort: str
    library: Doubles
    photos: Doubles
    shows: Truth


def kept_of(evidence: Evidence, kept: Truth) -> Evidence:
    """Return the evidence of some photos of a pool, renumbered."""
    if not len(evidence.photos):
        return evidence
    return replace(evidence, photos=evidence.photos[kept], chances=evidence.chances[kept])


def fit(pools: list[Pool]) -> dict[str, FloatArray]:
    """Fit the curves ``presence``, ``hit`` and ``final`` of a ``Calibration``.

    Presence is learned from pools with and without relevant photos, hits from photos of pools with some. The final
    curve, which turns the product of both into probabilities, is learned from all of them.
    """
    present = [one for pool in pools for one in pool.present]
    absent = [one for pool in pools for one in pool.absent]
    both = [*present, *absent]
    weight = np.concatenate([_weights(present, _PRESENT), _weights(absent, _ABSENT)])
    truth = np.repeat([1.0, 0.0], [len(present), len(absent)])
    presence = logistic(np.stack([one.library for one in both]), truth, weight * len(weight))
    features, shows, weights, owners = _photos_of(
        both, np.concatenate([_weights(present, _HITS), _NEVER * weight[len(present) :]])
    )
    there = owners < len(present)
    hit = logistic(features[there], shows[there], weights[there])
    curves = {"presence": presence.astype(np.float32), "hit": hit.astype(np.float32), "final": _UNCHANGED}
    yardstick = ScoreCalibrator(replace(pools[0].calibration, **curves))
    library = np.array([yardstick.presence_of(one.library) for one in both])[owners]
    final = logistic(yardstick.final_features(library, features), shows, weights)
    return {**curves, "final": final.astype(np.float32)}


def _weights(measured: list[Measured], of_sorts: dict[str, float]) -> Doubles:
    """Return the weight of each query, so that all queries of a sort together have the weight in the table."""
    sorts = [one.sort for one in measured]
    return np.array([of_sorts[sort] / sorts.count(sort) for sort in sorts])


def _photos_of(measured: list[Measured], weights: Doubles) -> tuple[Doubles, Doubles, Doubles, Ids]:
    """Return features, truth, weight and query of photos: all that show the query, and a sample of the others."""
    random = np.random.default_rng(0)
    chosen = [one.shows | (random.random(len(one.shows)) < _FEW_OTHERS) for one in measured]
    shows = np.concatenate([one.shows[some] for one, some in zip(measured, chosen, strict=True)])
    owners = np.repeat(np.arange(len(measured)), [int(some.sum()) for some in chosen])
    weight = weights[owners] * np.where(shows, 1.0, 1 / _FEW_OTHERS)
    features = np.concatenate([one.photos[some] for one, some in zip(measured, chosen, strict=True)])
    return features, shows.astype(np.float64), weight * len(weight) / weight.sum(), owners


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
