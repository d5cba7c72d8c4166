"""What Photon says without being asked: a bar for errors, and a quiet line that goes by itself."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from photon.ui.kit import tokens
from photon.ui.kit.icon_label import IconLabel
from photon.ui.kit.icons import wear
from photon.ui.kit.layouts import hbox
from photon.ui.kit.theme import with_role
from photon.ui.kit.timers import single_shot

TOAST_MS = 5000


class NoticeBar(QFrame):
    """One error at a time, or one thing that cannot be done, with what to do instead; it stays until it is closed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self._details = ""
        self._action: Callable[[], object] | None = None
        self._picture = IconLabel("warning", 20, "warning", self)
        self.message = with_role(QLabel(self), "strong")
        self.hint = with_role(QLabel(self), "quiet")
        self.copy = QPushButton("Copy details", self)
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._details))
        self.offered = QPushButton(self)
        self.offered.clicked.connect(self._act)
        self.shut = QToolButton(self)
        self.shut.setToolTip("Close")
        self.shut.setAccessibleName("Close this notice")
        self.shut.setIconSize(QSize(tokens.ICON, tokens.ICON))
        self.shut.clicked.connect(self.hide)
        wear(self.shut, "x")
        self._compose()
        self.hide()

    def _compose(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        for label in (self.message, self.hint):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            words.addWidget(label)
        hbox(
            self._picture,
            (words, 1),
            self.offered,
            self.copy,
            self.shut,
            to=self,
            margins=(tokens.WIDE, tokens.TIGHT, tokens.TIGHT, tokens.TIGHT),
            spacing=tokens.SPACE,
        )

    def show_problem(self, message: str, hint: str = "") -> None:
        """Something outside Photon is wrong."""
        self._show("warning", message, hint, "")

    def show_bug(self, details: str) -> None:
        """Something in Photon is wrong; the person can copy what to report."""
        hint = "Your photos are untouched and Photon goes on. If this comes again, please report the details."
        self._show("bug", "Something in Photon went wrong.", hint, details)

    def offer(self, message: str, hint: str, words: str, act: Callable[[], object]) -> None:
        """Something cannot be done; the button with these words does what can be done instead."""
        self._show("info", message, hint, "")
        self.offered.setText(words)
        self.offered.show()
        self._action = act

    def _act(self) -> None:
        action = self._action
        self.hide()
        if action is not None:
            action()

    def clear(self) -> None:
        """Say nothing any more."""
        self._details, self._action = "", None
        self.message.clear()
        self.hint.clear()
        self.hide()

    def _show(self, icon_name: str, message: str, hint: str, details: str) -> None:
        colour = "danger" if details else "quiet" if icon_name == "info" else "warning"
        self._picture.show_icon(icon_name, colour)
        self.message.setText(message)
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))
        self._details = details
        self.copy.setVisible(bool(details))
        self.offered.hide()
        self._action = None
        self.show()


class Toast(QFrame):
    """A line over the foot of its parent that goes by itself; it never takes the keyboard.

    ``kept_clear`` tells how many pixels above the status line it must not cover.
    """

    def __init__(self, parent: QWidget, kept_clear: Callable[[], int] = lambda: 0) -> None:
        super().__init__(parent)
        self._kept_clear = kept_clear
        self.setProperty("role", "raised")
        self.words = QLabel(self)
        self.button = with_role(QPushButton("Undo", self), "link")
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.button.clicked.connect(self._act)
        self._action: Callable[[], None] | None = None
        hbox(self.words, self.button, to=self, margins=(tokens.WIDE, tokens.TIGHT), spacing=tokens.WIDE)
        self._timer = single_shot(self, TOAST_MS, self.hide)
        parent.installEventFilter(self)
        self.hide()

    def say(self, words: str, undo: Callable[[], None] | None = None) -> None:
        """Show this line, with a button to undo it where that is possible."""
        self.words.setText(words)
        self._action = undo
        self.button.setVisible(undo is not None)
        self.adjustSize()
        self._place()
        self.show()
        self.raise_()
        self._timer.start()

    def clear(self) -> None:
        """Say nothing any more."""
        self._timer.stop()
        self.words.clear()
        self.hide()

    def _act(self) -> None:
        self.hide()
        if self._action is not None:
            self._action()

    def _place(self) -> None:
        parent = self.parentWidget()
        if parent is not None:
            left = (parent.width() - self.width()) // 2
            foot = tokens.STATUS_LINE + self._kept_clear() + tokens.LOOSE
            self.move(left, parent.height() - self.height() - foot)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the middle when the window changes its size."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)
