"""Evidence about photos that does not come from the embedding of the query's words, such as style or learned names.

Such evidence also excludes what a query does not want: by what people say about similar photos
(``vision.knowledge.caption_memory``), and by tags. Photos that seem to show it are removed, and the probability of the
others is multiplied by that of not showing it. The measure is the share of photos with A and without B among the first
ten for "a A -(B)", divided by the same for "a A"; on two sources in a trial (``packaging/lab/quality``):

    half of the log-odds above .1 subtracted       1.016 and 1.092
    the probability multiplied, as here            1.030 and 1.106
    without what shows B by captions and boxes     1.156 and 1.131

The last line is the best that exclusion alone can achieve.
"""

from collections.abc import Callable, Sequence

import numpy as np

from photon.domain.arrays import Doubles, Floats, Ids, Truth
from photon.quick_dataclass import dataclass

POSSIBLE = 0.15
"""Score from which a photo may match."""
# Share of things below this limit: if four photos show them, none of 76, and of 376 nouns that most captions of a
# photo name, .03; of things and nouns that no photo shows, .62 and .39.
_UNHEARD = float(np.log(0.01 / 0.99))
_LIKELIEST = 50  # number of best photos, at least one of which is right if any photo is
_FAR = 30.0  # log-odds are clipped here
_LARGEST = 500.0  # … and here, because exp overflows above about 700
# If photos are removed from .5 on, .83 and .88 of them show B; from .7 on, .91 and .94, but only half as many are
# removed.
_SHOWN = float(np.log(0.6 / 0.4))
# From the log-odds that people name a thing to those that a photo shows it: .79 and .66, fitted on one source, .95 and
# .38 on the other.
_RISE, _HEIGHT = 0.87, 0.52


_RIDGE = 1.0  # penalty of ``fit_linear_odds``; 10 agrees with the memory in .01 to .02 less
_SOLITARY = 1e-3  # least share of a photo's odds that other photos tell
_RIGHT = 3.0  # where only unwanted things are asked about, and known
_STEP = 100  # photos that are judged at once where too few are left
_BEYOND = 1.0  # log-odds above the highest of a sample that does not show the thing


def to_odds(chances: Doubles) -> Doubles:
    """Convert probabilities float64 (n,) to log-odds float64 (n,)."""
    chances = np.clip(chances, 1e-12, 1 - 1e-12)
    return np.asarray(np.log(chances / (1 - chances)))


def to_chance(odds: Doubles) -> Doubles:
    """Convert log-odds float64 (n,) to probabilities float64 (n,)."""
    return np.asarray(1 / (1 + np.exp(-np.clip(odds, -_LARGEST, _LARGEST))))


@dataclass(frozen=True, slots=True)
class EvidenceChannel:
    """One source of evidence.

    Attributes:
        channel: Name that a hit reports in its reasons, for example ``style`` or ``concept``; empty to report nothing.
        photos: int64 (n,), photos that this channel proposes for the answer, most likely first. Empty if the channel
            only scores photos that other channels found.
        prior: Log-odds of a photo for which this channel has no data.
        odds: Function from photos int64 (m,) to the log-odds that are added to the prior: float64 (m,), 0 without data.
    """

    channel: str
    photos: Ids
    prior: float
    odds: Callable[[Ids], Doubles]


def lookup_odds(photos: Ids, values: Doubles, rest: float) -> Callable[[Ids], Doubles]:
    """Make a function that looks up the log-odds of photos.

    Args:
        photos: int64 (n,), photos with known log-odds, ascending.
        values: float64 (n,), log-odds of these photos.
        rest: Log-odds of all other photos.

    Returns:
        A function from photos int64 (m,) to log-odds float64 (m,).
    """

    def odds(asked: Ids) -> Doubles:
        if not len(photos):
            return np.full(len(asked), rest)
        place = np.clip(np.searchsorted(photos, asked), 0, len(photos) - 1)
        return np.where(photos[place] == asked, values[place], rest)

    return odds


def combine_evidence(
    channels: Sequence[EvidenceChannel], odds: Sequence[Doubles], weights: Doubles, *, has_wanted: bool
) -> Doubles:
    """Combine the log-odds of a query's words with those of other channels.

    Args:
        channels: The channels.
        odds: Log-odds of each channel, float64 (m,).
        weights: Log-odds from the words, float64 (m,).
        has_wanted: Whether the words say what a photo should show; then the channels must hold in addition.

    Returns:
        float64 (m,).
    """
    pairs = list(zip(channels, odds, strict=True))
    if not (has_wanted and any(one.channel for one in channels)):
        return np.asarray(np.sum([weights, *odds], axis=0))
    plain = np.sum([weights, *(some for one, some in pairs if not one.channel)], axis=0)
    chance = -np.logaddexp(0, -plain)  # log of the probability
    for one, some in pairs:
        if one.channel:
            chance = chance - np.logaddexp(0, -(one.prior + some))
    chance = np.clip(chance, -_FAR, -1e-12)
    return np.asarray(chance - np.log(-np.expm1(chance)))


def speaking_channels(
    channels: Sequence[EvidenceChannel], odds: Sequence[Doubles], count: int
) -> list[tuple[str, ...]]:
    """Return which channels support a photo.

    Args:
        channels: The channels.
        odds: Of each channel, float64 (m,).
        count: Number of photos, m.

    Returns:
        For each photo, the names of the channels with positive log-odds.
    """
    spoken = [(one.channel, some > 0) for one, some in zip(channels, odds, strict=True) if one.channel]
    return [tuple(channel for channel, speaks in spoken if speaks[at]) for at in range(count)]


def is_unheard(mentions: Callable[[Ids], Doubles] | None, photos: Ids) -> bool:
    """Return whether hardly anybody would name a thing for its best photos, so that the library does not show it.

    For bare nouns this separates present from absent things with an AUROC of .988 and .992; the best score alone has
    .922 and .932.

    Args:
        mentions: Function from photos int64 (m,) to the log-odds that people name it, float64 (m,), or None if
            unknown.
        photos: int64 (m,), best first.
    """
    if mentions is None or not len(photos):
        return False
    odds = mentions(photos[:_LIKELIEST])
    return bool(np.isfinite(odds).any() and odds.max() < _UNHEARD)


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Something unwanted.

    Attributes:
        odds: Function from photos int64 (m,), best first, to log-odds that they show it, float64 (m,): -inf if nothing
            is known, inf if the user said so.
        weight: Positive factor for how unwanted it is; affects photos that are moved down.
        is_known: Whether ``odds`` tells by what people say of photos; else only by tags.
    """

    odds: Callable[[Ids], Doubles]
    weight: float = 1.0
    is_known: bool = False


def prior_without(exclusions: Sequence[Exclusion]) -> float:
    """Return the log-odds of a photo where nothing is wanted: it is right unless it shows something unwanted."""
    return _RIGHT if exclusions and all(one.is_known for one in exclusions) else 0.0


@dataclass(frozen=True, slots=True)
class LinearOdds:
    """Log-odds as a linear function of photos' vectors.

    Attributes:
        direction: float32 (d,), whose product with a vector counts.
        start: What is added.
    """

    direction: Floats
    start: float


def fit_linear_odds(vectors: Floats, odds: Doubles) -> LinearOdds:
    """Fit what is too slow to ask for each photo of a library: log-odds that it shows something unwanted.

    A linear fit is too timid for rare things. So it is shifted until as many of these photos as in truth seem to show
    the thing, each judged by a fit to the others. Fitted to 1,000 of 3,500 photos, it removes the same photos as the
    caption memory: of those removed for people, and of those that should be, .97; .81 of both for fourteen other
    things. The products with the words, shifted alike, have .87 and .78 (``vision.knowledge.caption_memory``).

    Args:
        vectors: float32 (n, d), unit length, of some photos of all kinds.
        odds: float64 (n,), their log-odds.

    Returns:
        The function.
    """
    middle, mean = vectors.mean(axis=0), float(odds.mean())
    apart = (vectors - middle).astype(np.float64)
    inverse = np.linalg.inv(apart.T @ apart + _RIDGE * np.eye(vectors.shape[1]))
    direction = inverse @ (apart.T @ (odds - mean))
    leverage = np.minimum(((apart @ inverse) * apart).sum(axis=1) + 1 / len(odds), 1 - _SOLITARY)
    by_others = np.sort(odds - (odds - apart @ direction - mean) / (1 - leverage))[::-1]
    count = int((odds >= _SHOWN).sum())
    limit = float(by_others[count - 1]) if count else float(by_others[0]) + _BEYOND
    start = mean - float(middle @ direction) + _SHOWN - limit
    return LinearOdds(direction.astype(np.float32), start)


def exclude(
    exclusions: Sequence[Exclusion], photos: Ids, weights: Doubles, kept: Truth, top: int | None = None
) -> tuple[Doubles, Truth]:
    """Find the photos that show something unwanted, and make doubtful ones less likely.

    The probability of each photo is multiplied by those that it does not show the unwanted things. So nothing moves up,
    and photos that come too late for the first ``top`` need not be judged.

    Args:
        exclusions: The unwanted things.
        photos: int64 (m,).
        weights: Log-odds of the photos, float64 (m,).
        kept: bool (m,), photos that are not removed in any case, and come first.
        top: How many photos are looked at beside those that may match; None: all.

    Returns:
        Log-odds float64 (m,), as before for removed photos and those that are not judged; and whether a photo is
        removed, bool (m,).
    """
    if not exclusions:
        return weights, np.zeros(len(photos), bool)
    order = np.lexsort((-weights, ~kept))
    odds = np.full((len(exclusions), len(photos)), -np.inf)
    count = len(photos) if top is None else max(top, int((kept | (weights >= to_odds(np.array([POSSIBLE])))).sum()))
    done = 0
    while True:
        some = order[done:count]
        odds[:, some] = [one.odds(photos[some]) for one in exclusions]
        done = count
        left, is_removed = _excluded(exclusions, odds, weights, kept)
        if top is None or done >= len(photos):
            return left, is_removed
        first = np.lexsort((np.arange(len(left)), -left, ~kept, is_removed))[:top]
        if np.isin(first, order[:done]).all():
            return left, is_removed
        count += _STEP


def _excluded(exclusions: Sequence[Exclusion], odds: Doubles, weights: Doubles, kept: Truth) -> tuple[Doubles, Truth]:
    """Return ``exclude`` for known log-odds of the unwanted things, float64 (exclusions, m)."""
    chance = -np.logaddexp(0, -weights)
    for one, shown in zip(exclusions, odds, strict=True):
        chance = chance - one.weight * np.logaddexp(0, _RISE * shown + _HEIGHT)
    chance = np.clip(chance, -_LARGEST, -np.exp(-_LARGEST))
    is_removed = (odds >= _SHOWN).any(axis=0) & ~kept
    return np.where(is_removed, weights, chance - np.log(-np.expm1(chance))), is_removed


def show_unwanted(exclusions: Sequence[Exclusion], photos: Ids) -> Truth:
    """Return which photos int64 (m,), best first, seem to show something unwanted: bool (m,)."""
    shown = [one.odds(photos) >= _SHOWN for one in exclusions]
    return np.asarray(np.any([np.zeros(len(photos), bool), *shown], axis=0))
