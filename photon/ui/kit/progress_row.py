"""A line that shows the progress of long tasks, with a button to stop them."""

import threading
from contextlib import suppress
from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QProgressBar, QPushButton, QWidget

from photon.language import tr, tr_n
from photon.ui.kit import tokens
from photon.ui.kit.labels import make_label
from photon.ui.kit.layouts import hbox


class Job(QObject):
    """A long task; ``progressed`` brings the amount done and the total, until the task ends."""

    progressed = Signal(int, int)
    _came = Signal(int, int)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._stopping = threading.Event()
        self._is_over = False
        self._came.connect(self._pass_on, Qt.ConnectionType.QueuedConnection)

    def report(self, done: int, among: int) -> None:
        """Report progress; may be called on any thread."""
        with suppress(RuntimeError):  # the window may be deleted before the work ends
            self._came.emit(done, among)

    def is_stopped(self) -> bool:
        """Return whether the task should stop; may be called on any thread."""
        return self._stopping.is_set()

    def stop(self) -> None:
        """Ask the task to stop soon."""
        self._stopping.set()

    @property
    def is_wanted(self) -> bool:
        """Whether the task has not been ended."""
        return not self._is_over

    def end(self) -> None:
        """Stop the task because it is done or no longer needed; it reports no further progress."""
        self._is_over = True
        self._stopping.set()
        self.deleteLater()

    def _pass_on(self, done: int, among: int) -> None:
        if not self._is_over:
            self.progressed.emit(done, among)


class ProgressBar(QProgressBar):
    """A thin bar without text, repainted together with everything else that has changed.

    Qt's own progress bar repaints immediately when its value changes, and with it everything in the window that has
    changed by then. After a decision, half of the changes would be painted twice.
    """

    def __init__(self, name: str = "") -> None:
        """Make a bar; ``name`` is its accessible name, "Progress" by default."""
        super().__init__()
        self.setTextVisible(False)
        self.setAccessibleName(name or tr("Progress"))

    def show_share(self, done: int, among: int) -> None:
        """Show how much of the total is done; a total of 0 means unknown, and the bar shows a running pattern."""
        self.setUpdatesEnabled(False)
        self.setRange(0, among)
        self.setValue(done)
        self.setUpdatesEnabled(True)


BAR = 80
Noun = Literal["photo", "file"]
"""What is counted; the word itself is not shown."""


class ProgressRow(QWidget):
    """A progress bar with text, shown while a task runs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words, self.bar, self.stop = make_label(role="quiet"), ProgressBar(), QPushButton(tr("Stop"))
        self._job: Job | None = None
        self._doing = ""
        self._noun: Noun = "photo"
        self.bar.setFixedWidth(BAR)
        self.stop.clicked.connect(self._stop)
        hbox(self.bar, self.words, self.stop, None, to=self, margins=0, spacing=tokens.SPACE)
        self.hide()

    def begin(self, doing: str, noun: Noun) -> Job:
        """Show the start of a task on this many photos or files; a previous task ends."""
        self.end()
        self._job = job = Job(self)
        self._doing, self._noun = doing, noun
        job.progressed.connect(self._show)
        self.stop.setEnabled(True)
        self.bar.show_share(0, 0)
        self.words.setText(f"{doing}…")
        self.show()
        return job

    def end(self) -> None:
        """Hide the row, because the task is done or no longer needed."""
        if self._job is not None:
            self._job.end()
        self._job = None
        self.hide()

    @property
    def is_on(self) -> bool:
        """Whether a task is running."""
        return self._job is not None

    def _show(self, done: int, among: int) -> None:
        self.bar.show_share(done, max(1, among))
        self.words.setText(_progress(self._noun, self._doing, done, among))

    def _stop(self) -> None:
        if self._job is not None:
            self.stop.setEnabled(False)
            self._job.stop()


def _progress(noun: Noun, doing: str, done: int, among: int) -> str:
    """Return text such as ``Reading: 1,200 of 5,000 photos``."""
    if noun == "file":
        return tr_n(
            "{doing}: {done:,} of {count:,} file", "{doing}: {done:,} of {count:,} files", among, doing=doing, done=done
        )
    return tr_n(
        "{doing}: {done:,} of {count:,} photo", "{doing}: {done:,} of {count:,} photos", among, doing=doing, done=done
    )
