"""One writer, two readers, and who hears of it: the only place where connections meet threads."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from photon.app.events import Events
from photon.domain import Changes
from photon.library import Library, open_library

T = TypeVar("T")


class Store:
    """The open library with its threads.

    Attributes:
        directory: Where the library lies.
        events: Every Changes that a write returned is sent here.
        veil: Called with the connection before each question, so that no answer has what is hidden.
    """

    def __init__(self, directory: Path) -> None:
        """Open or create the library.

        Raises:
            PhotonError: It cannot be opened.
        """
        self.directory = directory
        self.events = Events()
        self.veil: Callable[[Library], None] = lambda _: None
        self._library = open_library(directory, writable=True)
        self._writer = ThreadPoolExecutor(1, "photon-writer")
        self._readers = ThreadPoolExecutor(2, "photon-reader")
        self._local = threading.local()
        self._opened: list[Library] = []

    def read(self, question: Callable[[Library], T]) -> Future[T]:
        """Ask on a reader thread; hidden photos are not found there."""

        def ask() -> T:
            library = self.here()
            self.veil(library)
            return question(library)

        return self._readers.submit(ask)

    def write(self, action: Callable[[Library], T]) -> Future[T]:
        """Act on the writer thread; a Changes it returns is broadcast before the Future is done."""

        def run() -> T:
            result = action(self._library)
            if isinstance(result, Changes):
                self.events.send(result)
            return result

        return self._writer.submit(run)

    def here(self) -> Library:
        """The calling thread's own read-only connection; outside of ``read`` it finds hidden photos, too."""
        library: Library | None = getattr(self._local, "library", None)
        if library is None:
            library = open_library(self.directory, writable=False)
            self._local.library = library
            self._opened.append(library)
        return library

    def close(self) -> None:
        """Finish what was begun and close every connection."""
        self._writer.shutdown(wait=True)
        self._readers.shutdown(wait=True, cancel_futures=True)
        for library in (*self._opened, self._library):
            library.close()
