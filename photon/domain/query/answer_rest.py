"""What follows the first page of an answer."""

from collections.abc import Mapping
from dataclasses import field

import numpy as np

from photon.domain.arrays import Floats, Ids
from photon.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True, eq=False)
class AnswerRest:
    """The photos after the hits of an answer, to the last: ids and scores only, because few of them are ever seen.

    Attributes:
        photos: int64 (n,), photo ids, best first.
        scores: float32 (n,), 0..1, descending.
        strong: Number of leading photos that are strong matches.
        sentence: Summary of the whole answer for display.
        is_counted: Whether all strong matches are known; else there may be more of them among the rest.
        alike: Near-duplicates folded behind photos of the rest, best first.
        moments: When in videos the frames are that match best, in seconds.
        excluded: How many photos that may match were left out because they seem to show something unwanted.
    """

    photos: Ids = field(default_factory=lambda: np.zeros(0, np.int64))
    scores: Floats = field(default_factory=lambda: np.zeros(0, np.float32))
    strong: int = 0
    sentence: str = ""
    is_counted: bool = True
    alike: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    moments: Mapping[int, float] = field(default_factory=dict)
    excluded: int = 0
