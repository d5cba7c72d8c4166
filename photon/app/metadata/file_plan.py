"""Plans for single files: what would be written, computed and packed by a decoder process.

A request contains everything that the library knows of a file. The process reads the file and its sidecars, merges,
and computes the new bytes. The answer is small: what a list shows of the file, and the packed data for writing, which
only the writing process unpacks. So the process with the window handles a few objects per file, whatever the file
contains, and all cores share the work.
"""

import pickle
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Literal

from photon.app.indexing.import_records import import_record
from photon.app.metadata.machine_origins import ByMachine, origins_of
from photon.app.metadata.place_metadata import find_private_rest
from photon.domain import PhotonError, UnreadableFile
from photon.domain.metadata.album_words import AlbumWords, with_people
from photon.domain.metadata.merge import MetadataSnapshot, merge
from photon.domain.metadata.people_words import NOT_DECIDED, PeopleDecisions, people_to_write
from photon.domain.metadata.place_words import PlaceWords
from photon.domain.metadata.tag import TagPath, belongs, tag_key
from photon.domain.metadata.writing import (
    Change,
    FieldChange,
    MetadataEdit,
    PatchedPhoto,
    Policy,
    Profile,
    TargetMetadata,
    UnsafeToEmbed,
    Unwritable,
)
from photon.domain.metadata.written_text import WrittenText
from photon.domain.photo.turn import AS_IT_IS
from photon.language import tr
from photon.library.files import write_journal
from photon.library.files.file_metadata import ITSELF, FileMetadataState
from photon.library.files.import_outcome import ImportRecord
from photon.library.files.write_journal import PendingWrite
from photon.library.photos.found_files import Found
from photon.media.read.metadata_reading import read_words
from photon.media.sidecar.sidecar import ENDING, SidecarListing, listing_of, sidecars_of
from photon.media.write.photo_writing import plan_turned_photo
from photon.media.write.sidecar_writing import plan_beside, plan_sidecar
from photon.quick_dataclass import dataclass

_Asks = Callable[[TagPath], bool]


def target_metadata(  # noqa: PLR0913 - the sides of the merge, and what is not written
    was: FileMetadataState,
    record: ImportRecord,
    ours: MetadataSnapshot,
    rejected: frozenset[str],
    is_sensitive: _Asks,
    albums: AlbumWords | None = None,
    text: WrittenText | None = None,
    decided: PeopleDecisions = NOT_DECIDED,
) -> TargetMetadata:
    """Compute the metadata to write into a photo's files.

    Args:
        was: What was known of the file; the content of a lost sidecar is written again.
        record: What the file contains now.
        ours: What the library contains.
        rejected: Keys of tags that a person rejected; if the file has one of them, the person resolves the conflict.
        is_sensitive: Whether a tag must not be written; one that a file has already stays there.
        albums: What is to be written of albums; None leaves it as it is in the file.
        text: What is to be written of the text in the picture, if the photo has no caption; None likewise.
        decided: What a person decided about the people in it.
    """
    theirs = record.metadata or MetadataSnapshot()
    merged = merge(was.base_for(theirs, record.sources, ours).known, theirs, ours, rejected=rejected, decided=decided)
    metadata, conflicts = merged.metadata, merged.conflicts
    words = MetadataEdit(
        keywords=(*metadata.keywords, *merged.refused),
        caption=None if "caption" in conflicts else metadata.caption,
        title=None if "title" in conflicts else metadata.title,
        rating=None if "rating" in conflicts else float(metadata.rating),
        label=None if "label" in conflicts else metadata.label,
        flag=None if "flag" in conflicts else metadata.flag,
        albums=albums and _writable(albums, metadata.keywords, is_sensitive),
        text=text and replace(text, description="") if metadata.caption or "caption" in conflicts else text,
        people=people_to_write(metadata.people, decided, record.orientation, record.pixels),
    )
    kept = (*filter(is_sensitive, metadata.keywords), *merged.refused)
    return TargetMetadata(words, frozenset(tag_key(path) for path in kept))


def _writable(albums: AlbumWords, tags: Sequence[TagPath], is_sensitive: _Asks) -> AlbumWords:
    """Return the albums without those whose names must not be written, and without keywords that are tags already."""
    return albums.filtered(lambda path: not is_sensitive(path)).beside({tag_key(path) for path in tags})


Kind = Literal["photo", "sidecar", "new"]
_REPAIR = tr("Repair it with another program; Photon never overwrites metadata that it can't read.")
_FAST = 1  # level of zlib; the next levels take twice the time and save 5%


@dataclass(frozen=True, slots=True)
class PlanTask:
    """How a plan is made.

    Attributes:
        profile: The program to write for.
        policy: Which files the metadata goes into.
        sensitive: Keys of tags that are never written.
    """

    profile: Profile
    policy: Policy
    sensitive: frozenset[str]


@dataclass(frozen=True, slots=True)
class PlanRequest:
    """One file of a photo, and what the library knows of it.

    Attributes:
        photo: Id of the photo.
        path: Path of the file.
        found: The file as it is now.
        was: What was known of it before; None if it was never read.
        ours: What the library contains; None if it doesn't have the photo.
        rejected: Keys of rejected tags.
        by_machines: Which model wrote which part of it.
        instead: Why the photo itself is not written into, if that is already known; else empty.
        dated: The capture date that a person chose; empty for none.
        turn: How a person turned it beyond its orientation, 1..8, if that is to be written, too.
        is_one_of_several: Whether the photo has other files.
        albums: What is to be written of the albums that it is in; None leaves it as it is in the file.
        text: What is to be written of the text in it; None leaves it as it is in the file.
        people: What a person decided about the people in it.
        place: What is to be written of where it was taken; None leaves it as it is in the file.
        is_known: Whether the file and its sidecars are as they were when ``was`` was read of them.
    """

    photo: int
    path: str
    found: Found
    was: FileMetadataState | None = None
    ours: MetadataSnapshot | None = None
    rejected: frozenset[str] = frozenset()
    by_machines: tuple[ByMachine, ...] = ()
    instead: str = ""
    dated: str = ""
    turn: int = AS_IT_IS
    is_one_of_several: bool = False
    albums: AlbumWords | None = None
    text: WrittenText | None = None
    people: PeopleDecisions = NOT_DECIDED
    place: PlaceWords | None = None
    is_known: bool = False


@dataclass(frozen=True, slots=True)
class WriteJob:
    """The data for writing one file.

    Attributes:
        photo: Id of the photo that the metadata belongs to.
        path: The photo's file.
        found: The photo's file as it was when the plan was made.
        was: What was known of it then.
        ours: What the library contained then.
        words: The metadata to write.
        change: The file to write, before and after.
        listing: The entries of the photo's folder that matter for it.
    """

    photo: int
    path: str
    found: Found
    was: FileMetadataState
    ours: MetadataSnapshot
    words: MetadataEdit
    change: Change
    listing: SidecarListing


@dataclass(frozen=True, slots=True)
class TargetFile:
    """One file that would be written: a photo itself, or its sidecar.

    Attributes:
        path: Path of the file.
        kind: Its kind; ``new`` is a sidecar that doesn't exist yet.
        fields: Names of the fields that would change.
        instead: Why the photo itself is not written into although that was requested, as a clause; else empty.
        changes: The changes of each field, packed; see ``changes_in``.
        record: The data for the journal and for writing, packed; see ``record_in``.
    """

    path: str
    kind: Kind
    fields: tuple[str, ...]
    instead: str
    changes: bytes
    record: bytes


@dataclass(frozen=True, slots=True)
class FilePlan:
    """What would be written for one file of a photo.

    Attributes:
        parts: The files to write, the photo after its sidecar; empty if they need no change.
        obstacle: Why something of it can't be written: everything, or only the rotation of the photo.
    """

    parts: tuple[TargetFile, ...] = ()
    obstacle: PhotonError | None = None


def plan_files(some: Sequence[PlanRequest], task: PlanTask) -> list[FilePlan]:
    """Compute the plans of these files without writing anything. Called in a decoder process."""
    return [_answer(one, task) for one in some]


def changes_in(packed: bytes) -> tuple[FieldChange, ...]:
    """Unpack the changes of a file's fields."""
    return tuple(FieldChange(*one) for one in pickle.loads(packed))  # noqa: S301 - Photon's own


def record_in(packed: bytes) -> tuple[PendingWrite, bytes]:
    """Unpack the journal's entry for a file, and return it with the packed job."""
    record: tuple[PendingWrite, bytes] = pickle.loads(packed)  # noqa: S301
    return record


def work_in(packed: bytes) -> WriteJob:
    """Unpack the job of writing a file."""
    work: WriteJob = pickle.loads(zlib.decompress(packed))  # noqa: S301
    return work


def _answer(question: PlanRequest, task: PlanTask) -> FilePlan:
    around = listing_of(Path(question.path).parent)
    return _answer_unopened(question, task, around) or _answer_read(question, task, around)


def _answer_unopened(question: PlanRequest, task: PlanTask, listing: SidecarListing) -> FilePlan | None:
    """Plan a sidecar from what was read before, in half the time; None if the file and its sidecar are to be read."""
    was, ours = question.was, question.ours
    if was is None or ours is None or not _is_told(question, task):
        return None
    record = ImportRecord(question.photo, question.path, question.found, was.metadata, was.sources)
    wanted = _wanted(question, record, was, ours, task)
    if not question.found.beside and not sidecars_of(question.path, listing):
        return _file_plan(question, record, wanted, task, listing.around(question.path))
    return None if wanted.beyond(was.metadata) != MetadataEdit() else FilePlan()


def _is_told(question: PlanRequest, task: PlanTask) -> bool:
    """Return whether the plan depends on nothing but the state that the library has: not on dates, places, people."""
    was, ours = question.was or FileMetadataState(), question.ours or MetadataSnapshot()
    beside = (stamp.rsplit(":", 2)[0].casefold() for stamp in question.found.beside.split("|") if stamp)
    return (
        question.is_known and task.policy == "sidecar" and was.sources & ITSELF > 0
        and not (was.metadata.people or ours.people) and question.people == NOT_DECIDED
        and not (question.dated or question.albums or question.text) and question.place in (None, PlaceWords())
        and all(name.endswith(ENDING) for name in beside)
    )  # fmt: skip


def _answer_read(question: PlanRequest, task: PlanTask, listing: SidecarListing) -> FilePlan:
    account = read_words(question.path, listing)
    if account.problem is not None:  # its metadata is unknown, so nothing can be merged with it
        return FilePlan(obstacle=Unwritable("unreadable", account.problem.message, account.problem.hint))
    if account.metadata is None and not account.passed_over:
        return FilePlan(obstacle=Unwritable("unreadable", tr("The metadata in this file can't be read."), _REPAIR))
    record = import_record(question.photo, question.path, question.found, account)
    was = question.was or FileMetadataState(MetadataSnapshot(), record.metadata or MetadataSnapshot())
    if record.metadata is None or question.ours is None:
        wanted = TargetMetadata(MetadataEdit())
    else:
        wanted = _wanted(question, record, was, question.ours, task)
    return _file_plan(replace(question, was=was), record, wanted, task, listing.around(question.path))


def _file_plan(
    question: PlanRequest, record: ImportRecord, wanted: TargetMetadata, task: PlanTask, around: SidecarListing
) -> FilePlan:
    inside = _IntoPhoto(question)
    try:
        changes = list(_changes(record, wanted, task, around, inside))
    except Unwritable as error:
        return FilePlan(obstacle=error)
    sides = question.was or FileMetadataState(), question.ours or MetadataSnapshot()
    known = record.photo, record.path, record.found, *sides
    parts = (
        _part(WriteJob(*known, words, change, around), instead) for words, change, instead in changes if change.changes
    )
    is_left = not any(isinstance(change, PatchedPhoto) for _, change, _ in changes)
    rest = find_private_rest(question.path, question.place, record.place) if is_left else None
    return FilePlan(tuple(parts), inside.obstacle or rest)


def _wanted(
    question: PlanRequest, record: ImportRecord, was: FileMetadataState, ours: MetadataSnapshot, task: PlanTask
) -> TargetMetadata:
    albums = with_people(question.albums, record.albums, ours.people, question.people, new=task.profile.names_people)
    asked = (question.rejected, partial(belongs, keys=task.sensitive), albums, question.text, question.people)
    wanted = target_metadata(was, record, ours, *asked)
    origins = origins_of(question.by_machines, wanted.words)
    place = question.place and question.place.beside(record.place.foreign)
    return replace(wanted, words=replace(wanted.words, origins=origins, taken=question.dated or None, place=place))


_Planned = tuple[MetadataEdit, Change, str]


def _changes(
    record: ImportRecord, wanted: TargetMetadata, task: PlanTask, around: SidecarListing, inside: "_IntoPhoto"
) -> Iterator[_Planned]:
    """Yield the metadata and the change of each file, and why the photo itself is not written into."""
    if task.policy == "sidecar" or record.metadata is None:
        yield from _alone(record, wanted, task.profile, around)
        return
    change, instead = inside.plan(wanted, task.profile)
    if instead and task.policy == "embed":
        yield from _alone(record, wanted, task.profile, around, instead)
        return
    # programs prefer an existing sidecar to the photo
    if task.policy == "both" or record.has_sidecar:
        yield *plan_beside(record.path, wanted, task.profile, around), instead
    if change is not None:
        yield wanted.words, change, ""


def _alone(
    record: ImportRecord, wanted: TargetMetadata, profile: Profile, around: SidecarListing, instead: str = ""
) -> Iterator[_Planned]:
    """Yield a sidecar with the metadata that neither the photo nor a sidecar contains yet."""
    taken = record.facts.taken if record.facts else None
    metadata = record.written or record.metadata
    filed = record.albums, record.text, record.place
    words = MetadataEdit() if metadata is None else wanted.beyond(metadata, taken, *filed)
    if words != MetadataEdit() or record.metadata is None:
        yield words, plan_sidecar(record.path, words, profile, around), instead


class _IntoPhoto:
    """Plans what is written into the photo of a request.

    Attributes:
        obstacle: Why its rotation can't be written, if that was requested.
    """

    def __init__(self, question: PlanRequest) -> None:
        self._question = question
        self.obstacle: PhotonError | None = None

    def plan(self, wanted: TargetMetadata, profile: Profile) -> tuple[PatchedPhoto | None, str]:
        """Return the change of the photo, or why it is not written into."""
        change, instead, unturned = self._planned(wanted, profile)
        if self._question.turn != AS_IT_IS and (instead or unturned):
            self.obstacle = Unwritable(
                "not-allowed",
                tr(
                    "The rotation of {name} stays in Photon, because {reason}.",
                    name=Path(self._question.path).name,
                    reason=instead or unturned,
                ),
            )
        return change, instead

    def _planned(self, wanted: TargetMetadata, profile: Profile) -> tuple[PatchedPhoto | None, str, str]:
        question = self._question
        if question.instead:
            return None, question.instead, ""
        turn = AS_IT_IS if question.is_one_of_several else question.turn
        try:
            change, unturned = plan_turned_photo(question.path, wanted, profile, turn)
        except UnsafeToEmbed as error:
            return None, error.message, ""
        except UnreadableFile as error:
            return None, tr("Photon couldn't read it ({reason})", reason=error.message.rstrip(".")), ""
        return change, "", tr("there are several files with this picture") if turn != question.turn else unturned


def _part(work: WriteJob, instead: str) -> TargetFile:
    change = work.change
    kind: Kind = "photo" if isinstance(change, PatchedPhoto) else "new" if change.before is None else "sidecar"
    noted = write_journal.noted(work.photo, work.path, change, work.was)
    packed = zlib.compress(pickle.dumps(work, pickle.HIGHEST_PROTOCOL), _FAST)
    return TargetFile(
        change.path,
        kind,
        tuple(one.field for one in change.changes),
        instead,
        pickle.dumps([(one.field, one.before, one.after) for one in change.changes], pickle.HIGHEST_PROTOCOL),
        pickle.dumps((noted, packed), pickle.HIGHEST_PROTOCOL),
    )
