"""Which regions of a picture are the same faces."""

from collections.abc import Sequence

import numpy as np

from photon.domain.arrays import Doubles
from photon.domain.people.face import SAME_FACE, SAME_FRAME
from photon.domain.photo.region import Region


def match_regions(wanted: Sequence[Region], found: Sequence[Region]) -> list[int]:
    """Find the same faces among the regions of one picture.

    Args:
        wanted: Regions.
        found: Others.

    Returns:
        For each of the former the index of the latter that is the same face, or -1. The pairs that overlap most come
        first, and each region is in one pair only.
    """
    matches = [-1] * len(wanted)
    if not wanted or not found:
        return matches
    one, other = (_edges(regions) for regions in (wanted, found))
    low, high = np.maximum(one[:, None, :2], other[None, :, :2]), np.minimum(one[:, None, 2:], other[None, :, 2:])
    both = np.clip(high - low, 0, None).prod(axis=2)
    sizes = [(edges[:, 2:] - edges[:, :2]).prod(axis=1) for edges in (one, other)]
    shares = both / np.maximum(sizes[0][:, None] + sizes[1][None, :] - both, 1e-12)
    times = [np.array([region.seconds for region in regions]) for regions in (wanted, found)]
    shares[np.abs(times[0][:, None] - times[1][None, :]) > SAME_FRAME] = 0
    taken = set[int]()
    for pair in np.argsort(-shares, axis=None, kind="stable")[: int((shares >= SAME_FACE).sum())]:
        row, column = divmod(int(pair), len(found))
        if matches[row] < 0 and column not in taken:
            matches[row] = column
            taken.add(column)
    return matches


def _edges(regions: Sequence[Region]) -> Doubles:
    return np.array([(one.x, one.y, one.x + one.width, one.y + one.height) for one in regions])
