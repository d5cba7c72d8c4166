"""The line of the search bar: keys at its edges lead to chips, suggestions and photos."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from photon.ui.widgets.text_line import TextLine


class SearchLine(TextLine):
    """Tells of keys that are not about the text.

    Signals:
        escaped: Esc.
        went_down: Down.
        went_left: Left or Backspace, with the cursor before all text.
        entered_hint: Ctrl+Enter.
        focused: Whether it has the keyboard now.

    Attributes:
        first: Sees every key before the line does; tells whether it took it.
    """

    escaped = Signal()
    went_down = Signal()
    went_left = Signal()
    entered_hint = Signal()
    focused = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.first: Callable[[QKeyEvent], bool] = lambda _: False

    def event(self, event: QEvent) -> bool:
        """Esc comes here before it is the window's, and Tab before it leads away."""
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
        """Tell it."""
        super().focusInEvent(event)
        self.focused.emit(True)  # noqa: FBT003 - Qt's signal

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell it; a menu of its own takes the keyboard for a moment only."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.focused.emit(False)  # noqa: FBT003 - Qt's signal
