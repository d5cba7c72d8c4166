"""One file of a plan or of the journal: carried out, put back, or found as a killed process left it."""

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from photon.app.metadata.file_plan import WriteJob
from photon.domain.metadata.writing import PatchedPhoto, Profile, Unwritable, WrittenSidecar
from photon.domain.photo.file_time import modified_ns
from photon.library.files.write_journal import JournalEntry, State
from photon.library.photos.files import Rewritten
from photon.media.write.photo_writing import revert_photo, write_photo
from photon.media.write.sidecar_writing import carry_out, revert_sidecar

_HASH = 16  # bytes of a SHA-256 by which the library knows files


def write(one: WriteJob, profile: Profile) -> None:
    """Carry out one part of a plan; ``flush_folder`` has to follow.

    Raises:
        Unwritable: It could not be written, or something has changed since.
        OSError: The photo cannot be reached.
    """
    status, found = Path(one.path).stat(), one.found
    if (status.st_size, modified_ns(status)) != (found.size, found.mtime_ns):
        raise Unwritable(
            "changed", f"{one.path} was changed since it was planned; Photon wrote nothing.", "Plan again."
        )
    if isinstance(one.change, PatchedPhoto):
        write_photo(one.change)
    else:
        carry_out(one.change, one.words, profile)


def restore(one: JournalEntry) -> None:
    """Let one file be as it was before a run; ``flush_folder`` has to follow.

    Raises:
        Unwritable: It could not be written, or was changed since.
        OSError: It cannot be reached.
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
    revert_sidecar(WrittenSidecar(one.path, one.former, now, ()), always=True)


def moved(one: JournalEntry, places: Sequence[str]) -> JournalEntry | None:
    """The same file where it lies now that its photo has moved; None where it did not come along.

    One that was changed since it was written is found, too, where the photo is in one place only: of several, nobody
    knows which one it came along to.

    Args:
        one: Of the journal.
        places: Where the photo is now.
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
    """How far a file is, by its bytes; where it cannot be reached, that stays open."""
    try:
        hash_ = _hash_of(one)
    except OSError:
        return one.state
    if hash_ == one.before:
        return "not written" if one.state == "writing" else "put back"
    return "written" if hash_ == one.written else "overtaken"


def rewritten(photo: int, path: str, file_hash: bytes) -> Rewritten | None:
    """A photo as it is after Photon wrote it; None where it has gone away."""
    try:
        status = Path(path).stat()
    except OSError:
        return None
    return Rewritten(photo, path, status.st_size, modified_ns(status), file_hash[:_HASH])


def _changed(one: JournalEntry) -> Unwritable:
    return Unwritable(
        "changed",
        f"{one.path} was changed since Photon wrote it; Photon left it as it is.",
        "What stood there before is still in Photon's journal; if a later run wrote it, put that back first.",
    )


def _hash_of(one: JournalEntry) -> bytes | None:
    """SHA-256 of a file; None where it is gone and its photo is not, so that no drive is away.

    It is read in pieces: eight at a time, large photos would not fit into a decoder process.

    Raises:
        OSError: It cannot be reached.
    """
    try:
        with Path(one.path).open("rb") as file:
            return hashlib.file_digest(file, "sha256").digest()
    except FileNotFoundError:
        if not Path(one.photo_path).exists():
            raise
        return None
