"""Selecting the whole search bar: chips and text."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal, SignalInstance
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent, QKeySequence

from photon.ui.search.chip_row import ChipRow
from photon.ui.search.search_line import SearchLine

_KEYS = QKeySequence.StandardKey
_MODIFIERS = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr)
_ERASERS = (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)


class BarSelection(QObject):
    """Handles Ctrl+A in the line of a search bar; the next key then acts on chips and text alike.

    Signals:
        erased: Chips and text are to be removed.
        replaced: Chips and text are to be removed; their replacement follows.
        copied: Chips and text are to be copied to the clipboard.
    """

    erased = Signal()
    replaced = Signal()
    copied = Signal()

    def __init__(self, line: SearchLine, chips: ChipRow) -> None:
        super().__init__(line)
        self._line, self._chips = line, chips
        self.is_active = False
        line.installEventFilter(self)

    def select(self) -> None:
        """Select chips and text; the line has the focus."""
        self._line.setFocus(Qt.FocusReason.OtherFocusReason)
        self._line.selectAll()
        self._show(is_active=bool(self._chips.chips))

    def drop(self) -> None:
        """Deselect the chips."""
        self._show(is_active=False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Handle keys before the line gets them."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._take_key(event)
        is_left = isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut
        if event.type() == QEvent.Type.MouseButtonPress or is_left:
            if not (isinstance(event, QFocusEvent) and event.reason() == Qt.FocusReason.PopupFocusReason):
                self.drop()
        elif isinstance(event, QInputMethodEvent) and (event.commitString() or event.preeditString()):
            self._end(self.replaced)
        return super().eventFilter(watched, event)

    def _take_key(self, event: QKeyEvent) -> bool:
        if event.matches(_KEYS.SelectAll):
            self.select()
            return True
        if not self.is_active or event.key() in _MODIFIERS:
            return False
        if event.matches(_KEYS.Copy):
            self.copied.emit()
            return True
        if event.matches(_KEYS.Cut):
            self.copied.emit()
            return self._end(self.erased)
        if event.key() in _ERASERS:
            return self._end(self.erased)
        if event.matches(_KEYS.Paste) or _is_typed(event):
            self._end(self.replaced)
            return False
        self.drop()
        return False

    def _end(self, signal: SignalInstance) -> bool:
        if self.is_active:
            self.drop()
            signal.emit()
        return True

    def _show(self, *, is_active: bool) -> None:
        if is_active or self.is_active:
            self.is_active = is_active
            self._chips.show_selected(is_selected=is_active)


def _is_typed(event: QKeyEvent) -> bool:
    shortcut = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
    is_shortcut = event.modifiers() & shortcut in (
        Qt.KeyboardModifier.ControlModifier,
        Qt.KeyboardModifier.AltModifier,
        Qt.KeyboardModifier.MetaModifier,
    )  # Ctrl and Alt together are AltGr, which types characters
    return bool(event.text()) and event.text().isprintable() and not is_shortcut
