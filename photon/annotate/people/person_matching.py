"""Who groups and faces without a name may be: the people whose confirmed faces they resemble."""

import numpy as np

from photon.annotate.people.face_table import FaceTable
from photon.domain.arrays import Floats, Ids
from photon.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class MatchingSettings:
    """From when a group or face may be a person.

    Attributes:
        sure: The certainty from which a suggestion is sure.
    """

    sure: float = 0.5


def suggest_persons(table: FaceTable, groups: Ids, settings: MatchingSettings) -> tuple[Ids, Floats]:
    """Return who the faces may be.

    Args:
        table: The faces.
        groups: int64 (n,) their groups; 0 for none.
        settings: From when a group or face may be a person.

    Returns:
        Rows of people int64 (n,), -1 for none, and certainty float32 (n,); the confirmed people with 1.
    """
    persons = table.persons.copy()
    certainty = (persons >= 0).astype(np.float32)
    _, numbers = np.unique(groups, return_inverse=True)
    named = np.full(int(numbers.max(initial=-1)) + 1, -1)
    np.maximum.at(named, numbers, np.where(groups > 0, table.persons, -1))
    may = (persons < 0) & (groups > 0) & (named[numbers] >= 0)
    persons[may] = named[numbers[may]]
    certainty[may] = settings.sure
    return persons, certainty
