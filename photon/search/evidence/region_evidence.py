"""Evidence for what a part of a photo shows, however small, and for where two things are (``find:``)."""

from typing import NamedTuple

import numpy as np

from photon.domain.arrays import Doubles, Floats, Ids
from photon.domain.query.filter_kinds.regions import SoughtThing
from photon.index import VectorIndex
from photon.library import Library
from photon.library.vectors import photo_regions
from photon.library.vectors.photo_regions import PLACES, SIDE
from photon.search.evidence.caption_evidence import RankingEncoder
from photon.search.evidence.style_evidence import RARE, EncodeTexts, RankingPlace
from photon.search.evidence_channel import EvidenceChannel, lookup_odds
from photon.search.heat import EVERYDAY_THINGS
from photon.search.score_calibrator import lower_half_scale

_WHOLE = 0.5  # weight of the photo as a whole, which tells where a thing may be
_SLOPE, _CENTRE = 0.5, 11.0  # from scores to log-odds, fitted to boxes of COCO and to planted things
_APART = 2  # regions between which one thing is left of another, or above it; they overlap with the next two
_CLEARLY = 1.0  # how much better, in spreads, things must fit in their order than in the other one
_CANDIDATES = 1000  # photos that are proposed for the answer


class RegionScores(NamedTuple):
    """Photos int64 (n,), ascending, and the score of each: float64 (n,)."""

    photos: Ids
    scores: Doubles


class RegionEvidence:
    """Ranks photos by their regions; those without any by their vectors as a whole."""

    def __init__(self, encoder: RankingEncoder, encode: EncodeTexts) -> None:
        """Take the encoder that made the maps, and what returns the vectors of texts, float32 (n, d)."""
        self._encoder, self._encode = encoder, encode

    def evidence_for(self, place: RankingPlace, thing: SoughtThing) -> EvidenceChannel:
        """Return the evidence that photos show a thing, and another one where it is to be."""
        last = place.library.remember("find", dict[tuple[str, int, SoughtThing], RegionScores], "cache")
        asked = self._encoder.id, len(place.index), thing
        if asked not in last:  # each page of an answer asks again, which takes a second for 100,000 photos
            last.clear()
            last[asked] = self._scores(place.library, place.index, thing)
        found = last[asked]
        odds = lookup_odds(found.photos, _SLOPE * (found.scores - _CENTRE) - RARE, 0.0)
        best = found.photos[np.argsort(-found.scores, kind="stable")]
        if place.among is not None:
            best = best[np.isin(best, place.among)]
        return EvidenceChannel(
            "region", best[:_CANDIDATES], RARE, lambda items: odds(place.index.owners.photos_of(items))
        )

    def _scores(self, library: Library, index: VectorIndex, thing: SoughtThing) -> RegionScores:
        labels = np.sort(index.labels())
        photos = labels[labels > 0]
        if not len(photos):
            return RegionScores(photos, np.zeros(0))
        asked = self._encode(library, thing.names)
        wholes = np.stack([index.products(vector, photos) for vector in asked])
        # what a region has in common with all everyday things is no evidence
        own = asked - self._encode(library, EVERYDAY_THINGS).mean(axis=0)
        known, products = region_products(library, self._encoder.id, own)
        is_here = np.isin(known, photos)
        at = np.searchsorted(photos, known[is_here])
        return RegionScores(photos, score_things(thing, wholes, products[:, is_here], at))


def score_things(thing: SoughtThing, wholes: Floats, regions: Floats, at: Ids) -> Doubles:
    """Score photos by their best region, and as a whole.

    Args:
        thing: One or two things.
        wholes: float32 (k, n), products of each thing with photos as a whole; NaN without a vector.
        regions: float32 (k, m, PLACES), products with the regions of those photos that have any.
        at: int64 (m,), which photos these are.

    Returns:
        float64 (n,).
    """
    whole = _standardised(wholes, wholes).mean(axis=0)
    best = whole.copy()
    if len(at):
        best[at] = best_regions(_standardised(regions, regions.max(axis=2)), thing)
    return np.asarray(best + _WHOLE * whole, np.float64)


def region_products(library: Library, encoder: str, asked: Floats) -> tuple[Ids, Floats]:
    """Return the photos with regions, int64 (n,), and the products of their regions with vectors float32 (k, d).

    Returns:
        The photos, ascending, and float32 (k, n, PLACES).
    """
    ids, found = [np.zeros(0, np.int64)], [np.zeros((len(asked), 0, PLACES), np.float32)]
    for some in photo_regions.stored_maps(library, encoder, asked.shape[1]):
        ids.append(some.photos)
        found.append(some.products(asked))
    photos, products = np.concatenate(ids), np.concatenate(found, axis=1)
    order = np.argsort(photos)
    return photos[order], products[:, order]


def _standardised(products: Floats, usual: Floats) -> Floats:
    """Return products float32 (k, n, ...) in spreads above the usual one of those float32 (k, n) of the same text."""
    scales = np.array([lower_half_scale(row[np.isfinite(row)]) for row in usual], np.float32)
    middles, spreads = (scales[:, at].reshape(-1, *[1] * (products.ndim - 1)) for at in (0, 1))
    return np.asarray(np.nan_to_num((products - middles) / spreads), np.float32)


def best_regions(regions: Floats, thing: SoughtThing) -> Floats:
    """Return the best score float32 (n,) of regions, whose scores for each thing are float32 (k, n, PLACES)."""
    if not thing.place:
        return np.asarray(regions[0].max(axis=1), np.float32)
    lines = regions.reshape(2, -1, SIDE, SIDE).max(axis=2 if thing.place.endswith("of") else 3)  # columns, or rows
    one, other = lines if thing.place in ("left of", "above") else lines[::-1]
    right, wrong = _in_order(one, other), _in_order(other, one)
    return np.asarray(right - np.maximum(wrong + _CLEARLY - right, 0), np.float32)


def _in_order(first: Floats, second: Floats) -> Floats:
    """Return the best mean of two things float32 (n, SIDE) of which one comes before the other: float32 (n,)."""
    until = np.maximum.accumulate(first, axis=1)
    return np.asarray(((until[:, :-_APART] + second[:, _APART:]) / 2).max(axis=1), np.float32)
