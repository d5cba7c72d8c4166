"""Work of the session that takes long: how far it is, told on the main thread, and the wish that it stops."""

import threading
from contextlib import suppress

from PySide6.QtCore import QObject, Qt, Signal


class Job(QObject):
    """One piece of work; ``told`` brings how much of how much is done, until it ends."""

    told = Signal(int, int)
    _came = Signal(int, int)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._stopping = threading.Event()
        self._is_over = False
        self._came.connect(self._pass_on, Qt.ConnectionType.QueuedConnection)

    def report(self, done: int, among: int) -> None:
        """Called by whoever works, on any thread."""
        with suppress(RuntimeError):  # the window may be gone before the work is
            self._came.emit(done, among)

    def is_stopped(self) -> bool:
        """Asked by whoever works, on any thread."""
        return self._stopping.is_set()

    def stop(self) -> None:
        """Let it stop soon."""
        self._stopping.set()

    @property
    def is_wanted(self) -> bool:
        """Whether it has not been ended."""
        return not self._is_over

    def end(self) -> None:
        """It is done, or nobody wants it any more: it stops, and tells no more."""
        self._is_over = True
        self._stopping.set()
        self.deleteLater()

    def _pass_on(self, done: int, among: int) -> None:
        if not self._is_over:
            self.told.emit(done, among)
