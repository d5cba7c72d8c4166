"""Who groups and faces without a name may be: the people whose faces they resemble at about that time.

A person looks like the confirmed faces and the groups that these are in, each year for itself. A group is compared with
the faces that are near in time, and less trustingly with all. It is suggested as a whole, or not at all if too much of
it objects: faces beside one of the person's in a photo, from before the birth, or that the user said not to be that
person. The same faces are left out where a group is suggested. Who may be a hidden person is
suggested for nobody else.
"""

import numpy as np

from photon.annotate.people.face_graph import find_matches
from photon.annotate.people.face_parts import ALWAYS, FaceParts
from photon.domain.arrays import Doubles, Floats, Ids
from photon.domain.people.face_table import FaceTable
from photon.domain.people.person import NO_DAY
from photon.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class MatchingSettings:
    """From when a group or face may be a person; measured for SFace.

    Attributes:
        least: The mean likeness with the person's faces that are near in time.
        over_years: What the likeness with all faces of the person is reduced by.
        span: Days of a time; the next one is near as well.
        objecting: The share of a group that may object. With a fifth, groups of siblings were suggested.
        known: How certain it is that a face of a group is the person whom others of the group were confirmed as.
        middle: The likeness of a group that is the person half the time, on planted faces.
        width: With this much more, it is so three quarters of the time.
        typical: How alike a face is to its group; with less, it comes later.
    """

    least: float = 0.40
    over_years: float = 0.02
    span: int = 365
    objecting: float = 0.05
    known: float = 0.97
    middle: float = 0.40
    width: float = 0.02
    typical: float = 0.6


@dataclass(frozen=True, slots=True, eq=False)
class PersonMatches:
    """Who the faces of a table may be.

    Attributes:
        persons: int64 (n,) rows of the people who are suggested or confirmed; -1 for none. Hidden ones are among them,
            so that nobody is asked who that is.
        certainty: float32 (n,) 0..1; 1 if confirmed, 0 for none and for hidden people, who are not to be suggested.
    """

    persons: Ids
    certainty: Floats


def match_persons(table: FaceTable, groups: Ids, settings: MatchingSettings) -> PersonMatches:
    """Find who the faces may be.

    Args:
        table: The faces.
        groups: int64 (n,) the groups that the faces are in; 0 for none.
        settings: From when a face may be a person.
    """
    people = len(table.births)
    _, units = np.unique(np.where(groups > 0, groups, -table.ids), return_inverse=True)  # one in no group is one itself
    named = np.full(int(units.max(initial=-1)) + 1, -1)
    np.maximum.at(named, units, table.persons)
    owners = np.where(table.persons >= 0, table.persons, np.where(named[units] >= 0, named[units], people + units))
    persons, found, alike = _compare(table, owners, people, settings)
    found -= people
    certainty = 1 / (1 + np.exp((settings.middle - alike) / settings.width))
    order = np.lexsort((persons, table.hashes[np.unique(units, return_index=True)[1]][found], -alike))
    order = order[alike[order] >= settings.least]
    rows = np.argsort(units, kind="stable")
    members = np.split(rows, np.searchsorted(units[rows], np.arange(1, len(named))))
    matching = _Matching(table, _typicality(table, units, settings.typical))
    for unit in np.flatnonzero(named >= 0).tolist():
        matching.suggest(members[unit], int(named[unit]), settings.known, 1.0)
    for at in order.tolist():
        matching.suggest(members[found[at]], int(persons[at]), float(certainty[at]), settings.objecting)
    return matching.matches


class _Matching:
    """Suggests people for whole groups, one after the other."""

    def __init__(self, table: FaceTable, typicality: Doubles) -> None:
        self._table, self._typicality = table, typicality
        confirmed = table.persons >= 0
        self._photos = set(zip(table.photos[confirmed].tolist(), table.persons[confirmed].tolist(), strict=True))
        self._rejected = set(map(tuple, table.rejected.tolist()))
        self.matches = PersonMatches(table.persons.copy(), confirmed.astype(np.float32))
        self._done = confirmed.copy()

    def suggest(self, rows: Ids, person: int, certainty: float, objecting: float) -> None:
        """Suggest a person for the faces that do not object, unless too many do or somebody was suggested before.

        Args:
            rows: A whole group.
            person: The row of the person.
            certainty: 0..1.
            objecting: The share of the faces that may object.
        """
        open_rows = [row for row in rows.tolist() if not self._done[row]]
        fit = [row for row in open_rows if not self._objects(row, person)]
        if len(open_rows) - len(fit) > objecting * len(open_rows):
            return
        for row in fit:
            self._photos.add((int(self._table.photos[row]), person))
            self.matches.persons[row] = person
            self.matches.certainty[row] = 0 if self._table.hidden[person] else certainty * self._typicality[row]
        self._done[rows] = True

    def _objects(self, row: int, person: int) -> bool:
        day, born = int(self._table.days[row]), int(self._table.births[person])
        is_unborn = NO_DAY not in (day, born) and day < born
        photo = int(self._table.photos[row])
        return is_unborn or (row, person) in self._rejected or (photo, person) in self._photos


def _typicality(table: FaceTable, units: Ids, typical: float) -> Doubles:
    """Return factors 0.9..1, float64 (n,), by how alike faces are to the groups that they are in."""
    each = np.arange(len(table))
    faces = FaceParts(each, np.full(len(table), ALWAYS), table.embeddings, np.ones(len(table), np.int64))
    means = faces.join(units).means
    own = np.einsum("ij,ij->i", table.embeddings, means[units], dtype=np.float64)
    return np.asarray(np.round(0.9 + 0.1 * np.clip(own / typical, 0, 1), 5))


def _compare(table: FaceTable, owners: Ids, people: int, settings: MatchingSettings) -> tuple[Ids, Ids, Doubles]:
    """Return pairs of people and of what is nobody's yet that may be alike enough, and how alike they are."""
    each = np.arange(len(table))
    faces = FaceParts(each, np.full(len(table), ALWAYS), table.embeddings, np.ones(len(table), np.int64))
    whole, dated = faces.join(owners), np.flatnonzero(table.days != NO_DAY)
    yearly = faces.select(dated).join(owners[dated], table.days[dated] // settings.span)
    keys = []
    for parts, more in ((whole, settings.over_years), (yearly, 0.0)):
        known = int(np.searchsorted(parts.owners, people))
        ones, others = find_matches(parts.means[:known], parts.means[known:], settings.least + more)
        near = np.abs(parts.times[ones] - parts.times[others + known]) <= 1
        keys.append(parts.owners[ones[near]] * (len(table) + people) + parts.owners[others[near] + known])
    persons, found = np.divmod(np.unique(np.concatenate(keys)), len(table) + people)
    near_alike = yearly.likeness(persons, found, 1)
    return persons, found, np.maximum(near_alike, whole.likeness(persons, found, 1) - settings.over_years)
