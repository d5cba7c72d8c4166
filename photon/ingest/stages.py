"""Reading files: which ones need it, in which order, and batches of what came out."""

import logging
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from photon.domain import PhotonError, Reading, UnreadableFile
from photon.domain.metadata.file_metadata import FileMetadata
from photon.domain.photo.file_time import modified_ns
from photon.domain.photo.problem import FAILED
from photon.ingest.listing import FolderListing
from photon.ingest.sidecars import beside
from photon.library.photos.found_files import Failed, Found

log = logging.getLogger(__name__)

SETTLED = 0.7  # seconds without change after which a file counts as wholly copied
SUSPECT = 3.0  # a file younger than this that cannot be read whole is probably still being copied
BATCH, BATCH_SECONDS = 16, 0.25  # a write costs one fsync; a photo shall be visible at once
ASKED = 100  # words read per write; nobody waits for them, and they come fast
_T = TypeVar("_T")


@dataclass(slots=True)
class Batch:
    """What one round of reading yielded.

    Attributes:
        readings: Files read.
        failures: Files that could not be read, with the reason.
        again: Files still changing; look at them a little later.
    """

    readings: list[tuple[Found, Reading]] = field(default_factory=list)
    failures: list[Failed] = field(default_factory=list)
    again: list[Found] = field(default_factory=list)

    def __len__(self) -> int:
        """Files dealt with."""
        return len(self.readings) + len(self.failures) + len(self.again)


def to_read(folder: int, listing: FolderListing, known: dict[str, tuple[int, int]]) -> list[Found]:
    """Files of a listing that are new or have another size or time than the catalogue knows, newest first.

    Newest first, because what somebody just added or shot last is what they look for first; but new names before
    changed ones, so that a file renamed away is found before its old name, now another file, is read.
    """
    fresh = [_found(folder, listing, relative) for relative, now in listing.files.items() if known.get(relative) != now]
    return sorted(fresh, key=lambda found: (found.relative in known, -found.mtime_ns))


def to_ask(
    folder: int, listing: FolderListing, known: dict[str, tuple[int, int]], asked: dict[str, str | None]
) -> list[Found]:
    """Photos that need not be read again, but whose words must be: never asked, or their sidecars have changed.

    Args:
        folder: The watched folder.
        listing: What is in it now.
        known: Files that are as they were when they were read.
        asked: What stood beside them when their words were read, None for never.
    """
    sidecars = beside(listing)
    return [
        _found(folder, listing, relative)
        for relative, now in listing.files.items()
        if known.get(relative) == now and relative in asked and asked[relative] != sidecars.get(relative, "")
    ]


def to_check(
    folder: int, listing: FolderListing, known: dict[str, tuple[int, int]], noted: Mapping[str, int | None]
) -> tuple[list[Found], dict[str, int]]:
    """Files of known size and time that may hold something else all the same, for something of them has changed.

    Only ``changed_ns`` tells: a program that replaces a file can give it its former size and time, but not that. The
    inode tells no more, and many file systems (FAT, network drives) make another one up at each connection.

    Args:
        folder: The watched folder.
        listing: What is in it now.
        known: Files that are as they were when they were read.
        noted: When they had changed then; None where that was not noted.

    Returns:
        These files, and the times of those for which none was noted.
    """
    suspects: list[Found] = []
    unnoted: dict[str, int] = {}
    for relative, now in listing.changed.items():
        if known.get(relative) != listing.files[relative] or noted.get(relative, now) == now:
            continue
        if noted[relative] is None:
            unnoted[relative] = now
        else:
            suspects.append(_found(folder, listing, relative))
    return suspects, unnoted


def gone(listing: FolderListing, present: set[str]) -> list[str]:
    """Files the catalogue believes in that the listing proves to be gone.

    Nothing is concluded about parts that could not be listed, nor when the folder as a whole is away.
    """
    if not listing.reachable:
        return []
    return [relative for relative in present - listing.files.keys() if _is_gone(listing, relative)]


def _found(folder: int, listing: FolderListing, relative: str) -> Found:
    return Found(
        folder, relative, *listing.files[relative], beside(listing).get(relative, ""), listing.changed.get(relative)
    )


def _is_gone(listing: FolderListing, relative: str) -> bool:
    prefix = f"{listing.inner}/" if listing.inner else ""
    if not relative.startswith(prefix):
        return False
    if any(relative.startswith(f"{part}/" if part else "") for part in listing.closed):
        return False
    if listing.deep:
        return True
    child, slash, _ = relative[len(prefix) :].partition("/")
    return not slash or prefix + child not in listing.folders


def read_files(
    root: str, found: Sequence[Found], submit: Callable[[str], Future[Reading]], ahead: int, stop: Callable[[], bool]
) -> Iterator[Batch]:
    """Read files of one watched folder, keeping ``ahead`` of them in flight, and yield what is done in batches.

    Args:
        root: Path of the watched folder.
        found: What to read, in this order.
        submit: Starts reading a path in a decoder process; its Future may raise UnreadableFile.
        ahead: Files in flight, so that no decoder waits.
        stop: Asked often; when true, what is in flight is finished and no more is begun.
    """
    todo = deque(found)
    flying: dict[Future[Reading], Found] = {}
    batch, since = Batch(), time.monotonic()
    while flying or (todo and not stop()):
        while todo and len(flying) < ahead and not stop():
            item = todo.popleft()
            if _settled(item):
                flying[submit(f"{root.rstrip('/')}/{item.relative}")] = item
            else:
                batch.again.append(item)
        done, _ = wait(flying, timeout=BATCH_SECONDS, return_when=FIRST_COMPLETED)
        for future in done:
            _sort_in(root, flying.pop(future), future, batch)
        if len(batch) >= BATCH or time.monotonic() - since > BATCH_SECONDS:
            yield batch
            batch, since = Batch(), time.monotonic()
    yield batch


def ask_files(
    root: str,
    found: Sequence[Found],
    submit: Callable[[str], Future[FileMetadata]],
    ahead: int,
    stop: Callable[[], bool],
) -> Iterator[list[tuple[Found, FileMetadata]]]:
    """Read the words alone of files, keeping ``ahead`` of them in flight, and yield what is done in batches.

    Args:
        root: Path of the watched folder.
        found: Which, in this order.
        submit: Starts reading a path in a decoder process; its Future may raise UnreadableFile.
        ahead: Files in flight.
        stop: Asked often; when true, no more is begun.
    """
    todo, flying = deque(found), deque[tuple[Found, Future[FileMetadata]]]()
    batch: list[tuple[Found, FileMetadata]] = []
    while flying or (todo and not stop()):
        while todo and len(flying) < ahead and not stop():
            item = todo.popleft()
            flying.append((item, submit(f"{root.rstrip('/')}/{item.relative}")))
        item, future = flying.popleft()
        batch.append((item, _account(f"{root.rstrip('/')}/{item.relative}", future)))
        if len(batch) >= ASKED:
            yield batch
            batch = []
    yield batch


def _account(path: str, future: Future[FileMetadata]) -> FileMetadata:
    try:
        return _result(path, future)
    except UnreadableFile as error:
        return FileMetadata(path, problem=error.at(path))


def _result(path: str, future: Future[_T]) -> _T:
    """What a decoder says of a file.

    Raises:
        UnreadableFile: It cannot be read, or it makes Photon fail, which costs no other file.
        PhotonError: Something else than the file is wrong.
    """
    try:
        return future.result()
    except (UnreadableFile, PhotonError, CancelledError):
        raise
    except Exception as error:
        log.exception("Photon failed on %s", path)
        raise UnreadableFile(*FAILED) from error


def _settled(found: Found) -> bool:
    """Whether the file was left alone for a moment; a time in the future says nothing."""
    age = time.time() - found.mtime_ns / 1e9
    return not 0 <= age < SETTLED


def _sort_in(root: str, found: Found, future: Future[Reading], batch: Batch) -> None:
    path = Path(root, found.relative)
    age = time.time() - found.mtime_ns / 1e9
    try:
        reading = _result(str(path), future)
    except UnreadableFile as error:
        if 0 <= age < SUSPECT and error.kind in ("damaged", "empty", "unsupported"):
            batch.again.append(found)
        elif error.kind != "vanished":  # one that went away meanwhile is simply gone
            batch.failures.append(Failed(found, error.at(str(path))))
        return
    if reading.damage and 0 <= age < SUSPECT:
        batch.again.append(found)
    elif _stands_still(path, found):
        batch.readings.append((found, reading))
    else:
        batch.again.append(found)


def _stands_still(path: Path, found: Found) -> bool:
    """Whether the file is still as it was when listed, so that what was read is what is recorded."""
    try:
        status = path.stat()
    except OSError:
        return False
    return (status.st_size, modified_ns(status)) == (found.size, found.mtime_ns)
