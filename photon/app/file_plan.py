"""What would be written for one file of a photo: worked out by a decoder process, and packed there.

A question goes in, with all that the library knows of the file. The process reads the file and what stands beside it,
merges, and works the new bytes out. What comes back is small: what a list shows of it, and packed what the writing
needs, which only the process that writes unpacks. So the process that has the window handles a few objects for a file,
whatever is in it, and the work is done on all cores.
"""

import pickle
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, replace
from pathlib import Path
from typing import Literal

from photon.app.file_words import ByMachine, origins_of, wanted_for
from photon.app.telling import told_by
from photon.domain import PhotonError, UnreadableFile
from photon.domain.agreement import Said
from photon.domain.tag import belongs
from photon.domain.writing import Change, FieldChange, Policy, Profile, Spliced, Unsafe, Unwritable, Wanted, Words
from photon.library import writes
from photon.library.files import Found
from photon.library.imports import Told
from photon.library.understood import Understood
from photon.library.writes import Noted
from photon.media.photo_writing import plan_photo
from photon.media.sidecar import Listing, listing_of
from photon.media.sidecar_writing import plan_beside, plan_sidecar
from photon.media.understanding import read_words

Kind = Literal["photo", "sidecar", "new"]
_REPAIR = "Repair it with another program; Photon does not write over what it cannot read."
_FAST = 1  # of zlib; the next levels take twice the time and save a twentieth


@dataclass(frozen=True, slots=True)
class Task:
    """How a plan is made.

    Attributes:
        profile: For which program.
        policy: Where words go.
        sensitive: Keys of the tags that are written nowhere.
    """

    profile: Profile
    policy: Policy
    sensitive: frozenset[str]


@dataclass(frozen=True, slots=True)
class Question:
    """One file of a photo, and what the library knows of it.

    Attributes:
        photo: The photo.
        path: Its file.
        found: The file as it is now.
        was: What was known of it before; None where it was never read.
        ours: What the library says; None where it knows no such photo.
        rejected: Keys of rejected tags.
        by_machines: Which network wrote what of that.
        instead: Why the photo itself is not written into, where that is known already; else empty.
    """

    photo: int
    path: str
    found: Found
    was: Understood | None = None
    ours: Said | None = None
    rejected: frozenset[str] = frozenset()
    by_machines: tuple[ByMachine, ...] = ()
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Work:
    """What it takes to write one file.

    Attributes:
        photo: Whose words they are.
        path: The photo's file.
        found: It, as it was when the plan was made.
        was: What was known of it then.
        ours: What the library said.
        words: What shall stand there.
        change: The file that is written, before and after.
        listing: What of the photo's folder matters for it.
    """

    photo: int
    path: str
    found: Found
    was: Understood
    ours: Said
    words: Words
    change: Change
    listing: Listing


@dataclass(frozen=True, slots=True)
class Part:
    """One file that would be written: a photo itself, or its sidecar.

    Attributes:
        path: The file.
        kind: Which of them; ``new`` is a sidecar that is not there yet.
        fields: The names of those that would be different.
        instead: Why the photo itself is not written into although that was asked for, as a clause; else empty.
        changes: Field by field, packed; see ``changes_in``.
        record: For the journal and for writing, packed; see ``record_in``.
    """

    path: str
    kind: Kind
    fields: tuple[str, ...]
    instead: str
    changes: bytes
    record: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """What would be written for one file; a photo comes behind its sidecar.

    Attributes:
        parts: Nothing where the files say everything already.
        obstacle: Why nothing can be written there.
    """

    parts: tuple[Part, ...] = ()
    obstacle: PhotonError | None = None


def plan_files(some: Sequence[Question], task: Task) -> list[Answer]:
    """Work out these files; nothing is written. Called in a decoder process."""
    return [_answer(one, task) for one in some]


def changes_in(packed: bytes) -> tuple[FieldChange, ...]:
    """What would be different in a file."""
    return tuple(FieldChange(*one) for one in pickle.loads(packed))  # noqa: S301 - Photon's own


def record_in(packed: bytes) -> tuple[Noted, bytes]:
    """What the journal holds of a file, and the packed work."""
    row, work = pickle.loads(packed)  # noqa: S301
    return Noted(*row), work


def work_in(packed: bytes) -> Work:
    """What it takes to write a file."""
    work: Work = pickle.loads(zlib.decompress(packed))  # noqa: S301
    return work


def _answer(question: Question, task: Task) -> Answer:
    listing = listing_of(Path(question.path).parent)
    account = read_words(question.path, listing)
    if account.problem is not None:  # nobody knows what it says, so nothing can be merged with it
        return Answer(obstacle=Unwritable("unreadable", account.problem.message, account.problem.hint))
    if account.metadata is None and not account.passed_over:
        return Answer(obstacle=Unwritable("unreadable", "The words in this file cannot be read.", _REPAIR))
    told = told_by(question.photo, question.path, question.found, account)
    was, ours = question.was or Understood(Said(), told.said or Said()), question.ours
    wanted = Wanted(Words()) if told.said is None or ours is None else _wanted(question, told, was, ours, task)
    around = listing.around(question.path)
    try:
        changes = list(_changes(told, wanted, task, around, question.instead))
    except Unwritable as error:
        return Answer(obstacle=error)
    return Answer(
        tuple(
            _part(Work(told.photo, told.path, told.found, was, ours or Said(), words, change, around), instead)
            for words, change, instead in changes
            if change.changes
        )
    )


def _wanted(question: Question, told: Told, was: Understood, ours: Said, task: Task) -> Wanted:
    wanted = wanted_for(was, told, ours, question.rejected, lambda path: belongs(path, task.sensitive))
    origins = origins_of(question.by_machines, wanted.words)
    return replace(wanted, words=replace(wanted.words, origins=origins))


_Planned = tuple[Words, Change, str]


def _changes(told: Told, wanted: Wanted, task: Task, around: Listing, instead: str) -> Iterator[_Planned]:
    """What shall stand in which file, and why it is not the photo itself."""
    if task.policy == "sidecar" or told.said is None:
        yield from _alone(told, wanted, task.profile, around)
        return
    change, instead = (None, instead) if instead else _inside(told.path, wanted, task.profile)
    if instead and task.policy == "embed":
        yield from _alone(told, wanted, task.profile, around, instead)
        return
    # a sidecar that is there would be believed before the photo
    if task.policy == "both" or told.has_sidecar:
        yield *plan_beside(told.path, wanted, task.profile, around), instead
    if change is not None:
        yield wanted.words, change, ""


def _alone(told: Told, wanted: Wanted, profile: Profile, around: Listing, instead: str = "") -> Iterator[_Planned]:
    """A sidecar for what neither the photo nor a sidecar says yet."""
    words = Words() if told.said is None else wanted.beyond(told.written or told.said, told.unheld)
    if words != Words() or told.said is None:
        yield words, plan_sidecar(told.path, words, profile, around), instead


def _inside(path: str, wanted: Wanted, profile: Profile) -> tuple[Spliced | None, str]:
    """What would change in a photo, or why it is not written into."""
    try:
        return plan_photo(path, wanted, profile), ""
    except Unsafe as error:
        return None, error.message
    except UnreadableFile as error:
        return None, f"Photon could not look into it ({error.message.rstrip('.')})"


def _part(work: Work, instead: str) -> Part:
    change = work.change
    kind: Kind = "photo" if isinstance(change, Spliced) else "new" if change.before is None else "sidecar"
    noted = writes.noted(work.photo, work.path, change, work.was)
    packed = zlib.compress(pickle.dumps(work, pickle.HIGHEST_PROTOCOL), _FAST)
    return Part(
        change.path,
        kind,
        tuple(one.field for one in change.changes),
        instead,
        pickle.dumps([(one.field, one.before, one.after) for one in change.changes], pickle.HIGHEST_PROTOCOL),
        pickle.dumps((astuple(noted), packed), pickle.HIGHEST_PROTOCOL),
    )
