"""A line that says how far work is that takes long, with a button that stops it."""

from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QWidget

from photon.ui.kit import tokens
from photon.ui.kit.formatting import counted, number
from photon.ui.kit.job import Job
from photon.ui.kit.layouts import hbox

BAR = 80


class BusyLine(QWidget):
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
        job.told.connect(self._show)
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
