"""Keys by name, for parts of the window that handle keys themselves while they have the focus."""

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox

Act = Callable[[], object]
_KEYPAD: Final = Qt.KeyboardModifier.KeypadModifier
_SHIFT: Final = Qt.KeyboardModifier.ShiftModifier
_MOST_PRINTABLE: Final = Qt.Key.Key_Escape  # keys that type a character are below this value


class KeyFilter:
    """The keys of one part of the window and their actions."""

    def __init__(
        self, keys: Mapping[str, Act] | None = None, *, blocks_letters: bool = True, ignores_shift: bool = False
    ) -> None:
        """Map keys to actions.

        Args:
            keys: Actions by key names, such as ``Ctrl+Return``; several names are separated by spaces.
            blocks_letters: Whether letters and digits without an action are kept from the window, so that they cannot
                rate photos that are off screen.
            ignores_shift: Whether a key does the same with Shift. Digits need Shift on French keyboards, plus on most
                others.
        """
        acts = ((name, act) for names, act in (keys or {}).items() for name in names.split())
        self._acts = {QKeySequence(name).toString(): act for name, act in acts}
        self._blocks_letters = blocks_letters
        self._ignored = _KEYPAD | _SHIFT if ignores_shift else _KEYPAD

    def accept(self, event: QEvent) -> bool:
        """Claim a key that is handled here before it becomes a shortcut of the window.

        Returns:
            True if the event is a shortcut override for a key that is handled here.
        """
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.ShortcutOverride:
            return False
        if self.action_for(event) is not None or self._is_blocked(event):
            event.accept()
            return True
        return False

    def act(self, event: QKeyEvent) -> bool:
        """Perform the action of a pressed key.

        Returns:
            False for keys without an action, such as the arrow keys of a list.
        """
        act = self.action_for(event)
        if act is not None:
            act()
        return act is not None or self._is_blocked(event)

    def action_for(self, event: QKeyEvent) -> Act | None:
        """Return the action of a key, or None."""
        modifiers = event.modifiers() & ~self._ignored
        key = Qt.Key.Key_Return if event.key() == Qt.Key.Key_Enter else Qt.Key(event.key())
        return self._acts.get(QKeySequence(modifiers.value | key.value).toString())

    def _is_blocked(self, event: QKeyEvent) -> bool:
        """Return whether a key types a character and is therefore kept from the window."""
        return self._blocks_letters and not event.modifiers() & ~(_KEYPAD | _SHIFT) and event.key() < _MOST_PRINTABLE


def press_button(event: QKeyEvent) -> bool:
    """Let Enter press the button that has the focus.

    Returns:
        Whether a button was pressed.
    """
    focus = QApplication.focusWidget()
    if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or event.modifiers() & ~_KEYPAD:
        return False
    if not isinstance(focus, QAbstractButton) or isinstance(focus, QCheckBox):
        return False
    focus.click()
    return True
