"""Edits of people and faces as one step each, which can be undone, also of thousands of faces."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from datetime import date
from typing import Concatenate, ParamSpec, TypeVar

from photon.app.people import person_edits
from photon.app.people.grouping import FaceGrouping
from photon.app.runtime.history import History
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import Changes, Region
from photon.domain.people.face import FaceKey
from photon.library import Library

P = ParamSpec("P")
T = TypeVar("T")


class PeopleEditor:
    """Stores what a person decides about people. Methods never wait."""

    def __init__(self, store: LibraryThreads, history: History, grouping: FaceGrouping) -> None:
        """Take the library, the steps that can be undone, and what makes groups again afterwards."""
        self._store, self._history, self._grouping = store, history, grouping

    def _edit(
        self, count: int, edit: Callable[Concatenate[Library, P], tuple[T, Changes]], *values: P.args, **named: P.kwargs
    ) -> Future[T]:
        """Run an edit of so many faces as one step; a backup is made before many are changed."""

        def act(library: Library) -> tuple[T, Changes]:
            self._store.before_batch(count)
            self._grouping.is_asked = True
            return edit(library, *values, **named)

        return self._history.edit_and_tell(self._store, act)

    def name_faces(self, faces: Sequence[FaceKey], name: str, person: str = "") -> Future[str]:
        """Confirm whose faces these are; return the key of the person.

        Args:
            faces: Any number of faces, of any photos.
            name: A name. The only person of this name is meant, or a new one.
            person: The key of a person, who keeps their name; ``name`` does not count then.

        Raises:
            PhotonError: In the Future: several people have this name, or it is empty.
        """
        return self._edit(len(faces), person_edits.name_faces, faces, name, person)

    def reject_faces(self, faces: Sequence[FaceKey], person: str) -> Future[int]:
        """Say that faces are not this person, for ever; return their number."""
        return self._edit(len(faces), person_edits.reject_faces, faces, person)

    def mark_no_faces(self, faces: Sequence[FaceKey]) -> Future[int]:
        """Say that there are no faces, but statues, posters or patterns; return their number."""
        return self._edit(len(faces), person_edits.mark_no_faces, faces)

    def draw_face(self, photo: int, region: Region, name: str, person: str = "") -> Future[FaceKey]:
        """Add a face that no model found, and say whose it is, as ``name_faces`` does."""
        return self._edit(1, person_edits.draw_face, photo, region, name, person)

    def split_faces(self, faces: Sequence[FaceKey], name: str = "") -> Future[str]:
        """Say that faces of a person or group are somebody else's; return the key of that person.

        Args:
            faces: The faces.
            name: A name, as for ``name_faces``; empty for a new person without a name yet.
        """
        return self._edit(len(faces), person_edits.split_faces, faces, name)

    def rename_person(self, person: str, name: str) -> Future[None]:
        """Give a person another name; other people may have the same."""
        return self._edit(1, person_edits.rename_person, person, name)

    def merge_people(self, into: str, others: Sequence[str]) -> Future[int]:
        """Say that several people are one, who keeps name, birthday and cover of ``into``; return their faces."""
        return self._edit(1, person_edits.merge_people, into, others)

    def hide_person(self, person: str, hidden: bool = True) -> Future[None]:  # noqa: FBT001, FBT002
        """Leave a person out of suggestions, lists, exports and captions, or show them again."""
        return self._edit(1, person_edits.hide_person, person, hidden)

    def favour_person(self, person: str, on: bool = True) -> Future[None]:  # noqa: FBT001, FBT002
        """Put a person first, or no longer."""
        return self._edit(1, person_edits.favour_person, person, on)

    def set_birthday(self, person: str, day: date | None) -> Future[None]:
        """Say when a person was born; nothing before that is suggested."""
        return self._edit(1, person_edits.set_birthday, person, day)

    def set_cover(self, person: str, face: FaceKey) -> Future[None]:
        """Choose the face that stands for a person."""
        return self._edit(1, person_edits.set_cover, person, face)

    def forget_person(self, person: str) -> Future[int]:
        """Remove a person and withdraw the name from all faces; return their number."""
        return self._edit(1, person_edits.forget_person, person)

    def forget_all(self) -> Future[None]:
        """Remove all people and all that was said of faces."""
        return self._edit(0, person_edits.forget_people)
