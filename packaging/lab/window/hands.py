"""Input and observation for scripts that use the window as a user does: keys, clicks, drops, pictures, pauses."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEventLoop, QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from photon.ui.window.main_window import MainWindow

TICK_MS = 5
PATIENCE_S = 120.0
SETTLED_S = 0.4  # time after a step before its picture: fades and late answers
NONE = Qt.KeyboardModifier.NoModifier


@dataclass(frozen=True)
class Step:
    """The measurements of a step.

    Attributes:
        name: Name of its picture.
        seconds: Its duration.
        pause: The longest time in milliseconds in which the main thread did not check for input.
        work: The longest CPU time of the main thread between two checks for input, in milliseconds. Other programs and
            threads do not count, so that it is the same on a busy computer.
    """

    name: str
    seconds: float
    pause: float
    work: float


class Hands:
    """Uses a window, takes a picture after each step, and measures the pauses of the main thread.

    Attributes:
        steps: The measurements of each step.
        complaints: What was cut off or did not occur, by the picture's name.
    """

    def __init__(self, window: MainWindow, out: Path) -> None:
        self.window, self.out = window, out
        self.steps: list[Step] = []
        self.complaints: list[str] = []
        self._ticker = QTimer(window, interval=TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self._ticker.timeout.connect(self._tick)
        self._ticker.start()
        self.begin_step()
        out.mkdir(parents=True, exist_ok=True)

    # -- input -------------------------------------------------------------------------------------

    @property
    def target(self) -> QWidget:
        """The widget that receives keys."""
        return QApplication.activePopupWidget() or QApplication.focusWidget() or self.window

    def press(self, *keys: str) -> None:
        """Press keys one after another, each named as ``Ctrl+K`` or ``Y``."""
        for name in keys:
            pressed = QKeySequence.fromString(name)[0]  # type: ignore[index]  # its stubs lack the operator
            QTest.keyClick(self.target, pressed.key(), pressed.keyboardModifiers())
            self.rest(0.02)

    def type(self, words: str) -> None:
        """Type a text, one letter every 5 ms; long texts, and those that Qt's tests cannot type, are pasted."""
        if not words.isascii() or len(words) > 200:
            QApplication.clipboard().setText(words)
            self.press("Ctrl+V")
            return
        for letter in words:
            QTest.keyClicks(self.target, letter)
            self.rest(0.005)

    def click(self, widget: QWidget, at: QPoint | None = None, modifiers: Qt.KeyboardModifier = NONE) -> None:
        """Click a widget, in its middle or at a point."""
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, modifiers, at or widget.rect().center())
        self.rest(0.02)

    def push(self, words: str, within: QWidget | None = None) -> bool:
        """Click the visible button with this text or accessible name; return False if there is none."""
        for button in (within or self.window).findChildren(QAbstractButton):
            named = (button.text().replace("&", ""), button.accessibleName())
            if button.isVisible() and button.isEnabled() and any(name.startswith(words) for name in named if name):
                self.click(button)
                return True
        self.complaints.append(f"no button “{words}”")
        return False

    def drop(self, path: Path, onto: QWidget) -> None:
        """Drop a file or folder on a widget."""
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(path))])
        while not onto.acceptDrops() and (above := onto.parentWidget()) is not None:
            onto = above
        middle, action = onto.rect().center(), Qt.DropAction.CopyAction
        left = Qt.MouseButton.LeftButton
        QApplication.sendEvent(onto, QDragEnterEvent(middle, action, mime, left, NONE))
        QApplication.sendEvent(onto, QDropEvent(QPointF(middle), action, mime, left, NONE))

    def photo(self, row: int) -> QPoint:
        """Return the middle of a photo in the grid."""
        grid = self.window.grid
        return grid.visualRect(grid.grid_model.index(row)).center()

    # -- waiting and observing ---------------------------------------------------------------------

    def rest(self, seconds: float) -> None:
        """Let the window work."""
        loop = QEventLoop()
        QTimer.singleShot(int(1000 * seconds), loop.quit)
        loop.exec()

    def wait(self, condition: Callable[[], object], what: str, seconds: float = PATIENCE_S) -> bool:
        """Let the window work until a condition holds; record a complaint if it does not."""
        end = time.perf_counter() + seconds
        while not condition():
            if time.perf_counter() > end:
                self.complaints.append(f"{what} did not come within {seconds:.0f} s")
                return False
            self.rest(0.02)
        return True

    def picture(self, name: str, of: QWidget | None = None) -> None:
        """End a step: save a picture, and record its duration, its longest pause, and what is cut off."""
        self.rest(SETTLED_S)
        seconds = time.perf_counter() - self._began - SETTLED_S
        self.steps.append(Step(name, seconds, 1000 * self._longest, 1000 * self._most))
        shown = of or QApplication.activeModalWidget() or self.window
        shown.grab().save(str(self.out / f"{name}.png"))
        self.complaints += [f"{name}: {cut}" for cut in cut_parts(shown)]
        self.begin_step()

    def longest_work(self) -> float:
        """Return the longest work of the main thread since the step began, in milliseconds."""
        return 1000 * self._most

    def begin_step(self) -> None:
        """Begin to measure a step."""
        self._began = self._looked = time.perf_counter()
        self._worked = time.thread_time()
        self._longest = self._most = 0.0  # seconds

    def _tick(self) -> None:
        """Handle a tick, which arrives after everything queued before it: the main thread checks for input."""
        looked, worked = time.perf_counter(), time.thread_time()
        self._longest = max(self._longest, looked - self._looked - TICK_MS / 1000)
        self._most = max(self._most, worked - self._worked)
        self._looked, self._worked = looked, worked


def cut_parts(window: QWidget) -> list[str]:
    """Return visible buttons whose text does not fit, or that are outside the window."""
    cut = []
    for button in window.findChildren(QAbstractButton):
        if not button.isVisible() or button.window() is not window:
            continue
        name = button.text() or button.accessibleName() or button.objectName()
        if button.text() and button.width() < button.minimumSizeHint().width() - 1:
            cut.append(f"“{name}” is cut: {button.width()} of {button.minimumSizeHint().width()} pixels")
        middle = button.mapTo(window, button.rect().center())
        if button.visibleRegion().isEmpty() and not _can_scroll(button):
            cut.append(f"“{name}” lies out of sight at {middle.x()}, {middle.y()}")
    return cut


def _can_scroll(widget: QWidget) -> bool:
    """Return whether the widget is inside an area that can be scrolled to it."""
    above = widget.parentWidget()
    while above is not None:
        if above.inherits("QAbstractScrollArea"):
            return True
        above = above.parentWidget()
    return False
