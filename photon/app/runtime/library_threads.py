"""One writer, two readers, a counter and the event listeners: the only place where connections and threads meet."""

import threading
import traceback
from collections.abc import Callable, Collection
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

from photon.app.runtime.events import Events
from photon.domain import Changes, PhotonError
from photon.language import tr
from photon.library import Library, open_library, renew_damaged
from photon.library.db.connection import FindTown, LocalizePoint
from photon.library.db.database_errors import DamagedLibrary, StoppedWrite, UnwritableLibrary
from photon.library.recovery.foreign_work import take_over

P = ParamSpec("P")
T = TypeVar("T")


_PATIENCE = 0.05  # seconds that a query may continue while the library is being closed


def ignore_faults(action: Callable[[], object]) -> None:
    """Call a function about what is only a cache: a full disk or a lock must not spoil the answer."""
    with suppress(PhotonError):
        action()


class RenewedLibrary(PhotonError):  # noqa: N818 - named after what happened
    """A damaged file was recreated, so the pending write was not done; it can be retried at once."""


class LibraryThreads:
    """The open library with its threads.

    Attributes:
        directory: Where the library lies.
        events: Receives every Changes that a write returned.
        generation: How often damaged files have been recreated.
        notices: What was recreated or dropped when the library was opened, as sentences.
        renewed: What was recreated then or later.
        on_renewed: Called on the writer thread after files were recreated.
        before_batch: Called with the number of photos or marks before that many are changed at once; must not block.
        veil: Called with the connection before each read, so that no result contains hidden photos.
        find_town: Finds towns of the world by name; see ``Library``.
        localize: Names points in the language of the window; see ``Library``.
        at_rest: Set unless files are being moved: the work in the background waits until they are, a minute at most.
    """

    def __init__(self, directory: Path) -> None:
        """Open or create the library. An unwritable library is opened read-only until something must be written.

        Raises:
            PhotonError: The library cannot be opened.
        """
        self.directory = directory
        self.events = Events()
        self.generation = 0
        self.on_renewed: Callable[[], None] = lambda: None
        self.before_batch: Callable[[int], None] = lambda _: None
        self.veil: Callable[[Library], None] = lambda _: None
        self.find_town: FindTown = lambda _: ()
        self.localize: LocalizePoint = lambda point: point
        self.at_rest = threading.Event()
        self.at_rest.set()
        self._library = _opened(directory)
        self.notices = self.renewed = self._library.notices
        self._writer = ThreadPoolExecutor(1, "photon-writer")
        self._readers = ThreadPoolExecutor(2, "photon-reader")
        self._counter = ThreadPoolExecutor(1, "photon-counter")
        self._local = threading.local()
        self._opening = threading.Lock()  # no connection may be opened to a file while it is being recreated
        self._opened: list[Library] = []
        self._in_use = WeakKeyDictionary[threading.Thread, Library]()  # thread -> its connection

    def read(self, question: Callable[Concatenate[Library, P], T], *arguments: P.args, **named: P.kwargs) -> Future[T]:
        """Call a function with the library and these arguments on a reader thread, which does not find hidden photos.

        Args:
            question: Preferably a named function, so that an editor can follow it: ``read(photos.cards, ids)``.
            *arguments: Its arguments after the library.
            **named: Its keyword arguments.
        """
        return self._readers.submit(self._ask, question, *arguments, **named)

    def count(self, question: Callable[Concatenate[Library, P], T], *arguments: P.args, **named: P.kwargs) -> Future[T]:
        """Do what ``read`` does on a thread of its own: photos on the screen never wait until all photos are counted.

        Args:
            question: A function that goes through all photos.
            *arguments: Its arguments after the library.
            **named: Its keyword arguments.
        """
        return self._counter.submit(self._ask, question, *arguments, **named)

    def _ask(self, question: Callable[Concatenate[Library, P], T], /, *arguments: P.args, **named: P.kwargs) -> T:
        seen = self.generation
        try:
            return question(self._veiled(), *arguments, **named)
        except DamagedLibrary:
            if not self.renew(seen):
                raise
            return question(self._veiled(), *arguments, **named)
        except StoppedWrite as error:
            for one in (error, error.__cause__):  # where the error is kept, the query would be, and could not be closed
                traceback.clear_frames(one.__traceback__ if one else None)
            raise

    def write(self, action: Callable[Concatenate[Library, P], T], *arguments: P.args, **named: P.kwargs) -> Future[T]:
        """Call a function with the library and these arguments on the writer thread.

        If it returns a Changes, that is broadcast before the Future is done. The Future may raise PhotonError: the
        library cannot be written to, or it was damaged (RenewedLibrary).
        """

        def run() -> T:
            seen = self.generation
            try:
                result = action(self._writing(), *arguments, **named)
            except DamagedLibrary as error:
                if not self._renewed(seen):
                    raise
                raise RenewedLibrary(
                    tr("A file that Photon can rebuild from your photos was damaged; it was set aside."),
                    tr("None of your metadata is lost. Try again."),
                ) from error
            if isinstance(result, Changes):
                self.events.send(result)
            return result

        return self._writer.submit(run)

    def here(self) -> Library:
        """Return the calling thread's own read-only connection; outside of ``read``, it also finds hidden photos."""
        library, generation = getattr(self._local, "library", (None, -1))
        if library is None or generation != self.generation:
            with self._opening:
                generation = self.generation
                library = self._library.again(writable=False)
            library.find_town, library.localize = self.find_town, self.localize
            self._local.library = (library, generation)
            self._in_use[threading.current_thread()] = library
            self._opened.append(library)  # keep the previous one, too: another thread may still be reading from it
        return library

    def _veiled(self) -> Library:
        library = self.here()
        self.veil(library)
        return library

    @property
    def has_decided(self) -> bool:
        """Whether the user's data was changed since the library was opened; also once it is closed."""
        return any(one.writable and one.journal.has_steps for one in (*self._opened, self._library))

    def renew(self, seen: int) -> bool:
        """Recreate damaged files that can be recreated, after damage was found; blocks.

        Args:
            seen: ``generation`` before the damage was found.

        Returns:
            Whether a retry makes sense: not if nothing damaged was found, or nothing can be written.

        Raises:
            PhotonError: The catalogue is damaged.
        """
        return self._writer.submit(self._renewed, seen).result()

    def end(self, threads: Collection[threading.Thread]) -> None:
        """Wait for threads that are about to end.

        What they read meanwhile raises StoppedWrite, because with many photos one query may take seconds; what they
        write is written.
        """
        for thread in threads:
            thread.join(_PATIENCE)
            while thread.is_alive():
                for one in threads:
                    if one in self._in_use:
                        self._in_use[one].stop_reading()
                thread.join(_PATIENCE)

    def close(self) -> None:
        """Finish pending writes, drop pending questions, and close every connection."""
        self._writer.shutdown(wait=True)
        asked = (self._readers, self._counter)
        for pool in asked:
            pool.shutdown(wait=False, cancel_futures=True)
        for pool in asked:
            end = threading.Thread(target=pool.shutdown, name="photon-closing")
            end.start()
            while end.is_alive():
                end.join(_PATIENCE)
                for library in list(self._opened) if end.is_alive() else ():
                    library.stop_reading()
        for library in (*self._opened, self._library):
            library.close()

    def _writing(self) -> Library:
        if not self._library.writable:  # the disk may be writable again
            self._replace_library(_opened_for_writing(self.directory))
        return self._library

    def _renewed(self, seen: int) -> bool:
        if self.generation != seen:
            return True
        with self._opening:
            try:
                notices = renew_damaged(self.directory)
                if not notices and not self._library.is_replaced():
                    return False
            except UnwritableLibrary:
                return False
            self.renewed += notices
            self._replace_library(_opened_for_writing(self.directory))
        self.on_renewed()
        return True

    def _replace_library(self, library: Library) -> None:
        self._opened.append(self._library)
        self._library = library
        self.generation += 1


def _opened_for_writing(directory: Path) -> Library:
    """Open the library; one that belonged to another computer becomes one of this computer."""
    library = open_library(directory, writable=True)
    try:
        library.notices += tuple(take_over(library))
    except BaseException:
        library.close()
        raise
    return library


def _opened(directory: Path) -> Library:
    try:
        return _opened_for_writing(directory)
    except UnwritableLibrary as error:
        try:
            return open_library(directory, writable=False)
        except PhotonError:
            raise error from None
