"""Calibrate scores against the library, a bank of everyday photos, and the encoder's own classifier.

Two questions have different answers. "Does this photo show it?" depends on how far a photo stands above the library's
other photos (z-score). "Does the library show it at all?" depends on how its best photos score compared with the best
of a bank of everyday photos: if the thing is missing, they stay below, whatever the scale of the query. On photos the
encoder had not seen, this separated pools with a thing from the same pools without it with AUROC .75, against .60 for
the largest cosine (nouns that two people named). Figures and method: resources/starter/CARD.md.

Hubs, photos that are close to everything ("hubness": Radovanović et al. 2010), are penalised for sentences by half of
their mean similarity to the nearest everyday captions (as in CSLS: Conneau et al. 2018). Single words are too close to
individual captions for that: the correction cost .005 mean average precision.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from photon.domain.arrays import Floats, Ids
from photon.vision.starter.calibration import Calibration
from photon.vision.starter.class_labels import LEAST_CHANCE

_HUB_SHARE, _HUB_NEIGHBOURS = 0.5, 10
_BEST_OF_BANK = 0.05  # share of the bank
_POOL = 200  # photos per library when the curves were fitted
_TOP = 5  # best photos of such a pool that are compared with the bank's best
# Expected rise of the best score when the number of photos doubles, in spreads: .15 from 50 to 800 unseen photos, less
# above.
_DRIFT = 0.08
# Cap of the log-odds of presence; nine in ten queries for things that are present stay below it in a pool of 200. A
# library of a few photos, four of them of one cat, reached 5.9, and its photo of the moon was scored as a cat (.77).
_SUREST = 4.0
_FLAT = 0.02  # smallest spread, so that noise among near-identical photos does not look like certainty


@dataclass(frozen=True, slots=True)
class Evidence:
    """Predictions of the encoder's own classifier for the thing that a query names.

    Attributes:
        photos: int64 (m,), photos in which it was recognised, ascending.
        chances: float32 (m,), probabilities 0..1.
        coverage: Share 0..1 of the query's meaning that the classifier's labels cover.
    """

    photos: Ids
    chances: Floats
    coverage: float

    def for_photos(self, photos: Ids) -> Floats:
        """Look up the log-probabilities of photos.

        Args:
            photos: int64 (n,), photo ids.

        Returns:
            float32 (n,), relative to the smallest stored probability; 0 without a prediction.
        """
        chances = np.full(len(photos), LEAST_CHANCE, np.float32)
        if len(self.photos):
            place = np.clip(np.searchsorted(self.photos, photos), 0, len(self.photos) - 1)
            chances = np.where(self.photos[place] == photos, self.chances[place], chances)
        return np.asarray(np.log(np.maximum(chances, LEAST_CHANCE)) - math.log(LEAST_CHANCE), np.float32)

    def less(self, photos: Sequence[int]) -> "Evidence":
        """The same evidence without some photos."""
        kept = ~np.isin(self.photos, photos)
        return Evidence(self.photos[kept], self.chances[kept], self.coverage)

    @property
    def best(self) -> float:
        """Log-probability of the most certain photo, relative to the smallest stored probability."""
        return math.log(max(float(self.chances.max(initial=0)), LEAST_CHANCE)) - math.log(LEAST_CHANCE)


NO_EVIDENCE = Evidence(np.zeros(0, np.int64), np.zeros(0, np.float32), 0.0)


@dataclass(frozen=True, slots=True)
class ScoreScale:
    """Location and scale of the scores of one query.

    Attributes:
        middle: Median score of photos that do not show the query.
        spread: Spread of their scores.
        bank: Mean of the best scores in the bank; None without a bank.
        commonness: Log of the share of the bank in the upper half of its score range. Many photos show everyday things,
            so a hit that stands out less can still be right.
    """

    middle: float
    spread: float
    bank: float | None = None
    commonness: float = 0.0


class ScoreCalibrator:
    """The calibration of one encoder, applied to the current library; thread-safe."""

    def __init__(self, calibration: Calibration) -> None:
        """Precompute the hub scores of the bank."""
        self._calibration = calibration
        self._bank_hubs = self.hubs(calibration.photos)
        self._sample: tuple[Floats, Floats] | None = None

    @property
    def everyday(self) -> Floats:
        """float32 (n, d), unit length, embeddings of everyday photos."""
        return self._calibration.photos

    @property
    def captions(self) -> Floats:
        """float32 (n, d), unit length, embeddings of everyday captions."""
        return self._calibration.captions

    def hubs(self, vectors: Floats) -> Floats:
        """Measure the hubness of photos: the mean similarity to their nearest captions.

        Args:
            vectors: float32 (n, d), unit length.

        Returns:
            float32 (n,).
        """
        products = vectors @ self._calibration.captions.T
        few = min(_HUB_NEIGHBOURS, products.shape[1])
        nearest = np.partition(products, -few, axis=1)[:, -few:]
        return np.asarray(nearest.mean(axis=1), np.float32)

    def corrected(self, products: Floats, hubs: Floats) -> Floats:
        """Subtract the hub penalty from the scores of a sentence (CSLS).

        Args:
            products: float32 (n,), cosines of the sentence with photos.
            hubs: float32 (n,), result of ``hubs`` for these photos.

        Returns:
            float32 (n,), corrected scores.
        """
        return products - _HUB_SHARE * hubs

    def scale(self, sample: Floats, vector: Floats, *, sentence: bool) -> ScoreScale:
        """Estimate the location and scale of a text's scores.

        Args:
            sample: float32 (m, d), unit length, vectors of the library.
            vector: float32 (d,), unit length, embedding of the text.
            sentence: Whether to correct for hubs.

        Returns:
            The scale.
        """
        products, bank = sample @ vector, self._calibration.photos @ vector
        if sentence:
            products = self.corrected(products, self._hubs_of_sample(sample))
            bank = self.corrected(bank, self._bank_hubs)
        middle, spread = lower_half_scale(products)
        # small libraries give poor estimates, so everyday photos are mixed in
        share = len(sample) / (len(sample) + _POOL / 2)
        best = float(np.sort(bank)[-math.ceil(_BEST_OF_BANK * len(bank)) :].mean())
        common = float((bank > (np.median(bank) + best) / 2).mean())
        return ScoreScale(
            float(share * middle + (1 - share) * bank.mean()),
            float(share * spread + (1 - share) * bank.std()),
            best,
            math.log(max(common, 1 / len(bank))),
        )

    def above(self, scale: ScoreScale, best: Floats, count: int) -> float:
        """Measure how far the best scores of ``count`` photos are above the bank's best, in tenths of a cosine.

        Args:
            scale: Scale of the query.
            best: float32 (k,), best scores in the library.
            count: Number of photos in the library.

        Returns:
            The difference; -inf without photos, 0 without a bank.
        """
        if not len(best):
            return -math.inf
        if scale.bank is None:
            return 0.0
        by_chance = _DRIFT * scale.spread * max(0.0, math.log2(max(count, 1) / _POOL))
        return 10 * (float(best.mean()) - by_chance - scale.bank)

    def presence(self, above: float, evidence: Evidence) -> float:
        """Compute the log-odds, at most 4, that the library shows the query.

        Args:
            above: Result of ``above``.
            evidence: Predictions of the encoder's own classifier.

        Returns:
            The log-odds.
        """
        start, rise, bare, seen = self._calibration.presence.tolist()
        return min(_SUREST, float(start + rise * above + evidence.coverage * (bare + seen * evidence.best)))

    def odds(
        self, z: Floats, presence: float, scale: ScoreScale, evidence: tuple[Floats, float], *, sentence: bool
    ) -> Floats:
        """Compute the log-odds that each photo shows the query.

        Args:
            z: float32 (n,), z-scores of the photos.
            presence: Log-odds that the library shows the query at all.
            scale: Scale of the query.
            evidence: ``Evidence.for_photos`` of the photos, float32 (n,), and its coverage.
            sentence: Whether the query is a sentence.

        Returns:
            float32 (n,).
        """
        start, height, there, bare, seen, common, longer, steeper = self._calibration.hit.tolist()
        own, coverage = evidence
        odds = start + height * z + there * presence + coverage * (bare + seen * own) + common * scale.commonness
        odds = odds + (longer + steeper * z) * sentence
        return np.asarray(odds, np.float32)

    def _hubs_of_sample(self, sample: Floats) -> Floats:
        kept = self._sample
        if kept is None or kept[0] is not sample:
            kept = self._sample = (sample, self.hubs(sample))
        return kept[1]


def lower_half_scale(products: Floats) -> tuple[float, float]:
    """Estimate location and scale of the scores of photos that do not show the query.

    Args:
        products: float32 (n,), scores; n >= 1.

    Returns:
        The median, and its distance to the 16th percentile.
    """
    lower, middle = np.percentile(products, (16, 50))
    return float(middle), max(float(middle - lower), _FLAT)


def count_best(count: int) -> int:
    """How many of the best photos decide whether a library of ``count`` photos shows a thing; grows with the library.

    In very small libraries only the best photo counts. With the mean of two, one of them wrong, the only right photo of
    ten had a mean score of .26 instead of .39, and the best wrong one .01 (captions of training photos).
    """
    if count < _POOL / 2:
        return max(1, round(2 * _TOP * count / _POOL))
    return max(_TOP, round(_TOP * math.sqrt(count / _POOL)))
