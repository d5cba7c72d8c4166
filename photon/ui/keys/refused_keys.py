"""Keys that a command cannot have, because all parts of the window or the system need them."""

import functools
from collections.abc import Mapping

from photon.language import tr
from photon.ui.keys.command_table import commands_of, page_of
from photon.ui.keys.key_names import key_name
from photon.ui.keys.shipped_maps import SHIPPED_MAPS

FIXED = "leave"
"""The command whose key stays: Esc leads back everywhere."""
ALWAYS: Mapping[str, str] = {"to-bin": "Del", "rename": "F2"}
"""Keys that lists handle, too, and that therefore always belong to these commands."""
_REASONS: Mapping[str, tuple[str, ...]] = {
    tr("{key} moves the keyboard focus."): ("Tab", "Shift+Tab", "Ctrl+Tab", "Ctrl+Shift+Tab"),
    tr("{key} always goes one step back."): ("Esc",),
    tr("{key} opens or presses what has the keyboard focus."): ("Return", "Space"),
    tr("{key} confirms what was typed or chosen."): ("Ctrl+Return",),
    tr("{key} always deletes, or moves photos to the bin."): ("Del", "Backspace"),
    tr("{key} always renames or edits."): ("F2",),
    tr("{key} moves through photos, lists and text."): (
        "Left", "Right", "Up", "Down", "Home", "End", "PgUp", "PgDown",
        *(f"Shift+{key}" for key in ("Left", "Right", "Up", "Down", "Home", "End", "PgUp", "PgDown")),
    ),
    tr("{key} copies, cuts or pastes."): ("Ctrl+C", "Ctrl+X", "Ctrl+V", "Ctrl+Ins", "Shift+Ins", "Shift+Del"),
    tr("{key} opens the menu of what has the keyboard focus."): ("Menu", "Shift+F10"),
    tr("{key} belongs to the system."): ("Alt+F4", "Alt+Tab", "Alt+Shift+Tab", "Ctrl+Alt+Del", "Print", "SysReq"),
}  # fmt: skip
_WHY = {key: reason for reason, keys in _REASONS.items() for key in keys}
_SYSTEM = "Meta+"


def refusal(command: str, key: str) -> str:
    """Return why a command cannot have a key; empty if it can.

    A key that a map of Photon uses on the same page is never refused: arrow keys lead through photos in the photo view.

    Args:
        command: The command.
        key: The key, as ``pressed_key`` names it.
    """
    if command == FIXED:
        return tr("This command keeps its key.")
    if key in _used_on(page_of(command)):
        return ""
    if _SYSTEM in key:
        return tr("{key} belongs to the system.", key=key_name(key))
    reason = _WHY.get(key, "")
    return reason.replace("{key}", key_name(key))


@functools.cache
def _used_on(page: str) -> frozenset[str]:
    """Return the keys that commands of a page have in one of the maps."""
    commands = [command for command in commands_of(page) if command != FIXED]
    return frozenset(key for one in SHIPPED_MAPS.values() for command in commands for key in one.keys_of(command))
