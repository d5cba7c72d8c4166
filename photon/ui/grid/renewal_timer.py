"""Schedules renewals of a grid while photos arrive: soon, but never so often that nothing else gets done."""

import time

from PySide6.QtCore import QObject, QTimer, Signal

SHARE = 20  # the rows of a very large library take a while to show: renewals get a twentieth of the time
FOUND_SHARE, LONGEST_MS = 5, 2000  # to find them takes time on other threads: a fifth, but at most two seconds between


class RenewalTimer(QObject):
    """Emits ``due`` when the photos should be requested again."""

    due = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.due)
        self.settled_at = 0.0
        self._rest = 0  # milliseconds until the next renewal

    def settle(self, asked: float, began: float) -> None:
        """Record that the rows are shown; they were asked for and began to be shown at these monotonic times."""
        self.settled_at = time.monotonic()
        found, shown = FOUND_SHARE * (began - asked), SHARE * (self.settled_at - began)
        self._rest = int(1000 * max(min(found, LONGEST_MS / 1000), shown))

    def soon(self, pause: int) -> None:
        """Emit ``due`` immediately if nothing was shown recently, otherwise after the pause in milliseconds."""
        if not self._timer.isActive():
            past = int((time.monotonic() - self.settled_at) * 1000)
            self._timer.setInterval(max(0, pause - past, self._rest - past))
            self._timer.start()

    def again(self) -> None:
        """Wait for the same time once more."""
        self._timer.start()
