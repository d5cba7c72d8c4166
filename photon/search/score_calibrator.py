"""Calibrate scores against the library, everyday photos with captions, and the encoder's own classifier.

Two questions have different answers. "Does the library show it at all?" depends on how its best photos score compared
with everyday photos whose captions speak of it, and on how often captions speak of it at all: nearly every library
shows a woman, hardly any a submarine. On two sources that the encoder had not seen, this separated present from absent
things with AUROC .95 and .94; the largest cosine alone, .84 and .80. "Does this photo show it?" depends on how far a
photo stands above the library's other photos (z-score), and again on everyday photos that show it. Figures and method:
resources/starter/CARD.md.

Hubs, photos that are close to everything ("hubness": Radovanović et al. 2010), are penalised for sentences by half of
their mean similarity to the nearest everyday captions (as in CSLS: Conneau et al. 2018). Single words are too close to
individual captions for that: the correction cost .005 mean average precision.
"""

import math
from collections.abc import Sequence

import numpy as np

from photon.domain.arrays import Doubles, Floats, Ids
from photon.quick_dataclass import dataclass
from photon.vision.knowledge.calibration import Calibration
from photon.vision.knowledge.class_labels import LEAST_CHANCE

_HUB_SHARE, _HUB_NEIGHBOURS = 0.5, 10
# Cosine of a text with a caption from which the caption speaks of it; weights grow with the square above it.
_SPEAKS = 0.3
# Prior for a thing: photos that show it are three deviations above the others, with this weight per everyday photo.
# Without the prior, a giraffe, which no caption mentions, was found in zebras, bears and buses.
_STANDING, _UNHEARD = 3.0, 1e-5
_LEAST_FAMILIAR = 1e-6  # mean weight of sentences about something that no caption mentions
_ALIKE, _SHARPNESS = 40, 15.0  # everyday photos that describe a photo; growth of their weight with the cosine
_POOL = 200  # photos per library when the curves were fitted
_TOP = 5  # best photos of such a pool that are compared with the bank's best
# Expected rise of the best score when the number of photos doubles, in spreads: .15 from 50 to 800 unseen photos, less
# above.
_DRIFT = 0.08
# Cap of the log-odds of presence; nine in ten queries for things that are present stay below it in a pool of 200. A
# library of a few photos, four of them of one cat, reached 5.9, and its photo of the moon was scored as a cat (.77).
_SUREST = 4.0
_LEAST_ODDS = -1e6  # log-odds without photos are infinite
_IS_SENTENCE = 6  # column of ``hit_features``
_FLAT = 0.02  # smallest spread, so that noise among near-identical photos does not look like certainty


@dataclass(frozen=True, slots=True)
class Evidence:
    """Predictions of the encoder's own classifier for the thing that a query names.

    Attributes:
        photos: int64 (m,), photos and parts of photos in which it was recognised, ascending.
        chances: float32 (m,), probabilities 0..1.
        coverage: Share 0..1 of the query's meaning that the classifier's labels cover.
    """

    photos: Ids
    chances: Floats
    coverage: float

    def for_photos(self, photos: Ids) -> Floats:
        """Look up the log-probabilities of photos.

        Args:
            photos: int64 (n,), items.

        Returns:
            float32 (n,), relative to the smallest stored probability; 0 without a prediction.
        """
        chances = np.full(len(photos), LEAST_CHANCE, np.float32)
        if len(self.photos):
            place = np.clip(np.searchsorted(self.photos, photos), 0, len(self.photos) - 1)
            chances = np.where(self.photos[place] == photos, self.chances[place], chances)
        return np.asarray(np.log(np.maximum(chances, LEAST_CHANCE)) - math.log(LEAST_CHANCE), np.float32)

    def less(self, photos: Sequence[int] | Ids) -> "Evidence":
        """Return the same evidence without some photos and parts of photos, int64 (n,)."""
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
        middle: Median score of photos of the library that do not show the query.
        spread: Spread of their scores.
        expected: Mean score of everyday photos whose captions speak of it.
        deviation: Standard deviation of the scores of all everyday photos.
        familiarity: Log of how much captions speak of it.
    """

    middle: float
    spread: float
    expected: float = 0.0
    deviation: float = 1.0
    familiarity: float = 0.0


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

    def describe_photo(self, photo: Floats) -> Floats:
        """Describe a photo as people would: the mean caption of the everyday photos most similar to it.

        Args:
            photo: float32 (d,), unit length.

        Returns:
            float32 (d,), unit length, among the texts of the joint space.
        """
        products = self._calibration.photos @ photo
        few = min(_ALIKE, len(products))
        nearest = np.argpartition(products, -few)[-few:]
        caption = np.exp(_SHARPNESS * (products[nearest] - products.max())) @ self._calibration.described[nearest]
        return np.asarray(caption / max(float(np.linalg.norm(caption)), 1e-12), np.float32)

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

    def lead(self, texts: Floats, products: Floats) -> Doubles:
        """Compute how much closer photos are to the first text than to the best other one.

        Args:
            texts: float32 (k, d), unit length; k > 1.
            products: float32 (k, n), their products with the photos.

        Returns:
            float64 (n,), in spreads of everyday photos.
        """
        scales = np.array([lower_half_scale(products) for products in (self.everyday @ texts.T).T])
        z = (products - scales[:, :1]) / scales[:, 1:]
        return np.asarray(z[0] - z[1:].max(axis=0), np.float64)

    def scale(self, sample: Floats, vector: Floats, *, sentence: bool) -> ScoreScale:
        """Estimate the location and scale of a text's scores.

        Args:
            sample: float32 (m, d), unit length, vectors of the library.
            vector: float32 (d,), unit length, embedding of the text.
            sentence: Whether to correct for hubs.

        Returns:
            The scale.
        """
        known = self._calibration
        products, bank = sample @ vector, known.photos @ vector
        if sentence:
            products = self.corrected(products, self._hubs_of_sample(sample))
            bank = self.corrected(bank, self._bank_hubs)
        middle, spread = lower_half_scale(products)
        # small libraries give poor estimates, so everyday photos are mixed in
        share = len(sample) / (len(sample) + _POOL / 2)
        speaking = np.maximum(known.described @ vector - _SPEAKS, 0) ** 2
        unheard = _UNHEARD * len(bank)
        typical = bank.mean() + _STANDING * bank.std()
        expected = (speaking @ bank + unheard * typical) / (speaking.sum() + unheard)
        heard = known.shares @ np.maximum(known.sayings @ vector - _SPEAKS, 0) ** 2
        return ScoreScale(
            float(share * middle + (1 - share) * bank.mean()),
            float(share * spread + (1 - share) * bank.std()),
            float(expected),
            max(float(bank.std()), _FLAT),
            math.log(_LEAST_FAMILIAR + float(heard)),
        )

    def presence_features(self, scale: ScoreScale, best: Floats, count: int, evidence: Evidence) -> Doubles:
        """Compute the features for whether the library shows a query.

        Args:
            scale: Scale of the query.
            best: float32 (k,), best scores in the library; k >= 1.
            count: Number of photos in the library.
            evidence: Predictions of the encoder's own classifier.

        Returns:
            float64 (6,): 1; the best scores, in tenths; the same above those of everyday photos that show it, in their
            deviations; familiarity; coverage; coverage times the surest prediction.
        """
        by_chance = _DRIFT * scale.spread * max(0.0, math.log2(max(count, 1) / _POOL))
        top = float(best.mean()) - by_chance
        above = (top - scale.expected) / scale.deviation
        coverage = evidence.coverage
        return np.array([1.0, 10 * top, above, scale.familiarity, coverage, coverage * evidence.best])

    def presence(self, scale: ScoreScale, best: Floats, count: int, evidence: Evidence) -> float:
        """Compute the log-odds, at most 4, that the library shows the query.

        Args:
            scale: Scale of the query.
            best: float32 (k,), best scores in the library.
            count: Number of photos in the library.
            evidence: Predictions of the encoder's own classifier.

        Returns:
            The log-odds; -inf without photos.
        """
        if not len(best):
            return -math.inf
        return self.presence_of(self.presence_features(scale, best, count, evidence))

    def presence_of(self, features: Doubles) -> float:
        """Return the log-odds of presence for float64 (6,) ``presence_features``."""
        return min(_SUREST, float(features @ self._calibration.presence))

    @staticmethod
    def hit_features(z: Floats, scale: ScoreScale, evidence: tuple[Floats, float], *, sentence: bool) -> Doubles:
        """Compute the features for whether photos show a query, given that the library does.

        Args:
            z: float32 (n,), z-scores of the photos.
            scale: Scale of the query.
            evidence: ``Evidence.for_photos`` of the photos, float32 (n,), and its coverage.
            sentence: Whether the query is a sentence.

        Returns:
            float64 (n, 8): 1; z; score above that of everyday photos that show it, in their deviations; familiarity;
            coverage; coverage times prediction; whether it is a sentence; the same times z.
        """
        own, coverage = evidence
        above = (z * scale.spread + scale.middle - scale.expected) / scale.deviation
        features = np.ones((len(z), 8))
        features[:, 1:3] = np.stack([z, above], axis=1)
        features[:, 3:5] = scale.familiarity, coverage
        features[:, 5:7] = np.stack([coverage * own, np.full(len(z), sentence)], axis=1)
        features[:, 7] = z * float(sentence)
        return features

    def odds(
        self, z: Floats, presence: float, scale: ScoreScale, evidence: tuple[Floats, float], *, sentence: bool
    ) -> Floats:
        """Compute the log-odds that each photo shows the query: that the library does, and that then this photo does.

        Args:
            z: float32 (n,), z-scores of the photos.
            presence: Log-odds that the library shows the query at all.
            scale: Scale of the query.
            evidence: ``Evidence.for_photos`` of the photos, float32 (n,), and its coverage.
            sentence: Whether the query is a sentence.

        Returns:
            float32 (n,).
        """
        features = self.hit_features(z, scale, evidence, sentence=sentence)
        joined = self.final_features(np.full(len(z), presence), features)
        return np.asarray(joined @ self._calibration.final, np.float32)

    def final_features(self, presence: Doubles, features: Doubles) -> Doubles:
        """Compute the inputs of the final curve.

        Args:
            presence: float64 (n,), log-odds that the library shows the query.
            features: float64 (n, 8), ``hit_features``.

        Returns:
            float64 (n, 3): 1; log-odds of the product of both probabilities; whether the query is a sentence.
        """
        own = features @ self._calibration.hit.astype(np.float64)
        # 1 / p - 1 of the product is the sum of three exponentials.
        joined = -np.logaddexp(np.logaddexp(-own, -presence), -own - presence)
        return np.stack([np.ones(len(own)), np.maximum(joined, _LEAST_ODDS), features[:, _IS_SENTENCE]], axis=1)

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
    """Return how many of the best photos decide whether a library of ``count`` photos shows a thing; it grows slowly.

    In very small libraries only the best photo counts. With the mean of two, one of them wrong, the only right photo of
    ten had a mean score of .26 instead of .39, and the best wrong one .01 (captions of training photos).
    """
    if count < _POOL / 2:
        return max(1, round(2 * _TOP * count / _POOL))
    return max(_TOP, round(_TOP * math.sqrt(count / _POOL)))
