"""Decoder processes: files in, readings out; each can be killed alone when a file hangs or crashes it."""

import multiprocessing
import tempfile
from collections.abc import Sequence
from concurrent.futures import CancelledError, Future
from functools import partial
from multiprocessing.synchronize import Lock
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pebble import ProcessExpired, ProcessPool

from photon import media
from photon.app.children import end_with_parent, held_back
from photon.app.cores import cores
from photon.domain import Reading, Region, UnreadableFile
from photon.domain.exports import Copied, Credits, Recipe
from photon.domain.metadata import Account
from photon.domain.writing import Profile
from photon.media import Picture

if TYPE_CHECKING:
    from photon.app.file_plan import Answer, Question, Task
    from photon.app.file_writing import Outcome
    from photon.library.writes import Entry

T = TypeVar("T")

SECONDS_PER_FILE = 30
SECONDS_PER_COPY = 180  # the drive that it goes to may be slow
# Bytes per decoder: the file, what limits.py allows for decoding, the result, 60 MB of its own. Large pictures take
# turns, so two decoders and the encoder stay under 1.5 GB together.
MEMORY = 760 << 20
_FILES_PER_PROCESS = 5000  # then it is replaced, in case an image library leaks


class Decoders:
    """A pool of processes that read picture files."""

    def __init__(self, processes: int | None = None, folder: Path | None = None) -> None:
        """Start lazily: the first file starts the processes.

        Args:
            processes: How many; None: one per core.
            folder: Where they lay copies of photos for a moment; None: the system's temporary folder.
        """
        context = multiprocessing.get_context("spawn")
        self.count = processes or cores()
        self._pool = ProcessPool(
            max_workers=self.count,
            max_tasks=_FILES_PER_PROCESS,
            initializer=_begin,
            initargs=(MEMORY, context.Lock(), folder),
            context=context,
        )

    def warm_up(self) -> None:
        """Start the processes now, so that the first photo does not wait for them."""
        with held_back():
            for _ in range(self.count):
                self._pool.schedule(media.is_photo, args=[""])

    def read(self, path: str) -> Future[Reading]:
        """Hashes, facts and preview of a file; the Future may raise UnreadableFile."""
        return self._guarded(media.read, path)

    def understand(self, path: str, *, sidecars: bool) -> Future[Account]:
        """Everything that a file, and those beside it, say; the Future may raise UnreadableFile."""
        return self._guarded(partial(media.understand, sidecars=sidecars), path)

    def words(self, path: str) -> Future[Account]:
        """The same without decoding the picture: the words, time, place and camera of a file that was read before."""
        return self._guarded(media.read_words, path)

    def plan_files(self, some: "Sequence[Question]", task: "Task") -> "Future[list[Answer]]":
        """What writing words into these files would do; the Future may raise UnreadableFile: one of them is bad."""
        return self._guarded(_plan_files, some, task)

    def write_files(self, packed: Sequence[bytes], profile: Profile) -> "Future[list[Outcome]]":
        """Carry out what was planned; the Future may raise UnreadableFile: the process has ended, at any point."""
        return self._guarded(_write_files, packed, profile, seconds=None)

    def restore_files(self, entries: "Sequence[Entry]") -> "Future[list[Outcome]]":
        """Put back what was there; the Future as for ``write_files``."""
        return self._guarded(_restore_files, entries, seconds=None)

    def copy(self, path: str, recipe: Recipe, place: str) -> Future[Copied]:
        """Make a copy of a photo at a place; the Future may raise Unsafe, UnreadableFile or OSError."""
        return self._guarded(_make_copy, path, recipe, place, seconds=SECONDS_PER_COPY)

    def whose(self, path: str) -> Future[Credits]:
        """Whose a photo is, as its file says; the Future may raise UnreadableFile."""
        return self._guarded(_read_credits, path)

    def render(self, path: str, long_side: int | None) -> Future[Picture]:
        """The picture for the loupe, at most ``long_side`` pixels; the Future may raise UnreadableFile."""
        return self._guarded(media.render, path, long_side)

    def crop(self, path: str, region: Region) -> Future[bytes]:
        """A part of a picture file as a JPEG; the Future may raise UnreadableFile or PhotonError."""
        return self._guarded(media.crop_file, path, region)

    def styles(self, previews: Sequence[bytes]) -> Future[list[tuple[float, ...] | None]]:
        """The chances of all styles for each preview JPEG; None for a damaged one."""
        return self._guarded(_measure_styles, list(previews))

    def close(self) -> None:
        """End all processes at once; what is in flight is lost, and will be read again at the next start."""
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()

    def _guarded(
        self,
        function: Any,  # noqa: ANN401 - any reader of files
        *arguments: Any,  # noqa: ANN401
        seconds: int | None = SECONDS_PER_FILE,  # None: as long as it takes
    ) -> Future[Any]:
        result: Future[Any] = Future()
        with held_back():
            inner = self._pool.schedule(function, args=list(arguments), timeout=seconds)

        def finish(done: Future[Any]) -> None:
            try:
                result.set_result(done.result())
            except (ProcessExpired, MemoryError):
                result.set_exception(_crashed("crashed the decoder"))
            except TimeoutError:
                result.set_exception(_crashed(f"took longer than {seconds} seconds to decode"))
            except CancelledError:
                result.set_exception(UnreadableFile("vanished", "Photon was closed before it was read."))
            except Exception as error:  # noqa: BLE001 - carried on to whoever waits for the result
                result.set_exception(error)

        inner.add_done_callback(finish)
        return result


def _plan_files(some: "Sequence[Question]", task: "Task") -> "list[Answer]":
    from photon.app.file_plan import plan_files  # most files are only ever read

    return plan_files(some, task)


def _write_files(packed: Sequence[bytes], profile: Profile) -> "list[Outcome]":
    from photon.app.file_writing import write_files

    return write_files(packed, profile)


def _restore_files(entries: "Sequence[Entry]") -> "list[Outcome]":
    from photon.app.file_writing import restore_files

    return restore_files(entries)


def _make_copy(path: str, recipe: Recipe, place: str) -> Copied:
    from photon.media.copying import make_copy

    return make_copy(path, recipe, place)


def _read_credits(path: str) -> Credits:
    from photon.media.credits import read_credits

    return read_credits(path)


def _measure_styles(previews: list[bytes]) -> list[tuple[float, ...] | None]:
    from photon.media.style import measure_styles  # numpy takes 0.1 s, which no first photo should wait for

    return measure_styles(previews)


def _begin(memory: int, big: Lock, folder: Path | None) -> None:
    """Start of a decoder process."""
    end_with_parent()
    if folder is not None:
        tempfile.tempdir = str(folder)
    media.limit_process(memory, big)


def _crashed(what: str) -> UnreadableFile:
    return UnreadableFile("crashed", f"This file {what}; Photon left it out.", "Check whether other programs open it.")
