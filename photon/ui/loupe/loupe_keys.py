"""Which key does what in the loupe."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

_KEY = Qt.Key
_KEYS: Mapping[str, tuple[Qt.Key, ...]] = {
    "leave": (_KEY.Key_Escape, _KEY.Key_G, _KEY.Key_Return, _KEY.Key_Enter, _KEY.Key_Space),
    "next": (_KEY.Key_Right, _KEY.Key_Down, _KEY.Key_PageDown),
    "previous": (_KEY.Key_Left, _KEY.Key_Up, _KEY.Key_PageUp),
    "first": (_KEY.Key_Home,),
    "last": (_KEY.Key_End,),
    "actual size": (_KEY.Key_Z,),
    "larger": (_KEY.Key_Plus, _KEY.Key_Equal),
    "smaller": (_KEY.Key_Minus,),
    "filmstrip": (_KEY.Key_F,),
    "heat": (_KEY.Key_H,),
    "favourite": (_KEY.Key_B,),
    **{f"rate {stars}": (Qt.Key(_KEY.Key_0 + stars),) for stars in range(6)},
}
_ACTIONS = {key: action for action, keys in _KEYS.items() for key in keys}
Act = Callable[[], object]


def action_for(actions: Mapping[str, Act], event: QKeyEvent) -> Act | None:
    """The action of a key press.

    Args:
        actions: What the loupe does, by the names in the table above; ``copy`` stands for the system's copy keys.
        event: The key press.

    Returns:
        The action; None if the key does nothing in the loupe.
    """
    if event.matches(QKeySequence.StandardKey.Copy):
        return actions["copy"]
    # Digits need Shift on French keyboards, plus does on most others.
    ignored = Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
    name = None if event.modifiers() & ~ignored else _ACTIONS.get(Qt.Key(event.key()))
    return None if name is None else actions[name]
