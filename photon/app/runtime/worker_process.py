"""One spawned process that runs functions, one at a time, and is restarted after it ended.

It shares no pipe and no lock with other processes. In a pool with one queue, a process that is killed while it holds
the lock, or after sending half an answer, leaves all others waiting forever, and one that is killed while idle breaks
the pool (pebble 5.2, concurrent.futures of Python 3.11). Here, a death closes the pipe, and the owner notices that.
"""

import logging
import multiprocessing
import os
import pickle
import signal
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

from photon.app.runtime.hang_watch import PATIENCE, HangWatch
from photon.app.runtime.process_limits import ProcessLimits
from photon.domain import PhotonError
from photon.language import tr


@contextmanager
def held_back() -> Iterator[None]:
    """Make processes and threads started inside inherit a blocked SIGINT, from their first instruction on.

    Ctrl+C in a terminal goes to every process of the group; only the owner may handle it. Blocking it in a process's
    initializer would be too late, because Python's own startup can be interrupted.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows has no signal masks; there, the console notifies each process
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def end_with_parent() -> None:
    """End the calling child process as soon as its parent is gone.

    A child that waits on a pipe whose other end it holds itself never sees the pipe close. Without this, a killed
    Photon would leave its decoders and its encoder behind, with their memory.
    """
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_wait_for, args=(parent.sentinel,), daemon=True).start()


def _wait_for(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


log = logging.getLogger(__name__)

_STARTS = 5  # failed starts in a row before the failure is reported
_SECONDS_TO_START = 60.0  # a quarter of a second is usual
_SECONDS_TO_END = 5.0  # after a kill: a process that waits for a dead network drive ends only when the system lets it
_GRACE = 30.0  # seconds past its longest time, in which the owner ends a process; then the system does


class WorkerEnded(Exception):  # noqa: N818 - it says what became of the process
    """The process ended while it ran a function.

    Attributes:
        code: Its exit code, negative for a signal; None if unknown.
    """

    def __init__(self, code: int | None) -> None:
        """Store the exit code."""
        super().__init__(code)
        self.code = code

    @property
    def is_killed(self) -> bool:
        """Whether it was killed from outside: no fault inside a program sends this signal."""
        return hasattr(signal, "SIGKILL") and self.code == -signal.SIGKILL


class WorkerTooSlow(Exception):  # noqa: N818 - as above
    """The function exceeded its time, or the process hung; the process was killed."""


class WorkerStopped(Exception):  # noqa: N818 - as above
    """The process was stopped permanently."""


class WorkerProcess:
    """A process that starts when first needed, and again after it ended.

    Attributes:
        arguments: The arguments for ``begin`` in the next process.
    """

    def __init__(
        self,
        begin: Callable[..., None],
        *arguments: Any,  # noqa: ANN401
        limits: ProcessLimits | None = None,
        most: int | None = None,
    ) -> None:
        """Create the object; the process starts with the first function.

        Args:
            begin: Called first in each process.
            *arguments: Arguments of ``begin``.
            limits: Limits of each process; None: the limits of Photon itself.
            most: Number of functions after which the process is replaced, in case a library leaks; None: never.
        """
        self.arguments = arguments
        self._begin, self._limits, self._most, self._done = begin, limits, most, 0
        self._turn = threading.Lock()  # held while a function runs
        self._changing = threading.Lock()  # held while the process is registered, killed or forgotten
        self._held: tuple[BaseProcess, Connection] | None = None
        self._used = 0.0  # when the last function ended
        self._stopped = False

    def run(
        self,
        function: Callable[..., Any],
        *arguments: Any,  # noqa: ANN401
        seconds: float | None = None,
        idle: float | None = None,
    ) -> Any:  # noqa: ANN401
        """Run a function in the process and return its result; blocks, also while other threads use the process.

        Args:
            function: Must be picklable, as must its arguments and its result.
            *arguments: Arguments of the function.
            seconds: Time after which the process is killed, not counting the time in which it waited for a processor
                (Linux only); None: no limit.
            idle: Seconds without use of the processor after which it is killed (Linux only); None: no limit.

        Raises:
            WorkerEnded: The process ended while it ran this.
            WorkerTooSlow: It exceeded its time, or hung.
            WorkerStopped: It was stopped, before or meanwhile.
            PhotonError: No process can be started.
            Exception: Whatever the function raises.
        """
        with self._turn:
            pipe = self._handed_over((function, arguments, seconds))
            is_done, answer = self._answered(pipe, seconds, idle)
            self._done, self._used = self._done + 1, time.monotonic()
            if self._done == self._most:
                self._end()
        if is_done:
            return answer
        raise answer

    def rest(self) -> None:
        """End the process once it is idle; the next function starts another one."""
        with self._turn:
            self._end()

    def rest_if_unused(self, seconds: float) -> None:
        """End the process if it has been unused for a while, to free its memory; the next function starts another one.

        Never waits: a process that is in use is kept.

        Args:
            seconds: Minimum time for which it must have been unused.
        """
        if self._held is None or not self._turn.acquire(blocking=False):
            return
        try:
            if time.monotonic() - self._used >= seconds:
                self._end()
        finally:
            self._turn.release()

    def stop(self) -> None:
        """End the process at once and permanently."""
        with self._changing:
            self._stopped = True
            if self._held is not None:
                self._held[0].kill()
        self.rest()

    def _handed_over(self, task: object) -> Connection:
        """Send a task to a process and return the pipe for the answer; an end before that is not blamed on the task."""
        for _ in range(_STARTS):
            if self._stopped:
                raise WorkerStopped
            try:
                pipe = self._held[1] if self._held is not None else self._started()
                pipe.send(task)
                if pipe.poll(_SECONDS_TO_START):
                    pipe.recv()
                    return pipe
            except (EOFError, OSError, MemoryError) as error:
                log.warning("A process crashed at startup or could not be started: %r", error)
            self._end()
        raise PhotonError(
            tr("Photon couldn't start one of its processes."),
            tr("Close programs that use a lot of memory or have many files open, then try again."),
        )

    def _started(self) -> Connection:
        context = multiprocessing.get_context("spawn")
        pipe, other_end = context.Pipe()
        with other_end:  # closed here, so that only the process holds it: when the process ends, the pipe closes
            work = (other_end, self._limits, self._begin, self.arguments)
            process = context.Process(target=_serve, args=work, daemon=True)
            try:
                with held_back():
                    process.start()
            except BaseException:
                pipe.close()
                raise
        with self._changing:
            self._held, self._done = (process, pipe), 0
            if self._stopped:
                process.kill()
        if not pipe.poll(_SECONDS_TO_START):
            raise OSError("it did not start")
        pipe.recv()
        return pipe

    def _answered(self, pipe: Connection, seconds: float | None, idle: float | None) -> tuple[bool, Any]:
        held = self._held
        watch = HangWatch(held[0].pid if held is not None else None, seconds, idle)
        try:
            while not (has_come := pipe.poll(watch.step)) and not watch.is_over():
                pass
            if has_come:
                answer: tuple[bool, Any] = pipe.recv()
                return answer
        except (EOFError, OSError):
            code = self._end(patience=1.0)
            raise (WorkerStopped() if self._stopped else WorkerEnded(code)) from None
        except BaseException:  # no memory for the answer, or Ctrl+C: half of it may still be in the pipe
            self._end()
            raise
        self._end()
        raise WorkerTooSlow

    def _end(self, patience: float = 0.0) -> int | None:
        """Kill the process, if there is one, and forget it.

        Args:
            patience: Seconds to wait for it to exit.

        Returns:
            Its exit code; None if unknown.
        """
        with self._changing:
            if self._held is None:
                return None
            (process, pipe), self._held = self._held, None
            pipe.close()
            if patience:
                process.join(patience)
            process.kill()
            process.join(_SECONDS_TO_END)
            code = process.exitcode
            with suppress(ValueError):  # it has not ended yet
                process.close()
            return code


def _serve(
    pipe: Connection, limits: ProcessLimits | None, begin: Callable[..., None], arguments: tuple[Any, ...]
) -> None:
    """Serve tasks in the process until its owner closes the pipe."""
    end_with_parent()
    if limits is not None:
        limits.apply()
    begin(*arguments)
    with suppress(EOFError, ConnectionError):  # the owner closed the pipe or was killed: a traceback is of no use
        pipe.send(None)  # the process has started
        while True:
            task = pipe.recv()
            pipe.send(None)  # the task has arrived
            _carry_out(pipe, *task)
            del task  # otherwise previews would stay in memory until the next task


def _carry_out(
    pipe: Connection, function: Callable[..., Any], arguments: tuple[Any, ...], seconds: float | None
) -> None:
    _set_alarm(None if seconds is None else PATIENCE * seconds + _GRACE)
    try:
        pipe.send((True, function(*arguments)))
    except Exception as error:  # noqa: BLE001 - raised where the answer is awaited
        pipe.send((False, _carried(error)))
    finally:
        _set_alarm(None)


def _set_alarm(seconds: float | None) -> None:
    """Make the system end this process after a time, even if its parent is gone.

    A decoder that never returns from C code holds Python's lock, so the thread that waits for the parent's end never
    runs again. Nothing handles this signal, so it needs no Python.
    """
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds or 0.0)


def _carried(error: Exception) -> Exception:
    """Return an exception that survives pickling, with a note about where it came from."""
    error.add_note(f"In Photon's process:\n{''.join(traceback.format_exception(error))}")
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    except Exception as other:  # noqa: BLE001 - exceptions of libraries may do anything here
        return RuntimeError(f"{error!r}, which cannot be passed on: {other!r}")
    return error
