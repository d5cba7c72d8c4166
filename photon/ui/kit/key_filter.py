"""Keys by name, for parts of the window that handle keys themselves while they have the focus."""

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox

from photon.ui.keys.command_table import WINDOW, page_of
from photon.ui.keys.current_keys import current_keys
from photon.ui.keys.key_names import pressed_key, stored_key, without_modifiers

Act = Callable[[], object]
_KEYPAD: Final = Qt.KeyboardModifier.KeypadModifier
_SHIFT: Final = Qt.KeyboardModifier.ShiftModifier
_MOST_PRINTABLE: Final = Qt.Key.Key_Escape  # keys that type a character are below this value


class KeyFilter:
    """The keys of one part of the window and their actions."""

    def __init__(
        self,
        keys: Mapping[str, Act] | None = None,
        commands: Mapping[str, Act] | None = None,
        *,
        blocks_letters: bool = True,
        ignores_shift: bool = False,
    ) -> None:
        """Map keys to actions.

        Args:
            keys: Actions by names of keys that never change, such as ``Esc``; several names are separated by spaces.
            commands: Actions by names of commands, whose keys the user can change. A command of a page, such as
                ``loupe.next``, takes precedence over one of the window with the same key.
            blocks_letters: Whether letters and digits without an action are kept from the window, so that they cannot
                rate photos that are off screen.
            ignores_shift: Whether a key that types no character does the same with Shift.
        """
        named = ((name, act) for names, act in (keys or {}).items() for name in names.split())
        self._fixed = {stored_key(name): act for name, act in named}
        self._commands = dict(sorted((commands or {}).items(), key=lambda one: page_of(one[0]) != WINDOW))
        self._blocks_letters, self._ignores_shift = blocks_letters, ignores_shift
        self._version, self._found = -1, dict[str, Act]()

    @property
    def acts(self) -> Mapping[str, Act]:
        """The actions by the names of their keys now."""
        current = current_keys()
        if self._version != current.version:
            self._version = current.version
            self._found = {key: act for name, act in self._commands.items() for key in current.keys_of(name)}
            self._found.update(self._fixed)
        return self._found

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
        key = pressed_key(event)
        act = self.acts.get(key)
        if act is None and self._ignores_shift and event.key() > _MOST_PRINTABLE:
            act = self.acts.get(key.replace("Shift+", ""))
        return act

    def _is_blocked(self, event: QKeyEvent) -> bool:
        """Return whether a key types a character and is therefore kept from the window."""
        return self._blocks_letters and not event.modifiers() & ~(_KEYPAD | _SHIFT) and event.key() < _MOST_PRINTABLE


def is_key_of(command: str, event: QKeyEvent) -> bool:
    """Return whether a pressed key is one of those of a command."""
    return pressed_key(event) in current_keys().keys_of(command)


def types_text(event: QKeyEvent) -> bool:
    """Return whether a pressed key types a character."""
    return bool(event.text()) and event.text().isprintable()


def lets_go_of(command: str, event: QKeyEvent) -> bool:
    """Return whether a released key ends one of those of a command; its modifiers may have been released before."""
    return without_modifiers(pressed_key(event)) in map(without_modifiers, current_keys().keys_of(command))


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
