"""What a query says of the photos and parts of photos that were compared for an answer."""

from collections.abc import Sequence
from dataclasses import field

import numpy as np

from photon.domain.arrays import Doubles, Ids
from photon.quick_dataclass import dataclass

# A part that fits almost as well as the photo as a whole is named in its place, in log-odds: the poster of a video is
# a frame of one of its shots, and says nothing of when.
_AS_WELL = 1.0
_MOST = 20  # of a photo: of some questions, all moments of all videos are compared


@dataclass(frozen=True, slots=True, eq=False)
class ItemScores:
    """The items of an answer, in no order; empty if no photo of it has parts.

    Attributes:
        photos: int64 (n,), the photos that the items are or belong to.
        items: int64 (n,); parts have negative numbers.
        odds: float64 (n,), log-odds.
    """

    photos: Ids = field(default_factory=lambda: np.zeros(0, np.int64))
    items: Ids = field(default_factory=lambda: np.zeros(0, np.int64))
    odds: Doubles = field(default_factory=lambda: np.zeros(0))

    def find_best(self, photos: Ids) -> dict[int, dict[int, float]]:
        """Return at most 20 items of each of some photos, int64 (m,), with scores 0..1, what tells most first."""
        here = np.isin(self.photos, photos)
        items, odds = self.items[here], self.odds[here]
        order = np.argsort(-(odds + _AS_WELL * (items < 0)), kind="stable")
        found: dict[int, dict[int, float]] = {}
        rows = (self.photos[here], items, 1 / (1 + np.exp(-np.clip(odds, -30, 30))))
        for photo, item, score in zip(*(row[order].tolist() for row in rows), strict=True):
            some = found.setdefault(photo, {})
            if len(some) < _MOST:
                some.setdefault(item, score)
        return found


def join_items(several: Sequence[ItemScores]) -> ItemScores:
    """Return the items of several answers to one query; the best score of an item counts."""
    photos, items, odds = zip(*((one.photos, one.items, one.odds) for one in several), strict=True)
    return ItemScores(np.concatenate(photos), np.concatenate(items), np.concatenate(odds))
