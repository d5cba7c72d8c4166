"""Decoder processes: files in, readings out; each can be killed alone when a file hangs or crashes it."""

import logging
import multiprocessing
import tempfile
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing.synchronize import Lock
from pathlib import Path
from queue import LifoQueue
from typing import TYPE_CHECKING, Any

from photon import media
from photon.app.runtime.cpu_count import cores
from photon.app.runtime.worker_process import WorkerEnded, WorkerProcess, WorkerStopped, WorkerTooSlow
from photon.domain import PhotonError, Reading, Region, UnreadableFile
from photon.domain.metadata.export_recipe import Copied, Credits, Recipe
from photon.domain.metadata.file_metadata import FileMetadata
from photon.domain.metadata.writing import Profile
from photon.media import Picture

if TYPE_CHECKING:
    from photon.app.metadata.file_plan import FilePlan, PlanRequest, PlanTask
    from photon.app.metadata.file_writing import WriteOutcome
    from photon.library.files.write_journal import JournalEntry

log = logging.getLogger(__name__)

SECONDS_PER_FILE = 30
SECONDS_PER_COPY = 180  # the drive that it goes to may be slow
# Bytes per decoder: the file, what limits.py allows for decoding, the result, 60 MB of its own. Large pictures take
# turns, so two decoders and the encoder stay under 1.5 GB together.
MEMORY = 760 << 20
_FILES_PER_PROCESS = 5000  # then it is replaced, in case an image library leaks
_AGAIN = 2  # times that what a process ended over is tried in a fresh one


@dataclass(frozen=True, slots=True)
class _Task:
    """What a process is to do.

    Attributes:
        function: Of the process.
        arguments: Its arguments.
        seconds: After which it is given up; None: it takes as long as it takes.
        clear: Called when the process has ended over it, before it is tried again; None: it must not be tried again.
    """

    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    seconds: float | None = SECONDS_PER_FILE
    clear: Callable[[], None] | None = lambda: None


class Decoders:
    """Processes that read picture files.

    A process that ends takes nothing with it: what it was doing is tried again in a fresh one that has done nothing
    else, and only a file over which two of these end is given up.
    """

    def __init__(self, processes: int | None = None, folder: Path | None = None) -> None:
        """Start lazily: a process starts when there is a file for it.

        Args:
            processes: How many; None: one per core.
            folder: Where they lay copies of photos for a moment; None: the system's temporary folder.
        """
        big = multiprocessing.get_context("spawn").Lock()
        self.count = processes or cores()
        self._workers = [WorkerProcess(_begin, MEMORY, big, folder, most=_FILES_PER_PROCESS) for _ in range(self.count)]
        self._resting: LifoQueue[WorkerProcess] = LifoQueue()  # the last one is warm
        for worker in self._workers:
            self._resting.put(worker)
        self._threads = ThreadPoolExecutor(self.count, "photon-decoders")
        self._alone = threading.Lock()
        self._closed = False

    def warm_up(self) -> None:
        """Start the processes now, so that the first photo does not wait for them."""
        for _ in range(self.count):
            self._begin(_Task(media.is_photo, ("",)))

    def read(self, path: str) -> Future[Reading]:
        """Hashes, facts and preview of a file; the Future may raise UnreadableFile."""
        return self._begin(_Task(media.read, (path,)))

    def understand(self, path: str, *, sidecars: bool) -> Future[FileMetadata]:
        """Everything that a file, and those beside it, say; the Future may raise UnreadableFile."""
        return self._begin(_Task(partial(media.understand, sidecars=sidecars), (path,)))

    def words(self, path: str) -> Future[FileMetadata]:
        """The same without decoding the picture: the words, time, place and camera of a file that was read before."""
        return self._begin(_Task(media.read_words, (path,)))

    def plan_files(self, some: "Sequence[PlanRequest]", task: "PlanTask") -> "Future[list[FilePlan]]":
        """What writing words into these files would do; the Future may raise UnreadableFile: one of them is bad."""
        return self._begin(_Task(_plan_files, (some, task)))

    def write_files(self, packed: Sequence[bytes], profile: Profile) -> "Future[list[WriteOutcome]]":
        """Carry out what was planned; the Future may raise UnreadableFile: the process has ended, at any point."""
        return self._begin(_Task(_write_files, (packed, profile), seconds=None, clear=None))

    def restore_files(self, entries: "Sequence[JournalEntry]") -> "Future[list[WriteOutcome]]":
        """Put back what was there; the Future as for ``write_files``."""
        return self._begin(_Task(_restore_files, (entries,), seconds=None, clear=None))

    def copy(self, path: str, recipe: Recipe, place: str) -> Future[Copied]:
        """Make a copy of a photo at a place; the Future may raise UnsafeToEmbed, UnreadableFile or OSError."""
        clear = partial(Path(place).unlink, missing_ok=True)  # what was made of it so far
        return self._begin(_Task(_make_copy, (path, recipe, place), SECONDS_PER_COPY, clear))

    def whose(self, path: str) -> Future[Credits]:
        """Whose a photo is, as its file says; the Future may raise UnreadableFile."""
        return self._begin(_Task(_read_credits, (path,)))

    def render(self, path: str, long_side: int | None) -> Future[Picture]:
        """The picture for the loupe, at most ``long_side`` pixels; the Future may raise UnreadableFile."""
        return self._begin(_Task(media.render, (path, long_side)))

    def crop(self, path: str, region: Region) -> Future[bytes]:
        """A part of a picture file as a JPEG; the Future may raise UnreadableFile or PhotonError."""
        return self._begin(_Task(media.crop_file, (path, region)))

    def styles(self, previews: Sequence[bytes]) -> Future[list[tuple[float, ...] | None]]:
        """The chances of all styles for each preview JPEG; None for a damaged one."""
        return self._begin(_Task(_measure_styles, (list(previews),)))

    def close(self) -> None:
        """End all processes at once; what is in flight is lost, and will be read again at the next start."""
        self._closed = True
        for worker in self._workers:
            worker.stop()
        self._threads.shutdown(wait=True)

    def _begin(self, task: _Task) -> Future[Any]:
        result: Future[Any] = Future()
        try:
            self._threads.submit(self._carry_out, task, result)
        except RuntimeError as error:
            result.cancel()  # a thread that is there may still come to it
            if not self._closed:
                raise PhotonError(
                    "Photon could not start a thread.", "Close other programs, then try again."
                ) from error
            return _failed(_closed())
        return result

    def _carry_out(self, task: _Task, result: Future[Any]) -> None:
        if not result.set_running_or_notify_cancel():
            return
        worker = self._resting.get()
        try:
            answer = self._answer(worker, task)
        except WorkerStopped:
            result.set_exception(_closed())
        except WorkerTooSlow:
            result.set_exception(_crashed(f"took longer than {task.seconds} seconds to decode"))
        except Exception as error:  # noqa: BLE001 - carried on to whoever waits for the result
            result.set_exception(error)
        else:
            result.set_result(answer)
        finally:
            self._resting.put(worker)

    def _answer(self, worker: WorkerProcess, task: _Task) -> Any:  # noqa: ANN401
        try:
            return worker.run(task.function, *task.arguments, seconds=task.seconds)
        except (WorkerEnded, MemoryError) as error:
            log.warning("A decoder ended (%r)", error)
            if task.clear is None:
                raise _crashed("crashed the decoder") from error
            return self._answer_alone(worker, task, task.clear)

    def _answer_alone(self, worker: WorkerProcess, task: _Task, clear: Callable[[], None]) -> Any:  # noqa: ANN401
        is_killed = False
        with self._alone:  # where memory is short, what is tried again must not compete with its like
            for _ in range(_AGAIN):
                worker.rest()  # after a MemoryError it is still there
                clear()
                try:
                    return worker.run(task.function, *task.arguments, seconds=task.seconds)
                except (WorkerEnded, MemoryError) as error:
                    log.warning("A decoder ended again (%r) over %.300r", error, task.arguments[0])
                    is_killed = is_killed or (isinstance(error, WorkerEnded) and error.is_killed)
        raise _killed() if is_killed else _crashed("crashed the decoder")


def _plan_files(some: "Sequence[PlanRequest]", task: "PlanTask") -> "list[FilePlan]":
    from photon.app.metadata.file_plan import plan_files  # most files are only ever read

    return plan_files(some, task)


def _write_files(packed: Sequence[bytes], profile: Profile) -> "list[WriteOutcome]":
    from photon.app.metadata.file_writing import write_files

    return write_files(packed, profile)


def _restore_files(entries: "Sequence[JournalEntry]") -> "list[WriteOutcome]":
    from photon.app.metadata.file_writing import restore_files

    return restore_files(entries)


def _make_copy(path: str, recipe: Recipe, place: str) -> Copied:
    from photon.media.copy.copying import make_copy

    return make_copy(path, recipe, place)


def _read_credits(path: str) -> Credits:
    from photon.media.read.credits import read_credits

    return read_credits(path)


def _measure_styles(previews: list[bytes]) -> list[tuple[float, ...] | None]:
    from photon.media.read.style import measure_styles  # numpy takes 0.1 s, which no first photo should wait for

    return measure_styles(previews)


def _begin(memory: int, big: Lock, folder: Path | None) -> None:
    """Start of a decoder process."""
    if folder is not None:
        tempfile.tempdir = str(folder)
    media.limit_process(memory, big)


def _crashed(what: str) -> UnreadableFile:
    hint = "Check whether other programs open it; the next version of Photon tries it again."
    return UnreadableFile("crashed", f"This file {what}; Photon left it out.", hint)


def _killed() -> UnreadableFile:
    return UnreadableFile(
        "unreadable",
        "The system ended the process that read this file, perhaps for lack of memory; Photon left it out for now.",
        "Close programs that need much memory, then press F5.",
    )


def _closed() -> UnreadableFile:
    return UnreadableFile("vanished", "Photon was closed before it was read.")


def _failed(error: Exception) -> Future[Any]:
    result: Future[Any] = Future()
    result.set_exception(error)
    return result
