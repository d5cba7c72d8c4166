"""Timers that call once."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer


def single_shot(owner: QObject, milliseconds: int, call: Callable[[], object]) -> QTimer:
    """Make a timer that calls once, so many milliseconds after it is started; a restart begins again."""
    timer = QTimer(owner, singleShot=True, interval=milliseconds)
    timer.timeout.connect(call)
    return timer
