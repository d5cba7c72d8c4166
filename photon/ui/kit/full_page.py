"""A page over the whole window, such as the preferences; Esc returns to what was shown before."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QStackedWidget, QWidget

from photon.ui.kit import tokens
from photon.ui.kit.buttons import make_back_button
from photon.ui.kit.key_filter import is_key_of, press_button
from photon.ui.kit.labels import make_label
from photon.ui.kit.layouts import hbox
from photon.ui.kit.theme import with_role

_OF_THE_WINDOW = ("help", "full-screen", "quit")  # commands whose keys work here as everywhere else


class FullPage(QFrame):
    """A page shown in place of the window's other content.

    Keys do not reach the commands of the window, so they cannot rate photos that are off screen.

    Signals:
        opened: The page is shown.

    Attributes:
        command: The command that opens the page; its key leaves the page, as Esc does.
    """

    opened = Signal()
    command = ""

    def __init__(self, stack: QStackedWidget, fallback: QWidget) -> None:
        """Add the page to a stack.

        Args:
            stack: The stack that shows the page, or what was shown before.
            fallback: Gets the focus on leaving if the widget that had it before is gone.
        """
        super().__init__(stack)
        self.hide()
        self._stack = stack
        self._before: QWidget | None = None
        self._focus = self._fallback = fallback
        self.setProperty("role", "photos")
        self.back = make_back_button(self.leave)

    def _compose_bar(self, title: str, *buttons: QAbstractButton) -> QFrame:
        bar = with_role(QFrame(self), "bar")
        bar.setFixedHeight(tokens.TOP_BAR + 1)
        name = make_label(title, "heading")
        margins = (tokens.TIGHT, 0, tokens.SPACE, 0)
        hbox(self.back, (name, 1), *buttons, to=bar, margins=margins, spacing=tokens.TIGHT)
        return bar

    def appear(self) -> None:
        """Show the page."""
        if self._stack.currentWidget() is not self:
            self._before, self._focus = self._stack.currentWidget(), self.window().focusWidget() or self._fallback
            self._stack.addWidget(self)  # has no effect the second time
            self._stack.setCurrentWidget(self)
            self.opened.emit()

    def leave(self) -> None:
        """Return to what was shown before."""
        if self._before is not None:
            self._stack.setCurrentWidget(self._before)
        (self._focus if self._focus.isVisible() else self._fallback).setFocus()

    def event(self, event: QEvent) -> bool:
        """Claim all keys before they become shortcuts of the window."""
        claims = isinstance(event, QKeyEvent) and not any(is_key_of(name, event) for name in _OF_THE_WINDOW)
        if claims and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave on Esc; let Enter press the focused button."""
        if event.key() == Qt.Key.Key_Escape or (self.command and is_key_of(self.command, event)):
            self.leave()
        elif not press_button(event):
            super().keyPressEvent(event)
