"""People of a fake library, in memory: tests put faces into ``faces``; edits can be undone."""

import copy
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from photon.app.people.people import SURE, PeopleState, SuggestedFaces
from photon.domain import Changes, Region, changed
from photon.domain.people.face import FaceKey, PhotoFace, box_text
from photon.domain.people.person import CountedPerson, FaceGroup, Person
from tests.ui.fake_session import FakeSession

Do = Callable[[Callable[[], Any]], Future[Any]]


class FakePeople:
    """Keeps one list of faces; a face is in at most one group, and of at most one person."""

    def __init__(self, do: Do, tell: Callable[[Changes], None]) -> None:
        self._do, self._tell = do, tell
        self.state_now = PeopleState()
        self.faces: list[PhotoFace] = []
        self.known: dict[str, Person] = {}
        self.done: list[tuple[list[PhotoFace], dict[str, Person]]] = []
        self.deleted: list[bool] = []

    def put(self, *faces: PhotoFace) -> None:
        """Add faces, as if they were found."""
        self.faces += faces
        self._tell(changed("people"))

    # -- finding faces -----------------------------------------------------------------------------

    def state(self) -> Future[PeopleState]:
        def ask() -> PeopleState:
            groups = {face.group for face in self.faces if face.group and not face.person}
            return replace(self.state_now, faces=len(self.faces), groups=len(groups))

        return self._do(ask)

    def start(self) -> Future[None]:
        return self._switch(is_on=True)

    def stop(self) -> Future[None]:
        return self._switch(is_on=False)

    def _switch(self, *, is_on: bool) -> Future[None]:
        def act() -> None:
            self.state_now = replace(self.state_now, is_on=is_on)
            self._tell(changed("people"))

        return self._do(act)

    def delete_all(self, *, names: bool = False) -> Future[None]:
        def act() -> None:
            self.deleted.append(names)
            self.faces.clear()
            self.state_now = PeopleState()
            if names:
                self.known.clear()
            self._tell(changed("people"))

        return self._do(act)

    # -- what is known -----------------------------------------------------------------------------

    def people(self, *, hidden: bool = False) -> Future[list[CountedPerson]]:
        def ask() -> list[CountedPerson]:
            found = [self._counted(one) for one in self.known.values() if hidden or not one.is_hidden]
            return sorted(found, key=lambda one: (not one.person.is_favourite, -one.photos))

        return self._do(ask)

    def _counted(self, person: Person) -> CountedPerson:
        mine = [face for face in self.faces if face.person == person.key]
        confirmed = [face for face in mine if face.state == "confirmed"]
        best = next((face.key for face in confirmed), None)
        return CountedPerson(
            person,
            len({face.key.photo for face in confirmed}),
            sum(face.state == "suggested" for face in mine),
            person.cover or best,
        )

    def groups(self, least: int = 2, limit: int = 100) -> Future[list[FaceGroup]]:
        def ask() -> list[FaceGroup]:
            groups: dict[int, list[PhotoFace]] = {}
            for face in self.faces:
                if face.group and face.state != "confirmed":
                    groups.setdefault(face.group, []).append(face)
            made = [FaceGroup(number, faces, faces[0].person) for number, faces in groups.items()]
            found = [group for group in made if len(group.faces) >= least]
            return sorted(found, key=lambda group: -len(group.faces))[:limit]

        return self._do(ask)

    def suggested(self, person: str) -> Future[SuggestedFaces]:
        def ask() -> SuggestedFaces:
            found = [face for face in self.faces if face.person == person and face.state == "suggested"]
            found.sort(key=lambda face: -face.certainty)
            return SuggestedFaces(found, sum(face.certainty >= SURE for face in found))

        return self._do(ask)

    def faces_of(self, photos: Sequence[int]) -> Future[dict[int, list[PhotoFace]]]:
        def ask() -> dict[int, list[PhotoFace]]:
            found = {photo: [face for face in self.faces if face.key.photo == photo] for photo in photos}
            return {photo: faces for photo, faces in found.items() if faces}

        return self._do(ask)

    def faces_of_person(self, person: str) -> Future[list[PhotoFace]]:
        return self._do(lambda: [face for face in self.faces if face.person == person and face.state == "confirmed"])

    def complete_names(self, text: str) -> Future[list[CountedPerson]]:
        def ask() -> list[CountedPerson]:
            begins = text.casefold()
            return [
                self._counted(one)
                for one in self.known.values()
                if not one.is_hidden and any(part.startswith(begins) for part in one.name.casefold().split())
            ]

        return self._do(ask)

    # -- edits -------------------------------------------------------------------------------------

    def name_faces(self, faces: Sequence[FaceKey], name: str, person: str = "") -> Future[str]:
        def act() -> str:
            key = person or self._key_of(name)
            name_now = self.known[key].name
            self._change(faces, state="confirmed", person=key, name=name_now, certainty=1.0, group=0)
            return key

        return self._edit(act)

    def _key_of(self, name: str) -> str:
        key = next((one.key for one in self.known.values() if one.name == name), f"{len(self.known) + 1:016x}")
        self.known.setdefault(key, Person(key, name))
        return key

    def reject_faces(self, faces: Sequence[FaceKey], person: str) -> Future[int]:  # noqa: ARG002
        return self._edit(lambda: self._change(faces, state="unknown", person="", name="", certainty=0.0))

    def mark_no_faces(self, faces: Sequence[FaceKey]) -> Future[int]:
        def act() -> int:
            before = len(self.faces)
            self.faces = [face for face in self.faces if face.key not in faces]
            return before - len(self.faces)

        return self._edit(act)

    def draw_face(self, photo: int, region: Region, name: str, person: str = "") -> Future[FaceKey]:
        def act() -> FaceKey:
            key, face = person or self._key_of(name), FaceKey(photo, box_text(region))
            self.faces.append(PhotoFace(face, "confirmed", key, self.known[key].name, 1.0))
            return face

        return self._edit(act)

    def split_faces(self, faces: Sequence[FaceKey]) -> Future[str]:
        def act() -> str:
            key = f"{len(self.known) + 1:016x}"
            self.known[key] = Person(key, "")
            self._change(faces, state="confirmed", person=key, name="", certainty=1.0, group=0)
            return key

        return self._edit(act)

    def rename_person(self, person: str, name: str) -> Future[None]:
        return self._alter(person, name=name)

    def merge_people(self, into: str, others: Sequence[str]) -> Future[int]:
        def act() -> int:
            moved = [face.key for face in self.faces if face.person in others]
            for one in others:
                del self.known[one]
            return self._change(moved, person=into, name=self.known[into].name)

        return self._edit(act)

    def hide_person(self, person: str, hidden: bool = True) -> Future[None]:
        return self._alter(person, is_hidden=hidden)

    def favour_person(self, person: str, on: bool = True) -> Future[None]:
        return self._alter(person, is_favourite=on)

    def set_birthday(self, person: str, day: date | None) -> Future[None]:
        return self._alter(person, birthday=day)

    def set_cover(self, person: str, face: FaceKey) -> Future[None]:
        return self._alter(person, cover=face)

    def forget_person(self, person: str) -> Future[int]:
        def act() -> int:
            del self.known[person]
            mine = [face.key for face in self.faces if face.person == person]
            return self._change(mine, state="unknown", person="", name="", certainty=0.0)

        return self._edit(act)

    def _alter(self, person: str, **fields: Any) -> Future[None]:
        def act() -> None:
            self.known[person] = replace(self.known[person], **fields)
            mine = [face.key for face in self.faces if face.person == person]
            self._change(mine, name=self.known[person].name)

        return self._edit(act)

    def _change(self, faces: Sequence[FaceKey], **fields: Any) -> int:
        self.faces = [replace(face, **fields) if face.key in faces else face for face in self.faces]
        return len(faces)

    def _edit(self, act: Callable[[], Any]) -> Future[Any]:
        def run() -> Any:
            before = copy.copy(self.faces), copy.copy(self.known)
            result = act()
            self.done.append(before)
            self._tell(changed("people"))
            return result

        return self._do(run)

    def undo(self) -> Future[str | None]:
        def act() -> str | None:
            if not self.done:
                return None
            self.faces, self.known = self.done.pop()
            self._tell(changed("people"))
            return "edited people"

        return self._do(act)


class PeopledSession(FakeSession):
    """A library of drawn photos with people."""

    def __init__(self, directory: Path) -> None:
        super().__init__(directory)
        self.people: FakePeople = FakePeople(self._do, self.tell)

    def undo(self) -> Future[str | None]:
        return self.people.undo()
