"""Key maps as settings and files keep them: the name of the map that the user chose, and the changes to it as JSON."""

import json

from PySide6.QtCore import QSettings

from photon.ui.keys.command_table import ALL_COMMANDS
from photon.ui.keys.key_map import Changes, KeyMap
from photon.ui.keys.key_names import stored_key
from photon.ui.keys.refused_keys import refusal
from photon.ui.keys.shipped_maps import SHIPPED_MAPS, USUAL, Keys

_MAP, _CHANGES, _ASIDE = "keys/map", "keys/changes", "keys/set-aside"


def has_key_map(settings: QSettings) -> bool:
    """Return whether a key map was written here."""
    return settings.contains(_MAP)


def write_key_map(settings: QSettings, key_map: KeyMap) -> None:
    """Keep a key map."""
    settings.setValue(_MAP, key_map.name)
    settings.setValue(_CHANGES, json.dumps(key_map.changes))


def read_key_map(settings: QSettings) -> tuple[KeyMap, bool]:
    """Read a key map.

    Args:
        settings: Where it was kept, or nothing.

    Returns:
        What could be read, otherwise Photon's own keys, and whether everything could be read.
    """
    name = str(settings.value(_MAP, USUAL))
    is_known = name in SHIPPED_MAPS
    changes, is_whole = _read_changes(str(settings.value(_CHANGES, "")))
    key_map = KeyMap(name if is_known else USUAL, changes)
    return key_map, is_known and is_whole and key_map.changes == changes


def set_aside(settings: QSettings) -> None:
    """Keep a copy of the stored key map, as it is written, beside it: parts of it could not be read."""
    settings.setValue(_ASIDE, _stored_text(settings))


def is_set_aside(settings: QSettings) -> bool:
    """Return whether there is a copy of the key map as it is written now."""
    return str(settings.value(_ASIDE, "")) == _stored_text(settings)


def _stored_text(settings: QSettings) -> str:
    """Return the name of the map and the changes in one text."""
    return f"{settings.value(_MAP, USUAL)} {settings.value(_CHANGES, '')}"


def _read_changes(text: str) -> tuple[Changes, bool]:
    """Read the user's changes as they are stored.

    Args:
        text: JSON: lists of keys by names of commands; empty for none.

    Returns:
        What could be read, and whether that was everything.
    """
    try:
        found = json.loads(text) if text else {}
    except (ValueError, RecursionError):
        return {}, False
    if not isinstance(found, dict):
        return {}, False
    changes: dict[str, Keys] = {}
    is_whole = True
    for command, names in found.items():
        keys = _read_keys(command, names)
        is_whole = is_whole and keys is not None
        if keys is not None:
            changes[command] = keys
    return changes, is_whole


def _read_keys(command: str, names: object) -> Keys | None:
    """Return the keys that were stored for a command; None if they are damaged."""
    if command not in ALL_COMMANDS or not isinstance(names, list) or not all(isinstance(one, str) for one in names):
        return None
    is_usable = all(stored_key(one) == one and not refusal(command, one) for one in names)
    return tuple(names) if is_usable else None
