"""Read files: select those that need it, order them, and yield the results in batches."""

import logging
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from dataclasses import field
from itertools import takewhile
from pathlib import Path
from typing import TypeVar

from photon.domain import PhotonError, Reading, UnreadableFile
from photon.domain.look_ahead import look_ahead
from photon.domain.metadata.file_metadata import FileMetadata
from photon.domain.photo.file_time import modified_ns
from photon.domain.photo.problem import FAILED
from photon.ingest.listing import FolderListing
from photon.ingest.sidecars import beside
from photon.library.photos.file_states import FileState
from photon.library.photos.found_files import Failed, Found
from photon.media.file.file_kinds import is_video
from photon.quick_dataclass import dataclass

log = logging.getLogger(__name__)

SETTLED = 0.7  # seconds without change after which a file counts as completely copied
SUSPECT = 3.0  # a damaged file younger than this is probably still being copied
# Each write costs three fsyncs and 5 ms, but photos should become visible quickly, above all the first ones.
BATCH, BATCH_SECONDS, LATER_SECONDS = 16, 0.25, 1.0
ASKED = 100  # files per write when only metadata is read, which is fast and not urgent
_T = TypeVar("_T")


@dataclass(slots=True)
class Batch:
    """The result of one round of reading.

    Attributes:
        readings: Files that were read.
        failures: Files that could not be read, with the reason.
        again: Files that are still changing and must be read later.
    """

    readings: list[tuple[Found, Reading]] = field(default_factory=list)
    failures: list[Failed] = field(default_factory=list)
    again: list[Found] = field(default_factory=list)

    def __len__(self) -> int:
        """Return the number of files."""
        return len(self.readings) + len(self.failures) + len(self.again)


@dataclass(slots=True)
class Differences:
    """How the listing of a folder differs from the catalogue.

    Attributes:
        fresh: Files that are new or whose size or time has changed, in the order to read them.
        stale: Photos that are up to date but whose metadata must be read: never read, or with changed sidecars.
        suspects: Files of unchanged size and time whose content may still have changed.
        unnoted: ``changed_ns`` of those for which none was recorded, by relative path.
        unlisted: Paths of the catalogue that the listing lacks.
    """

    fresh: list[Found] = field(default_factory=list)
    stale: list[Found] = field(default_factory=list)
    suspects: list[Found] = field(default_factory=list)
    unnoted: dict[str, int] = field(default_factory=dict)
    unlisted: list[str] = field(default_factory=list)


def compare(folder: int, listing: FolderListing, states: Iterable[FileState]) -> Differences:
    """Compare a listing with the catalogue, in one pass.

    Fresh files come newest first, since users look for recent photos first. New names come before changed ones, so that
    a renamed file is found before another file under its old name is read. Videos come last: one process reads them,
    and photos would wait for them.

    Only ``changed_ns`` reveals suspects: a program that replaces a file can restore its size and modification time, but
    not its status change time. Inodes are no help, because many file systems (FAT, network drives) assign new ones at
    each mount.

    Args:
        folder: Id of the watched folder.
        listing: Its current content.
        states: What the catalogue says of its files.
    """
    seen, sidecars, changed = Differences(), beside(listing), listing.changed
    fresh, former = set(listing.files), set[str]()
    for relative, size, mtime_ns, noted, asked, is_photo in states:
        now = listing.files.get(relative)
        if now is None:
            seen.unlisted.append(relative)
            continue
        if now != (size, mtime_ns):
            if size is not None:
                former.add(relative)
            continue
        fresh.discard(relative)
        if is_photo and asked != sidecars.get(relative, ""):
            seen.stale.append(_found(folder, listing, relative))
        if is_photo and noted != changed.get(relative, noted):
            if noted is None:
                seen.unnoted[relative] = changed[relative]
            else:
                seen.suspects.append(_found(folder, listing, relative))
    seen.fresh = [_found(folder, listing, relative) for relative in sorted(fresh)]
    seen.fresh.sort(key=lambda found: (is_video(found.relative), found.relative in former, -found.mtime_ns))
    return seen


def gone(listing: FolderListing, unlisted: Iterable[str]) -> list[str]:
    """Select files of the catalogue that the listing proves to be gone.

    Nothing is concluded about parts that could not be listed, or if the whole folder is offline.
    """
    if not listing.reachable:
        return []
    return [relative for relative in unlisted if _is_gone(listing, relative)]


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
    """Read files of a watched folder with ``ahead`` of them in flight, and yield the results in batches.

    Args:
        root: Path of the watched folder.
        found: Files to read, in this order.
        submit: Starts reading a path in a decoder process; its Future may raise UnreadableFile.
        ahead: Number of files in flight, so that no decoder is idle.
        stop: Polled often; once true, files in flight are finished and no more are started.

    Yields:
        The results.
    """
    todo = deque(found)
    flying: dict[Future[Reading], Found] = {}
    batch, since, patience = Batch(), time.monotonic(), BATCH_SECONDS
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
        if len(batch) >= BATCH or time.monotonic() - since > patience:
            yield batch
            batch, since, patience = Batch(), time.monotonic(), min(2 * patience, LATER_SECONDS)
    yield batch


def ask_files(
    root: str,
    found: Sequence[Found],
    submit: Callable[[str], Future[FileMetadata]],
    ahead: int,
    stop: Callable[[], bool],
) -> Iterator[list[tuple[Found, FileMetadata]]]:
    """Read only the metadata of files with ``ahead`` of them in flight, and yield the results in batches.

    Args:
        root: Path of the watched folder.
        found: Files to read, in this order.
        submit: Starts reading a path in a decoder process; its Future may raise UnreadableFile.
        ahead: Number of files in flight.
        stop: Polled often; once true, no more files are started.

    Yields:
        The files with their metadata.
    """
    begun = ((item, submit(f"{root.rstrip('/')}/{item.relative}")) for item in takewhile(lambda _: not stop(), found))
    batch: list[tuple[Found, FileMetadata]] = []
    for item, future in look_ahead(begun, ahead - 1):
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
    """Return the result of a decoder.

    Raises:
        UnreadableFile: The file cannot be read, or Photon fails on it, which affects no other file.
        PhotonError: Something other than the file is wrong.
    """
    try:
        return future.result()
    except (UnreadableFile, PhotonError, CancelledError):
        raise
    except Exception as error:
        log.exception("Photon failed on %s", path)
        raise UnreadableFile(*FAILED) from error


def _settled(found: Found) -> bool:
    """Return whether the file has not changed for a moment; times in the future are ignored."""
    age = time.time() - found.mtime_ns / 1e9
    return not 0 <= age < SETTLED


def _sort_in(root: str, found: Found, future: Future[Reading], batch: Batch) -> None:
    path = Path(root, found.relative)
    age = time.time() - found.mtime_ns / 1e9
    try:
        reading = _result(str(path), future)
    except UnreadableFile as error:
        if 0 <= age < SUSPECT and error.kind in ("damaged", "empty", "unsupported", "video"):
            batch.again.append(found)
        elif error.kind != "vanished":  # deleted in the meantime, which is not a failure
            batch.failures.append(Failed(found, error.at(str(path))))
        return
    if reading.damage and 0 <= age < SUSPECT:
        batch.again.append(found)
    elif _stands_still(path, found):
        batch.readings.append((found, reading))
    else:
        batch.again.append(found)


def _stands_still(path: Path, found: Found) -> bool:
    """Return whether the file is still as listed, so that the recorded state matches the content that was read."""
    try:
        status = path.stat()
    except OSError:
        return False
    return (status.st_size, modified_ns(status)) == (found.size, found.mtime_ns)
