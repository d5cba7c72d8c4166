"""Photos of one occasion: taken within two hours of each other, or nearly the same.

Ten shots of one moment say hardly more about a tag than one, and each is found with ease by the others. Whoever judges
what was learned must hold back all of them at once (leave one group out), else the figure is far too good.
"""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ids = npt.NDArray[np.int64]

APART = 2 * 3600  # seconds without a photo that end an occasion
_ROWS = 512


def occasions(moments: npt.NDArray[np.float64], looks: Floats, nearly_same: float) -> Ids:
    """Number the occasions of photos.

    Single linkage, along time and along looks: a day at the beach with a photo every hour is one occasion.

    Args:
        moments: float64 (n,), seconds; NaN for photos that do not say when they were taken.
        looks: float32 (n, e), unit length.
        nearly_same: Cosine of looks from which two photos count as nearly the same.

    Returns:
        int64 (n,), the same number for photos of one occasion, counted from 0 in the order of their first photos.
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
    """Which rows belong together (union-find)."""

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
