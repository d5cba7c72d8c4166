"""Names of keys: as they are stored, as they are pressed, and as people read them."""

import re

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from photon.language import tr

_MODIFIERS = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr)
_LOCKS = (Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock, Qt.Key.Key_ScrollLock, Qt.Key.Key_unknown)
_MOST_PRINTABLE = Qt.Key.Key_Escape.value  # keys that type a character are below this value
_LEADING = re.compile(r"^(?:(?:Ctrl|Shift|Alt|Meta)\+(?=.))+")
_KEYPAD = Qt.KeyboardModifier.KeypadModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier


def pressed_key(event: QKeyEvent) -> str:
    """Return the name of a pressed key, as key maps store it; empty for a modifier alone.

    Two keys have one name where people see no difference: Enter on the keypad, and signs and digits with and without
    Shift, which some keyboards need to type them.
    """
    if event.key() in (*_MODIFIERS, *_LOCKS) or event.key() <= 0:
        return ""
    key = {Qt.Key.Key_Enter: Qt.Key.Key_Return, Qt.Key.Key_Backtab: Qt.Key.Key_Tab}.get(
        Qt.Key(event.key()), Qt.Key(event.key())
    )
    modifiers = event.modifiers() & ~_KEYPAD
    if types_a_sign(key.value):
        modifiers &= ~_SHIFT
    return QKeySequence(modifiers.value | key.value).toString()


def types_a_sign(key: int) -> bool:
    """Return whether a key of Qt types a digit or another sign that is no letter."""
    return Qt.Key.Key_Space.value < key < _MOST_PRINTABLE and not chr(key).isalpha()


def stored_key(name: str) -> str:
    """Return a key's name as ``pressed_key`` gives it; empty if this names no single key."""
    sequence = QKeySequence(name)
    if sequence.count() != 1:
        return ""
    pressed = sequence[0]  # type: ignore[index]  # the stubs do not know it
    return pressed_key(QKeyEvent(QKeyEvent.Type.KeyPress, pressed.key(), pressed.keyboardModifiers()))


def without_modifiers(key: str) -> str:
    """Return the name of a stored key without its modifiers: ``J`` for ``Ctrl+J``."""
    return _LEADING.sub("", key)


def key_name(key: str) -> str:
    """Return what people read for a stored key: ``Strg+Eingabe`` for ``Ctrl+Return``."""
    shown = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
    # Modern keyboards are labelled Enter; Qt's own translation of Return matches their label.
    return shown.replace(QCoreApplication.translate("QShortcut", "Return"), tr("Enter"))
