"""What the review of faces asks about, one subject after the other, and which faces an answer is about."""

from collections.abc import Sequence
from dataclasses import field

from photon.app.people.people import SuggestedFaces
from photon.domain.people.face import FaceKey, PhotoFace
from photon.domain.people.person import CountedPerson, FaceGroup, Person
from photon.quick_dataclass import dataclass

MOST = 2000
"""Faces of one subject that are shown at once; answers are about these, and the others come next."""


@dataclass(slots=True)
class Subject:
    """A group of faces without a name, or a person with what is suggested for them.

    Attributes:
        key: What it is known by: ``group 12`` or the key of a person.
        size: How many faces are undecided; for the order.
        person: The person; None for a group.
        asked: The undecided faces, the surest first.
        above: How many of them are above the line.
        confirmed: The confirmed faces of the person.
        unticked: Undecided faces that answers about all leave out.
    """

    key: str = ""
    size: int = 0
    person: Person | None = None
    asked: Sequence[PhotoFace] = ()
    above: int = 0
    confirmed: Sequence[PhotoFace] = ()
    unticked: set[FaceKey] = field(default_factory=set)

    @property
    def name(self) -> tuple[str, str]:
        """The name and key of the person who is suggested; empty for nobody."""
        return (self.person.name, self.person.key) if self.person is not None and self.person.name else ("", "")

    @property
    def meant(self) -> list[FaceKey]:
        """The faces that an answer about all is about: those above the line that are ticked."""
        return [face.key for face in self.asked[: self.above] if face.key not in self.unticked]

    def follow(self, before: "Subject") -> None:
        """Keep what was chosen about the same subject, and its faces until they arrive."""
        self.unticked, self.confirmed = before.unticked, before.confirmed
        if self.person is not None:
            self.asked, self.above = before.asked, before.above

    def take_answer(self, suggested: SuggestedFaces, confirmed: Sequence[PhotoFace]) -> None:
        """Take the faces of a person; the line stays where it was moved to as long as the faces are the same."""
        is_nameless = self.person is not None and not self.person.name  # told apart: all are to be named
        asked = confirmed[:MOST] if is_nameless else suggested.faces[:MOST]
        if [face.key for face in asked] != [face.key for face in self.asked]:
            self.above = len(asked) if is_nameless else min(suggested.sure, MOST)
        self.asked, self.confirmed = asked, () if is_nameless else confirmed[:MOST]

    def leave_out(self, faces: Sequence[FaceKey]) -> None:
        """Remove faces that were decided about."""
        gone = set(faces)
        self.above -= sum(face.key in gone for face in self.asked[: self.above])
        self.asked = [face for face in self.asked if face.key not in gone]
        self.confirmed = [face for face in self.confirmed if face.key not in gone]


def subjects_of(people: Sequence[CountedPerson], groups: Sequence[FaceGroup], only: str = "") -> list[Subject]:
    """Return what there is to review: groups without a name, and people with suggestions, the largest first.

    Args:
        people: All people.
        groups: Groups without a name.
        only: The key of the only person who is meant, whatever is suggested; empty for all.
    """
    if only:
        return [Subject(only, one.photos, one.person) for one in people if one.person.key == only]
    found = [group_subject(group) for group in groups]
    shown = [one for one in people if not one.person.is_hidden]
    found += [Subject(one.person.key, one.photos, one.person) for one in shown if not one.person.name]
    found += [Subject(one.person.key, one.suggested, one.person) for one in shown if one.suggested and one.person.name]
    return sorted(found, key=lambda subject: -subject.size)


def group_subject(group: FaceGroup) -> Subject:
    """Return a group as a subject; all of its faces are above the line."""
    faces = group.faces[:MOST]
    return Subject(f"group {group.number}", len(group.faces), asked=faces, above=len(faces))


@dataclass(slots=True)
class ReviewQueue:
    """The subjects of a review; those that were skipped come last.

    Attributes:
        only: The key of the only person who is meant; empty for all.
        back: The key of the subject to go back to once it is in the queue; empty for none.
        last: The key of the subject of the last answer.
        subjects: What there is to ask about, the largest first.
        skipped: The keys of what was skipped, the last one last.
    """

    only: str = ""
    back: str = ""
    last: str = ""
    subjects: list[Subject] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)

    def replace_subjects(self, subjects: list[Subject], before: Subject) -> Subject:
        """Take what there is to ask about now; return what follows: ``before``, as far as it is still asked about."""
        self.subjects, wanted = subjects, self.back or before.key
        following = next((one for one in self.subjects if one.key == wanted), None) or self.next_subject()
        if following.key == before.key:
            following.follow(before)
        if following.key == self.back:
            self.back = ""
        return following

    def next_subject(self) -> Subject:
        """Return the largest subject that was not skipped, or the one that was skipped first."""
        order = {key: at for at, key in enumerate(self.skipped)}
        return min(self.subjects, key=lambda one: order.get(one.key, -1), default=Subject())

    def skip(self, subject: Subject) -> None:
        """Ask about a subject again at the end."""
        self.skipped = [*(key for key in self.skipped if key != subject.key), subject.key]
