"""Single-shot timers."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer


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
