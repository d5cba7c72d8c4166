"""A field that takes the next key that is pressed, whatever it does elsewhere."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from photon.language import tr
from photon.ui.keys.key_names import pressed_key

_STAYS = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)


class KeyRecorder(QLineEdit):
    """Takes keys while it has the focus.

    Signals:
        recorded: Brings a pressed key, as key maps store it.
        cancelled: Esc was pressed, or the focus moved elsewhere.
    """

    recorded = Signal(str)
    cancelled = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setPlaceholderText(tr("Press a key…"))
        self.hide()

    def start(self, words: str) -> None:
        """Appear and wait for a key; ``words`` say for which command."""
        self.setAccessibleName(words)
        self.show()
        self.setFocus()

    def event(self, event: QEvent) -> bool:
        """Take every key before it becomes a shortcut of the window or moves the focus."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            self._answer(event)
            return True
        return super().event(event)

    def _answer(self, event: QKeyEvent) -> None:
        event.accept()
        if event.isAutoRepeat():  # the key that began the recording is still held
            return
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        elif key := pressed_key(event):
            self.recorded.emit(key)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Cancel, unless another window takes the focus for a while."""
        super().focusOutEvent(event)
        if event.reason() not in _STAYS and self.isVisible():
            self.cancelled.emit()
