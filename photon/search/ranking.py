"""Scores that mean the same for every query: standardised against the library, then turned into a probability.

A raw cosine says nothing to people: for one query 0.30 is a perfect match, for another it is noise. So each term
of a query is expressed against the lower half of the library, which does not show what is asked: z = (score - median)
/ (median - 16th percentile). With mean and standard deviation instead, a thing that many photos show (dogs in a dog
owner's library) would never stand out.

A single text is judged by the encoder's yardstick (see there). Several terms are added, and a logistic curve turns
the sum of their z into 0..1.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from photon.index import VectorIndex
from photon.search.score_calibrator import (
    NO_EVIDENCE,
    Evidence,
    ScoreCalibrator,
    ScoreScale,
    count_best,
    lower_half_scale,
)

Floats = npt.NDArray[np.float32]
Ids = npt.NDArray[np.int64]

# Logistic curve from z to "this photo shows it", where no yardstick applies.
CENTRE, SLOPE = 4.35, 0.85
# The same for several terms together: fitted to 139,300 pairs of an example with a change and an unseen photo, of which
# captions say whether it answers (packaging/lab/search/bench_composed.py change).
_SUM_CENTRE, _SUM_SLOPE = 5.75, 0.80
STRONG = 0.5
SHORTLIST = 1000  # candidates that hub correction, evidence and unwanted terms may move
# Photos with evidence that are looked at beside the nearest: the surest, since each costs some 25 µs to fetch from the
# graph, and a dog owner may have tens of thousands.
_SUREST = 300
# In a library of so few photos what they show is half as sure: of 50 unseen ones, those with a thing and those without
# could not be told apart.
_FEW = 50
SAMPLE = 4000  # photos that stand for the library's distribution
# An unwanted term counts from this z on, with this weight; see packaging/lab/search/bench_composed.py without.
# Counted from 1 on it took a fifth of the unwanted photos from the first twenty instead of two fifths.
_TOLERATED, _PENALTY = -0.5, 0.75
# Where nothing is wanted, what stands below this z of each unwanted term is a clear answer: most of a library.
_ABSENT = 1.0
_OWN = 0.3  # length of what is left of an unwanted term beside the wanted ones, below which it is taken whole


@dataclass(frozen=True, slots=True)
class Term:
    """One part of a query.

    Attributes:
        vector: float32 (d,), unit length, in the joint space.
        weight: Share of the wanted sum; negative for what must not be there.
        channel: What it asks about: ``meaning`` for words, ``look`` for an example picture.
        sentence: Whether it is a text of several words, for which hubs are set back.
        evidence: Photos in which the encoder by itself saw what the text names.
        narrower: Vectors of what a general word covers; where it is unwanted, the one that fits a photo most counts.
    """

    vector: Floats
    weight: float = 1.0
    channel: str = "meaning"
    sentence: bool = False
    evidence: Evidence = NO_EVIDENCE
    narrower: tuple[Floats, ...] = ()


@dataclass(frozen=True, slots=True)
class Ranked:
    """Photos best first.

    Attributes:
        photos: int64 (m,).
        scores: float32 (m,), 0..1.
        strong: How many of the first are strong.
        why: Channels of the query.
        presence: Chance 0..1 that the library shows it at all, where that can be told.
        odds: float32 (m,), the log-odds behind the scores, which still tell apart what is nearly 0 or 1; empty
            where the scores have none.
    """

    photos: Ids
    scores: Floats
    strong: int
    why: tuple[str, ...]
    presence: float | None = None
    odds: Floats = field(default_factory=lambda: np.zeros(0, np.float32))


def rank(  # noqa: PLR0913 - a question to a library has that many parts
    index: VectorIndex,
    terms: Sequence[Term],
    top: int,
    among: Sequence[int] | Ids | None = None,
    yardstick: ScoreCalibrator | None = None,
    without: Sequence[int] = (),
) -> Ranked:
    """The photos that fit ``terms`` best.

    The wanted part is linear in the photo's vector, so it is one nearest-neighbour question; unwanted terms push down
    those of the shortlist that show them (a plain subtraction would reward whatever is far from everything). Of an
    unwanted term only what is at right angles to the wanted ones counts (projection, as Gram and Schmidt; for
    unwanted concepts: Jang et al. 2024, "DECOR"): a dog without a ball must not be less of a dog.

    Args:
        index: Vectors of the library.
        terms: What is wanted and what is not.
        top: At most this many.
        among: Only these photos, or all.
        yardstick: The encoder's calibration, or None.
        without: Photos that are treated as if they were not in the library.
    """
    sample = index.sample(SAMPLE)
    if not len(sample):
        return Ranked(np.zeros(0, np.int64), np.zeros(0, np.float32), 0, ())
    wanted = [term for term in terms if term.weight > 0]
    unwanted = [term for term in terms if term.weight < 0]
    presence = None
    if yardstick and len(wanted) == 1 and wanted[0].channel == "meaning":
        text = _Text(index, sample, wanted[0], yardstick, without)
        photos, z = text.nearest(max(top, SHORTLIST), among)
        presence = text.presence(z if among is None else text.nearest(SHORTLIST, None)[1])
    else:
        photos, z = _nearest(index, sample, wanted, max(top, SHORTLIST if unwanted else 0) + len(without), among)
        photos, z = photos[~np.isin(photos, without)], z[~np.isin(photos, without)]
    z = z - _penalties(index, sample, _apart(unwanted, wanted), photos)
    if presence is not None:
        odds = text.odds(photos, z, presence)
    else:
        centre, slope = (CENTRE, SLOPE) if len(wanted) == 1 else (_SUM_CENTRE, _SUM_SLOPE)
        odds = slope * (z - centre) if wanted else np.minimum(z + _PENALTY * (_ABSENT - _TOLERATED), 0)
    order = np.lexsort((photos, -z, -odds))[:top]
    photos, odds = photos[order], odds[order]
    scores = _chance(odds)
    there = None if presence is None else float(_chance(np.array(presence * len(index) / (len(index) + _FEW))))
    why = tuple(dict.fromkeys(term.channel for term in wanted))
    return Ranked(photos, scores, int((scores >= STRONG).sum()), why, there, odds)


def z_score_in_sample(sample: Floats, words: Floats, photo: Floats) -> float:
    """The z of a photo for one vector of words, as ``rank`` would score it; ``probability`` makes it a chance.

    Args:
        sample: float32 (n, d), vectors of the library.
        words: float32 (d,), unit length.
        photo: float32 (d,), unit length; it need not be in the library.
    """
    scale = _scale(sample, words)
    return (float(photo @ words) - scale.middle) / scale.spread


def probability(z: Floats) -> Floats:
    """The fitted logistic curve: 0..1 from z, lower spreads above the library's median."""
    return _chance(SLOPE * (z - CENTRE))


def _chance(odds: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(odds, -30, 30))), np.float32)


class _Text:
    """A single text, judged by the yardstick."""

    def __init__(
        self, index: VectorIndex, sample: Floats, term: Term, yardstick: ScoreCalibrator, without: Sequence[int]
    ) -> None:
        self._index, self._yardstick, self._without = index, yardstick, without
        self._count = len(index) - sum(photo in index for photo in set(without))
        self._term = replace(term, evidence=term.evidence.less(without)) if len(without) else term
        self._scale = yardstick.scale(sample, term.vector, sentence=term.sentence)

    def nearest(self, count: int, among: Sequence[int] | Ids | None) -> tuple[Ids, Floats]:
        """The photos nearest to the text and those with evidence for it, and their z; in no order."""
        photos, products = self._index.nearest(self._term.vector, count + len(self._without), among)
        if len(self._without):
            kept = ~np.isin(photos, self._without)
            photos, products = photos[kept], products[kept]
        seen = self._surest(photos, among)
        if len(seen):
            products = np.concatenate([products, self._index.products(self._term.vector, seen.tolist())])
            photos = np.concatenate([photos, seen])
        if self._term.sentence and len(photos):
            hubs = self._index.numbers(photos.tolist(), self._yardstick.hubs)
            products = self._yardstick.corrected(products, hubs)
        there = ~np.isnan(products)  # some may have no vector, or have gone since the index was asked
        photos, products = photos[there], products[there]
        return photos, (products - self._scale.middle) / self._scale.spread

    def _surest(self, known: Ids, among: Sequence[int] | Ids | None) -> Ids:
        """The photos with the surest evidence, without the known ones."""
        evidence = self._term.evidence
        new = ~np.isin(evidence.photos, known)
        if among is not None:
            new &= np.isin(evidence.photos, among)
        return evidence.photos[new][np.argsort(-evidence.chances[new], kind="stable")[:_SUREST]]

    def presence(self, z: Floats) -> float:
        """Log-odds that the library shows it at all, from the z of its nearest photos."""
        best = np.sort(z)[-count_best(self._count) :] * self._scale.spread + self._scale.middle
        return self._yardstick.presence(self._yardstick.above(self._scale, best, self._count), self._term.evidence)

    def odds(self, photos: Ids, z: Floats, presence: float) -> Floats:
        """Log-odds of each photo to show it."""
        term = self._term
        evidence = (term.evidence.for_photos(photos), term.evidence.coverage)
        return self._yardstick.odds(z, presence, self._scale, evidence, sentence=term.sentence)


def _nearest(
    index: VectorIndex, sample: Floats, wanted: Sequence[Term], count: int, among: Sequence[int] | Ids | None
) -> tuple[Ids, Floats]:
    """The photos nearest to the weighted sum of the terms, and their z."""
    query = _compose(sample, wanted)
    length = float(np.linalg.norm(query))
    if length > 0:
        # the sum has a scale of its own: terms that say different things spread less together than each alone
        scale = _scale(sample, query / length)
        photos, products = index.nearest(query / length, count, among)
        return photos, (products - scale.middle) / scale.spread
    photos = np.array(sorted(index.labels() if among is None else among), np.int64)
    return photos, np.zeros(len(photos), np.float32)


def _apart(unwanted: Sequence[Term], wanted: Sequence[Term]) -> list[Term]:
    """Unwanted terms without what they have in common with the wanted ones."""
    together = np.sum([term.weight * term.vector for term in wanted], axis=0) if wanted else np.zeros(1, np.float32)
    length = float(np.linalg.norm(together))
    if not length:
        return list(unwanted)
    direction = together / length
    return [
        replace(
            term,
            vector=_at_right_angles(term.vector, direction),
            narrower=tuple(_at_right_angles(vector, direction) for vector in term.narrower),
        )
        for term in unwanted
    ]


def _at_right_angles(vector: Floats, direction: Floats) -> Floats:
    """What of a unit vector is at right angles to a direction, of unit length; all of it where that is very little."""
    rest = vector - (vector @ direction) * direction
    length = float(np.linalg.norm(rest))
    return np.asarray(rest / length, np.float32) if length >= _OWN else vector


def _penalties(index: VectorIndex, sample: Floats, unwanted: Sequence[Term], photos: Ids) -> Floats:
    """What unwanted terms take from the z of each photo, float32 (n,)."""
    total = np.zeros(len(photos), np.float32)
    for term in unwanted:
        every = [term, *(replace(term, vector=vector) for vector in term.narrower)]
        z = np.full(len(photos), -np.inf, np.float32)
        for one, scale in zip(every, _scales(sample, every), strict=True):
            products = np.nan_to_num(index.products(one.vector, photos), nan=scale.middle)
            z = np.maximum(z, (products - scale.middle) / scale.spread)
        total -= term.weight * _PENALTY * np.maximum(z - _TOLERATED, 0)
    return total


def _compose(sample: Floats, wanted: Sequence[Term]) -> Floats:
    """The vector q, float32 (d,), for which x·q is the weighted sum of the terms' z, up to a constant."""
    query = np.zeros(sample.shape[1], np.float32)
    for term, scale in zip(wanted, _scales(sample, wanted), strict=True):
        query += term.weight / scale.spread * term.vector
    return query


def _scales(sample: Floats, terms: Sequence[Term]) -> list[ScoreScale]:
    """The scale of each term; the sample is walked through once."""
    if not terms:
        return []
    products = sample @ np.stack([term.vector for term in terms]).T
    return [ScoreScale(*lower_half_scale(column)) for column in products.T]


def _scale(sample: Floats, vector: Floats) -> ScoreScale:
    return ScoreScale(*lower_half_scale(sample @ vector))
