"""A line edit that offers its keys to a handler first."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

_STAYS: Final = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)


class KeyedLine(QLineEdit):
    """A line edit whose keys can be handled elsewhere; ``left`` is emitted when the focus moves within the window."""

    left = Signal()

    def __init__(self, parent: QWidget, take: Callable[[QKeyEvent], bool] = lambda _: False) -> None:
        """Make a line.

        Args:
            parent: Its parent.
            take: Called with every key press before the line; returns whether it handled the key.
        """
        super().__init__(parent)
        self._take = take

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Offer the key to the handler; edit the text if it is not handled."""
        if not self._take(event):
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Emit ``left``, unless a menu or another window takes the focus for a while."""
        super().focusOutEvent(event)
        if event.reason() not in _STAYS:
            self.left.emit()
