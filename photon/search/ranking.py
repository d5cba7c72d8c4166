"""Rank photos by scores that are comparable between queries: standardise them on the library, then map them to 0..1.

A raw cosine is not interpretable: 0.30 is a perfect match for one query and noise for another. Each term is therefore
measured against the lower half of the library, which does not show what is asked: z = (score - median) / (median - 16th
percentile). With mean and standard deviation, a thing that many photos show (dogs in a dog owner's library) would never
stand out.

A single text is judged by the encoder's calibration (``score_calibrator``). The z-scores of several terms are added and
mapped to 0..1 by a logistic curve.
"""

from collections.abc import Sequence
from dataclasses import field, replace
from typing import cast

import numpy as np

from photon.domain.arrays import Doubles, Floats, Ids, Truth
from photon.index import VectorIndex
from photon.index.item_scores import ItemScores
from photon.quick_dataclass import dataclass
from photon.search.evidence_channel import POSSIBLE, to_chance, to_odds
from photon.search.score_calibrator import (
    NO_EVIDENCE,
    Evidence,
    ScoreCalibrator,
    ScoreScale,
    count_best,
    lower_half_scale,
)

# Logistic curve from z-score to the probability that a photo shows the query, for encoders without calibration.
CENTRE, SLOPE = 4.35, 0.85
# The same for several terms. Fitted to 139,300 pairs of an example with a change and an unseen photo, labelled by
# captions.
_SUM_CENTRE, _SUM_SLOPE = 5.75, 0.80
STRONG = 0.5
UNSURE = 0.3  # probability of the best hit from which it may be right; nonsense words stayed below
SHORTLIST = 1000  # candidates that are reranked by CSLS, evidence and unwanted terms
# Photos with evidence that are scored in addition to each shortlist, most certain first. A dog owner may have tens of
# thousands.
_SUREST = 300
# Library size at which presence counts half: pools of 50 unseen photos with and without a thing were inseparable.
_FEW = 50
SAMPLE = 4000  # photos sampled to estimate the library's score distribution
# z-score from which an unwanted term counts, and its weight. Starting
# at 1 removed only a fifth of the unwanted photos from the first twenty, instead of two fifths.
_TOLERATED, _PENALTY = -0.5, 0.75
# If the query has unwanted terms only, photos below this z-score of each term are strong matches: most of a library.
_ABSENT = 1.0
_OWN = 0.3  # if the projected unwanted term is shorter than this, the unprojected one is used


@dataclass(frozen=True, slots=True)
class Term:
    """One embedded part of a query.

    Attributes:
        vector: float32 (d,), unit length, in the joint image-text space.
        weight: Weight in the sum of wanted terms; negative for unwanted terms.
        channel: ``meaning`` for words, ``look`` for an example picture.
        sentence: Whether it is a text of several words, which gets a hub correction.
        evidence: Photos in which the encoder's own classifier recognised what the text names.
        narrower: Embeddings of hyponyms, float32 (d,) each. For an unwanted general term the best match among them
            counts.
    """

    vector: Floats
    weight: float = 1.0
    channel: str = "meaning"
    sentence: bool = False
    evidence: Evidence = NO_EVIDENCE
    narrower: tuple[Floats, ...] = ()


@dataclass(frozen=True, slots=True)
class Ranked:
    """Ranked items, best first: photos, and parts of photos, which have negative numbers (``library.vectors.items``).

    Attributes:
        photos: int64 (m,), items; ``fold_parts`` leaves photos alone.
        scores: float32 (m,), 0..1.
        strong: Number of leading photos that are strong matches.
        why: Channels of the query.
        presence: Probability 0..1 that the library shows the query at all, or None if it cannot be estimated.
        odds: float32 (m,), log-odds of the scores, which still differ where scores round to 0 or 1; empty without any.
        floor: The best score 0..1 among the farthest tenth of the candidates: photos beyond them may have it, too. 0
            where no photo was left out.
    """

    photos: Ids
    scores: Floats
    strong: int
    why: tuple[str, ...]
    presence: float | None = None
    odds: Floats = field(default_factory=lambda: np.zeros(0, np.float32))
    floor: float = 0.0


@dataclass(frozen=True, slots=True)
class CandidatePool:
    """Candidates int64 (n,), their probabilities by meaning float64 (n,), and what ``Ranked`` says about the query.

    Candidates are photos and parts of photos, of which only the best one of each photo is left in the end.
    """

    items: Ids
    chances: Doubles
    channels: tuple[str, ...] = ()
    presence: float | None = None
    floor: float = 0.0

    def some(self, kept: Truth) -> "CandidatePool":
        """Return the candidates of a mask, bool (n,)."""
        return replace(self, items=self.items[kept], chances=self.chances[kept])

    def without(self, index: VectorIndex, photos: Ids) -> "CandidatePool":
        """Return the candidates that are neither one of some photos, int64 (k,), nor a part of one."""
        return self.some(~np.isin(index.owners.photos_of(self.items), photos))

    def shifted(self, by: float) -> "CandidatePool":
        """Return the candidates with other log-odds; the floor follows."""
        if not by:
            return self
        chances = to_chance(to_odds(np.append(self.chances, self.floor)) + by)
        return replace(self, chances=chances[:-1], floor=float(chances[-1]))

    def without_possible(self) -> "CandidatePool":
        """Return the candidates in the same order, none of them possible, unless one clearly matches."""
        best = float(self.chances.max(initial=POSSIBLE))
        return self if best >= STRONG else replace(self, chances=self.chances * (POSSIBLE - 0.01) / best, presence=0.0)

    def joined(self, other: "CandidatePool") -> "CandidatePool":
        """Return the candidates of both, as of one query."""
        items, chances = np.concatenate([self.items, other.items]), np.concatenate([self.chances, other.chances])
        return CandidatePool(items, chances, self.channels or other.channels, self.presence, self.floor)


def rank(  # noqa: PLR0913 - a query has that many parts
    index: VectorIndex,
    terms: Sequence[Term],
    top: int,
    among: Sequence[int] | Ids | None = None,
    yardstick: ScoreCalibrator | None = None,
    without: Sequence[int] = (),
) -> Ranked:
    """Rank the photos that match the terms best.

    The wanted part is linear in the photo's vector, so it is one nearest-neighbour query. Unwanted terms penalise those
    photos of the shortlist that show them; plain subtraction would reward whatever is far from everything. Only the
    component of an unwanted term that is orthogonal to the wanted ones counts (Gram-Schmidt projection; for unwanted
    concepts: Jang et al. 2024, "DECOR"): "dog without a ball" must not penalise dogs.

    Args:
        index: Vectors of the library.
        terms: Wanted and unwanted terms.
        top: Maximum number of items.
        among: Photo ids int64 (n,) to search in, or None for all.
        yardstick: The encoder's calibration, or None.
        without: Photos to treat as absent from the library.

    Returns:
        At most ``top`` photos and parts of photos, best first.
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
        # of the same photos however many are ranked, so that they have the same scores
        presence = text.presence(z if among is None and top <= SHORTLIST else text.nearest(SHORTLIST, None)[1])
    else:
        photos, z = _nearest_to_sum(index, sample, wanted, max(top, SHORTLIST if unwanted else 0) + len(without), among)
        kept = ~np.isin(index.owners.photos_of(photos), without)
        photos, z = photos[kept], z[kept]
    z = z - _penalties(index, sample, _project_out_wanted(unwanted, wanted), photos)
    if presence is not None:
        odds = text.odds(photos, z, presence)
    else:
        centre, slope = (CENTRE, SLOPE) if len(wanted) == 1 else (_SUM_CENTRE, _SUM_SLOPE)
        odds = slope * (z - centre) if wanted else np.minimum(z + _PENALTY * (_ABSENT - _TOLERATED), 0)
    order = np.lexsort((photos, -z, -odds))
    floor = _floor(_chance(odds), max(top, SHORTLIST) if presence is not None else top, order[top:])
    photos, odds = photos[order[:top]], odds[order[:top]]
    scores = _chance(odds)
    there = None if presence is None else float(_chance(np.array(presence * len(index) / (len(index) + _FEW))))
    why = tuple(dict.fromkeys(term.channel for term in wanted))
    return Ranked(photos, scores, int((scores >= STRONG).sum()), why, there, odds, floor)


def rank_rest(index: VectorIndex, terms: Sequence[Term], known: Ids, among: Ids | None = None) -> tuple[Ids, Floats]:
    """Order the photos that ``rank`` left out by their products alone, without corrections.

    Args:
        index: Vectors of the library.
        terms: Wanted and unwanted terms.
        known: Photos that are ranked already, int64 (k,).
        among: Photo ids int64 (n,) to search in, or None for all.

    Returns:
        Items int64 (m,), nearest first, and how far their log-odds are below those of the first, float32 (m,). Nothing
        if no term is wanted: then ``rank`` scores all photos.
    """
    sample, wanted = index.sample(SAMPLE), [term for term in terms if term.weight > 0]
    query = _query_vector(sample, wanted) if len(sample) else np.zeros(1, np.float32)
    length = float(np.linalg.norm(query))
    if not length:
        return np.zeros(0, np.int64), np.zeros(0, np.float32)
    photos = index.labels() if among is None else index.with_parts(among)
    photos = photos[~np.isin(index.owners.photos_of(photos), known)]
    products = index.products(query / length, photos)
    there = ~np.isnan(products)
    photos, products = photos[there], products[there]
    order = np.lexsort((photos, -products))
    photos, products = photos[order], products[order]
    spread = _scale(sample, query / length).spread
    return photos, np.asarray(SLOPE * (products - products.max(initial=-1)) / spread, np.float32)


def fold_parts(index: VectorIndex, ranked: Ranked) -> tuple[Ranked, ItemScores]:
    """Return the photos of an answer, each at the place of its best item, and all items; none without parts."""
    photos = index.owners.photos_of(ranked.photos)
    if photos is ranked.photos:
        return ranked, ItemScores()
    kept = index.owners.firsts(ranked.photos)
    items = ItemScores(photos, ranked.photos, to_odds(ranked.scores.astype(np.float64)))
    strong = int((kept < ranked.strong).sum())
    odds = ranked.odds[kept] if len(ranked.odds) else ranked.odds
    return replace(ranked, photos=photos[kept], scores=ranked.scores[kept], strong=strong, odds=odds), items


def z_score_in_sample(sample: Floats, words: Floats, photo: Floats) -> float:
    """Compute the z-score of a photo for one text vector, as ``rank`` does; ``probability`` maps it to 0..1.

    Args:
        sample: float32 (n, d), unit length, vectors of the library.
        words: float32 (d,), unit length.
        photo: float32 (d,), unit length; it need not be in the library.

    Returns:
        The z-score.
    """
    scale = _scale(sample, words)
    return (float(photo @ words) - scale.middle) / scale.spread


def probability(z: Floats) -> Floats:
    """Map z-scores float32 (n,) to probabilities float32 (n,), 0..1, by the fitted logistic curve (Platt scaling)."""
    return _chance(SLOPE * (z - CENTRE))


def _floor(scores: Floats, asked: int, left_out: Ids) -> float:
    """Return ``Ranked.floor`` of candidates, the ``asked`` nearest first, some of which are left out."""
    farthest = scores[asked - asked // 10 : asked] if len(scores) >= asked else scores[:0]
    least_sure = scores[-1:] if len(scores) >= asked + _SUREST * asked // SHORTLIST else scores[:0]
    return float(np.concatenate([farthest, least_sure, scores[left_out]]).max(initial=0))


def _chance(odds: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(odds, -30, 30))), np.float32)


class _Text:
    """A single text, judged by the encoder's calibration."""

    def __init__(
        self, index: VectorIndex, sample: Floats, term: Term, yardstick: ScoreCalibrator, without: Sequence[int]
    ) -> None:
        self._index, self._yardstick, self._without = index, yardstick, without
        self._count = len(index) - sum(item in index for item in index.with_parts(list(set(without))).tolist())
        self._term = replace(term, evidence=term.evidence.less(index.with_parts(without))) if len(without) else term
        self._scale = yardstick.scale(sample, term.vector, sentence=term.sentence)

    def nearest(self, count: int, among: Sequence[int] | Ids | None) -> tuple[Ids, Floats]:
        """Return the items nearest to the text and the photos with evidence for it, with z-scores, in no order."""
        photos, products = self._index.nearest(self._term.vector, count + len(self._without), among)
        if len(self._without):
            kept = ~np.isin(self._index.owners.photos_of(photos), self._without)
            photos, products = photos[kept], products[kept]
        seen = self._surest(photos, among, _SUREST * count // SHORTLIST)
        if len(seen):
            products = np.concatenate([products, self._index.products(self._term.vector, seen.tolist())])
            photos = np.concatenate([photos, seen])
        if self._term.sentence and len(photos):
            hubs = self._index.numbers(photos.tolist(), self._yardstick.hubs)
            products = self._yardstick.corrected(products, hubs)
        there = ~np.isnan(products)  # photos without a vector, or removed since the index was queried
        photos, products = photos[there], products[there]
        return photos, (products - self._scale.middle) / self._scale.spread

    def _surest(self, known: Ids, among: Sequence[int] | Ids | None, most: int) -> Ids:
        """Return the photos with the strongest evidence, without the known ones."""
        evidence = self._term.evidence
        new = ~np.isin(evidence.photos, known)
        if among is not None:
            new &= np.isin(evidence.photos, self._index.with_parts(among))
        return evidence.photos[new][np.argsort(-evidence.chances[new], kind="stable")[:most]]

    def presence(self, z: Floats) -> float:
        """Return the log-odds that the library shows the text at all, from the z-scores of its nearest photos."""
        best = np.sort(z)[-count_best(self._count) :] * self._scale.spread + self._scale.middle
        return self._yardstick.presence(self._scale, best, self._count, self._term.evidence)

    def odds(self, photos: Ids, z: Floats, presence: float) -> Floats:
        """Return the log-odds that each photo shows the text, float32 (n,)."""
        term = self._term
        evidence = (term.evidence.for_photos(photos), term.evidence.coverage)
        return self._yardstick.odds(z, presence, self._scale, evidence, sentence=term.sentence)


def _nearest_to_sum(
    index: VectorIndex, sample: Floats, wanted: Sequence[Term], count: int, among: Sequence[int] | Ids | None
) -> tuple[Ids, Floats]:
    """Return the photos nearest to the weighted sum of the terms, with z-scores."""
    query = _query_vector(sample, wanted)
    length = float(np.linalg.norm(query))
    if length > 0:
        # standardise the sum again: the sum of unrelated terms has a smaller spread than each term
        scale = _scale(sample, query / length)
        photos, products = index.nearest(query / length, count, among)
        return photos, (products - scale.middle) / scale.spread
    photos = np.sort(index.labels() if among is None else index.with_parts(among))
    return photos, np.zeros(len(photos), np.float32)


def _project_out_wanted(unwanted: Sequence[Term], wanted: Sequence[Term]) -> list[Term]:
    """Project the wanted direction out of the unwanted terms."""
    together = np.sum([term.weight * term.vector for term in wanted], axis=0) if wanted else np.zeros(1, np.float32)
    length = float(np.linalg.norm(together))
    if not length:
        return list(unwanted)
    direction = cast("Floats", together / length)
    return [
        replace(
            term,
            vector=_orthogonal_part(term.vector, direction),
            narrower=tuple(_orthogonal_part(vector, direction) for vector in term.narrower),
        )
        for term in unwanted
    ]


def _orthogonal_part(vector: Floats, direction: Floats) -> Floats:
    """Return the orthogonal component of a unit vector, normalised; if it is very short, the vector itself."""
    rest = vector - (vector @ direction) * direction
    length = float(np.linalg.norm(rest))
    return np.asarray(rest / length, np.float32) if length >= _OWN else vector


def _penalties(index: VectorIndex, sample: Floats, unwanted: Sequence[Term], photos: Ids) -> Floats:
    """Return what the unwanted terms subtract from the z-score of each photo, float32 (n,)."""
    total = np.zeros(len(photos), np.float32)
    for term in unwanted:
        every = [term, *(replace(term, vector=vector) for vector in term.narrower)]
        z = np.full(len(photos), -np.inf, np.float32)
        for one, scale in zip(every, _scales(sample, every), strict=True):
            products = np.nan_to_num(index.products(one.vector, photos), nan=scale.middle)
            z = np.maximum(z, (products - scale.middle) / scale.spread)
        total -= term.weight * _PENALTY * np.maximum(z - _TOLERATED, 0)
    return total


def _query_vector(sample: Floats, wanted: Sequence[Term]) -> Floats:
    """Return the query vector float32 (d,): its products are the weighted sums of z-scores, up to a constant."""
    query = np.zeros(sample.shape[1], np.float32)
    for term, scale in zip(wanted, _scales(sample, wanted), strict=True):
        query += term.weight / scale.spread * term.vector
    return query


def _scales(sample: Floats, terms: Sequence[Term]) -> list[ScoreScale]:
    """Return the scale of each term, from a single pass over the sample."""
    if not terms:
        return []
    products = sample @ np.stack([term.vector for term in terms]).T
    return [ScoreScale(*lower_half_scale(column)) for column in products.T]


def _scale(sample: Floats, vector: Floats) -> ScoreScale:
    return ScoreScale(*lower_half_scale(sample @ vector))
