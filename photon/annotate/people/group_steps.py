"""The steps in which faces become groups, made anew only where something changed.

A step merges clusters that are connected by likeness. Where the same clusters, with the same faces and nothing else
beside them, were there before, what became of them is taken over, so the result is that of making all anew.
"""

from collections.abc import Sequence

import numpy as np

from photon.annotate.people.face_graph import Pairs, find_matches, find_pairs, unique_pairs
from photon.annotate.people.face_merging import merge_clusters, tell_apart
from photon.annotate.people.face_parts import ALWAYS, FaceParts
from photon.annotate.people.face_table import NO_DAY, FaceTable, contains
from photon.domain.arrays import Ids, Truth
from photon.quick_dataclass import dataclass

_SLACK = 1e-3  # what changed is looked for a little farther than needed


@dataclass(frozen=True, slots=True)
class GroupStep:
    """From when clusters are one person.

    Attributes:
        least: The mean likeness of their faces.
        support: Pairs of faces that must be that much alike.
        span: Days; only faces of the same, the previous and the next time of this length count. 0: all count.
    """

    least: float
    support: int = 1
    span: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class GroupTrace:
    """How groups were made.

    Attributes:
        faces: The faces, ordered by content.
        clusters: Before each step and after the last: int64 (n,), of each face the first face of its cluster.
    """

    faces: FaceTable
    clusters: Sequence[Ids]


@dataclass(frozen=True, slots=True, eq=False)
class _Memory:
    """What was there before.

    Attributes:
        trace: How groups were made.
        rows: int64 (n,) of each face now its row then; -1 if it is new or something of it changed.
    """

    trace: GroupTrace
    rows: Ids


def make_groups(faces: FaceTable, steps: Sequence[GroupStep]) -> GroupTrace:
    """Make groups of faces, all of which must show enough and be ordered by content."""
    return _take_steps(faces, steps, None)


def make_groups_again(faces: FaceTable, steps: Sequence[GroupStep], before: GroupTrace, changed: Ids) -> GroupTrace:
    """Make groups where something changed; the result is that of ``make_groups``.

    Args:
        faces: The faces, ordered by content.
        steps: The same steps as before.
        before: How groups were made before.
        changed: Numbers of items of which something is different. New faces need not be among them.
    """
    order = np.argsort(before.faces.ids)
    known = before.faces.ids[order]
    at = np.minimum(np.searchsorted(known, faces.ids), max(len(known) - 1, 0))
    is_known = contains(known, faces.ids) & ~contains(changed, faces.ids)
    rows = np.full(len(faces), -1)
    rows[is_known] = order[at[is_known]]
    return _take_steps(faces, steps, _Memory(before, rows))


def _take_steps(faces: FaceTable, steps: Sequence[GroupStep], memory: _Memory | None) -> GroupTrace:
    apart = tell_apart(faces)
    each = np.arange(len(faces))
    clusters, always = [each], _parts_of(faces, each, 0)
    for number, step in enumerate(steps):
        firsts, numbers = np.unique(clusters[-1], return_inverse=True)
        parts = _parts_of(faces, numbers, step.span) if step.span else always
        if memory is None:
            pairs, is_new = _find_alike(parts, step.least), np.ones(len(firsts), np.bool_)
        else:
            pairs, is_new = _find_changed(parts, step, numbers, memory, number)
        involved = np.unique(np.concatenate(pairs))
        place = np.full(len(firsts), -1)
        place[involved] = np.arange(len(involved))
        inside = apart.follow(place[numbers], len(involved))
        found = place[pairs[0]], place[pairs[1]]
        merged = merge_clusters(parts.of(involved), found, inside, step.least, step.support)
        whole = np.arange(len(firsts))
        whole[involved] = involved[merged]
        result = firsts[whole[numbers]]
        if memory is not None:
            _take_over(result, ~is_new[numbers], memory, number)
        clusters.append(result)
        always = always.join(np.unique(result[firsts], return_inverse=True)[1])
    return GroupTrace(faces, clusters)


def _parts_of(faces: FaceTable, clusters: Ids, span: int) -> FaceParts:
    rows = np.flatnonzero(faces.days != NO_DAY) if span else np.arange(len(faces))
    times = faces.days[rows] // span if span else np.full(len(rows), ALWAYS)
    each = np.arange(len(rows))
    return FaceParts(each, times, faces.embeddings[rows], np.ones(len(rows), np.int64)).join(clusters[rows])


def _find_alike(parts: FaceParts, least: float, clusters: Truth | None = None) -> Pairs:
    """Return pairs of clusters with parts that are near in time and alike; only those of some clusters if given."""
    if clusters is None:
        ones, others = find_pairs(parts.means, least)
    else:
        rows = np.flatnonzero(clusters[parts.owners])
        ones, others = find_matches(parts.means[rows], parts.means, least)
        ones = rows[ones]
    near = np.abs(parts.times[ones] - parts.times[others]) <= 1
    return unique_pairs(parts.owners[ones[near]], parts.owners[others[near]])


def _find_changed(parts: FaceParts, step: GroupStep, numbers: Ids, memory: _Memory, number: int) -> tuple[Pairs, Truth]:
    """Return the alike pairs that are connected with something that changed, and which clusters these are."""
    then = memory.trace.clusters[number]
    code = np.where(memory.rows >= 0, then[memory.rows], -1)
    count = int(numbers.max(initial=-1)) + 1
    low, high = np.full(count, len(then)), np.full(count, -1)
    np.minimum.at(low, numbers, code)
    np.maximum.at(high, numbers, code)
    same = (low == high) & (low >= 0)
    same[same] = np.bincount(numbers, minlength=count)[same] == np.bincount(then, minlength=len(then))[low[same]]
    gone = np.flatnonzero(~contains(low[same], then))
    frontier = ~same
    frontier[_are_beside(parts, step, memory.trace.faces.take(gone), then[gone])] = True
    reached, pairs = frontier, []
    while frontier.any():
        pairs.append(_find_alike(parts, step.least, frontier))
        beside = np.zeros(count, np.bool_)
        beside[np.concatenate(pairs[-1])] = True
        frontier = beside & ~reached
        reached = reached | beside
    none = np.zeros(0, np.int64)
    ones, others = (np.concatenate([none, *(pair[side] for pair in pairs)]) for side in (0, 1))
    return unique_pairs(ones, others), reached


def _are_beside(parts: FaceParts, step: GroupStep, gone: FaceTable, clusters: Ids) -> Ids:
    """Return which clusters are alike to clusters that are no longer there."""
    lost = _parts_of(gone, np.unique(clusters, return_inverse=True)[1], step.span)
    ones, others = find_matches(lost.means, parts.means, step.least - _SLACK)
    near = np.abs(lost.times[ones] - parts.times[others]) <= 1
    beside: Ids = parts.owners[others[near]]
    return beside


def _take_over(result: Ids, rows: Truth, memory: _Memory, number: int) -> None:
    """Write what became of some faces."""
    now = np.full(len(memory.trace.faces), -1)
    known = np.flatnonzero(memory.rows >= 0)
    now[memory.rows[known]] = known
    result[rows] = now[memory.trace.clusters[number + 1][memory.rows[rows]]]
