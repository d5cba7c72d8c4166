"""Shots that are nearly the same, found among the hits of one answer: one stands in front, the others behind it.

Leader clustering (Hartigan, "Clustering Algorithms", 1975, chapter 3): the best hit that is still free leads, and
takes in what is nearly the same as itself. Everything is compared with the photo in front and never with another
follower, so a slow drift of many photos cannot be chained into one group, as single linkage would.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from photon.search.ranking import Ranked

Merits = Callable[[Sequence[int]], Mapping[int, Any]]
Floats = npt.NDArray[np.float32]

# Cosine of look vectors. Measured as in the Copydays protocol (Jégou, Douze and Schmid, "Hamming embedding and weak
# geometric consistency for large scale image search", 2008): 200 photos, edited, against the 1,999,000 pairs of 2,000
# photos of different scenes. From .86 on lay one pair, two shots of one moment; the next two at .838 (another person
# in the same place) and .824. Found again at .86: JPEG quality 60 all, 30 97%; 3 to 10% cut off 99%, 20% 83%;
# brighter, darker, more contrast, warmer all; turned by 1.5 degrees and shifted 99%; halved 71%, which left fewer than
# the 260 pixels that the network looks at. Mirrored copies count as the same shot: the vectors do not tell left from
# right (all found). A black and white copy (32%) looks different and is meant to. Meaning mixed in separates no
# better; a DCT hash of 8x8 loses crops (38% at 10% cut off).
NEARLY_SAME = 0.86
_ROWS = 256


def fold_ranked(
    ranked: Ranked, looks: Floats, top: int, merits: Merits, line: float = NEARLY_SAME
) -> tuple[Ranked, dict[int, tuple[int, ...]]]:
    """Fold an answer: where photos are nearly the same, the best of them stands for all, at the first one's place.

    Args:
        ranked: All candidates, best first.
        looks: float32 (n, e), their look vectors of unit length in the same order.
        top: At most this many groups.
        merits: What photos are worth, comparable; asked once, only for photos that are not alone.
        line: As in ``fold``.

    Returns:
        The photos in front with the score of the best of their group, and who stands behind whom, best first.
    """
    groups = group_near_duplicates(looks, top, line)
    ids = ranked.photos.tolist()
    worth = merits([ids[row] for group in groups if len(group) > 1 for row in group])
    ordered = [
        order_by_merit(looks, group, lambda row: worth.get(ids[row], ()), line) if len(group) > 1 else group
        for group in groups
    ]
    leading = np.array([group[0] for group in groups], np.int64)
    fronts = np.array([ids[group[0]] for group in ordered], np.int64)
    strong = int((leading < ranked.strong).sum())
    behind = {ids[first]: tuple(ids[row] for row in rest) for first, *rest in ordered if rest}
    return Ranked(fronts, ranked.scores[leading], strong, ranked.why), behind


def group_near_duplicates(looks: Floats, most: int, line: float = NEARLY_SAME) -> list[list[int]]:
    """Groups of rows that are nearly the same, in the order of their first rows.

    Args:
        looks: float32 (n, e), rows of unit length, best hit first.
        most: At most this many groups; the rest of the rows is left out.
        line: Cosine from which two photos count as nearly the same.

    Returns:
        Ascending row numbers, the leading row first; no row stands in two groups.
    """
    free = np.ones(len(looks), bool)
    groups: list[list[int]] = []
    while len(groups) < most and free.any():
        # Some rows at once: a product of their own each was measured ten times slower.
        leading = np.flatnonzero(free)[: min(_ROWS, most - len(groups))]
        near = looks[leading] @ looks[leading[0] :].T >= line
        for row, close in zip(leading.tolist(), near, strict=True):
            if free[row]:
                members = leading[0] + np.flatnonzero(close & free[leading[0] :])
                free[members] = free[row] = False
                groups.append([row, *(member for member in members.tolist() if member != row)])
    return groups


def order_by_merit(
    looks: Floats, group: Sequence[int], merit: Callable[[int], Any], line: float = NEARLY_SAME
) -> list[int]:
    """The group with its best row first; the others keep their order.

    Only a row that all others are nearly the same as may stand in front; the leading row always is one.

    Args:
        looks: As in ``fold``.
        group: Rows, the leading one first.
        merit: What a row is worth, comparable; of equals the earlier row is taken.
        line: As in ``fold``.
    """
    members = list(group)
    farthest: list[float] = (looks[members] @ looks[members].T).min(axis=1).tolist()
    best = max(
        (row for row, cosine in zip(members, farthest, strict=True) if cosine >= line or row == members[0]), key=merit
    )
    return [best, *(row for row in members if row != best)]
