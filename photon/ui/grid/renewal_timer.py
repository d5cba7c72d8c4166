"""Schedules renewals of a grid while photos arrive: soon, but never so often that nothing else gets done."""

import time

from PySide6.QtCore import QObject, QTimer, Signal

SHARE = 20  # the rows of a very large library take a while to show: renewals get a twentieth of the time


class RenewalTimer(QObject):
    """Emits ``due`` when the photos should be requested again."""

    due = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.due)
        self.settled_at = 0.0
        self._cost = 0  # milliseconds that showing the rows took last time

    def settle(self, began: float) -> None:
        """Record that the rows are shown; ``began`` is the monotonic time when that started."""
        self.settled_at = time.monotonic()
        self._cost = int((self.settled_at - began) * 1000)

    def soon(self, pause: int) -> None:
        """Emit ``due`` immediately if nothing was shown recently, otherwise after the pause in milliseconds."""
        if not self._timer.isActive():
            past = int((time.monotonic() - self.settled_at) * 1000)
            self._timer.setInterval(max(0, pause - past, SHARE * self._cost - past))
            self._timer.start()

    def again(self) -> None:
        """Wait for the same time once more."""
        self._timer.start()
