"""Which key does what in the loupe."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from photon.ui.loupe.photo_view import STEP

if TYPE_CHECKING:
    from photon.ui.loupe.loupe import Loupe

KeyTable = Mapping[Qt.Key, Callable[[], object]]
COPY = Qt.Key.Key_Copy
"""Stands for whatever copies on this system, usually Ctrl+C."""


def key_table(loupe: "Loupe") -> KeyTable:
    """The keys without modifiers, and COPY."""
    key = Qt.Key
    leave, onward, back = loupe.closed.emit, partial(loupe.leaf, 1), partial(loupe.leaf, -1)
    larger, smaller = partial(loupe.view.zoom_by, STEP), partial(loupe.view.zoom_by, 1 / STEP)
    table: dict[Qt.Key, Callable[[], object]] = {
        **dict.fromkeys((key.Key_Escape, key.Key_G, key.Key_Return, key.Key_Enter, key.Key_Space), leave),
        **dict.fromkeys((key.Key_Right, key.Key_Down, key.Key_PageDown), onward),
        **dict.fromkeys((key.Key_Left, key.Key_Up, key.Key_PageUp), back),
        key.Key_Home: partial(loupe.go, 0),
        key.Key_End: loupe.go_to_end,
        key.Key_Z: loupe.view.toggle_actual,
        **dict.fromkeys((key.Key_Plus, key.Key_Equal), larger),
        key.Key_Minus: smaller,
        key.Key_F: loupe.toggle_filmstrip,
        key.Key_H: loupe.heat.toggle,
        key.Key_B: loupe.toggle_favourite,
        COPY: loupe.copy,
    }
    for stars in range(6):
        table[Qt.Key(key.Key_0 + stars)] = partial(loupe.rate, stars)
    return table


def action_for(table: KeyTable, event: QKeyEvent) -> Callable[[], object] | None:
    """What this key press does, or None."""
    if event.matches(QKeySequence.StandardKey.Copy):
        return table[COPY]
    # Figures come with Shift on French keyboards, plus does on most others.
    ignored = Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
    return None if event.modifiers() & ~ignored else table.get(Qt.Key(event.key()))
