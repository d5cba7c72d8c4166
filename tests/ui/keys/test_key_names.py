"""Names of keys, as they are pressed and stored."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

from photon.ui.keys.key_names import key_name, pressed_key, stored_key, without_modifiers

NONE, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
CTRL, KEYPAD = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.KeypadModifier
Key = Qt.Key


@pytest.mark.parametrize(
    ("key", "modifiers", "name"),
    [
        (Key.Key_A, NONE, "A"),
        (Key.Key_G, SHIFT, "Shift+G"),
        (Key.Key_5, SHIFT, "5"),  # as on French keyboards
        (Key.Key_5, KEYPAD, "5"),
        (Key.Key_Question, SHIFT, "?"),
        (Key.Key_Plus, CTRL | SHIFT, "Ctrl++"),
        (Key.Key_Enter, KEYPAD, "Return"),
        (Key.Key_Backtab, SHIFT, "Shift+Tab"),
        (Key.Key_Left, SHIFT, "Shift+Left"),
        (Key.Key_Control, CTRL, ""),
        (Key.Key_CapsLock, NONE, ""),
        (Key.Key_unknown, NONE, ""),
    ],
)
def test_pressed_keys_have_one_name(key: Qt.Key, modifiers: Qt.KeyboardModifier, name: str) -> None:
    assert pressed_key(QKeyEvent(QEvent.Type.KeyPress, key, modifiers)) == name


@pytest.mark.parametrize(
    ("name", "stored"), [("Ctrl+E", "Ctrl+E"), ("Enter", "Return"), ("Shift+1", "1"), ("F5", "F5")]
)
def test_stored_keys_have_the_same_name(name: str, stored: str) -> None:
    assert stored_key(name) == stored


@pytest.mark.parametrize("name", ["", "Ctrl+K, Ctrl+S", "no key", "Ctrl+"])
def test_what_is_no_single_key_has_no_name(name: str) -> None:
    assert stored_key(name) == ""


def test_people_read_enter() -> None:
    assert key_name("Ctrl+Return") == "Ctrl+Enter"


def test_a_key_without_its_modifiers() -> None:
    shorter = {key: without_modifiers(key) for key in ("J", "Ctrl+J", "Ctrl+Shift+Left", "Ctrl++", "+", "Shift+F6")}
    assert list(shorter.values()) == ["J", "J", "Left", "+", "+", "F6"]
