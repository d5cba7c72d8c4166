"""Groups of faces that are one person, made without names.

Each face that shows enough is a cluster at first; faces at one place of the frames of a burst need little likeness to
become one. Then clusters become one where the mean likeness of their faces is high, at first only where it is very
high: that is average linkage with constraints, and each step looks only at pairs that are few or alike. The last step
links clusters whose faces are alike where they are near in time, because children change: over years a child is less
like itself than two adults are like each other. Weak faces join groups afterwards, and found none. Two faces of a photo
are in one group only if the user said that they are one person.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from photon.annotate.people.face_graph import contains, find_matches
from photon.annotate.people.group_steps import GroupStep, GroupTrace, make_groups, make_groups_again
from photon.annotate.people.person_matching import MatchingSettings, match_persons
from photon.domain.arrays import Floats, Ids
from photon.domain.people.face_table import FaceTable
from photon.quick_dataclass import dataclass

_TOLERANCE = 0.01  # of the lengths of embeddings


@dataclass(frozen=True, slots=True)
class GroupingSettings:
    """From when faces are one person, measured for SFace.

    Attributes:
        steps: From when clusters are; likenesses fall until the last step, which links over years.
        weak: The mean likeness with a group from which a weak face joins it.
        fewest: Faces of a group that weak faces may join.
        matching: From when a group or face may be a person.
    """

    steps: Sequence[GroupStep] = (
        GroupStep(0.35, in_burst=True),
        GroupStep(0.40),
        GroupStep(0.46, support=4, span=365),
    )
    weak: float = 0.40
    fewest: int = 2
    matching: MatchingSettings = MatchingSettings()


USUAL = GroupingSettings()


@dataclass(frozen=True, slots=True, eq=False)
class Grouping:
    """Groups of the faces of a table, and who they may be.

    Attributes:
        groups: int64 (n,) the smallest item of the face's group; 0 for a weak face that is in none.
        persons: int64 (n,) rows of the people who are suggested or confirmed, as in ``PersonMatches``; -1 for none.
        certainty: float32 (n,) 0..1; 1 if confirmed, 0 for none and for hidden people.
        trace: How the groups were made, for the next time.
    """

    groups: Ids
    persons: Ids
    certainty: Floats
    trace: GroupTrace


def group_faces(table: FaceTable, settings: GroupingSettings = USUAL) -> Grouping:
    """Make groups of all faces. 100,000 take 11 s of a processor and 400 MB.

    Args:
        table: The faces, in any order.
        settings: From when faces are one person.
    """
    sound = _without_damage(table)
    faces = _ordered(sound)
    return _finish(sound, make_groups(faces, settings.steps), settings)


def add_faces(table: FaceTable, before: Grouping, changed: Ids, settings: GroupingSettings = USUAL) -> Grouping:
    """Make groups where something changed; the result is that of ``group_faces``.

    Args:
        table: All faces. Some may be new; those that are gone are left out.
        before: The groups before, made with the same settings, and with embeddings of the same model.
        changed: int64 (k,) rows of the faces that were known and of which something is different, such as who was
            confirmed or rejected; a person whose row in the table of people is another is no difference.
        settings: From when faces are one person.
    """
    sound = _without_damage(table)
    trace = make_groups_again(_ordered(sound), before.trace, table.ids[changed])
    return _finish(sound, trace, settings)


def _ordered(table: FaceTable) -> FaceTable:
    """Return the faces that show enough, in the order of what they show, so that no other order matters."""
    order = np.lexsort((table.ids, table.hashes))
    return table.select(order[~table.is_weak[order]])


def _finish(table: FaceTable, trace: GroupTrace, settings: GroupingSettings) -> Grouping:
    groups = np.zeros(len(table), np.int64)
    order = np.argsort(table.ids)
    rows = order[np.searchsorted(table.ids[order], trace.faces.ids)]
    firsts, numbers = np.unique(trace.clusters[-1], return_inverse=True)
    smallest = np.full(len(firsts), np.iinfo(np.int64).max)
    np.minimum.at(smallest, numbers, trace.faces.ids)
    groups[rows] = smallest[numbers]
    _join_weak(table, groups, settings)
    _, first, numbers = np.unique(groups, return_index=True, return_inverse=True)
    smallest = np.full(len(first), np.iinfo(np.int64).max)
    np.minimum.at(smallest, numbers, table.ids)
    groups = np.where(groups > 0, smallest[numbers], 0)
    matches = match_persons(table, groups, settings.matching)
    return Grouping(groups, matches.persons, matches.certainty, trace)


def _join_weak(table: FaceTable, groups: Ids, settings: GroupingSettings) -> None:
    """Write which groups weak faces join: the most alike pairs first, never two of a photo, never against the user."""
    weak = np.flatnonzero(table.is_weak)
    numbers, members, sizes = np.unique(groups[groups > 0], return_inverse=True, return_counts=True)
    if not len(weak) or not len(numbers):
        return
    strong = np.flatnonzero(groups > 0)
    order = strong[np.lexsort((table.ids[strong], table.hashes[strong], members))]
    starts = np.cumsum(sizes) - sizes
    means = np.add.reduceat(table.embeddings[order], starts, axis=0, dtype=np.float64) / sizes[:, None]
    large = np.flatnonzero(sizes >= settings.fewest)
    ones, others = find_matches(table.embeddings[weak], means[large].astype(np.float32), settings.weak)
    faces, joined = weak[ones], large[others]
    persons = np.full(len(numbers), -1)
    np.maximum.at(persons, members, table.persons[strong])
    width = max(int(table.persons.max(initial=0)), int(table.rejected[:, 1].max(initial=0))) + 2
    rejected = contains(table.rejected[:, 0] * width + table.rejected[:, 1], faces * width + persons[joined])
    may = ~(rejected & (persons[joined] >= 0)) & (
        (table.persons[faces] < 0) | (table.persons[faces] == persons[joined])
    )
    faces, joined = faces[may], joined[may]
    alike = np.round(np.einsum("ij,ij->i", table.embeddings[faces], means[joined]), 5)
    photos = np.unique(table.photos, return_inverse=True)[1]
    keys = photos[strong] * len(numbers) + members
    shown, unsaid = set(keys.tolist()), set(keys[table.persons[strong] < 0].tolist())
    for at in np.lexsort((joined, table.hashes[faces], -alike)).tolist():
        face, group = int(faces[at]), int(joined[at])
        key = int(photos[face]) * len(numbers) + group
        is_said = table.persons[face] >= 0  # two of a photo may be one person if the user said it of both
        if groups[face] == 0 and alike[at] >= settings.weak and key not in (unsaid if is_said else shown):
            groups[face] = numbers[group]
            shown.add(key)
            if not is_said:
                unsaid.add(key)


def _without_damage(table: FaceTable) -> FaceTable:
    """Return the table with faces whose embedding is no unit vector as weak ones that resemble nobody."""
    lengths = np.linalg.norm(table.embeddings, axis=1)
    is_damaged = ~(np.abs(lengths - 1) < _TOLERANCE)  # NaN is neither
    if not is_damaged.any():
        return table
    embeddings = np.where(is_damaged[:, None], np.float32(0), table.embeddings)
    return replace(table, embeddings=embeddings, is_weak=table.is_weak | is_damaged)
