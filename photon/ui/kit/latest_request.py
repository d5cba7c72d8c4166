"""Repeated requests: an older answer never replaces a newer one.

The session answers on several threads, so the first request may be answered last. For a single request, call
``Bridge.call``. For requests that are repeated whenever something changes, use ``LatestRequest``: it delivers answers
in the order of the requests and drops those that were overtaken, including their errors. Call ``forget`` when pending
answers have become invalid, because other photos are shown or something was written since.
"""

from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from threading import Lock
from typing import Any, TypeVar

from PySide6.QtCore import QObject

from photon.domain import PhotonError
from photon.ui.kit.bridge import Bridge

T = TypeVar("T")
OUTDATED_MS = 100
"""Longest time that outdated content stays on the screen; most answers arrive much sooner."""


class LatestRequest:
    """Requests of one kind, of which only the newest answer counts."""

    def __init__(self, bridge: Bridge, owner: QObject, *, of_photos: bool = True, is_quiet: bool = False) -> None:
        """Create it without sending a request.

        Args:
            bridge: Delivers the answers.
            owner: Receives them; once it is deleted, answers are dropped.
            of_photos: Whether answers are about photos; pending ones are dropped when photos must not be seen any more.
            is_quiet: Whether no one waits for them, so that the window doesn't indicate that one takes long.
        """
        self._call: Callable[..., object] = bridge.call_quietly if is_quiet else bridge.call
        self._bridge, self._owner, self._of_photos = bridge, owner, of_photos
        self._asked = self._settled = self._seen = 0

    def ask(
        self,
        future: Future[T],
        on_result: Callable[[T], None],
        on_error: Callable[[PhotonError], None] | None = None,
    ) -> None:
        """Send a request; call ``on_result`` or ``on_error`` as ``Bridge.call`` does, unless a newer answer came first.

        An older answer counts until the newer one arrives, so the window keeps updating even if changes come faster
        than answers.
        """
        self._asked += 1
        self._seen = self._bridge.withdrawals
        late = partial(self._comes_late, self._asked, self._seen)
        self._call(future, on_result, self._owner, on_error, unless=late)

    def forget(self) -> None:
        """Drop the answers to all requests made until now."""
        self._settled = self._asked

    @property
    def is_awaited(self) -> bool:
        """Whether the newest answer is still pending; expensive requests are not repeated until it has arrived."""
        return self._settled < self._asked and not self._is_withdrawn(self._seen)

    def _is_withdrawn(self, seen: int) -> bool:
        """Return whether photos were withdrawn since a request, so that its answer may be about these."""
        return self._of_photos and seen != self._bridge.withdrawals

    def _comes_late(self, number: int, seen: int) -> bool:
        if number <= self._settled or self._is_withdrawn(seen):
            return True
        self._settled = number
        return False


def combined(make: Callable[..., T], *futures: Future[Any]) -> Future[T]:
    """Apply ``make`` to the results of several Futures, on the thread that finishes the last of them.

    Returns:
        A Future with the result; it raises the error of the first Future that failed, or else that of ``make``.
    """
    made: Future[T] = Future()
    left, lock, asked = len(futures), Lock(), list(futures)

    def settle(_: object) -> None:
        nonlocal left
        with lock:
            left -= 1
            if left:
                return
        try:
            made.set_result(make(*(future.result() for future in asked)))
        except BaseException as error:  # noqa: BLE001 - goes to the future that waits
            made.set_exception(error)
        asked.clear()  # they refer to this function: 30,000 objects would wait for the main thread to collect them

    for future in futures:
        future.add_done_callback(settle)
    return made
