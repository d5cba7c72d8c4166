"""Single-shot timers."""

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, SignalInstance

LONGEST_MS = 2000


class SpacedTimer(QTimer):
    """Calls soon after the first request, less and less often while requests continue, and always after the last.

    For panels that count all photos when some have changed: moving 1,000 files announces 40 changes, and counting after
    each took twice as long as moving.
    """

    def __init__(self, owner: QObject, milliseconds: int, call: Callable[[], object]) -> None:
        """Create a timer at rest; ``milliseconds`` is the delay after a time without requests."""
        super().__init__(owner, singleShot=True, interval=milliseconds)
        self._first = self._delay = milliseconds
        self._last = 0.0
        self.timeout.connect(self._note)
        self.timeout.connect(call)

    def request(self) -> None:
        """Start the timer unless it is active: at each call in a row twice as long, up to two seconds."""
        if self.isActive():
            return
        is_calm = time.monotonic() - self._last > LONGEST_MS / 1000
        self._delay = self._first if is_calm else min(2 * self._delay, LONGEST_MS)
        self.start(self._delay)

    def _note(self) -> None:
        self._last = time.monotonic()


def single_shot(owner: QObject, milliseconds: int, call: Callable[[], object]) -> QTimer:
    """Make a timer that fires once after a delay; starting it again restarts the delay."""
    timer = QTimer(owner, singleShot=True, interval=milliseconds)
    timer.timeout.connect(call)
    return timer


def start_once_shown(timer: QTimer) -> None:
    """Start a timer when the window that is being made is shown, and the event loop runs.

    What a window does not show at first is requested this way: the answer takes time on other threads, and while one of
    them runs Python code, the window cannot be made.
    """
    QTimer.singleShot(0, timer, timer.start)


def start_once_sent(signal: SignalInstance, timer: QTimer) -> None:
    """Start a timer when a signal is sent for the first time.

    What goes through all photos waits in this way until they are counted: asked for with them, it makes the first
    photos of a million come a third later.
    """
    signal.connect(lambda *_: timer.start(), Qt.ConnectionType.SingleShotConnection)
