"""A line edit that offers its keys to a handler first."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

_STAYS: Final = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)


class KeyedLine(QLineEdit):
    """Takes what is typed unless the key is taken before; ``left`` when the keyboard goes elsewhere in the window."""

    left = Signal()

    def __init__(self, parent: QWidget, take: Callable[[QKeyEvent], bool] = lambda _: False) -> None:
        """Make a line.

        Args:
            parent: Its parent.
            take: Sees every pressed key before the line does; tells whether it took it.
        """
        super().__init__(parent)
        self._take = take

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Offer the key to the handler; otherwise edit the text."""
        if not self._take(event):
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A menu or another window takes the keyboard only for a while."""
        super().focusOutEvent(event)
        if event.reason() not in _STAYS:
            self.left.emit()
