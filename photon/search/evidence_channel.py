"""Evidence about photos that does not come from the embedding of the query's words, such as style or learned names.

What a query does not want is left out by such evidence, too: by what people say of photos like these
(``vision.starter.caption_memory``), and by tags. Photos that seem to show it are taken out, doubtful ones are moved
down. The measure is the share of photos with A and without B among the first ten for "a A -(B)", divided by the same
for "a A"; on two sources, and for -people alone (``packaging/lab/quality``):

    penalty by the words of B             .995 and 1.083, people 1.053 and 1.368
    taken out from .6, nothing moved     1.002 and 1.066, people 1.000 and 1.684
    both, as here                        1.010 and 1.098, people 1.053 and 1.842
    taken out by captions and boxes      1.153 and 1.114, people 1.211 and 1.684

The last is as far as leaving out alone can go.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from photon.domain.arrays import Doubles, Ids, Truth

# Of things that four photos show, people would name none of 76 less, of 376 nouns that most captions of a photo name
# .03; of things and nouns that no photo shows .62 and .39.
_UNHEARD = float(np.log(0.01 / 0.99))
_LIKELIEST = 50  # photos of which some is right if any is
_FAR = 30.0  # log-odds are clipped here
_LARGEST = 500.0  # … and here, because exp overflows above about 700
# Taken out from .5 on, .83 and .88 of what is taken out shows B; from .7 on .91 and .94, but half as much.
_SHOWN = float(np.log(0.6 / 0.4))
_TOLERATED, _SHARE = -2.2, 0.5  # log-odds from which a photo moves down, and by how much of what is above


def to_odds(chances: Doubles) -> Doubles:
    """Log-odds of probabilities float64 (n,): float64 (n,)."""
    chances = np.clip(chances, 1e-12, 1 - 1e-12)
    return np.asarray(np.log(chances / (1 - chances)))


def to_chance(odds: Doubles) -> Doubles:
    """Probabilities of log-odds float64 (n,): float64 (n,)."""
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
        odds: Of each channel, float64 (m,).
        weights: Log-odds by the words, float64 (m,).
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
    """Tell which channels speak for a photo.

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
    """Whether hardly anybody would name a thing of the photos that show it best, so that it is not there at all.

    For a bare noun this tells present from absent things with an AUROC of .988 and .992; the best score alone with .922
    and .932.

    Args:
        mentions: Function from photos int64 (m,) to the log-odds that people name it, float64 (m,); None: unknown.
        photos: int64 (m,), best first.
    """
    if mentions is None or not len(photos):
        return False
    odds = mentions(photos[:_LIKELIEST])
    return bool(np.isfinite(odds).any() and odds.max() < _UNHEARD)


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Something that is not wanted.

    Attributes:
        odds: Function from photos int64 (m,), best first, to log-odds that they show it, float64 (m,): -inf where
            nothing is known, inf where a person said so.
        weight: How much less it is wanted than usual, above 0; counts for photos that are moved down.
    """

    odds: Callable[[Ids], Doubles]
    weight: float = 1.0


def exclude(exclusions: Sequence[Exclusion], photos: Ids) -> tuple[Doubles, Truth]:
    """Find what shows something unwanted.

    Args:
        exclusions: What is not wanted.
        photos: int64 (m,), best first.

    Returns:
        What is to be taken from the log-odds of each photo, float64 (m,), at least 0, and whether it is to be taken
        out, bool (m,).
    """
    penalties, is_shown = np.zeros(len(photos)), np.zeros(len(photos), bool)
    for one in exclusions:
        odds = one.odds(photos)
        is_shown |= odds >= _SHOWN
        penalties += one.weight * _SHARE * np.clip(odds - _TOLERATED, 0, _SHOWN - _TOLERATED)
    return penalties, is_shown
