"""What is known of photos beside the meaning of words: evidence of its own."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Doubles = npt.NDArray[np.float64]
Ids = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class EvidenceChannel:
    """One such source.

    Attributes:
        channel: What a hit says of it: ``style``, ``concept``.
        photos: int64 (n,), photos that may be in the answer because of it, most likely first; empty where it only
            speaks of those found otherwise.
        prior: Log-odds of a photo of which nothing is known.
        odds: What is added to that for photos int64 (m,): float64 (m,), 0 where nothing is known.
    """

    channel: str
    photos: Ids
    prior: float
    odds: Callable[[Ids], Doubles]


def lookup_odds(photos: Ids, values: Doubles, rest: float) -> Callable[[Ids], Doubles]:
    """Odds that are known for some photos: int64 (n,) ascending with float64 (n,); ``rest`` is for all others."""

    def odds(asked: Ids) -> Doubles:
        if not len(photos):
            return np.full(len(asked), rest)
        place = np.clip(np.searchsorted(photos, asked), 0, len(photos) - 1)
        return np.where(photos[place] == asked, values[place], rest)

    return odds
