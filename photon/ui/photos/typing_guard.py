"""Keeps the letters of a name from being keys, where the focus has moved on while it was typed."""

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from photon.ui.kit.key_filter import types_text

_PAUSE_MS = 500  # between two letters: five times as long as most people need


class TypingGuard(QObject):
    """Moves the focus from a line to a widget; until there is a pause, letters do nothing there."""

    def __init__(self, line: QLineEdit | None, widget: QWidget) -> None:
        """Take the widget and, if it is always the same, the line."""
        super().__init__(widget)
        self._line, self._widget = line, widget
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        widget.installEventFilter(self)

    @property
    def is_on(self) -> bool:
        """Whether letters do nothing."""
        return self._pause.isActive()

    def move_focus(self) -> None:
        """Give the widget the focus."""
        if self._line is not None and self._line.hasFocus():
            self.begin()
        self._widget.setFocus()

    def begin(self) -> None:
        """Wait for a pause, because a text was typed until now."""
        self._pause.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take a letter, and wait for the next one."""
        is_taken = self.is_on and isinstance(event, QKeyEvent) and types_text(event)
        if is_taken and event.type() == QEvent.Type.KeyPress:
            self._pause.start()
            return True
        return super().eventFilter(watched, event)
