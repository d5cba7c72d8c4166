"""The use cases of people: faces named, rejected, drawn; people renamed, merged, hidden; each is a step to undo."""

from collections.abc import Sequence
from concurrent.futures import Future
from datetime import date

from photon.app.runtime.history import History
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import Region
from photon.domain.people.face import FaceKey, PhotoFace
from photon.domain.people.person import CountedPerson, FaceGroup, Person
from photon.language import tr
from photon.quick_dataclass import dataclass

CONSENT = tr(
    "Photon looks for faces in your photos and compares them, to find who is in them."
    " This is done on this computer, and nothing of it leaves it."
)
"""What is computed, and that it stays here; shown before or when the user starts it."""
SURE = 0.8
"""Certainty from which a suggestion is above the line between sure and less sure."""


@dataclass(frozen=True, slots=True)
class PeopleState:
    """How far finding people is.

    Attributes:
        is_on: Whether the user started it.
        faces: Faces that were found.
        photos_left: Photos that were not looked at yet.
        groups: Groups of at least two faces that nobody named.
        note: Why nothing goes on, such as a missing model; else empty.
    """

    is_on: bool = False
    faces: int = 0
    photos_left: int = 0
    groups: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class SuggestedFaces:
    """Faces that Photon takes for a person.

    Attributes:
        faces: The surest first.
        sure: How many of them, from the start, are above the line between sure and less sure.
    """

    faces: Sequence[PhotoFace] = ()
    sure: int = 0


class People:
    """Who is in the photos. Methods never wait; Futures may raise PhotonError with a sentence and a hint.

    Every change is broadcast as ``people``, and each edit is one step that can be undone.
    """

    def __init__(self, store: LibraryThreads, history: History) -> None:
        """Take the library, and the steps that can be undone."""
        self._store, self._history = store, history

    # -- finding faces ---------------------------------------------------------------------------------

    def state(self) -> Future[PeopleState]:
        """Say how far finding people is; goes through all photos, on the counter's thread."""
        raise NotImplementedError

    def start(self) -> Future[None]:
        """Begin to find people, and go on in the background."""
        raise NotImplementedError

    def stop(self) -> Future[None]:
        """Look for no more faces; what was found, and all names, stay."""
        raise NotImplementedError

    def regroup(self) -> Future[None]:
        """Bring groups and suggestions up to date now; done by itself in the background after faces and decisions."""
        raise NotImplementedError

    def delete_all(self, *, names: bool = False) -> Future[None]:
        """Delete all that was found of faces, and stop; with ``names``, all people and their names, too.

        Only the names are a step that can be undone.
        """
        raise NotImplementedError

    # -- what is known ---------------------------------------------------------------------------------

    def people(self, *, hidden: bool = False) -> Future[list[CountedPerson]]:
        """Return the people, favourites first, then by number of photos; hidden ones only with ``hidden``."""
        raise NotImplementedError

    def groups(self, least: int = 2, limit: int = 100) -> Future[list[FaceGroup]]:
        """Return groups of faces without a name, the largest first, without faces that were decided about.

        Args:
            least: The fewest faces of a group.
            limit: The most groups.
        """
        raise NotImplementedError

    def suggested(self, person: str) -> Future[SuggestedFaces]:
        """Return the faces that are suggested for a person, by its key."""
        raise NotImplementedError

    def faces_of(self, photos: Sequence[int]) -> Future[dict[int, list[PhotoFace]]]:
        """Return the faces of photos, from left to right; photos without any are left out.

        A face of a hidden person is ``unknown``, and what the user called no face is left out.
        """
        raise NotImplementedError

    def faces_of_person(self, person: str) -> Future[list[PhotoFace]]:
        """Return the confirmed faces of a person, by its key, the newest photo first."""
        raise NotImplementedError

    def complete_names(self, text: str) -> Future[list[CountedPerson]]:
        """Return the people whose name, or a word of it, starts with a typed text; hidden ones are left out."""
        raise NotImplementedError

    def find(self, text: str) -> Future[Person]:
        """Return the only person with this name, or key; hidden ones, too.

        Raises:
            PhotonError: In the Future: there is none, or several have this name.
        """
        raise NotImplementedError

    def pick_family(self, photos: Sequence[int], count: int) -> Future[list[int]]:
        """Choose so many of the photos that everybody appears about equally often."""
        raise NotImplementedError

    # -- edits -----------------------------------------------------------------------------------------

    def name_faces(self, faces: Sequence[FaceKey], name: str, person: str = "") -> Future[str]:
        """Confirm whose faces these are; return the key of the person.

        Args:
            faces: Any number, of any photos.
            name: A name. The only person of this name is meant, or a new one.
            person: The key of a person, who keeps their name; ``name`` does not count then.

        Raises:
            PhotonError: In the Future: several people have this name, or it is empty.
        """
        raise NotImplementedError

    def reject_faces(self, faces: Sequence[FaceKey], person: str) -> Future[int]:
        """Say that faces are not this person, for ever; return their number."""
        raise NotImplementedError

    def mark_no_faces(self, faces: Sequence[FaceKey]) -> Future[int]:
        """Say that there are no faces, but statues, posters or patterns; return their number."""
        raise NotImplementedError

    def draw_face(self, photo: int, region: Region, name: str, person: str = "") -> Future[FaceKey]:
        """Add a face that no model found, and say whose it is, as ``name_faces`` does."""
        raise NotImplementedError

    def withdraw(self, faces: Sequence[FaceKey]) -> Future[int]:
        """Take back what was decided about faces: name, "not this person" and "no face"; return their number."""
        raise NotImplementedError

    def rename_person(self, person: str, name: str) -> Future[None]:
        """Give a person another name; other people may have the same."""
        raise NotImplementedError

    def merge_people(self, into: str, others: Sequence[str]) -> Future[int]:
        """Say that several people are one, who keeps name, birthday and cover of ``into``; return its faces."""
        raise NotImplementedError

    def split_faces(self, faces: Sequence[FaceKey], name: str = "") -> Future[str]:
        """Say that faces of a person or group are of another, new person; return their key.

        Args:
            faces: The faces.
            name: The new person's name; empty for none yet.
        """
        raise NotImplementedError

    def hide_person(self, person: str, hidden: bool = True) -> Future[None]:  # noqa: FBT001, FBT002
        """Leave a person out of suggestions, lists, exports and captions, or show them again."""
        raise NotImplementedError

    def favour_person(self, person: str, on: bool = True) -> Future[None]:  # noqa: FBT001, FBT002
        """Put a person first, or no longer."""
        raise NotImplementedError

    def set_birthday(self, person: str, day: date | None) -> Future[None]:
        """Say when a person was born; nothing before that is suggested."""
        raise NotImplementedError

    def set_cover(self, person: str, face: FaceKey) -> Future[None]:
        """Choose the face that stands for a person."""
        raise NotImplementedError

    def forget_person(self, person: str) -> Future[int]:
        """Remove a person and withdraw the name from all faces; return their number."""
        raise NotImplementedError
