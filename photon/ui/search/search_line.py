"""The line edit of the search bar: keys at its ends lead to chips, suggestions and photos."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from photon.search.query_tokens import LONGEST
from photon.ui.widgets.input_line import InputLine

BEYOND = 100
"""Characters that the line accepts beyond those a query can have, so that the message about its length appears."""


class SearchLine(InputLine):
    """A line edit that reports keys that do not edit the text.

    Signals:
        escaped: Esc was pressed.
        went_down: Down was pressed.
        went_left: Left or Backspace was pressed with the cursor at the start.
        entered_hint: Ctrl+Enter was pressed.
        focused: Brings whether the line has the focus.

    Attributes:
        first: Called with every key before the line gets it; returns whether it handled the key.
    """

    escaped = Signal()
    went_down = Signal()
    went_left = Signal()
    entered_hint = Signal()
    focused = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaxLength(LONGEST + BEYOND)
        self.first: Callable[[QKeyEvent], bool] = lambda _: False

    def event(self, event: QEvent) -> bool:
        """Claim Esc before it becomes a shortcut of the window, and Tab before it moves the focus."""
        if isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Escape:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress and (self.first(event) or self._take_key(event)):
                event.accept()
                return True
        return super().event(event)

    def _take_key(self, event: QKeyEvent) -> bool:
        key, keys = event.key(), Qt.Key
        if key in (keys.Key_Escape, keys.Key_Down):
            (self.escaped if key == keys.Key_Escape else self.went_down).emit()
            return True
        if key in (keys.Key_Return, keys.Key_Enter) and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.entered_hint.emit()
            return True
        is_plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if not is_plain or self.cursorPosition() > 0 or self.hasSelectedText():
            return False
        if key == keys.Key_Left or (key == keys.Key_Backspace and not event.isAutoRepeat()):
            self.went_left.emit()
        return key in (keys.Key_Left, keys.Key_Backspace)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Emit ``focused``."""
        super().focusInEvent(event)
        self.focused.emit(True)  # noqa: FBT003 - Qt's signal

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Emit ``focused``, unless the line's own menu takes the focus for a moment."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.focused.emit(False)  # noqa: FBT003 - Qt's signal
