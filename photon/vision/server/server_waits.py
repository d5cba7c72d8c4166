"""Waits for a server that may be silent, slow or endless: each ends within its time as a whole, or once given up."""

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Generic, TypeVar

from photon.domain import PhotonError
from photon.language import tr

T = TypeVar("T")
Hold = Callable[[Callable[[], object]], None]
"""Takes a function that cuts off a connection, called when the wait ends; it may raise OSError."""


class ServerWaits:
    """The waits of one user of servers.

    A socket's timeout would not stop a server that sends a byte a second, and nothing stops the system's lookup of a
    name. So each wait is for a thread of its own, which is left behind; cutting off its connection ends it.
    """

    def __init__(self) -> None:
        """Create it; it starts nothing."""
        self._lock = threading.Lock()
        self._is_ended = False
        self._calls: set[_Call[Any]] = set()

    def run(self, action: Callable[[Hold], T], seconds: float) -> T:
        """Call a function on another thread, and return its result.

        Args:
            action: The function; it hands over how its connections are cut off.
            seconds: Time limit, in total.

        Raises:
            TimeoutError: It took too long.
            PhotonError: ``end`` was called.
            Exception: What the function raises.
        """
        call = _Call(action)
        with self._lock:
            if self._is_ended:
                raise _closing()
            self._calls.add(call)
        try:
            threading.Thread(target=call.run, name="photon-server", daemon=True).start()
            if not call.is_over.wait(seconds):
                raise TimeoutError
            if call.error is not None:
                raise call.error
            if not call.results:
                raise _closing()
            return call.results[0]
        finally:
            call.cut_off()
            with self._lock:
                self._calls.discard(call)

    def end(self) -> None:
        """Give up all waits at once, and refuse others from now on."""
        with self._lock:
            self._is_ended = True
            for call in self._calls:
                call.is_over.set()


class _Call(Generic[T]):
    def __init__(self, action: Callable[[Hold], T]) -> None:
        self.is_over = threading.Event()
        self.results: list[T] = []
        self.error: BaseException | None = None
        self._action = action
        self._lock = threading.Lock()
        self._cuts: list[Callable[[], object]] | None = []  # None once it was cut off

    def run(self) -> None:
        try:
            self.results.append(self._action(self._hold))
        except BaseException as error:  # noqa: BLE001 - raised again by the thread that waits
            self.error = error
        self.is_over.set()

    def cut_off(self) -> None:
        with self._lock:
            cuts, self._cuts = self._cuts or (), None
        for cut in cuts:
            with suppress(OSError):  # closed already
                cut()

    def _hold(self, cut: Callable[[], object]) -> None:
        with self._lock:
            if self._cuts is None:
                raise ConnectionAbortedError
            self._cuts.append(cut)


def _closing() -> PhotonError:
    return PhotonError(tr("Photon is being closed."))
