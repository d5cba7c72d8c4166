"""Order photos like an example, and group near-duplicate shots, to show one photo per group before the others.

This is leader clustering (Hartigan, "Clustering Algorithms", 1975, chapter 3): the best unassigned hit becomes a leader
and absorbs its near-duplicates. Photos are compared with their leader only, never with other members, so a slow drift
over many photos cannot be chained into one group as in single linkage.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from photon.domain.arrays import Floats, Ids
from photon.search.ranking import Ranked

Merits = Callable[[Sequence[int]], Mapping[int, Any]]

# Cosine threshold of visual features. Measured as in the Copydays protocol (Jégou, Douze and Schmid, "Hamming embedding
# and weak geometric consistency for large scale image search", 2008): 200 photos with edits, against the 1,999,000
# pairs of 2,000 photos of different scenes. One pair lay above .86, two shots of one moment; the next two were at .838
# (another person in the same place) and .824. Share of edited copies found at .86: JPEG quality 60 100%, 30 97%;
# cropped by 3 to 10% 99%, by 20% 83%; brightness, contrast and warmth 100%; rotated by 1.5 degrees and shifted 99%;
# half size 71%, which leaves fewer than the network's 260 input pixels. Mirrored copies all count as the same shot,
# because the features ignore left and right. A black and white copy (32%) should look different. Adding the joint
# embedding does not separate better; an 8x8 DCT hash loses crops (38% when cropped by 10%).
NEARLY_SAME = 0.86
_ROWS = 256
# Cosine of visual features: unrelated photos are around .25, shots of one scene above .75.
_APART, _SAME = 0.25, 0.80
_STRONG = 0.55


def rank_similar(photos: Ids, meanings: Floats, looks: Floats, top: int) -> Ranked:
    """Order a shortlist by similarity to the example.

    Args:
        photos: int64 (n,), photo ids.
        meanings: float32 (n,), cosines of the joint embeddings with the example.
        looks: float32 (n,), cosines of the visual features with the example.
        top: Maximum number of photos.

    Returns:
        At most ``top`` photos, best first, with scores 0..1.
    """
    together = 0.3 * meanings + 0.7 * looks
    order = np.lexsort((photos, -together))[:top]
    chances = np.clip((together[order] - _APART) / (_SAME - _APART), 0, 1).astype(np.float32)
    return Ranked(photos[order], chances, int((chances >= _STRONG).sum()), ("look", "meaning"))


def lower_scores(meanings: Floats, last: float) -> Floats:
    """Score photos that were not compared by look, as if they looked like the last photo that was.

    Args:
        meanings: float32 (n,), descending, cosines of their joint embeddings with the example.
        last: Score 0..1 of that photo.

    Returns:
        float32 (n,), descending, at most ``last``.
    """
    below = 0.3 * (meanings - meanings[:1]) / (_SAME - _APART)
    return np.asarray(np.clip(last + below, 0, 1), np.float32)


def fold_ranked(
    ranked: Ranked, looks: Floats, top: int, merits: Merits, line: float = NEARLY_SAME
) -> tuple[Ranked, dict[int, tuple[int, ...]]]:
    """Fold near-duplicates in an answer: the best photo of each group is shown at the rank of the group's first photo.

    Args:
        ranked: All candidates, best first.
        looks: float32 (n, e), unit length, visual features of the candidates in the same order.
        top: Maximum number of groups.
        merits: Function from photos to comparable sort keys; called once, only for photos in groups of two or more.
        line: Cosine from which two photos are near-duplicates.

    Returns:
        The representatives, each with the score of the first photo of its group, and the folded photos by
        representative.
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
    """Group rows that are near-duplicates, in the order of the groups' first rows.

    Args:
        looks: float32 (n, e), unit length, visual features, best hit first.
        most: Maximum number of groups; further rows are left out.
        line: Cosine from which two photos are near-duplicates.

    Returns:
        Groups of ascending row numbers, the leader first. No row is in two groups.
    """
    free = np.ones(len(looks), bool)
    groups: list[list[int]] = []
    while len(groups) < most and free.any():
        # Multiply several rows at once: one product per row was measured to be ten times slower.
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
    """Move the best row of a group to the front; the others keep their order.

    Only a row that is a near-duplicate of all others may come first. The leader always qualifies.

    Args:
        looks: float32 (n, e), unit length, visual features.
        group: Row numbers, the leader first.
        merit: Function from a row to a comparable sort key; the earlier row wins a tie.
        line: Cosine from which two photos are near-duplicates.

    Returns:
        The reordered row numbers.
    """
    members = list(group)
    farthest: list[float] = (looks[members] @ looks[members].T).min(axis=1).tolist()
    best = max(
        (row for row, cosine in zip(members, farthest, strict=True) if cosine >= line or row == members[0]), key=merit
    )
    return [best, *(row for row in members if row != best)]
