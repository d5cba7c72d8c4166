"""When a grid is filled anew while photos arrive: soon, but never so often that it does nothing else."""

import time

from PySide6.QtCore import QObject, QTimer, Signal

SHARE = 20  # of a very large library the rows alone take a while: they get a twentieth of the time


class RenewalTimer(QObject):
    """Emits ``due`` when it is time to ask again."""

    due = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.due)
        self.settled_at = 0.0
        self._cost = 0  # milliseconds to show the rows last time

    def settle(self, began: float) -> None:
        """The rows are shown; ``began`` is the monotonic time when that started."""
        self.settled_at = time.monotonic()
        self._cost = int((self.settled_at - began) * 1000)

    def soon(self, pause: int) -> None:
        """At once when nothing was shown lately, else when the pause in milliseconds is over."""
        if not self._timer.isActive():
            past = int((time.monotonic() - self.settled_at) * 1000)
            self._timer.setInterval(max(0, pause - past, SHARE * self._cost - past))
            self._timer.start()

    def again(self) -> None:
        """Wait as long once more."""
        self._timer.start()
