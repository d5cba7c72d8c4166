"""The use cases of people: faces named, rejected, drawn; people renamed, merged, hidden; each is a step to undo."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from threading import Lock
from typing import Any, ParamSpec, TypeVar

from photon.app.people import person_edits
from photon.app.people.eye_stage import EyeStage
from photon.app.people.face_stage import FaceStage
from photon.app.people.family_picks import FairPicks, pick_family
from photon.app.people.frame_face_stage import FrameFaceStage
from photon.app.people.grouping import FaceGrouping, GroupStage
from photon.app.runtime.backlog import Backlog
from photon.app.runtime.cpu_count import count_cpus
from photon.app.runtime.decoders import Decoders
from photon.app.runtime.encoder_process import EncoderProcess
from photon.app.runtime.history import Edit, History
from photon.app.runtime.library_threads import LibraryThreads
from photon.app.runtime.progress import Progress
from photon.app.search.hidden_terms import tags_shown
from photon.domain import Changes, Region, changed
from photon.domain.arrays import Pixels
from photon.domain.metadata.tag import PEOPLE, name_key
from photon.domain.people.face import FaceKey, PhotoFace
from photon.domain.people.person import CountedPerson, FaceGroup, Person
from photon.language import tr
from photon.library import Library
from photon.library.db import settings
from photon.library.db.text_folding import fold
from photon.library.people import face_groups, faces, people
from photon.library.people.people_settings import FIND_PEOPLE
from photon.library.tags import learned_tags
from photon.quick_dataclass import dataclass
from photon.vision.kit.face_finder import FaceFinder
from photon.vision.people.installed_faces import face_model
from photon.vision.worker import WorkerSpec

P = ParamSpec("P")
T = TypeVar("T")
CONSENT = tr(
    "Photon looks for faces in your photos and compares them, to find who is in them."
    " This is done on this computer, and nothing of it leaves it."
)
"""What is computed, and that it stays here; shown before or when the user starts it."""
SURE = 0.8
"""Certainty from which a suggestion is above the line between sure and less sure."""
_SHARE = 4  # one of so many processors looks for faces, so that the others are free


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

    Every change is broadcast as ``people``.
    """

    def __init__(self, store: LibraryThreads, history: History) -> None:
        """Take the library, and the steps that can be undone."""
        self._store, self._history, self._grouping = store, history, FaceGrouping(store, face_model().id)
        self._finder: EncoderProcess | None = None
        self._stages: tuple[Backlog[Any], ...] = ()
        self._lock = Lock()

    # -- finding faces ---------------------------------------------------------------------------------

    def make_stages(
        self, decoders: Decoders, on_lost: Callable[[], None], progress: Progress
    ) -> tuple[Backlog[Any], ...]:
        """Make the stages that group faces, find them and measure their eyes; none if they are made already."""
        finder = self.open_finder()
        with self._lock:
            if self._stages:
                return ()
            finding = FaceStage(self._store, decoders, on_lost, finder, progress)
            measuring = EyeStage(self._store, decoders, on_lost, finder, finding)
            framing = FrameFaceStage(self._store, decoders, on_lost, finder, finding)
            self._stages = (GroupStage(self._store, self._grouping, framing), finding, measuring, framing)
            return self._stages

    def open_finder(self) -> EncoderProcess:
        """Return the process that finds faces, which starts when it is first asked."""
        with self._lock:
            if self._finder is None:
                self._finder = EncoderProcess(WorkerSpec(face_model(), max(1, count_cpus() // _SHARE)))
            return self._finder

    def find_in_picture(self, picture: Pixels) -> list[Region]:
        """Return where faces are in a picture that need not be in the library; blocks.

        Args:
            picture: uint8 (height, width, 3), upright.

        Raises:
            PhotonError: The model can't be opened, or fails.
        """
        size = picture.shape[1], picture.shape[0]
        (found,) = self.open_finder().ask("detect", FaceFinder.find_faces, [picture], [size])
        return [face.region for face in found]

    def state(self) -> Future[PeopleState]:
        """Say how far finding people is; goes through all photos, on the counter's thread."""
        return self._store.count(self._read_state)

    def _read_state(self, library: Library) -> PeopleState:
        is_on = settings.get(library, FIND_PEOPLE)
        left = faces.count_left(library, face_model().id) if is_on else 0
        note = next((stage.notice for stage in self._stages if stage.notice), "")
        return PeopleState(is_on, faces.count_faces(library), left, face_groups.count_groups(library), note)

    def start(self) -> Future[Changes]:
        """Begin to find people, and go on in the background."""
        return self._store.write(_switch, on=True)

    def stop(self) -> Future[Changes]:
        """Look for no more faces; what was found, and all names, stay."""
        return self._store.write(_switch, on=False)

    def delete_all(self, *, names: bool = False) -> Future[Changes]:
        """Delete all that was found of faces, and stop; with ``names``, all people and their names, too.

        Only the names are a step that can be undone.
        """
        if names:
            self.edit(person_edits.forget_people)
        return self._store.write(_delete_faces)

    def regroup(self) -> Future[None]:
        """Bring groups and suggestions up to date now; done by itself in the background after faces and decisions."""
        return self._store.count(self._grouping.renew)

    def rest(self, unused: float) -> None:
        """End processes that were unused for so many seconds; see ``MemoryUser``."""
        self._grouping.rest(unused)
        if self._finder is not None:
            self._finder.rest(unused)

    def close(self) -> None:
        """End the processes."""
        self._grouping.close()
        if self._finder is not None:
            self._finder.close()

    # -- edits -----------------------------------------------------------------------------------------

    def edit(self, edit: Edit[P, tuple[T, Changes]], *values: P.args, **named: P.kwargs) -> Future[T]:
        """Run an edit of people or faces as one step that can be undone; return what it tells.

        Args:
            edit: One of ``person_edits``, such as ``name_faces``.
            *values: Its arguments after the library. A backup is made before many faces are changed.
            **named: Its keyword arguments.
        """

        def act(library: Library) -> tuple[T, Changes]:
            self._store.before_batch(max((len(some) for some in values if isinstance(some, list | tuple)), default=1))
            self._grouping.is_asked = True
            return edit(library, *values, **named)

        return self._history.edit_and_tell(self._store, act)

    # -- what is known ---------------------------------------------------------------------------------

    def people(self, *, hidden: bool = False) -> Future[list[CountedPerson]]:
        """Return the people, favourites first, then by number of photos; hidden ones only with ``hidden``."""
        return self._store.read(people.counted_people, hidden=hidden)

    def groups(self, least: int = 2, limit: int = 100) -> Future[list[FaceGroup]]:
        """Return groups of faces without a name, the largest first, without faces that were decided about.

        Args:
            least: The fewest faces of a group.
            limit: The most groups.
        """
        return self._store.read(face_groups.unnamed_groups, least, limit)

    def all_groups(self) -> Future[list[FaceGroup]]:
        """Return all groups, also those with names, the largest first; goes through all faces."""
        return self._store.count(face_groups.all_groups)

    def faces_in_group(self, number: int) -> Future[list[FaceKey]]:
        """Return the faces of a group that nobody decided about."""
        return self._store.read(face_groups.faces_in_groups, [number])

    def suggested(self, person: str) -> Future[SuggestedFaces]:
        """Return the faces that are suggested for a person, by its key."""
        return self._store.read(_read_suggested, person)

    def faces_of(self, photos: Sequence[int]) -> Future[dict[int, list[PhotoFace]]]:
        """Return the faces of photos, from left to right; photos without any are left out.

        A face of a hidden person is ``unknown``, and what the user called no face is left out.
        """
        return self._store.read(faces.faces_of, photos)

    def faces_of_person(self, person: str) -> Future[list[PhotoFace]]:
        """Return the confirmed faces of a person, by its key, the newest photo first."""
        return self._store.read(people.faces_of_person, person)

    def pick_family(self, photos: Sequence[int], count: int) -> Future[FairPicks]:
        """Choose so many of the photos that everybody appears about equally often."""
        return self._store.read(pick_family, photos, count)

    def complete_names(self, text: str) -> Future[list[CountedPerson]]:
        """Return the people whose name, or a word of it, starts with a typed text; hidden ones are left out.

        Names of tags below "People" and of what was taught follow, as people without a key.
        """
        return self._store.read(_complete, text)

    def find(self, text: str) -> Future[Person]:
        """Return the only person with this name, or key; hidden ones, too.

        Raises:
            PhotonError: In the Future: there is none, or several have this name.
        """
        return self._store.read(person_edits.find_person, text)


def _switch(library: Library, *, on: bool) -> Changes:
    return settings.store(library, FIND_PEOPLE, on) | changed("people")


def _delete_faces(library: Library) -> Changes:
    return settings.store(library, FIND_PEOPLE, value=False) | faces.delete_faces(library)


def _read_suggested(library: Library, person: str) -> SuggestedFaces:
    found = face_groups.suggested_faces(library, person)
    return SuggestedFaces(found, sum(one.certainty >= SURE for one in found))


def _complete(library: Library, text: str) -> list[CountedPerson]:
    known = people.counted_people(library)
    taken = {name_key(one.name) for one in people.all_people(library).values()}
    tags = [path for path, _ in tags_shown(library) if len(path) > 1 and name_key(path[0]) in PEOPLE]
    tags += [one.path for one in learned_tags.visible_learned(library)]
    names = {name_key(path[-1]): path[-1] for path in tags if name_key(path[-1]) not in taken}
    everybody = [*known, *(CountedPerson(Person("", name), 0, 0, None) for name in names.values())]
    wanted = fold(text)
    return [one for one in everybody if any(part.startswith(wanted) for part in _starts(one.person.name))]


def _starts(name: str) -> list[str]:
    """Return a name, folded, and what is left of it from each later word on."""
    words = fold(name).split()
    return [" ".join(words[at:]) for at in range(len(words))]
