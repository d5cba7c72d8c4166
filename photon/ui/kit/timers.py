"""Single-shot timers."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer


def single_shot(owner: QObject, milliseconds: int, call: Callable[[], object]) -> QTimer:
    """Make a timer that fires once after a delay; starting it again restarts the delay."""
    timer = QTimer(owner, singleShot=True, interval=milliseconds)
    timer.timeout.connect(call)
    return timer
