"""Decoders without processes: starting one takes half a second of CPU time, and a session starts one per core."""

import pickle
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from photon.app.runtime.worker_process import WorkerStopped, _carried
from photon.domain import Reading
from photon.media.file.file_kinds import is_video
from photon.media.read.film_reading import read_film
from photon.media.read.reading import read


class WorkerHere:
    """Replaces ``WorkerProcess`` and runs functions on the calling thread.

    Arguments and results are pickled, as for a real process. Memory and time are not limited, and nothing crashes:
    tests of these use the fixture ``processes``.
    """

    def __init__(self, begin: Callable[..., None], *arguments: Any, **held_back: Any) -> None:
        del begin, held_back  # they prepare a process, limit and replace it
        self.arguments = arguments
        self._stopped = False

    def run(self, function: Callable[..., Any], *arguments: Any, seconds: float | None = None) -> Any:
        del seconds
        if self._stopped:
            raise WorkerStopped
        function, arguments = _piped((function, arguments))
        try:
            answer = function(*arguments)
        except Exception as error:  # noqa: BLE001 - whatever it is, the process would carry it over
            raise _carried(error) from None
        if self._stopped:
            raise WorkerStopped
        return _piped(answer)

    def rest(self) -> None:
        """Do nothing: there is no process to end."""

    def rest_if_unused(self, seconds: float) -> None:
        """There is no process to end."""

    def stop(self) -> None:
        self._stopped = True


def _piped(value: Any) -> Any:
    """Return a value as it comes out of a pipe between processes."""
    return pickle.loads(pickle.dumps(value))  # noqa: S301 - our own


def read_here(path: str) -> Future[Reading]:
    """Return a finished reading of a file; the Future may raise UnreadableFile."""
    return DecodersHere().run(read, path)


class DecodersHere:
    """Calls each function immediately."""

    def __init__(self, processes: int = 1) -> None:
        self.count, self.films = processes, self

    def run(self, function: Callable[..., Any], *arguments: Any, **_limits: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(function(*arguments))
        except Exception as error:  # noqa: BLE001 - whoever waits gets it
            future.set_exception(error)
        return future

    def read(self, path: str) -> Future[Reading]:
        return self.run(read_film if is_video(path) else read, path)

    def close(self) -> None:
        """Do nothing: nothing was started."""
