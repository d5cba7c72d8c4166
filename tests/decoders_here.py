"""Decoders on this thread: starting a process takes a second."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from photon.domain import Reading
from photon.media import Picture, read, render


def read_here(path: str) -> Future[Reading]:
    """The reading of a file, done; the Future may raise UnreadableFile."""
    return _done(read, path)


class DecodersHere:
    """Reads and renders."""

    def __init__(self, processes: int = 1) -> None:
        self.count = processes

    def read(self, path: str) -> Future[Reading]:
        return read_here(path)

    def render(self, path: str, long_side: int | None) -> Future[Picture]:
        return _done(render, path, long_side)

    def close(self) -> None:
        """Nothing was started."""


def _done(function: Callable[..., Any], *arguments: Any) -> Future[Any]:
    future: Future[Any] = Future()
    try:
        future.set_result(function(*arguments))
    except Exception as error:  # noqa: BLE001 - whoever waits gets it
        future.set_exception(error)
    return future
