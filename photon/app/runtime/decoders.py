"""Decoder processes: they read photos and videos; each can be killed alone if a file hangs or crashes it."""

import logging
import multiprocessing
import tempfile
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from multiprocessing.synchronize import Lock
from pathlib import Path
from queue import LifoQueue
from typing import Any, NamedTuple, TypeVar, TypeVarTuple

from photon.app.runtime.cpu_count import count_cpus
from photon.app.runtime.process_limits import MODEST, ProcessLimits
from photon.app.runtime.worker_process import WorkerEnded, WorkerProcess, WorkerStopped, WorkerTooSlow
from photon.domain import PhotonError, Reading, UnreadableFile
from photon.domain.photo.problem import KILLED
from photon.language import tr
from photon.media.file.decoder_process import begin_decoding, begin_film_decoding
from photon.media.file.file_kinds import is_photo, is_video

log = logging.getLogger(__name__)
T = TypeVar("T")
Ts = TypeVarTuple("Ts")

SECONDS_PER_FILE = 30
# Bytes per decoder: the file, what decoder_limits.py allows for decoding, the result, and 60 MB of its own. Large
# pictures take turns, so two decoders and the encoder stay under 1.5 GB together.
MEMORY = 760 << 20
LIMITS = ProcessLimits(MEMORY, files=128, niceness=MODEST)  # 20 are open during decoding
# Measured: 1.2 GB for 8K with 10 bits on two cores; FFmpeg keeps a dozen frames of 100 MB.
# It goes after the decoders, because photos come first.
FILM_LIMITS = ProcessLimits(2 << 30, files=128, niceness=2 * MODEST)
_FILES_PER_PROCESS = 5000  # then it is replaced, in case an image library leaks memory
_AGAIN = 2  # how often a task whose process ended is tried again in a fresh one


def _nothing() -> None:
    """Do nothing; there is nothing to clean up."""


class _Task(NamedTuple):
    """A function to call in a process; see ``Decoders.run``."""

    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    seconds: float | None
    clear: Callable[[], object] | None


class DecoderPool:
    """Processes that read files of one kind.

    A process that ends costs no other file: its task is tried again in a fresh process that has done nothing else. A
    file is given up only after two such processes ended on it.
    """

    def __init__(self, count: int, limits: ProcessLimits, begin: Callable[..., None], *arguments: object) -> None:
        """Create the pool; a process starts when there is a file for it.

        Args:
            count: How many processes.
            limits: Limits of each of them.
            begin: Called first in each of them.
            *arguments: Arguments of ``begin``.
        """
        self.count = count
        self._workers = [WorkerProcess(begin, *arguments, limits=limits, most=_FILES_PER_PROCESS) for _ in range(count)]
        self._resting: LifoQueue[WorkerProcess] = LifoQueue()  # LIFO: the last one used is warm
        for worker in self._workers:
            self._resting.put(worker)
        self._threads = ThreadPoolExecutor(self.count, "photon-decoders")
        self._alone = threading.Lock()
        self._closed = False

    def run(
        self,
        function: Callable[[*Ts], T],
        *arguments: *Ts,
        seconds: float | None = SECONDS_PER_FILE,
        clear: Callable[[], object] | None = _nothing,
    ) -> Future[T]:
        """Call a function in a decoder process.

        Args:
            function: A module-level function; its module is imported in the process at the first call.
            *arguments: Its arguments. They and the result must be picklable.
            seconds: Time limit; None: no limit.
            clear: Called after the process ended on the task, before the task is tried again; None: don't try it again,
                because it writes to files.

        Returns:
            The result. The Future may raise UnreadableFile if the process crashed, exceeded its time or was closed,
            PhotonError if no process can be started, and anything that the function raises.
        """
        return self._begin(_Task(function, arguments, seconds, clear))

    def rest(self, unused: float) -> None:
        """End processes that had no file for ``unused`` seconds; the next file starts one again. Never waits."""
        for worker in self._workers:
            worker.rest_if_unused(unused)

    def close(self) -> None:
        """End all processes at once. Files in flight are lost and will be read again at the next start."""
        self._closed = True
        for worker in self._workers:
            worker.stop()
        self._threads.shutdown(wait=True)

    def _begin(self, task: _Task) -> Future[Any]:
        result: Future[Any] = Future()
        try:
            self._threads.submit(self._carry_out, task, result)
        except RuntimeError as error:
            result.cancel()  # an existing thread may still pick it up
            if not self._closed:
                raise PhotonError(
                    tr("Photon couldn't start a thread."), tr("Close other programs, then try again.")
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
            result.set_exception(_crashed(_slow(task.seconds)))
        except Exception as error:  # noqa: BLE001 - raised where the result is awaited
            result.set_exception(error)
        else:
            result.set_result(answer)
        finally:
            self._resting.put(worker)

    def _answer(self, worker: WorkerProcess, task: _Task) -> Any:  # noqa: ANN401
        try:
            return worker.run(task.function, *task.arguments, seconds=task.seconds)
        except (WorkerEnded, MemoryError) as error:
            log.warning("A decoder crashed (%r)", error)
            if task.clear is None:
                raise _crashed(_CRASHED) from error
            return self._answer_alone(worker, task, task.clear)

    def _answer_alone(self, worker: WorkerProcess, task: _Task, clear: Callable[[], object]) -> Any:  # noqa: ANN401
        is_killed = False
        with self._alone:  # where memory is short, retries must not compete with each other
            for _ in range(_AGAIN):
                worker.rest()  # after a MemoryError the process is still running
                clear()
                try:
                    return worker.run(task.function, *task.arguments, seconds=task.seconds)
                except (WorkerEnded, MemoryError) as error:
                    log.warning("A decoder crashed again (%r) on %.300r", error, task.arguments[0])
                    is_killed = is_killed or (isinstance(error, WorkerEnded) and error.is_killed)
        raise UnreadableFile(*KILLED) if is_killed else _crashed(_CRASHED)


class Decoders(DecoderPool):
    """Processes that read picture files, and one that plays videos.

    Attributes:
        films: The process that plays videos. FFmpeg uses all cores by itself.
    """

    def __init__(self, processes: int | None = None, folder: Path | None = None) -> None:
        """Create the pool.

        Args:
            processes: How many for pictures; None: one per core.
            folder: Where they put temporary copies of photos; None: the system's temporary folder.
        """
        big = multiprocessing.get_context("spawn").Lock()
        super().__init__(processes or count_cpus(), LIMITS, _begin, big, folder)
        self.films = DecoderPool(1, FILM_LIMITS, begin_film_decoding)

    def warm_up(self) -> None:
        """Start the processes for pictures now, so that the first photo does not wait for them."""
        for _ in range(self.count):
            self.run(is_photo, "")

    def read(self, path: str) -> Future[Reading]:
        """Read a photo or a video in a process for its kind; the Future may raise what that of ``run`` does."""
        if is_video(path):
            from photon.media.read.film_reading import read_film, reading_seconds

            return self.films.run(read_film, path, seconds=reading_seconds(path))
        from photon.media.read.reading import read

        return self.run(read, path)

    def rest(self, unused: float) -> None:
        """End processes that had no file for ``unused`` seconds; the next file starts one again. Never waits."""
        super().rest(unused)
        self.films.rest(unused)

    def close(self) -> None:
        """End all processes at once. Files in flight are lost and will be read again at the next start."""
        super().close()
        self.films.close()


def _begin(big: Lock, folder: Path | None) -> None:
    """Initialize a decoder process."""
    if folder is not None:
        tempfile.tempdir = str(folder)
    begin_decoding(big)


_CRASHED = tr("This file crashed the decoder; Photon skipped it.")


def _slow(seconds: float | None) -> str:
    return tr("This file took longer than {seconds} seconds to decode; Photon skipped it.", seconds=seconds)


def _crashed(message: str) -> UnreadableFile:
    hint = tr("Check whether other programs can open it. The next version of Photon will try again.")
    return UnreadableFile("crashed", message, hint)


def _closed() -> UnreadableFile:
    return UnreadableFile("vanished", tr("Photon was closed before this file was read."))


def _failed(error: Exception) -> Future[Any]:
    result: Future[Any] = Future()
    result.set_exception(error)
    return result
