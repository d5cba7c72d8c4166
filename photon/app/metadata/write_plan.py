"""Plans for writing metadata into files: computed in full for every photo before anything is written.

Photon's decoder processes do the work (``file_plan``), some files at a time, folder by folder. For each file, the data
that a list shows is kept in memory, half a kilobyte; the data for writing goes to ``plan_store`` unchanged.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import field, replace
from itertools import islice
from pathlib import Path, PurePath
from typing import Any, TypeVar

from photon.app.indexing.folder_stats import FolderStats
from photon.app.metadata.file_plan import (
    FilePlan,
    Kind,
    PlanRequest,
    PlanTask,
    changes_in,
    plan_files,
    record_in,
)
from photon.app.metadata.machine_origins import written_by_machines
from photon.app.metadata.place_metadata import places_for_files
from photon.app.metadata.plan_store import PlanStore
from photon.app.runtime.decoders import Decoders
from photon.app.runtime.library_threads import LibraryThreads
from photon.app.tags.sensitive_filter import SensitiveFilter
from photon.app.tags.sensitive_texts import texts_for_files
from photon.domain import PhotonError, UnreadableFile
from photon.domain.look_ahead import look_ahead
from photon.domain.metadata.album_words import ALBUM_CHOICES, AlbumChoice, album_words
from photon.domain.metadata.caption import Caption
from photon.domain.metadata.people_words import NOT_DECIDED
from photon.domain.metadata.run_title import described_write
from photon.domain.metadata.writing import POLICIES, PROFILES, FieldChange, Policy, Profile, Unwritable
from photon.domain.metadata.written_text import TEXT_CHOICES, TextChoice
from photon.domain.photo.turn import AS_IT_IS
from photon.language import tr
from photon.library import Library
from photon.library.albums import album_content
from photon.library.db.path_choice import PathChoice
from photon.library.files import file_metadata
from photon.library.files.file_metadata import KnownFile
from photon.library.files.library_metadata import library_metadata
from photon.library.files.write_journal import PendingWrite
from photon.library.photos import files, photo_dates, photo_turns
from photon.library.tags import runs
from photon.media.file.failures import from_disk
from photon.quick_dataclass import dataclass

_PORTION = 500  # photos per query
_FILES, _BYTES = 20, 64 << 20  # limits of a decoder's batch: a tenth of a second, so that others need not wait
_AHEAD = 3  # batches per decoder that are in progress
T = TypeVar("T")
Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Planned:
    """One file that would be written: a photo itself, or its sidecar.

    Attributes:
        photo: Id of the photo that the metadata belongs to.
        path: The photo's file.
        target: The file that would be written.
        kind: The kind of this file.
        fields: Names of the fields that would change.
        instead: Why the photo itself is not written into although that was requested, as a clause; else empty.
    """

    photo: int
    path: str
    target: str
    kind: Kind
    fields: tuple[str, ...]
    instead: str
    _changes: bytes
    _store: PlanStore
    _at: int
    _size: int

    @property
    def is_photo(self) -> bool:
        """Whether the photo itself would be changed."""
        return self.kind == "photo"

    @property
    def is_new(self) -> bool:
        """Whether the file doesn't exist yet."""
        return self.kind == "new"

    @property
    def changes(self) -> tuple[FieldChange, ...]:
        """The changes of each field; unpacked on every access."""
        return changes_in(self._changes)

    @property
    def record(self) -> tuple[PendingWrite, bytes]:
        """The journal's entry, and the packed job for the writing process."""
        return record_in(self._store.get(self._at, self._size))


@dataclass(frozen=True, slots=True)
class Plan:
    """What writing would do.

    Attributes:
        profile: The program to write for.
        policy: Which files the metadata goes into.
        files: Files that would change, a photo after its sidecar; files that need no change are left out.
        obstacles: Paths of photos for which something can't be written, everything or only the rotation, and why.
        numbers: Number of files of each kind.
    """

    profile: Profile
    policy: Policy
    files: tuple[Planned, ...]
    obstacles: tuple[tuple[str, PhotonError], ...] = ()
    numbers: Mapping[Kind, int] = field(default_factory=Counter)

    def count(self, *kinds: Kind) -> int:
        """Return the number of files of these kinds."""
        return sum(self.numbers.get(kind, 0) for kind in kinds)

    @property
    def photos(self) -> tuple[Planned, ...]:
        """Photos that would be changed themselves."""
        return tuple(one for one in self.files if one.is_photo)

    @property
    def sidecars(self) -> tuple[Planned, ...]:
        """Sidecars that would be written."""
        return tuple(one for one in self.files if not one.is_photo)


class _Draft:
    """A plan that is being built. Values that many files share are stored once."""

    def __init__(self, store: PlanStore) -> None:
        self.files: list[tuple[int, Planned]] = []
        self.obstacles: list[tuple[int, str, PhotonError]] = []
        self._store = store
        self._shared: dict[Any, Any] = {}
        self._sidecars: set[str] = set()

    def add_answer(self, at: int, question: PlanRequest, answer: FilePlan) -> None:
        """Add the plan for one file of the photo at this position of the requested order."""
        sidecars = [one.path for one in answer.parts if one.kind != "photo"]
        if answer.obstacle is not None:
            self.obstacles.append((at, question.path, answer.obstacle))
        if not self._sidecars.isdisjoint(sidecars):  # computed without the metadata of the other photo
            self.obstacles.append((at, question.path, _shared(sidecars[0])))
            return
        self._sidecars.update(sidecars)
        for one in answer.parts:
            planned = Planned(
                question.photo,
                question.path,
                question.path if one.kind == "photo" else one.path,
                self._once(one.kind),
                self._once(one.fields),
                self._once(one.instead),
                one.changes,
                self._store,
                self._store.add(one.record),
                len(one.record),
            )
            self.files.append((at, planned))

    def _once(self, one: T) -> T:
        found: T = self._shared.setdefault(one, one)
        return found

    def done(self, task: PlanTask) -> Plan:
        """Return the plan, in the order of the photos."""
        self.files.sort(key=lambda one: one[0])
        self.obstacles.sort(key=lambda one: one[0])
        files = tuple(one for _, one in self.files)
        obstacles = tuple((path, error) for _, path, error in self.obstacles)
        return Plan(task.profile, task.policy, files, obstacles, Counter(one.kind for one in files))


@dataclass(frozen=True, slots=True)
class WriteTask:
    """What a person has chosen to be written.

    Attributes:
        profile: The program to write for.
        policy: Which files the metadata goes into.
        turns: Whether rotations are written into photos, too.
        albums: How albums are written.
        text: How text in photos is written.
        places: Whether places are written in words.
    """

    profile: Profile
    policy: Policy
    turns: bool
    albums: AlbumChoice
    text: TextChoice
    places: bool = False


def make_task(  # noqa: PLR0913 - each part of the choice
    profile: str, policy: Policy, albums: AlbumChoice, text: TextChoice = "leave", *, turns: bool, places: bool = False
) -> WriteTask:
    """Return a choice by the names of its parts.

    Raises:
        PhotonError: One of them doesn't exist.
    """
    if profile not in PROFILES:
        hint = tr("There are: {names}", names=", ".join(PROFILES))
        raise PhotonError(tr("There is no profile “{name}”.", name=profile), hint)
    if policy not in POLICIES:
        hint = tr("There are: {names}", names=", ".join(POLICIES))
        raise PhotonError(tr("There is no policy “{name}”.", name=policy), hint)
    if albums not in ALBUM_CHOICES:
        hint = tr("There are: {names}", names=", ".join(ALBUM_CHOICES))
        raise PhotonError(tr("Albums can't be written as “{name}”.", name=albums), hint)
    if text not in TEXT_CHOICES:
        hint = tr("There are: {names}", names=", ".join(TEXT_CHOICES))
        raise PhotonError(tr("Text can't be written as “{name}”.", name=text), hint)
    return WriteTask(PROFILES[profile], policy, turns and policy != "sidecar", albums, text, places)


class Planner:
    """Makes plans."""

    def __init__(
        self, store: LibraryThreads, hiding: SensitiveFilter, decoders: Decoders, paths: Callable[[], PathChoice]
    ) -> None:
        """Create it without starting anything; ``paths`` returns which files of photos are covered."""
        self._directory = store.directory
        self._hiding = hiding
        self._decoders, self._paths = decoders, paths

    def plan(
        self,
        library: Library,
        photos: Sequence[int],
        task: WriteTask,
        tell: Tell = lambda *_: None,
    ) -> Plan:
        """Return the plan for these photos without hidden ones.

        Args:
            library: The library.
            photos: Photo ids.
            task: What is written, and where.
            tell: Called with the number of photos done and their total; an exception aborts the plan.
        """
        photos = self._hiding.shown(library, list(photos))
        places = {photo: at for at, photo in enumerate(photos)}
        how = PlanTask(task.profile, task.policy, self._hiding.sensitive_keys(library))
        draft = _Draft(PlanStore(self._directory))
        done: set[int] = set()

        def miss(place: KnownFile) -> None:
            draft.obstacles.append((places[place.photo], place.path, _away(place.path)))

        parts = _parts(self._questions(library, photos, miss, task))
        begun = ((some, self._decoders.run(plan_files, some, how)) for some in parts)
        for some, job in look_ahead(begun, _AHEAD * self._decoders.count):
            for question, answer in zip(some, self._answers(some, job, how), strict=True):
                draft.add_answer(places[question.photo], question, answer)
            done.update(one.photo for one in some)
            tell(len(done), len(photos))
        tell(len(photos), len(photos))
        return draft.done(how)

    def _answers(self, some: list[PlanRequest], job: Future[list[FilePlan]], task: PlanTask) -> list[FilePlan]:
        """Return the plans of these files. If one of them crashes a decoder, each is tried alone."""
        try:
            return job.result()
        except UnreadableFile as error:
            if len(some) > 1:
                jobs = [(one, self._decoders.run(plan_files, [one], task)) for one in some]
                return [answer for one, alone in jobs for answer in self._answers([one], alone, task)]
            if task.policy != "sidecar" and not some[0].instead:  # a sidecar may still be written
                why = tr("Photon couldn't read it ({reason})", reason=error.message.rstrip("."))
                beside = [replace(some[0], instead=why)]
                return self._answers(beside, self._decoders.run(plan_files, beside, task), task)
            return [FilePlan(obstacle=Unwritable("unreadable", error.message, error.hint))]

    def _questions(
        self, library: Library, photos: Sequence[int], miss: Callable[[KnownFile], None], task: WriteTask
    ) -> Iterator[PlanRequest]:
        """Yield all files of these photos and what the library knows of them.

        Args:
            library: The library.
            photos: Photo ids.
            miss: Called with missing files.
            task: What is written, and where.
        """
        known_runs = {run.id: run for run in runs.all_runs(library)}
        folders, choice = FolderStats(), self._paths()
        photos = file_metadata.by_folder(library, photos)  # each folder is listed once
        for at in range(0, len(photos), _PORTION):
            every = file_metadata.known_files(library, photos[at : at + _PORTION])
            places = sorted((place for place in every if choice.covers(place.path)), key=_folder)
            some = list(dict.fromkeys(place.photo for place in places))
            ours, dates = library_metadata(library, some), photo_dates.decided_dates(library, some)
            turned = photo_turns.turns_of(library, some) if task.turns else {}
            shelved = album_content.albums_of_photos(library, some, only_by_hand=True) if task.albums != "leave" else {}
            written = texts_for_files(library, some, task.text)
            located = places_for_files(library, some, in_words=task.places)
            several = files.with_copies(library, turned)
            before = file_metadata.states_of_files(library, ((place.photo, place.path) for place in places))
            machines = {
                photo: written_by_machines(ours.tags[photo], ours.captions.get(photo, Caption()), known_runs)
                for photo in some
            }
            for place in places:
                found = folders.found(place)
                if found is None:
                    miss(place)
                    continue
                yield PlanRequest(
                    place.photo,
                    place.path,
                    found,
                    before.get((place.photo, place.path)),
                    ours.metadata.get(place.photo),
                    ours.rejected[place.photo],
                    machines[place.photo],
                    dated=dates.get(place.photo, ""),
                    turn=turned.get(place.photo, AS_IT_IS),
                    is_one_of_several=place.photo in several,
                    albums=album_words(shelved.get(place.photo, ()), task.albums),
                    text=written.get(place.photo),
                    people=ours.people.get(place.photo, NOT_DECIDED),
                    place=located.get(place.photo),
                    is_known=place.found == found and place.names_albums is False,
                )


def described(numbers: Mapping[Kind, int], profile: Profile) -> str:
    """Return the text under which a run that writes these files is stored."""
    return described_write(numbers.get("photo", 0), numbers.get("sidecar", 0) + numbers.get("new", 0), profile.name)


def _shared(sidecar: str) -> PhotonError:
    return Unwritable(
        "changed",
        tr(
            "{name} belongs to several photos; the metadata of another one is being saved to it now.",
            name=PurePath(sidecar).name,
        ),
        tr("Save again to write this photo's metadata."),
    )


def _away(path: str) -> PhotonError:
    """Return why a file was not found; one that exists but is not listed among its folder's photos is skipped."""
    try:
        Path(path).stat()
    except OSError as error:
        problem = from_disk(error)
        return Unwritable("unreadable", problem.message, problem.hint)
    return Unwritable("unreadable", tr("Photon now skips this file."), tr("For the reason: photon doctor"))


def _folder(place: KnownFile) -> str:
    return str(PurePath(place.path).parent)


def _parts(questions: Iterator[PlanRequest]) -> Iterator[list[PlanRequest]]:
    """Split requests into the batches of a decoder."""
    while some := list(islice(questions, 1)):
        weight = some[0].found.size
        while len(some) < _FILES and weight < _BYTES and (more := next(questions, None)):
            some.append(more)
            weight += more.found.size
        yield some
