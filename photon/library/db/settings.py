"""Settings of a library, stored by name as JSON; they are always read and stored by their declarations."""

import json
import sqlite3
from collections.abc import Mapping
from contextlib import suppress

from photon.domain import Changes, changed
from photon.domain.setting import LibrarySetting, Value
from photon.library.db.connection import Library


def get(library: Library, setting: LibrarySetting[Value]) -> Value:
    """Return the value of a setting; its default if none is stored or the stored value is not possible.

    In a library of another computer that could not be taken over, settings that act by themselves are off, too.
    """
    if library.is_foreign and setting.travels == "asked":
        return setting.usual
    return read_value(library.db, setting)


def read_value(db: sqlite3.Connection, setting: LibrarySetting[Value]) -> Value:
    """Return the value of a setting in a catalogue, as ``get`` does."""
    value = read_json(db, setting.name)
    with suppress(ValueError):
        return setting.usual if value is None else setting.check(value)
    return setting.usual


def read_json(db: sqlite3.Connection, name: str) -> object:
    """Return the JSON value that a catalogue has under a name; None if there is none, or none that can be read."""
    row = db.execute("SELECT CAST(value AS BLOB) FROM settings WHERE name = ?", (name,)).fetchone()
    with suppress(ValueError, RecursionError):
        return json.loads(row[0].decode()) if row else None
    return None


def store(library: Library, setting: LibrarySetting[Value], value: object) -> Changes:
    """Store a setting as JSON; a value from elsewhere that was left off is dropped.

    Args:
        library: Open for writing.
        setting: The setting.
        value: A value that ``setting.check`` accepts; None restores the default.

    Raises:
        PhotonError: The value is not possible; nothing was stored.
    """
    try:
        if value is not None:
            setting.check(value)
    except ValueError:
        raise setting.refusal(value) from None
    return store_named(library, setting.name, value)


def store_named(library: Library, name: str, value: object) -> Changes:
    """Store a setting that this version of Photon may not know, such as one of a newer version; None removes it."""
    with library.transaction() as db:
        _write(db, name, value)
        others = get(library, LEFT_OFF)
        if name in others:
            write_left_off(db, {other: kept for other, kept in others.items() if other != name})
    return changed("vocabulary")


def write_left_off(db: sqlite3.Connection, left_off: Mapping[str, object]) -> None:
    """Within a transaction, store which settings from elsewhere are left off."""
    _write(db, LEFT_OFF.name, left_off or None)


def _write(db: sqlite3.Connection, name: str, value: object) -> None:
    db.execute("DELETE FROM settings WHERE name = ?", (name,))
    if value is not None:
        db.execute("INSERT INTO settings (name, value) VALUES (?, ?)", (name, json.dumps(value)))


def _named_values(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict) or not all(isinstance(name, str) for name in value):
        raise ValueError
    return value


LEFT_OFF: LibrarySetting[Mapping[str, object]] = LibrarySetting(
    "settings_left_off", "", {}, _named_values, possible="", travels="never"
)
"""Settings by name that came from another library or computer, and are off until the user switches them on."""
