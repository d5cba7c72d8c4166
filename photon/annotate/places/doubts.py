"""Coordinates in files that can't be right: far from those of the shots just before and after, by the same camera."""

from collections.abc import Callable

import numpy as np

from photon.domain.arrays import Doubles, Ids, Truth
from photon.domain.photo.distances import distances

FAR = 500_000.0
"""Metres between two shots."""
SOON = 3600
"""Seconds between them."""
FASTEST = 1000 / 3.6
"""Metres a second; no airliner is faster."""
_MOST = 5  # shots: more of them at one place are by another camera of the same model, such as a family's second phone

FindInstants = Callable[[Ids], Doubles]
"""Returns instants of shots by their rows: seconds since 1970 in UTC, float64 (n,); NaN where the zone is unknown."""


def find_jumps(cameras: Ids, times: Ids, places: Doubles, find_instants: FindInstants) -> Truth:
    """Find shots whose coordinates disagree with those around them.

    Where a camera seems to go 500 km within an hour, one of both places is wrong: that with fewer shots nearby in
    time; both, if they have as many. Whoever flies west changes the clock of a phone, so a jump that takes longer by
    instants than by clocks, and is no faster than an airliner, is none.

    Args:
        cameras: Number of the camera of each shot, int64 (n,).
        times: Local time in seconds, int64 (n,).
        places: Latitudes and longitudes, float64 (n, 2), without NaN.
        find_instants: Is asked about shots at jumps only.

    Returns:
        Which shots are doubtful, bool (n,).
    """
    doubtful: Truth = np.zeros(len(times), bool)
    order = np.lexsort((times, cameras))
    cameras, times, places = cameras[order], times[order], places[order]
    is_soon = (cameras[1:] == cameras[:-1]) & (np.diff(times) <= SOON)
    metres = distances(places[1:, 0], places[1:, 1], (places[:-1, 0], places[:-1, 1]))
    is_jump = is_soon & (metres >= FAR)
    rows = np.flatnonzero(is_jump)
    if not len(rows):
        return doubtful
    seconds = find_instants(order[rows + 1]) - find_instants(order[rows])
    is_flight = (seconds > SOON) & (metres[rows] <= FASTEST * seconds)
    chains = np.append(0, np.cumsum(~is_soon))
    parts = np.append(0, np.cumsum(is_jump | ~is_soon))
    firsts = np.searchsorted(parts, np.arange(parts[-1] + 1))
    nearby = _count_nearby(chains[firsts], places[firsts], np.bincount(parts), set(chains[rows].tolist()))
    before, after = nearby[parts[rows]], nearby[parts[rows + 1]]
    wrong: Truth = np.zeros(len(firsts), bool)
    wrong[parts[rows[(before <= after) & (before <= _MOST) & ~is_flight]]] = True
    wrong[parts[rows[(after <= before) & (after <= _MOST) & ~is_flight] + 1]] = True
    doubtful[order] = wrong[parts]
    return doubtful


def _count_nearby(chains: Ids, places: Doubles, counts: Ids, jumping: set[int]) -> Ids:
    """Return, for each part between jumps, how many shots of its chain are less than 500 km from its first one."""
    nearby = counts.copy()
    for chain in jumping:
        start, end = np.searchsorted(chains, [chain, chain + 1])
        own, sizes = places[start:end], counts[start:end]
        for part in range(end - start):
            is_near = distances(own[:, 0], own[:, 1], (own[part, 0], own[part, 1])) < FAR
            nearby[start + part] = sizes[is_near].sum()
    return nearby
