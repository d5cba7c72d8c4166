"""The only thread that writes to the user's files, or moves them."""

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
    """Runs one task at a time on its own thread, so that the window is never blocked."""

    def __init__(self, directory: Path, name: str, tidy: Callable[[], int]) -> None:
        """Create the thread; it starts with the first task.

        Args:
            directory: Folder of the library.
            name: Name of the thread.
            tidy: Finishes what a killed process left open, and returns how many files were affected.
        """
        self._directory, self._tidy = directory, tidy
        self._executor = ThreadPoolExecutor(1, name)
        self._lock = writing_lock(directory)
        self._closing = Event()

    @property
    def is_closing(self) -> bool:
        """Whether no further file may be started."""
        return self._closing.is_set()

    def close(self) -> None:
        """Finish the files in progress, and start no more."""
        self._closing.set()
        self._executor.shutdown(wait=True, cancel_futures=True)

    def submit(self, act: Callable[[], T]) -> Future[T]:
        """Run a task that touches no file, after the tasks submitted before."""
        return self._executor.submit(act)

    def submit_alone(self, act: Callable[[], T]) -> Future[T]:
        """Run a task after finishing what was left open, while no other process or desk touches files."""

        def alone() -> T:
            with self._held():
                self._tidy()
                return act()

        return self.submit(alone)

    def tidy(self) -> Future[int]:
        """Finish what a killed process left open, unless another is at work; return how many files were affected."""

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
