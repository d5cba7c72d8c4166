"""The bridge from worker threads to the main thread, which also catches bugs.

Futures and session events finish on worker threads. The bridge queues them, wakes the main thread once, and delivers
them there in small batches, so that a flood of them never delays painting.
"""

import contextlib
import logging
import sys
import time
import traceback
from collections import deque
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from itertools import count
from types import TracebackType
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

from photon.app.session import Session
from photon.domain import Activity, Changes, PhotonError
from photon.language import tr
from photon.quick_dataclass import dataclass
from photon.ui.kit.timers import single_shot

T = TypeVar("T")
log = logging.getLogger(__name__)

PORTION_SECONDS = 0.008  # half a frame at 60 Hz
SIGN_MS = 300  # longer waits are indicated
EVENT_PAUSE_MS = 80  # changes within this time are delivered together


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A finished Future and the receiver of its result."""

    number: int
    future: Future[Any]
    on_result: Callable[[Any], None]
    owner: QObject
    on_error: Callable[[PhotonError], None] | None
    unless: Callable[[], bool]


class Bridge(QObject):
    """Carries results and events to the main thread.

    ``changed`` brings a Changes and ``activity`` an Activity. ``problem`` brings message and hint of a PhotonError
    that has no handler; ``bug`` brings a traceback. ``slow`` tells whether an answer takes so long that the window
    should indicate it.

    Changes with photos that must not be seen any more (``Changes.gone``) are delivered at once, before pending results,
    which may be about these photos: ``LatestRequest`` drops them, and caches those that they forgot to have asked for.

    Attributes:
        withdrawals: How often there were such changes.
    """

    changed = Signal(object)
    activity = Signal(object)
    problem = Signal(str, str)
    bug = Signal(str)
    slow = Signal(bool)
    _wake = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: deque[_Waiting] = deque()
        self._gone: deque[Changes] = deque()
        self._changes: deque[Changes] = deque()
        self._activity: Activity | None = None
        self._is_closed = self._is_woken = False
        self._wake.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._event_timer = single_shot(self, EVENT_PAUSE_MS, self._hand_out_events)
        self._asked: dict[int, float] = {}
        self._calls = count()
        self._is_slow = False
        self.withdrawals = 0
        self._slow_timer = single_shot(self, SIGN_MS, self._look_for_slow)
        self._unsubscribe = session.store.events.subscribe(self._hear)

    def call(
        self,
        future: Future[T],
        on_result: Callable[[T], None],
        owner: QObject,
        on_error: Callable[[PhotonError], None] | None = None,
        *,
        unless: Callable[[], bool] = lambda: False,
    ) -> None:
        """Call ``on_result`` with the Future's result on the main thread, unless ``owner`` is gone by then.

        A PhotonError goes to ``on_error`` or, without one, to ``problem``; a cancelled Future is ignored. Any other
        exception is reported as a bug; ``on_error`` is called for it, too, so that no caller waits forever. Result and
        error are dropped if ``unless`` returns True when they arrive. For repeated requests use ``LatestRequest``,
        which drops answers that are out of date.
        """
        number = self.call_quietly(future, on_result, owner, on_error, unless=unless)
        self._asked[number] = time.monotonic()
        if not self._slow_timer.isActive() and not self._is_closed:
            self._slow_timer.start(SIGN_MS)

    def call_quietly(
        self,
        future: Future[T],
        on_result: Callable[[T], None],
        owner: QObject,
        on_error: Callable[[PhotonError], None] | None = None,
        *,
        unless: Callable[[], bool] = lambda: False,
    ) -> int:
        """Do the same as ``call`` for a result that no one waits for: ``slow`` is not about it. Return its number."""
        number = next(self._calls)

        def finished(done: Future[T]) -> None:
            self._waiting.append(_Waiting(number, done, on_result, owner, on_error, unless))
            self._wake_up()

        future.add_done_callback(finished)
        return number

    def report_error(self, error: PhotonError) -> None:
        """Show the message and the hint of an error."""
        self.problem.emit(error.message, error.hint)

    def close(self) -> None:
        """Stop receiving events and delivering results."""
        self._is_closed = True
        self._unsubscribe()
        self._event_timer.stop()
        self._slow_timer.stop()
        self._waiting.clear()

    def catch_uncaught(self) -> Callable[[], None]:
        """Report exceptions that escape from slots as bugs; return a function that stops doing so."""
        before = sys.excepthook

        def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
            if issubclass(kind, KeyboardInterrupt | SystemExit):
                before(kind, error, trace)
            elif isinstance(error, PhotonError):
                self.report_error(error)
            else:
                self._report(error)

        def take_back() -> None:
            sys.excepthook = before

        sys.excepthook = hook
        return take_back

    # -- on worker threads -------------------------------------------------------------------------

    def _hear(self, event: Changes | Activity) -> None:
        if isinstance(event, Activity):
            self._activity = event
        elif event.gone:
            self._gone.append(event)
        else:
            self._changes.append(event)
        self._wake_up()

    def _wake_up(self) -> None:
        """Queue a delivery on the main thread; calls before it runs share one delivery."""
        if not self._is_closed and not self._is_woken:
            self._is_woken = True
            # The window may be deleted between the check and the signal.
            with contextlib.suppress(RuntimeError):
                self._wake.emit()

    # -- on the main thread ------------------------------------------------------------------------

    def _deliver(self) -> None:
        self._is_woken = False  # first, so that whatever is added from here on wakes it again
        if self._is_closed:
            return
        while self._gone:
            self.withdrawals += 1
            self.changed.emit(self._gone.popleft())
        if (self._changes or self._activity) and not self._event_timer.isActive():
            self._event_timer.start()
        until = time.monotonic() + PORTION_SECONDS
        while self._waiting:
            self._settle(self._waiting.popleft())
            if self._waiting and time.monotonic() > until:
                self._wake_up()
                return

    def _look_for_slow(self) -> None:
        """Emit ``slow`` when the oldest pending call has waited too long, or no longer waits."""
        waited = 1000 * (time.monotonic() - min(self._asked.values())) if self._asked else 0.0
        self._say_slow(is_slow=waited >= SIGN_MS)
        if self._asked:
            self._slow_timer.start(SIGN_MS if self._is_slow else max(1, round(SIGN_MS - waited)))

    def _say_slow(self, *, is_slow: bool) -> None:
        if is_slow != self._is_slow:
            self._is_slow = is_slow
            self.slow.emit(is_slow)

    def _settle(self, waiting: _Waiting) -> None:
        self._asked.pop(waiting.number, None)
        if not self._asked:
            self._say_slow(is_slow=False)
        if not isValid(waiting.owner) or waiting.future.cancelled() or waiting.unless():
            return
        try:
            waiting.on_result(waiting.future.result())
        except CancelledError:
            return
        except PhotonError as error:
            (waiting.on_error or self.report_error)(error)
        except Exception as error:  # noqa: BLE001 - the one place where a bug becomes visible
            self._report(error)
            if waiting.on_error is not None and waiting.future.exception() is error:
                waiting.on_error(PhotonError(tr("Photon ran into an error.")))

    def _hand_out_events(self) -> None:
        activity, self._activity = self._activity, None
        if activity is not None:
            self.activity.emit(activity)
        together = Changes()
        while self._changes:
            together |= self._changes.popleft()
        if together:
            self.changed.emit(together)

    def _report(self, error: BaseException) -> None:
        text = "".join(traceback.format_exception(error))
        log.error("Unexpected error: %s", text)
        self.bug.emit(text)
