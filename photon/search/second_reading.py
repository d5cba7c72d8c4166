"""Judge the best photos of an answer a second time, and tell how sure both judges are together."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from photon.domain.arrays import Doubles, Ids
from photon.quick_dataclass import dataclass
from photon.search.evidence_channel import POSSIBLE, to_chance, to_odds

_TINY = 1e-9  # log-odds that keep photos of equal log-odds in order
_LAST = 10  # of the photos that are judged twice, those that tell about photos that are judged once
# As long as photos that were judged once would be good matches, twice as many are judged: of 1,426 photos, "a child"
# counted 649 when the last ones of 50 spoke for all others, half of them wrong.
_MOST = 1000
_ROW, _ALIKE = 5, 0.8  # first photos, and how many of them must be of a family
_BELOW = 0.05  # log-odds below those of good matches


@dataclass(frozen=True, slots=True)
class JointCurve:
    """From the log-odds of two judges to those that a photo shows a thing: ``start + first * … + second * …``."""

    start: float
    first: float
    second: float


@dataclass(frozen=True, slots=True)
class Family:
    """What the first photos surely show, if their kind can't be told: roses are flowers.

    Attributes:
        name: The wider thing.
        odds: Function from photos int64 (m,) to the log-odds that they show it, float64 (m,).
    """

    name: str
    odds: Callable[[Ids], Doubles]


@dataclass(frozen=True, slots=True)
class SecondReading:
    """A judge that is too slow for all photos, but good at telling the best ones apart.

    Attributes:
        count: Number of photos that it judges.
        odds: Function from photos int64 (m,), best first, to what their log-odds gain or lose, float64 (m,), or with a
            curve to the judge's own log-odds; not finite if nothing is known.
        curve: How sure both together are; None: they only put the photos in order.
        order: Function like ``odds`` to what the log-odds of the photos gain or lose, for their order alone; None: it
            goes by ``curve``.
        doubt: Function from photos int64 (m,) to log-odds float64 (m,) that good matches lose; they must not need them.
        is_unclear: Whether it is impossible to tell which photos show what is asked; then none is a good match.
        family: What photos show that are of another kind.
    """

    count: int
    odds: Callable[[Ids], Doubles]
    curve: JointCurve | None = None
    order: Callable[[Ids], Doubles] | None = None
    doubt: Callable[[Ids], Doubles] | None = None
    is_unclear: bool = False
    family: Family | None = None

    @property
    def of_each(self) -> "SecondReading | None":
        """The same judge where photos do not exchange their log-odds; None if it only puts them in order."""
        return None if self.curve is None else replace(self, order=None)


def judge_best(
    reading: SecondReading | None, photos: Ids, chances: Doubles, floor: float = 0.0
) -> tuple[Doubles, float]:
    """Judge the best photos once more.

    Args:
        reading: The judge; without a curve it changes nothing.
        photos: int64 (m,).
        chances: Probabilities by the first judge, float64 (m,).
        floor: Probability of photos beyond these.

    Returns:
        Probabilities that the photos show what is asked, float64 (m,), and the same for photos beyond these. The
        log-odds of photos that are judged once gain or lose as much as those of the last ones that are judged twice.
    """
    if reading is None or reading.curve is None or not len(photos):
        return chances, floor
    odds, count = to_odds(chances), reading.count
    order = np.lexsort((np.arange(len(odds)), -odds))
    while True:
        best = order[:count]
        more = _learned_gains(reading, reading.curve, photos[best], odds[best])
        known = np.isfinite(more)
        if not known.any():
            return chances, floor
        lost = np.zeros(len(best)) if reading.doubt is None else reading.doubt(photos[best])
        # not by doubts, which are about single photos: three empty dresses hid a thousand people behind them
        if count >= min(len(order), _MOST) or odds[order[count]] + float(more[known][-_LAST:].mean()) < 0:
            break
        count *= 2
    beyond = float((more + lost)[known][-_LAST:].mean())
    found = odds + beyond
    own = odds[best] + _known_gains(more)
    # doubts tell good matches from others, but would put photos of scenes with many things in a worse order
    found[best] = np.where((own >= 0) & (own + lost < 0), -_BELOW / (1 + np.maximum(own, 0)), own)
    if reading.order is not None:
        best = best[: reading.count]
        key = odds[best] + _known_gains(reading.order(photos[best]))
        found[best[np.argsort(-key, kind="stable")]] = np.sort(found[best])[::-1]
    if reading.is_unclear:
        beyond -= max(0.0, float(found.max()) + _BELOW)
        found -= max(0.0, float(found.max()) + _BELOW)
    return to_chance(found), float(to_chance(to_odds(np.array(floor)) + beyond))


def _learned_gains(reading: SecondReading, curve: JointCurve, photos: Ids, odds: Doubles) -> Doubles:
    """Return what the log-odds of photos gain or lose, float64 (m,); NaN where nothing is known."""
    own = reading.odds(photos)
    known = np.isfinite(own)
    more = curve.start + (curve.first - 1) * odds + curve.second * np.where(known, own, 0.0)
    return np.where(known, more, np.nan)


def shared_family(reading: SecondReading | None, photos: Ids, weights: Doubles) -> str:
    """Return what the first photos surely show if none of them surely shows what is asked; empty without.

    Args:
        reading: The judge.
        photos: int64 (m,).
        weights: Their log-odds, float64 (m,), that they show what is asked.
    """
    if reading is None or reading.family is None or len(photos) < _ROW or weights.max() >= 0:
        return ""
    order = np.argsort(-weights, kind="stable")
    photos, weights = photos[order], weights[order]
    is_family = (reading.family.odds(photos[:_ROW]) > 0).mean() >= _ALIKE and to_chance(weights[:1])[0] >= POSSIBLE
    return reading.family.name if is_family else ""


def rearrange_best(reading: SecondReading | None, photos: Ids, weights: Doubles) -> Doubles:
    """Put the best photos in the order that a second judge without a curve gives them.

    They exchange their log-odds, so that as many photos as before are strong.

    Args:
        reading: The judge; None and one with a curve change nothing.
        photos: int64 (m,).
        weights: Log-odds of the photos, float64 (m,).

    Returns:
        float64 (m,), the same values in another order, kept apart where they are equal.
    """
    if reading is None or reading.curve is not None or not len(photos):
        return weights
    best = np.lexsort((np.arange(len(weights)), -weights))[: reading.count]
    gains = _known_gains(reading.odds(photos[best]))
    found = weights.copy()
    apart = _TINY * np.arange(len(best), 0, -1)
    found[best[np.argsort(-(weights[best] + gains), kind="stable")]] = weights[best] + apart
    return found


def _known_gains(gains: Doubles) -> Doubles:
    """Return gains with the mean in place of unknown ones: a new photo is not set back."""
    known = np.isfinite(gains)
    return np.where(known, gains, gains[known].mean() if known.any() else 0.0)
