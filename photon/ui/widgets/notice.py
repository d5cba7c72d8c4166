"""Messages of Photon: a bar for errors, and a quiet line that disappears by itself."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QFrame, QWidget

from photon.language import tr
from photon.ui.kit import tokens
from photon.ui.kit.buttons import make_button, make_icon_button
from photon.ui.kit.icon_label import IconLabel
from photon.ui.kit.labels import make_label, show_text
from photon.ui.kit.layouts import hbox, vbox
from photon.ui.kit.timers import single_shot
from photon.ui.widgets.overlay_panel import OverlayFrame

TOAST_MS = 5000


class MessageBar(QFrame):
    """A bar with an icon, a message, a hint below it, and buttons."""

    def __init__(self, icon_name: str, colour: str) -> None:
        super().__init__()
        self.setProperty("role", "bar")
        self.picture = IconLabel(icon_name, 20, colour)
        self.message = make_label(role="strong", wraps=True, is_plain=True, is_selectable=True)
        self.hint = make_label(role="quiet", wraps=True, is_plain=True, is_selectable=True)
        words = vbox(self.message, self.hint, spacing=2)
        margins = (tokens.WIDE, tokens.TIGHT, tokens.TIGHT, tokens.TIGHT)
        self._row = hbox(self.picture, (words, 1), to=self, margins=margins, spacing=tokens.SPACE)
        self.hide()

    def _add_buttons(self, *buttons: QAbstractButton) -> None:
        for button in buttons:
            self._row.addWidget(button)


class NoticeBar(MessageBar):
    """A bar for one error, or for one action that is not possible with an alternative; it stays until it is closed.

    Signals:
        help_wanted: Brings the page of the guide about the message.
    """

    help_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__("warning", "warning")
        self._details, self._topic = "", ""
        self._number = self._count = 0  # of the message that is shown, and of messages so far
        self._action: Callable[[], object] | None = None
        self.help = make_button(tr("Help"), clicked=lambda: self.help_wanted.emit(self._topic), role="quiet")
        self.copy = make_button(tr("Copy details"), clicked=lambda: QGuiApplication.clipboard().setText(self._details))
        self.offered, self.shut = make_button(clicked=self._act), make_icon_button("x", tr("Close"), self._close)
        self.shut.setAccessibleName(tr("Close this message"))
        self._add_buttons(self.offered, self.copy, self.help, self.shut)

    def show_problem(self, message: str, hint: str = "") -> None:
        """Show a problem outside Photon."""
        self._show("warning", message, hint, "")

    def show_bug(self, details: str) -> None:
        """Show a bug in Photon; the user can copy the report."""
        hint = tr(
            "Your photos are untouched, and Photon keeps running. If this happens again, please report the details."
        )
        self._show("bug", tr("Photon ran into an error."), hint, details)

    def offer(self, message: str, hint: str, words: str, act: Callable[[], object]) -> int:
        """Show that something is not possible, or is going on; the button with this text does the alternative.

        Returns:
            The number of the message, by which it is known later.
        """
        self._show("info", message, hint, "")
        self.offered.setText(words)
        self.offered.show()
        self._action = act
        return self._number

    @property
    def is_free(self) -> bool:
        """Whether no message is open; one that the full screen covers is."""
        return self._number == 0

    def follow_up(self, number: int, hint: str) -> bool:
        """Show another hint below a message, and return True, if that message is still open."""
        if self.is_free or number != self._number:
            return False
        show_text(self.hint, hint)
        return True

    def withdraw(self, number: int) -> None:
        """Close a message that is over, unless another one took its place."""
        if number == self._number:
            self.clear()

    def _act(self) -> None:
        action = self._action
        self._close()
        if action is not None:
            action()

    def _close(self) -> None:
        self._number = 0
        self.hide()

    def clear(self) -> None:
        """Hide the bar."""
        self._details, self._action = "", None
        self.message.clear()
        self.hint.clear()
        self._close()

    def _show(self, icon_name: str, message: str, hint: str, details: str) -> None:
        colour = "danger" if details else "quiet" if icon_name == "info" else "warning"
        self.picture.show_icon(icon_name, colour)
        self.message.setText(message)
        show_text(self.hint, hint)
        self._details = details
        self._topic = "problems#report-an-error" if details else "problems" if icon_name == "warning" else ""
        self.copy.setVisible(bool(details))
        self.help.setVisible(bool(self._topic))
        self.offered.hide()
        self._action = None
        self._count += 1
        self._number = self._count
        self.show()


class Toast(OverlayFrame):
    """A line over the bottom of its parent that disappears by itself; it never takes the focus.

    ``kept_clear`` returns how many pixels above the status line it must not cover.
    """

    def __init__(self, parent: QWidget, kept_clear: Callable[[], int] = lambda: 0) -> None:
        super().__init__(parent)
        self._kept_clear = kept_clear
        self.words = make_label()
        self.button = make_button(tr("Undo"), clicked=self._act, role="link")
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._action: Callable[[], None] | None = None
        hbox(self.words, self.button, to=self, margins=(tokens.WIDE, tokens.TIGHT), spacing=tokens.WIDE)
        self._timer = single_shot(self, TOAST_MS, self.hide)

    def say(self, words: str, undo: Callable[[], None] | None = None) -> None:
        """Show this message, with an Undo button if that is possible."""
        self.words.setText(words)
        self._action = undo
        self.button.setVisible(undo is not None)
        self.adjustSize()
        self.place()
        self.show()
        self.raise_()
        self._timer.start()

    def clear(self) -> None:
        """Hide the message."""
        self._timer.stop()
        self.words.clear()
        self.hide()

    def _act(self) -> None:
        self.hide()
        if self._action is not None:
            self._action()

    def place(self) -> None:
        """Move to the middle of the bottom edge, above the area that must stay clear."""
        parent = self.parentWidget()
        if parent is not None:
            left = (parent.width() - self.width()) // 2
            foot = tokens.STATUS_LINE + self._kept_clear() + tokens.LOOSE
            self.move(left, parent.height() - self.height() - foot)
