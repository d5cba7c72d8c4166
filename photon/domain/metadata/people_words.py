"""People as metadata of files: who is in a photo, and where.

Programs write a name with a region, or only the name. Two marks mean the same person if they have the same name and
their regions overlap; a name without a region is also covered by a mark that says where.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from photon.domain.metadata.tag import name_key
from photon.domain.people.face import SAME_FACE, box_text, overlap, read_box
from photon.domain.people.person import LONGEST_NAME
from photon.domain.photo.region import Region
from photon.domain.photo.turn import AS_IT_IS, swaps_sides, turn_region
from photon.domain.unseen_characters import clean_line
from photon.quick_dataclass import dataclass

_SMALLEST, _NAMESAKES = 1e-4, 20  # each is compared with each


class PersonMark(NamedTuple):
    """A person in a photo.

    Attributes:
        name: The name; empty only for a marked face without a name.
        box: Where, in the upright picture, see ``box_text``; empty for somewhere in the photo.
    """

    name: str
    box: str = ""

    @property
    def region(self) -> Region | None:
        """Where the face is; None for somewhere in the photo."""
        return read_box(self.box) if self.box else None

    @property
    def key(self) -> str:
        """The name for comparison."""
        return name_key(self.name)

    def for_file(self) -> "PersonMark":
        """Return the mark for a file, in which regions of people in frames of a video have no place."""
        return PersonMark(self.name) if self.region is not None and self.region.seconds else self

    def turned(self, turn: int) -> "PersonMark":
        """Return the mark in the picture after a turn, 1..8."""
        return self if self.region is None else PersonMark(self.name, box_text(turn_region(self.region, turn)))

    def is_over(self, other: "PersonMark") -> bool:
        """Return whether both mark the same face, whatever the names."""
        one, two = self.region, other.region
        return one is not None and two is not None and overlap(one, two) >= SAME_FACE


@dataclass(frozen=True, slots=True)
class PeopleDecisions:
    """What the user decided about the people of a photo, in the picture as the file's orientation shows it.

    Attributes:
        confirmed: People whom the user named, not a file; they stay whatever the file says.
        rejected: People whom the user said a face is not.
        others: Faces that are none, or of somebody without a name; no file names them.
        hidden: People who are hidden; they are written into no file.
    """

    confirmed: tuple[PersonMark, ...] = ()
    rejected: tuple[PersonMark, ...] = ()
    others: tuple[PersonMark, ...] = ()
    hidden: tuple[PersonMark, ...] = ()

    def refuses(self, mark: PersonMark) -> bool:
        """Return whether a file's mark contradicts what the user decided."""
        if any(one.key == mark.key and (not one.box or not mark.box or one.is_over(mark)) for one in self.rejected):
            return True
        return any(one.is_over(mark) for one in (*self.confirmed, *self.others))


NOT_DECIDED = PeopleDecisions()


@dataclass(frozen=True, slots=True)
class PeopleWords:
    """Who a file should name.

    Attributes:
        marks: The people, in the picture as the file's orientation shows it.
        kept: People who stay in files that name them, and are not written into others: hidden and rejected ones.
        orientation: EXIF orientation of the stored picture, 1..8. Files mark regions of the stored picture.
        size: Width and height of the stored picture in pixels; zeros if unknown.
    """

    marks: tuple[PersonMark, ...] = ()
    kept: tuple[PersonMark, ...] = ()
    orientation: int = AS_IT_IS
    size: tuple[int, int] = (0, 0)


def people_to_write(
    marks: Sequence[PersonMark], decided: PeopleDecisions, orientation: int, size: tuple[int, int]
) -> PeopleWords:
    """Return whom a file should name.

    Args:
        marks: All people of the photo.
        decided: What the user decided.
        orientation: EXIF orientation of the stored picture, 1..8.
        size: Width and height as the orientation shows it, in pixels.
    """
    stored = size[::-1] if swaps_sides(orientation) else size
    return PeopleWords(without_people(marks, decided.hidden), decided.hidden, orientation, stored)


def mark_person(name: str, region: Region | None = None) -> PersonMark | None:
    """Return a mark as it is compared and stored; None if the region is too small for ``box_text``."""
    if region is not None and min(region.width, region.height) < _SMALLEST:
        return None
    return PersonMark(clean_line(name)[:LONGEST_NAME].strip(), "" if region is None else box_text(region))


def read_people(found: object) -> tuple[PersonMark, ...]:
    """Return marks from their JSON value.

    Raises:
        ValueError: It is not the value of any.
    """
    if not isinstance(found, list) or not all(isinstance(one, list) and len(one) == 2 for one in found):
        raise ValueError
    for name, box in found:
        if not (isinstance(name, str) and name and isinstance(box, str)):
            raise ValueError
        if box:
            read_box(box)
    return tuple(PersonMark(*one) for one in found)


def settle_people(marks: Iterable[PersonMark]) -> tuple[PersonMark, ...]:
    """Return marks in the order in which they are stored, each person once; of a name at most 20."""
    found: dict[str, list[PersonMark]] = {}
    for one in sorted(marks, key=lambda mark: (not mark.box, mark.key, mark.box, mark.name)):
        same = found.setdefault(one.key, [])
        if len(same) < _NAMESAKES and not any(_covers(other, one) for other in same):
            same.append(one)
    return tuple(one for key in sorted(found) for one in found[key])


def without_people(marks: Sequence[PersonMark], others: Iterable[PersonMark]) -> tuple[PersonMark, ...]:
    """Return the marks that others do not cover."""
    known: dict[str, list[PersonMark]] = {}
    for one in others:
        known.setdefault(one.key, []).append(one)
    return tuple(one for one in marks if not any(_covers(other, one) for other in known.get(one.key, ())))


def are_same_people(marks: Sequence[PersonMark], others: Sequence[PersonMark]) -> bool:
    """Return whether two files name the same people at the same places."""
    return not without_people(marks, others) and not without_people(others, marks)


def _covers(one: PersonMark, other: PersonMark) -> bool:
    """Return whether a mark of the same name says what another one says."""
    return not other.box or one.box == other.box or one.is_over(other)
