"""What the scores of one query are worth: against the library, everyday photos, and what the encoder saw by itself.

Two questions have different answers. "Does this photo show it?" is told by how far a photo stands above the library's
other photos (z). "Does the library show it at all?" is told by how high its best photos score beside the best of a
bank of everyday photos: where a thing is missing they stay below, whatever the query's own scale. On photos the
encoder had not seen, that told pools with a thing from the same pools without it with AUROC .75, the largest cosine
with .60 (nouns that two people named); figures and how they were made: resources/starter/CARD.md.

Hubs, photos that lie near everything ("hubness": Radovanović et al. 2010), are set back for sentences by half of
their mean similarity to the nearest of what everyday captions say (as CSLS: Conneau et al. 2018). A bare word lies
too near single captions for that: there it cost .005 mean average precision.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from photon.vision.starter.calibration import Calibration
from photon.vision.starter.class_labels import LEAST_CHANCE

Floats = npt.NDArray[np.float32]
Ids = npt.NDArray[np.int64]

_HUB_SHARE, _HUB_NEIGHBOURS = 0.5, 10
_BEST_OF_BANK = 0.05  # share
_POOL = 200  # photos per library when the curves were fitted
_TOP = 5  # best photos of such a pool that are compared with the bank's best
# Spreads that the best of twice as many photos stand higher by chance: .15 from 50 to 800 unseen photos, less above.
_DRIFT = 0.08
# Log-odds that nine in ten queries for things that are there stay below, in a pool of 200. A library of a few photos,
# four of them of one cat, had 5.9, and the curves, which never saw that, called its photo of the moon a cat (.77).
_SUREST = 4.0
_FLAT = 0.02  # smallest spread: in a library of near-equal photos noise must not look like certainty


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the encoder saw by itself of the thing that a query names.

    Attributes:
        photos: int64 (m,), photos in which it saw it, ascending.
        chances: float32 (m,), how surely.
        coverage: 0..1, how much of the thing the encoder can name; see NamedClasses.
    """

    photos: Ids
    chances: Floats
    coverage: float

    def for_photos(self, photos: Ids) -> Floats:
        """Log-chances of ``photos``, float32 (n,), 0 at the least that is kept."""
        chances = np.full(len(photos), LEAST_CHANCE, np.float32)
        if len(self.photos):
            place = np.clip(np.searchsorted(self.photos, photos), 0, len(self.photos) - 1)
            chances = np.where(self.photos[place] == photos, self.chances[place], chances)
        return np.asarray(np.log(np.maximum(chances, LEAST_CHANCE)) - math.log(LEAST_CHANCE), np.float32)

    def less(self, photos: Sequence[int]) -> "Evidence":
        """The same without some photos."""
        kept = ~np.isin(self.photos, photos)
        return Evidence(self.photos[kept], self.chances[kept], self.coverage)

    @property
    def best(self) -> float:
        """The same of the surest photo."""
        return math.log(max(float(self.chances.max(initial=0)), LEAST_CHANCE)) - math.log(LEAST_CHANCE)


NO_EVIDENCE = Evidence(np.zeros(0, np.int64), np.zeros(0, np.float32), 0.0)


@dataclass(frozen=True, slots=True)
class ScoreScale:
    """How the scores of one query lie.

    Attributes:
        middle: Score of a photo that does not show what is asked.
        spread: Of such photos' scores.
        bank: Mean of the bank's best scores; None without a bank.
        commonness: Log of the share of the bank that stands in the upper half of its scores' range: everyday things
            are shown by many, and a hit that stands out less may still be one.
    """

    middle: float
    spread: float
    bank: float | None = None
    commonness: float = 0.0


class ScoreCalibrator:
    """Calibration of one encoder, applied to the library at hand; safe to use from several threads."""

    def __init__(self, calibration: Calibration) -> None:
        """Take the calibration."""
        self._calibration = calibration
        self._bank_hubs = self.hubs(calibration.photos)
        self._sample: tuple[Floats, Floats] | None = None

    @property
    def everyday(self) -> Floats:
        """float32 (n, d), vectors of everyday photos."""
        return self._calibration.photos

    @property
    def captions(self) -> Floats:
        """float32 (n, d), unit vectors of everyday captions."""
        return self._calibration.captions

    def hubs(self, vectors: Floats) -> Floats:
        """How much of a hub each photo is, its mean similarity to the nearest captions: float32 (n, d) to (n,)."""
        products = vectors @ self._calibration.captions.T
        few = min(_HUB_NEIGHBOURS, products.shape[1])
        nearest = np.partition(products, -few, axis=1)[:, -few:]
        return np.asarray(nearest.mean(axis=1), np.float32)

    def corrected(self, products: Floats, hubs: Floats) -> Floats:
        """Products of a sentence with photos, set back where the photo is a hub: float32 (n,)."""
        return products - _HUB_SHARE * hubs

    def scale(self, sample: Floats, vector: Floats, *, sentence: bool) -> ScoreScale:
        """Where the scores of a text lie.

        Args:
            sample: float32 (m, d), vectors of the library.
            vector: float32 (d,), of the text.
            sentence: Whether hubs are set back.
        """
        products, bank = sample @ vector, self._calibration.photos @ vector
        if sentence:
            products = self.corrected(products, self._hubs_of_sample(sample))
            bank = self.corrected(bank, self._bank_hubs)
        middle, spread = lower_half(products)
        # few photos say little of their own: as many everyday ones are mixed in
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
        """How far the best scores of ``count`` photos stand above the bank's best, in tenths of a cosine.

        Of no photos -inf: there nothing is shown.
        """
        if not len(best):
            return -math.inf
        if scale.bank is None:
            return 0.0
        by_chance = _DRIFT * scale.spread * max(0.0, math.log2(max(count, 1) / _POOL))
        return 10 * (float(best.mean()) - by_chance - scale.bank)

    def presence(self, above: float, evidence: Evidence) -> float:
        """Log-odds, at most 4, that the library shows what is asked: by ``above`` and what the encoder itself saw."""
        start, rise, bare, seen = self._calibration.presence.tolist()
        return min(_SUREST, float(start + rise * above + evidence.coverage * (bare + seen * evidence.best)))

    def odds(
        self, z: Floats, presence: float, scale: ScoreScale, evidence: tuple[Floats, float], *, sentence: bool
    ) -> Floats:
        """Log-odds of each photo to show what is asked.

        Args:
            z: float32 (n,), how far each stands out.
            presence: Log-odds that the library shows it at all.
            scale: Of the query.
            evidence: ``Evidence.of`` the photos, and its coverage.
            sentence: Whether the query is one.
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


def lower_half(products: Floats) -> tuple[float, float]:
    """Middle and spread of the scores of what is not shown: the median, and how far the 16th percentile is below."""
    lower, middle = np.percentile(products, (16, 50))
    return float(middle), max(float(middle - lower), _FLAT)


def how_many(count: int) -> int:
    """How many best photos tell whether a library of ``count`` shows a thing: more where there are more by chance.

    In the smallest libraries that is the best alone: with the mean of two, one of which shows something else, the one
    right photo of ten had a mean score of .26, so .39, and the best wrong one .01 (captions of photos in training).
    """
    if count < _POOL / 2:
        return max(1, round(2 * _TOP * count / _POOL))
    return max(_TOP, round(_TOP * math.sqrt(count / _POOL)))
