"""Keys by name, for parts of the window that do with keys what they like while they have the keyboard."""

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox

Act = Callable[[], object]
_KEYPAD: Final = Qt.KeyboardModifier.KeypadModifier
_MOST_PRINTABLE: Final = Qt.Key.Key_Escape  # keys with a character lie below it


class KeyFilter:
    """What keys do in one part of the window.

    Letters and figures that do nothing there are kept from the window too: nobody shall rate photos that are not seen.
    """

    def __init__(self, keys: Mapping[str, Act] | None = None) -> None:
        """Take what keys do, by their names, e.g. ``Ctrl+Return``."""
        self._acts = {QKeySequence(name).toString(): act for name, act in (keys or {}).items()}

    def accept(self, event: QEvent) -> bool:
        """Whether this is the window's question who wants a key, and it is wanted here."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.ShortcutOverride:
            return False
        if _name(event) in self._acts or _is_plain(event):
            event.accept()
            return True
        return False

    def act(self, event: QKeyEvent) -> bool:
        """Do what a pressed key stands for; False for keys that are nobody's here, such as the arrow keys."""
        act = self._acts.get(_name(event))
        if act is not None:
            act()
        return act is not None or _is_plain(event)


def press_button(event: QKeyEvent) -> bool:
    """Let Enter press the button that has the keyboard; tells whether it did."""
    focus = QApplication.focusWidget()
    if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or event.modifiers() & ~_KEYPAD:
        return False
    if not isinstance(focus, QAbstractButton) or isinstance(focus, QCheckBox):
        return False
    focus.click()
    return True


def _name(event: QKeyEvent) -> str:
    modifiers = event.modifiers() & ~_KEYPAD
    key = Qt.Key.Key_Return if event.key() == Qt.Key.Key_Enter else Qt.Key(event.key())
    return QKeySequence(modifiers.value | key.value).toString()


def _is_plain(event: QKeyEvent) -> bool:
    """Whether a key without Ctrl or Alt has a character."""
    ignored = _KEYPAD | Qt.KeyboardModifier.ShiftModifier
    return not event.modifiers() & ~ignored and event.key() < _MOST_PRINTABLE
