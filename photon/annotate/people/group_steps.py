"""The steps in which faces become groups, made anew only where something changed.

A step merges clusters that are connected by likeness. Where the same clusters, with the same faces and nothing else
beside them, were there before, what became of them is taken over, so the result is that of making all anew.
"""

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from photon.annotate.people.face_graph import Pairs, contains, find_matches, find_pairs, pairs_with_equal, unique_pairs
from photon.annotate.people.face_merging import Apart, merge_clusters, tell_apart
from photon.annotate.people.face_parts import ALWAYS, FaceParts
from photon.domain.arrays import Ids, Truth
from photon.domain.people.face_table import FaceTable
from photon.domain.people.person import NO_DAY
from photon.quick_dataclass import dataclass

_ONE_PLACE = 0.5  # overlap (IoU) of faces of two frames
_CROWD, _SAMPLE = 12, 256  # pairs of a cluster that are enough for a step; clusters for which they are counted
_GROWN = 3  # times as many pairs as that, from which known steps no longer suffice
_DOWN = 0.001  # by which likeness falls at least from step to step


@dataclass(frozen=True, slots=True)
class GroupStep:
    """From when clusters are one person.

    Attributes:
        least: The mean likeness of their faces.
        support: Pairs of faces that must be that much alike.
        span: Days; only faces of the same, the previous and the next time of this length count. 0: all count.
        in_burst: Whether only faces at one place of frames of a burst count. For the first step.
    """

    least: float
    support: int = 1
    span: int = 0
    in_burst: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class GroupTrace:
    """How groups were made.

    Attributes:
        faces: The faces, ordered by content.
        clusters: Before each step and after the last: int64 (n,), of each face the first face of its cluster.
        pairs: In each step the pairs of clusters that were alike, by their first faces.
        steps: The steps, with those between that were needed.
    """

    faces: FaceTable
    clusters: Sequence[Ids]
    pairs: Sequence[Pairs]
    steps: Sequence[GroupStep]


@dataclass(frozen=True, slots=True, eq=False)
class _StepBefore:
    """What a step found and made before.

    Attributes:
        rows: int64 (n,) of each face now its row then; -1 if it is new or something of it changed.
        clusters: int64 (m,) of each face then the first face of its cluster.
        pairs: First faces of the clusters that were alike.
        result: int64 (m,) of each face then the first face of the cluster after the step.
    """

    rows: Ids
    clusters: Ids
    pairs: Pairs
    result: Ids


def make_groups(faces: FaceTable, steps: Sequence[GroupStep]) -> GroupTrace:
    """Make groups of faces, all of which must show enough and be ordered by content."""
    return _take_steps(faces, steps, [])


def make_groups_again(faces: FaceTable, before: GroupTrace, changed: Ids) -> GroupTrace:
    """Make groups where something changed; the result is that of ``make_groups``.

    Args:
        faces: The faces, ordered by content.
        before: How groups were made before.
        changed: int64 (k,) items of which something is different. New faces need not be among them.
    """
    order = np.argsort(before.faces.ids)
    known = before.faces.ids[order]
    at = np.minimum(np.searchsorted(known, faces.ids), max(len(known) - 1, 0))
    is_known = contains(known, faces.ids) & ~contains(changed, faces.ids)
    rows = np.full(len(faces), -1)
    rows[is_known] = order[at[is_known]]
    then = [_StepBefore(rows, *made) for made in zip(before.clusters, before.pairs, before.clusters[1:], strict=False)]
    return _take_steps(faces, before.steps, then)


def _take_steps(faces: FaceTable, steps: Sequence[GroupStep], before: Sequence[_StepBefore]) -> GroupTrace:
    apart = tell_apart(faces)
    each = np.arange(len(faces))
    clusters, found = [each], []
    taken: list[GroupStep] = []
    always = FaceParts(each, np.full(len(faces), ALWAYS), faces.embeddings, np.ones(len(faces), np.int64))
    left, last = list(steps), 2.0
    while left:
        number, step = len(taken), left.pop(0)
        if not (step.in_burst or step.span):
            least = _choose_least(always, step.least, last, _CROWD * (_GROWN if before else 1))
            if least > step.least:
                left.insert(0, step)
                step, before = GroupStep(least), []
            last = step.least
        taken.append(step)
        firsts, numbers = np.unique(clusters[-1], return_inverse=True)
        parts = _parts_of(faces, numbers, step.span) if step.span else always
        find = partial(_find_in_bursts, faces) if step.in_burst else partial(_find_alike, parts, step.least)
        if before:
            pairs, is_new = _find_changed(find, numbers, before[number])
        else:
            is_new = np.ones(len(firsts), np.bool_)
            pairs = find(is_new)
        found.append((firsts[pairs[0]], firsts[pairs[1]]))
        merged = _merge(parts, (pairs[0][is_new[pairs[0]]], pairs[1][is_new[pairs[0]]]), numbers, apart, step)
        result = firsts[merged[numbers]]
        if before:
            _take_over(result, ~is_new[numbers], before[number])
        clusters.append(result)
        always = always.join(np.unique(result[firsts], return_inverse=True)[1])
    return GroupTrace(faces, clusters, found, taken)


def _choose_least(parts: FaceParts, least: float, last: float, crowd: int) -> float:
    """Return from which likeness clusters become one next, so that few pairs are alike.

    Steps between do not change the groups, but who has 20,000 photos of a child would have 10⁸ pairs in one step: of
    two sharp faces of one person, two in five have a likeness of .75.

    Args:
        parts: The clusters.
        least: The likeness that is to be reached.
        last: That of the step before. Pairs that are more alike are few: they may not become one.
        crowd: Pairs of a cluster that are too many.
    """
    some = parts.means[:: -(-len(parts.means) // _SAMPLE) or 1]
    products = some @ parts.means.T
    alike = products[(products >= least) & (products < last)]
    if len(alike) <= crowd * len(some):
        return least
    many = _CROWD * len(some)
    return max(least, min(float(np.partition(alike, -many)[-many]), last - _DOWN))


def _merge(parts: FaceParts, pairs: Pairs, numbers: Ids, apart: Apart, step: GroupStep) -> Ids:
    """Return of each cluster the first of those that it becomes one with; only clusters of the pairs are looked at."""
    merged = np.arange(int(numbers.max(initial=-1)) + 1)
    involved = np.unique(np.concatenate(pairs))
    place = np.full(len(merged), -1)
    place[involved] = np.arange(len(involved))
    inside = apart.follow(place[numbers], len(involved))
    among = place[pairs[0]], place[pairs[1]]
    merged[involved] = involved[merge_clusters(parts.select(involved), among, inside, step.least, step.support)]
    return merged


def _parts_of(faces: FaceTable, clusters: Ids, span: int) -> FaceParts:
    """Return clusters by times of ``span`` days, without the faces of unknown days."""
    rows = np.flatnonzero(faces.days != NO_DAY)
    each, ones = np.arange(len(rows)), np.ones(len(rows), np.int64)
    return FaceParts(each, faces.days[rows] // span, faces.embeddings[rows], ones).join(clusters[rows])


def _find_alike(parts: FaceParts, least: float, clusters: Truth) -> Pairs:
    """Return the pairs with one of some clusters that have alike parts which are near in time."""
    if clusters.all():
        ones, others = find_pairs(parts.means, least)
    else:
        rows = np.flatnonzero(clusters[parts.owners])
        ones, others = find_matches(parts.means[rows], parts.means, least)
        ones = rows[ones]
    near = np.abs(parts.times[ones] - parts.times[others]) <= 1
    return unique_pairs(parts.owners[ones[near]], parts.owners[others[near]])


def _find_in_bursts(faces: FaceTable, clusters: Truth) -> Pairs:
    """Return the pairs with one of some faces that are at one place of frames of a burst."""
    rows = np.flatnonzero(faces.bursts >= 0)
    ones, others = pairs_with_equal(faces.bursts[rows])
    ones, others = rows[ones], rows[others]
    asked = (clusters[ones] | clusters[others]) & (faces.photos[ones] != faces.photos[others])
    ones, others = ones[asked], others[asked]
    one, other = faces.boxes[ones], faces.boxes[others]
    low, high = np.maximum(one[:, :2], other[:, :2]), np.minimum(one[:, :2] + one[:, 2:], other[:, :2] + other[:, 2:])
    both = np.prod(np.maximum(high - low, 0), axis=1)
    same = both >= _ONE_PLACE * (one[:, 2:].prod(1) + other[:, 2:].prod(1) - both)
    return unique_pairs(ones[same], others[same])


def _find_changed(find: Callable[[Truth], Pairs], numbers: Ids, before: _StepBefore) -> tuple[Pairs, Truth]:
    """Return all pairs that are alike, and which clusters are connected with something that changed."""
    count = int(numbers.max(initial=-1)) + 1
    code = np.append(before.clusters, -1)[before.rows]
    low, high = np.full(count, len(before.clusters)), np.full(count, -1)
    np.minimum.at(low, numbers, code)
    np.maximum.at(high, numbers, code)
    same = (low == high) & (low >= 0)
    sizes = np.bincount(before.clusters, minlength=len(before.clusters))
    same[same] = np.bincount(numbers, minlength=count)[same] == sizes[low[same]]
    now = np.full(len(before.clusters) + 1, -1)
    now[low[same]] = np.flatnonzero(same)
    ones, others = now[before.pairs[0]], now[before.pairs[1]]
    new_ones, new_others = find(~same)
    reached = ~same
    for one, other in ((ones, others), (others, ones)):
        reached[one[(one >= 0) & (other < 0)]] = True  # was alike to one that is no longer there
    kept = (ones >= 0) & (others >= 0)
    ones, others = unique_pairs(np.append(ones[kept], new_ones), np.append(others[kept], new_others))
    while (crossing := reached[ones] != reached[others]).any():
        reached[ones[crossing]] = reached[others[crossing]] = True
    return (ones, others), reached


def _take_over(result: Ids, unchanged: Truth, before: _StepBefore) -> None:
    """Write what became of the unchanged faces."""
    known = np.flatnonzero(before.rows >= 0)
    now = np.full(len(before.clusters), -1)
    now[before.rows[known]] = known
    result[unchanged] = now[before.result[before.rows[unchanged]]]
