"""Group photos by occasion: taken within two hours of each other, or near-duplicates.

Ten shots of one moment teach hardly more about a tag than one, and each makes the others easy to find. To evaluate a
classifier, they must be held out together (leave-one-group-out); otherwise the result is far too optimistic.
"""

import numpy as np

from photon.domain.arrays import Doubles, Floats, Ids

APART = 2 * 3600  # seconds; a longer gap between photos ends an occasion
_ROWS = 512


def occasions(moments: Doubles, looks: Floats, nearly_same: float) -> Ids:
    """Assign each photo to an occasion.

    This is single linkage along time and along visual similarity: a day at the beach with a photo every hour is one
    occasion.

    Args:
        moments: float64 (n,), capture times in seconds; NaN if unknown.
        looks: float32 (n, e), unit length, visual features.
        nearly_same: Cosine from which two photos are near-duplicates.

    Returns:
        int64 (n,), the number of each photo's occasion, counted from 0 in the order of their first photos.
    """
    sets = _Sets(len(looks))
    order = np.argsort(moments, kind="stable")  # NaN comes last
    near_in_time = np.diff(moments[order]) <= APART
    for place in np.flatnonzero(near_in_time).tolist():
        sets.join(int(order[place]), int(order[place + 1]))
    for start in range(0, len(looks) if looks.shape[1] else 0, _ROWS):
        same = np.triu(looks[start : start + _ROWS] @ looks.T >= nearly_same, start + 1)
        for row, column in np.argwhere(same).tolist():
            sets.join(start + row, column)
    return sets.numbers()


class _Sets:
    """Disjoint sets of rows (union-find)."""

    def __init__(self, count: int) -> None:
        self._leads = list(range(count))

    def join(self, one: int, other: int) -> None:
        first, second = sorted((self._lead(one), self._lead(other)))
        self._leads[second] = first

    def numbers(self) -> Ids:
        leads = np.array([self._lead(row) for row in range(len(self._leads))], np.int64)
        return np.unique(leads, return_inverse=True)[1].astype(np.int64)

    def _lead(self, row: int) -> int:
        while self._leads[row] != row:
            self._leads[row] = self._leads[self._leads[row]]
            row = self._leads[row]
        return row
