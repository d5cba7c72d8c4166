"""Evidence about photos that does not come from the embedding of the query's words, such as style or learned names."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from photon.domain.arrays import Doubles, Ids


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
