"""A line that says how far work is that takes long, with a button that stops it."""

import threading
from contextlib import suppress

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QWidget

from photon.language import counted
from photon.ui.kit import tokens
from photon.ui.kit.formatting import number
from photon.ui.kit.layouts import hbox


class Job(QObject):
    """A long task; ``progressed`` brings how much of how much is done, until it ends."""

    progressed = Signal(int, int)
    _came = Signal(int, int)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._stopping = threading.Event()
        self._is_over = False
        self._came.connect(self._pass_on, Qt.ConnectionType.QueuedConnection)

    def report(self, done: int, among: int) -> None:
        """Report progress; may be called on any thread."""
        with suppress(RuntimeError):  # the window may be gone before the work is
            self._came.emit(done, among)

    def is_stopped(self) -> bool:
        """Whether the task should stop; may be called on any thread."""
        return self._stopping.is_set()

    def stop(self) -> None:
        """Let it stop soon."""
        self._stopping.set()

    @property
    def is_wanted(self) -> bool:
        """Whether it has not been ended."""
        return not self._is_over

    def end(self) -> None:
        """Stop the task, because it is done or no longer wanted; it reports no more progress."""
        self._is_over = True
        self._stopping.set()
        self.deleteLater()

    def _pass_on(self, done: int, among: int) -> None:
        if not self._is_over:
            self.progressed.emit(done, among)


BAR = 80


class ProgressRow(QWidget):
    """Shown while something is going on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words, self.bar, self.stop = QLabel(), QProgressBar(), QPushButton("Stop")
        self._job: Job | None = None
        self._doing = self._noun = ""
        self.words.setProperty("role", "quiet")
        self.bar.setFixedWidth(BAR)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Progress")
        self.stop.clicked.connect(self._stop)
        hbox(self.bar, self.words, self.stop, None, to=self, margins=0, spacing=tokens.SPACE)
        self.hide()

    def begin(self, doing: str, noun: str) -> Job:
        """Show that something is done to so many of what the noun names; what was going on before ends."""
        self.end()
        self._job = job = Job(self)
        self._doing, self._noun = doing, noun
        job.progressed.connect(self._show)
        self.stop.setEnabled(True)
        self.bar.setRange(0, 0)
        self.words.setText(f"{doing}…")
        self.show()
        return job

    def end(self) -> None:
        """It is done, or not wanted any more."""
        if self._job is not None:
            self._job.end()
        self._job = None
        self.hide()

    @property
    def is_on(self) -> bool:
        """Whether something is going on."""
        return self._job is not None

    def _show(self, done: int, among: int) -> None:
        self.bar.setRange(0, max(1, among))
        self.bar.setValue(done)
        self.words.setText(f"{self._doing}: {number(done)} of {counted(among, self._noun)}")

    def _stop(self) -> None:
        if self._job is not None:
            self.stop.setEnabled(False)
            self._job.stop()
