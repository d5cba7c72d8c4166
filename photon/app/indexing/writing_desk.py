"""The one thread that writes into the user's files, or moves them."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import TypeVar

from filelock import Timeout

from photon.app.indexing.writing_lock import writing_lock
from photon.library.db.database_errors import translated_errors

T = TypeVar("T")


class WritingDesk:
    """Does one thing at a time on a thread of its own; readers stay free for the window."""

    def __init__(self, directory: Path, name: str, tidy: Callable[[], int]) -> None:
        """Start nothing yet.

        Args:
            directory: Folder of the library.
            name: Name of the thread.
            tidy: Closes what a killed process left open, and returns how many files it had under way.
        """
        self._directory, self._tidy = directory, tidy
        self._executor = ThreadPoolExecutor(1, name)
        self._lock = writing_lock(directory)
        self._closing = Event()

    @property
    def is_closing(self) -> bool:
        """Whether nothing more is to be begun."""
        return self._closing.is_set()

    def close(self) -> None:
        """Finish the files that are under way, and begin no more."""
        self._closing.set()
        self._executor.shutdown(wait=True, cancel_futures=True)

    def submit(self, act: Callable[[], T]) -> Future[T]:
        """Do something that touches no file, after what was submitted before."""
        return self._executor.submit(act)

    def submit_alone(self, act: Callable[[], T]) -> Future[T]:
        """Do something while no other process or desk of the library touches files, after what was left is tidied."""

        def alone() -> T:
            with self._held():
                self._tidy()
                return act()

        return self._executor.submit(alone)

    def tidy(self) -> Future[int]:
        """Close what a killed process left open, unless another one is at work; returns how many files it had."""

        def act() -> int:
            try:
                with self._held(timeout=0):
                    return self._tidy()
            except Timeout:
                return 0

        return self._executor.submit(act)

    @contextmanager
    def _held(self, timeout: float = -1) -> Iterator[None]:
        with translated_errors(self._directory):
            self._lock.acquire(timeout=timeout)
        try:
            yield
        finally:
            self._lock.release()
