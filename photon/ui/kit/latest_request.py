"""A question that the window asks again and again: an older answer never takes the place of a newer one.

The session answers on several threads, so the answer to what was asked first may come last. Who asks once calls
``Bridge.call``; who asks again whenever something changes asks a Question, and is called with answers in the order of
asking: one that was overtaken is dropped, its error too. What is no answer any more, because other photos are looked at
or something was written since it was asked, is left behind with ``forget``.
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
"""What was shown before stays on the screen for so long at most; most answers come much sooner."""


class LatestRequest:
    """Requests of one kind, of which only the newest answer counts."""

    def __init__(self, bridge: Bridge, owner: QObject, *, of_photos: bool = True) -> None:
        """Send no request yet.

        Args:
            bridge: Delivers the answers.
            owner: Receives them. When it is deleted, answers are dropped.
            of_photos: Whether answers are about photos; those that are on their way when photos are hidden are dropped.
        """
        self._bridge = bridge
        self._owner = owner
        self._asked = self._settled = 0
        if of_photos:
            bridge.hidden.connect(self._leave_behind)

    def ask(
        self,
        future: Future[T],
        on_result: Callable[[T], None],
        on_error: Callable[[PhotonError], None] | None = None,
    ) -> None:
        """Ask again; ``on_result`` or ``on_error`` are called as by ``Bridge.call``, unless a newer answer was first.

        An older answer counts until the newer one arrives, so the window keeps updating even if changes come faster
        than answers.
        """
        self._asked += 1
        late = partial(self._comes_late, self._asked)
        self._bridge.call(future, on_result, self._owner, on_error, unless=late)

    def forget(self) -> None:
        """Whatever was asked so far is not wanted any more."""
        self._settled = self._asked

    def _leave_behind(self, _: object) -> None:
        self.forget()

    @property
    def is_awaited(self) -> bool:
        """Whether the newest answer has not come; what is costly is asked again only then."""
        return self._settled < self._asked

    def _comes_late(self, number: int) -> bool:
        if number <= self._settled:
            return True
        self._settled = number
        return False


def combined(make: Callable[..., T], *futures: Future[Any]) -> Future[T]:
    """What ``make`` makes of several answers, on the thread that brings the last of them.

    Returns:
        A Future that raises what the first Future without a result, or else ``make``, raises.
    """
    made: Future[T] = Future()
    left, lock = len(futures), Lock()

    def settle(_: object) -> None:
        nonlocal left
        with lock:
            left -= 1
            if left:
                return
        try:
            made.set_result(make(*(future.result() for future in futures)))
        except BaseException as error:  # noqa: BLE001 - goes to the future that waits
            made.set_exception(error)

    for future in futures:
        future.add_done_callback(settle)
    return made
