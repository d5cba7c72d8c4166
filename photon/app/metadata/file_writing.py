"""Writes the files of a plan and restores files of the journal, several at a time; runs in a decoder process.

Most of the time is spent waiting for the disk. The rest (reading back, comparing and parsing) would block the window
if the process with the window did it.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import TypeVar

from photon.app.indexing.import_records import import_record
from photon.app.metadata.file_plan import WriteJob, work_in
from photon.domain import PhotonError, Reading, UnreadableFile
from photon.domain.metadata.writing import PatchedPhoto, Profile, Unwritable, WrittenSidecar
from photon.domain.photo.file_time import modified_ns
from photon.ingest.sidecars import beside_one
from photon.language import tr
from photon.library.files import imports
from photon.library.files.write_journal import AgreedMetadata, JournalEntry, State
from photon.library.photos.files import Rewritten
from photon.media.file.atomic_replace import flush_folder
from photon.media.read.metadata_reading import read_words
from photon.media.read.reading import read
from photon.media.write.photo_writing import has_turned, revert_photo, write_photo
from photon.media.write.sidecar_writing import carry_out, revert_sidecar
from photon.quick_dataclass import dataclass

_HASH = 16  # bytes of a SHA-256 by which the library knows files


def write(one: WriteJob, profile: Profile) -> None:
    """Carry out one part of a plan; call ``flush_folder`` afterwards.

    Raises:
        Unwritable: It could not be written, or it has changed since.
        OSError: The photo can't be accessed.
    """
    status, found = Path(one.path).stat(), one.found
    if (status.st_size, modified_ns(status)) != (found.size, found.mtime_ns):
        raise Unwritable(
            "changed",
            tr("{path} has changed since the preview; nothing was written.", path=one.path),
            tr("Refresh the preview and try again."),
        )
    if isinstance(one.change, PatchedPhoto):
        write_photo(one.change)
    else:
        carry_out(one.change, one.words, profile)


def restore(one: JournalEntry) -> None:
    """Restore one file to its state before a run; call ``flush_folder`` afterwards.

    Raises:
        Unwritable: It could not be written, or it has changed since.
        OSError: It can't be accessed.
    """
    hash_ = _hash_of(one)
    if hash_ == one.before:
        return
    if hash_ != one.written:
        raise _changed(one)
    if one.way_back is not None:
        revert_photo(one.path, one.way_back)
        return
    now = Path(one.path).read_bytes()
    if hashlib.sha256(now).digest() != one.written:  # another program was quicker
        raise _changed(one)
    revert_sidecar(WrittenSidecar(one.path, one.former, now, ()))


def moved(one: JournalEntry, places: Sequence[str]) -> JournalEntry | None:
    """Return the entry with the file's new path after its photo moved; None if the file didn't move with it.

    A file that was changed after it was written is also found if the photo is in one place only. If it is in several,
    the file could have moved to any of them.

    Args:
        one: An entry of the journal.
        places: Paths of the photo now.
    """
    photo, name = Path(one.photo_path), Path(one.path).name
    for place in map(Path, places):
        tail = name[len(photo.stem) :] if name.casefold().startswith(photo.stem.casefold()) else ""
        whole = name[len(photo.name) :] if name.casefold().startswith(photo.name.casefold()) else None
        path = place.with_name(place.stem + tail if whole is None else place.name + whole)
        with suppress(OSError):
            is_as_written = bool(tail) and hashlib.sha256(path.read_bytes()).digest() == one.written
            if is_as_written or (tail and len(places) == 1):
                return replace(one, path=str(path), photo_path=str(place))
    return None


def found_state(one: JournalEntry) -> State:
    """Return the state of a file, determined from its bytes; if it can't be accessed, the state is unchanged."""
    try:
        hash_ = _hash_of(one)
    except OSError:
        return one.state
    if hash_ == one.before:
        return "not written" if one.state == "writing" else "put back"
    return "written" if hash_ == one.written else "overtaken"


def rewritten(photo: int, path: str, file_hash: bytes) -> Rewritten | None:
    """Return a photo's state after Photon wrote it; None if it is gone."""
    try:
        status = Path(path).stat()
    except OSError:
        return None
    return Rewritten(photo, path, status.st_size, modified_ns(status), file_hash[:_HASH])


def _changed(one: JournalEntry) -> Unwritable:
    return Unwritable(
        "changed",
        tr("{path} has changed since Photon wrote it; it was skipped.", path=one.path),
        tr("The original metadata is still saved. If a later run changed the file, restore that run first."),
    )


def _hash_of(one: JournalEntry) -> bytes | None:
    """Return the SHA-256 of a file; None if it is gone but its photo is not, so that its drive can't be offline.

    The file is read in pieces: eight large photos at a time would not fit into the memory of a decoder process.

    Raises:
        OSError: It can't be accessed.
    """
    try:
        with Path(one.path).open("rb") as file:
            return hashlib.file_digest(file, "sha256").digest()
    except FileNotFoundError:
        if not Path(one.photo_path).exists():
            raise
        return None


_THREADS = 8
_MOVED = tr("Check its drive. If the file was moved, rescan first: photon index")
_In = TypeVar("_In")
_Out = TypeVar("_Out")


@dataclass(frozen=True, slots=True)
class WriteOutcome:
    """The result for one file.

    Attributes:
        path: Path of the file.
        error: Why it was not changed; None if it was.
        rewritten: The photo's new state; None for a sidecar, or if the file could not be accessed.
        agreed: The photo's metadata after writing; set on the last of its files, if all of them were written.
        reading: What was read of the photo's file if its picture is another one now; None if it can't be read.
    """

    path: str
    error: PhotonError | None = None
    rewritten: Rewritten | None = None
    agreed: AgreedMetadata | None = None
    reading: Reading | None = None


def write_files(packed: Sequence[bytes], profile: Profile) -> list[WriteOutcome]:
    """Write files; those of one photo follow one another, its sidecar first."""
    groups = [list(group) for _, group in groupby(map(work_in, packed), lambda one: one.path)]
    outcomes: list[WriteOutcome] = []
    for group, some in zip(groups, _each(lambda group: _written(group, profile), groups), strict=True):
        if all(one.error is None for one in some):
            # on this thread, because the output of decoders is silenced for a process, not for its threads
            some[-1] = replace(some[-1], agreed=_agreed(group))
        outcomes += some
    return _lasting(outcomes)


def turned_files(entries: Sequence[JournalEntry]) -> list[bool]:
    """Return for each written file whether its picture may be another one than before."""
    return [_may_be_turned(one) for one in entries]


def restore_files(entries: Sequence[JournalEntry]) -> list[WriteOutcome]:
    """Restore files to their state before a run."""
    return _lasting(_each(_restored, entries))


def _each(act: Callable[[_In], _Out], some: Iterable[_In]) -> list[_Out]:
    with ThreadPoolExecutor(_THREADS) as threads:
        return list(threads.map(act, some))


def _lasting(outcomes: list[WriteOutcome]) -> list[WriteOutcome]:
    """Flush each folder once, so that the changes survive a power cut."""
    for folder in {Path(one.path).resolve().parent for one in outcomes if one.error is None}:
        flush_folder(folder)
    return outcomes


def _written(group: Sequence[WriteJob], profile: Profile) -> list[WriteOutcome]:
    """Write the files of one photo, its sidecar first, because it was planned from the unchanged photo."""
    outcomes = [WriteOutcome(one.change.path, _error(one.change.path, partial(write, one, profile))) for one in group]
    for at, (one, outcome) in enumerate(zip(group, outcomes, strict=True)):
        if isinstance(one.change, PatchedPhoto) and outcome.error is None:
            outcomes[at] = _pictured(
                replace(outcome, rewritten=rewritten(one.photo, one.path, one.change.splice.after)),
                is_turned=one.change.is_turned,
            )
    return outcomes


def _pictured(outcome: WriteOutcome, *, is_turned: bool) -> WriteOutcome:
    """Add what is read of a photo that was turned, so that Photon recognises its new picture."""
    if not is_turned or outcome.rewritten is None:
        return outcome
    now = replace(outcome.rewritten, is_turned=True)
    try:
        return replace(outcome, rewritten=now, reading=read(outcome.path))
    except (UnreadableFile, OSError, MemoryError):  # the next scan reads it
        return replace(outcome, rewritten=now)


def _agreed(group: Sequence[WriteJob]) -> AgreedMetadata | None:
    """Read the photo's metadata after writing; None if it can't be read."""
    one, listing = group[0], group[0].listing
    for other in group:
        if not isinstance(other.change, PatchedPhoto):
            listing = listing.with_sidecar(Path(other.change.path).name)
    try:
        status = Path(one.path).stat()  # before reading, so that a change by another program meanwhile is noticed later
        found = replace(
            one.found,
            size=status.st_size,
            mtime_ns=modified_ns(status),
            beside=beside_one(one.path, listing.beside(one.path)),
        )
        account = read_words(one.path, listing)
    except (OSError, MemoryError):
        return None
    record = import_record(one.photo, one.path, found, account)
    if record.metadata is None:
        return None
    taken = record.facts.taken if record.facts else None
    understood = imports.agreed(record, one.was, one.ours)
    left = record.place if any(job.words.place and job.words.place.is_private for job in group) else None
    return AgreedMetadata(one.photo, one.path, found, understood, taken, record.names_albums, left)


def _restored(entry: JournalEntry) -> WriteOutcome:
    is_turned = _may_be_turned(entry)
    error = _error(entry.path, lambda: restore(entry))
    if error is not None or entry.way_back is None or entry.before is None:
        return WriteOutcome(entry.path, error)
    now = WriteOutcome(entry.path, rewritten=rewritten(entry.photo, entry.path, entry.before))
    return _pictured(now, is_turned=is_turned)


def _may_be_turned(one: JournalEntry) -> bool:
    """Return whether a written file may have another picture than before it was written."""
    return one.way_back is not None and has_turned(one.path, one.way_back)


def _error(path: str, act: Callable[[], None]) -> PhotonError | None:
    """Run an operation on a file; return why it failed, or None."""
    try:
        act()
    except PhotonError as error:
        return error
    except OSError as error:
        sentence = tr("{path} couldn't be opened: {reason}.", path=path, reason=error.strerror)
        is_gone = isinstance(error, FileNotFoundError)
        return PhotonError(sentence, _MOVED if is_gone else tr("Check its drive."))
    except MemoryError:
        sentence = tr("{path} is too large for Photon's memory limit; it was not changed.", path=path)
        return PhotonError(sentence, tr("Save to sidecars instead."))
    return None
