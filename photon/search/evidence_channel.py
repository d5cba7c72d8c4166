"""Evidence about photos that does not come from the embedding of the query's words, such as style or learned names."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from photon.domain.arrays import Doubles, Ids

_FAR = 30.0  # log-odds are clipped here


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
