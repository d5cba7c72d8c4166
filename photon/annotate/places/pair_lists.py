"""Lists of pairs, such as points with the towns around them, as two arrays."""

import numpy as np

from photon.domain.arrays import Doubles, Ids


def expand_ranges(starts: Ids, ends: Ids) -> tuple[Ids, Ids]:
    """Return the number of a range, ascending, int64 (p,), and a number in it, int64 (p,), for all in all ranges.

    Args:
        starts: First number of each range, int64 (n,).
        ends: Number after the last one, int64 (n,); not less than the first.
    """
    counts = (ends - starts).astype(np.int64)
    owners = np.repeat(np.arange(len(counts)), counts)
    offsets = np.cumsum(counts) - counts
    return owners, np.arange(len(owners)) + (starts - offsets)[owners]


def first_of_each(owners: Ids, values: Doubles) -> Ids:
    """Return the position of the least value of each owner, by owner, int64 (m,); of equal values, the first.

    Args:
        owners: Ascending, int64 (n,).
        values: float64 (n,).
    """
    if not len(owners):
        return np.zeros(0, np.int64)
    starts = np.flatnonzero(np.diff(owners, prepend=owners[0] - 1))
    lowest = np.repeat(np.minimum.reduceat(values, starts), np.diff(np.append(starts, len(owners))))
    hits = np.flatnonzero(values == lowest)
    return hits[np.unique(owners[hits], return_index=True)[1]]
