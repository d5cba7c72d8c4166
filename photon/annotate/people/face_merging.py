"""Clusters of faces that become one: the most alike first, never against what is known.

This is average linkage (Sokal and Michener 1958) in rounds: in each, all pairs of clusters that prefer each other are
merged. A merged cluster is no more alike to a third than the more alike of its parts, and may not join what one of
them may not, so rounds make the same clusters as merging one pair at a time (Bruynooghe 1977).
"""

import numpy as np

from photon.annotate.people.face_graph import Pairs, contains, pairs_with_equal, unique_pairs
from photon.annotate.people.face_parts import FaceParts
from photon.domain.arrays import Doubles, Ids, Truth
from photon.domain.people.face_table import FaceTable
from photon.quick_dataclass import dataclass

_WORTH = 0.7  # of the clusters: fewer are copied


@dataclass(frozen=True, slots=True, eq=False)
class Apart:
    """Which faces or clusters may not become one.

    Attributes:
        pairs: Those that are two people, as two faces of one photo are.
        persons: int64 (n,) rows of the people whom the user confirmed of each; -1 for none.
        rejected: int64 (k, 2) those, and people whom they are not.
    """

    pairs: Pairs
    persons: Ids
    rejected: Ids

    def bar(self, ones: Ids, others: Ids) -> Truth:
        """Return which pairs of clusters, int64 (k,) and int64 (k,), may not become one, bool (k,)."""
        one, other, count = self.persons[ones], self.persons[others], len(self.persons)
        known = self.pairs[0] * count + self.pairs[1]
        barred = contains(known, np.minimum(ones, others) * count + np.maximum(ones, others))
        barred |= (one >= 0) & (other >= 0) & (one != other)
        width = max(int(self.persons.max(initial=0)), int(self.rejected[:, 1].max(initial=0))) + 2
        rejected = self.rejected[:, 0] * width + self.rejected[:, 1] + 1  # nobody's number is -1
        return barred | contains(rejected, ones * width + other + 1) | contains(rejected, others * width + one + 1)

    def follow(self, clusters: Ids, count: int) -> "Apart":
        """Return the same of what these became.

        Args:
            clusters: int64 (n,) of each the one that it is part of now; -1 for those that no longer matter.
            count: How many there are now.
        """
        kept = clusters >= 0
        persons = np.full(count, -1, np.int64)
        np.maximum.at(persons, clusters[kept], self.persons[kept])
        ones, others = clusters[self.pairs[0]], clusters[self.pairs[1]]
        inside = (ones >= 0) & (others >= 0)
        rejected = np.column_stack([clusters[self.rejected[:, 0]], self.rejected[:, 1]])
        return Apart(unique_pairs(ones[inside], others[inside]), persons, rejected[rejected[:, 0] >= 0])


def tell_apart(table: FaceTable) -> Apart:
    """Return which faces are different people: those of one photo, except where the user said that they are one."""
    one, other = pairs_with_equal(table.photos)
    is_one = (table.persons[one] >= 0) & (table.persons[one] == table.persons[other])
    return Apart((one[~is_one], other[~is_one]), table.persons, table.rejected)


def merge_clusters(parts: FaceParts, pairs: Pairs, apart: Apart, least: float, support: int = 1) -> Ids:
    """Merge clusters until no two of them are alike and may be one.

    Args:
        parts: What the clusters look like; they are numbered from 0.
        pairs: The pairs of clusters that may be alike enough.
        apart: Which may not become one.
        least: The likeness from which two are one person.
        support: See ``FaceParts.likeness``.

    Returns:
        int64 (n,), of each cluster the first of those that it became one with.
    """
    count = len(apart.persons)
    whole, left = np.arange(count), np.arange(count)
    (ones, others), alike = _alike(parts, pairs, apart, least, support)
    while len(ones):
        into, gone = _prefer_each_other(ones, others, alike, count)
        step, touched = np.arange(count), np.zeros(count, np.bool_)
        step[gone] = into
        touched[into] = True
        whole[left[gone]] = left[into]
        parts, apart = parts.join(step), apart.follow(step, count)
        ones, others = step[ones], step[others]
        changed = touched[ones] | touched[others]
        new, new_alike = _alike(parts, unique_pairs(ones[changed], others[changed]), apart, least, support)
        ones, others = np.append(ones[~changed], new[0]), np.append(others[~changed], new[1])
        alike = np.append(alike[~changed], new_alike)
        is_left = np.zeros(count, np.bool_)
        is_left[ones] = is_left[others] = True
        rest = np.flatnonzero(is_left)
        if len(rest) < _WORTH * count:  # the others can't become one with any more
            place, count = np.full(count, -1), len(rest)
            place[rest] = np.arange(count)
            ones, others, left = place[ones], place[others], left[rest]
            parts, apart = parts.select(rest), apart.follow(place, count)
    while (whole[whole] != whole).any():
        whole = whole[whole]
    return whole


def _prefer_each_other(ones: Ids, others: Ids, alike: Doubles, count: int) -> Pairs:
    """Return pairs each of which prefers the other; of equal ones those that come first."""
    best = np.full(count, -2.0)
    np.maximum.at(best, ones, alike)
    np.maximum.at(best, others, alike)
    mutual = np.flatnonzero((alike == best[ones]) & (alike == best[others]))
    mutual = mutual[np.lexsort((others[mutual], ones[mutual]))]
    first = np.full(count, len(mutual))
    places = np.arange(len(mutual))
    np.minimum.at(first, ones[mutual], places)
    np.minimum.at(first, others[mutual], places)
    chosen = mutual[(first[ones[mutual]] == places) & (first[others[mutual]] == places)]
    return ones[chosen], others[chosen]


def _alike(parts: FaceParts, pairs: Pairs, apart: Apart, least: float, support: int) -> tuple[Pairs, Doubles]:
    ones, others = pairs
    free = ~apart.bar(ones, others)
    ones, others = ones[free], others[free]
    alike = parts.likeness(ones, others, support)
    enough = alike >= least
    return (ones[enough], others[enough]), alike[enough]
