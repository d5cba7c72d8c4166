"""Scores that mean the same for every query: standardised against the library, then turned into a probability.

A raw cosine says nothing to people: for one query 0.30 is a perfect match, for another it is noise. So each term
of a query is expressed against the lower half of the library, which does not show what is asked: z = (score - median)
/ (median - 16th percentile). With mean and standard deviation instead, a thing that many photos show (dogs in a dog
owner's library) would never stand out. The terms are added, and a logistic curve fitted on photos the encoder had
never seen turns the sum into 0..1.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from photon.index import VectorIndex

Floats = npt.NDArray[np.float32]
Ids = npt.NDArray[np.int64]

# Logistic curve from z to "this photo shows it"; see resources/starter/CARD.md for how it was fitted.
CENTRE, SLOPE = 4.35, 0.85
STRONG = 0.5
SHORTLIST = 1000  # candidates that unwanted terms may push down
SAMPLE = 4000  # photos that stand for the library's distribution
_TOLERATED, _PENALTY = 1.0, 0.8  # an unwanted term counts from this z on, with this weight
_FLAT = 0.02  # smallest spread: in a library of near-equal photos noise must not look like certainty


@dataclass(frozen=True, slots=True)
class Term:
    """One part of a query.

    Attributes:
        vector: float32 (d,), unit length, in the joint space.
        weight: Share of the wanted sum; negative for what must not be there.
        channel: What it asks about: ``meaning`` for words, ``look`` for an example picture.
    """

    vector: Floats
    weight: float = 1.0
    channel: str = "meaning"


@dataclass(frozen=True, slots=True)
class Ranked:
    """Photos best first.

    Attributes:
        photos: int64 (m,).
        scores: float32 (m,), 0..1.
        strong: How many of the first are strong.
        why: Channels of the query.
    """

    photos: Ids
    scores: Floats
    strong: int
    why: tuple[str, ...]


def rank(index: VectorIndex, terms: Sequence[Term], top: int, among: Sequence[int] | None = None) -> Ranked:
    """The photos that fit ``terms`` best.

    The wanted part is linear in the photo's vector, so it is one nearest-neighbour question; unwanted terms only
    push down those of the shortlist that clearly show them (a plain subtraction would reward whatever is far from
    everything).

    Args:
        index: Vectors of the library.
        terms: What is wanted and what is not.
        top: At most this many.
        among: Only these photos, or all.
    """
    sample = index.sample(SAMPLE)
    if not len(sample):
        return Ranked(np.zeros(0, np.int64), np.zeros(0, np.float32), 0, ())
    wanted = [term for term in terms if term.weight > 0]
    unwanted = [term for term in terms if term.weight < 0]
    query, offset = _compose(sample, wanted)
    length = float(np.linalg.norm(query))
    if length > 0:
        photos, products = index.nearest(query / length, max(top, SHORTLIST if unwanted else 0), among)
        scores = products * length - offset
    else:
        photos = np.array(sorted(index.labels() if among is None else among), np.int64)
        scores = np.zeros(len(photos), np.float32)
    for term in unwanted:
        middle, spread = _distribution(sample, term.vector)
        products = np.nan_to_num(index.products(term.vector, photos.tolist()), nan=middle)
        scores = scores + term.weight * _PENALTY * np.maximum((products - middle) / spread - _TOLERATED, 0)
    if unwanted:
        order = np.lexsort((photos, -scores))[:top]
        photos, scores = photos[order], scores[order]
    chances = probability(scores) if wanted else np.full(len(scores), STRONG, np.float32) + np.minimum(scores, 0)
    return Ranked(photos, chances, _count_strong(chances), tuple(dict.fromkeys(t.channel for t in wanted)))


def standing_among(sample: Floats, words: Floats, photo: Floats) -> float:
    """The z of a photo for one vector of words, as ``rank`` would score it; ``probability`` makes it a chance.

    Args:
        sample: float32 (n, d), vectors of the library.
        words: float32 (d,), unit length.
        photo: float32 (d,), unit length; it need not be in the library.
    """
    middle, spread = _distribution(sample, words)
    return (float(photo @ words) - middle) / spread


def probability(z: Floats) -> Floats:
    """The fitted logistic curve: 0..1 from z, lower spreads above the library's median."""
    chances: Floats = (1 / (1 + np.exp(-SLOPE * (np.clip(z, -20, 20) - CENTRE)))).astype(np.float32)
    return chances


def _compose(sample: Floats, wanted: Sequence[Term]) -> tuple[Floats, float]:
    """The vector q and number o with x·q - o = the weighted sum of the terms' z, scaled to unit weight."""
    query = np.zeros(sample.shape[1], np.float32)
    offset = 0.0
    total = sum(term.weight for term in wanted)
    for term in wanted:
        middle, spread = _distribution(sample, term.vector)
        share = term.weight / total / spread
        query += share * term.vector
        offset += share * middle
    return query, offset


def _distribution(sample: Floats, vector: Floats) -> tuple[float, float]:
    products = sample @ vector
    lower, middle = np.percentile(products, (16, 50))
    return float(middle), max(float(middle - lower), _FLAT)


def _count_strong(chances: Floats) -> int:
    return int((chances >= STRONG).sum())
