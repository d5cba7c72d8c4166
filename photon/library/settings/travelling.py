"""Settings from another library or computer: those that send, write or remove automatically are off at first.

They are not lost: the catalogue keeps them beside the settings in use, and ``switch_on`` takes them over.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping

from photon.domain import Changes, changed
from photon.language import tr
from photon.library.db import settings
from photon.library.db.connection import Library
from photon.library.db.settings import LEFT_OFF, read_value, write_left_off
from photon.library.settings.known_settings import StoredSetting, describe_setting, stored_settings, stored_value


def settings_to_leave_off(db: sqlite3.Connection) -> tuple[str, ...]:
    """Return which settings of a catalogue ``leave_off_settings`` would leave off, as texts for people."""
    if not _has_settings(db):
        return ()
    found = (*_not_taken(db), *_usable(read_value(db, LEFT_OFF)))
    return tuple(dict.fromkeys(setting_line(one) for one in found if one.setting and one.setting.noun))


def leave_off_settings(db: sqlite3.Connection) -> None:
    """Leave off those settings of a catalogue from elsewhere that would act by themselves.

    Values that are not possible are left off, too. The journal forgets all changes of settings, because undoing them
    would bring the values back.

    Args:
        db: The catalogue, an unpacked backup or a library from another computer; modified in place.
    """
    if not _has_settings(db):
        return
    others: Mapping[str, object] = read_value(db, LEFT_OFF)
    kept = dict(others)
    for one in list(_not_taken(db)):
        if one.is_possible and one.setting and one.setting.travels != "never":
            kept[one.name] = one.value
        db.execute("DELETE FROM settings WHERE name = ?", (one.name,))
    write_left_off(db, kept)
    if db.execute("SELECT 1 FROM main.sqlite_master WHERE name = 'journal'").fetchone():
        db.execute("DELETE FROM journal WHERE what = 'setting'")


def leave_off(library: Library, name: str, value: object) -> bool:
    """Within a transaction, keep a setting of a file that comes from elsewhere, without using it.

    Returns:
        Whether it is new: neither kept nor in use.
    """
    kept = settings.get(library, LEFT_OFF)
    if stored_value(library.db, name) == value or (name in kept and kept[name] == value):
        return False
    write_left_off(library.db, {**kept, name: value})
    return True


def left_off(library: Library) -> list[StoredSetting]:
    """Return the settings from elsewhere that are off and that this version of Photon can switch on."""
    return _usable(settings.get(library, LEFT_OFF))


def switch_on(library: Library) -> Changes:
    """Take over the settings from elsewhere that are off; a step of the journal."""
    changes = Changes()
    with library.transaction() as db:
        for one in left_off(library):
            if one.setting:
                changes |= settings.store(library, one.setting, one.value)
        write_left_off(db, {})
    return changes | changed("vocabulary")


def setting_line(one: StoredSetting) -> str:
    """Return a setting with its value, for people."""
    return tr("{name} ({value})", name=one.noun, value=one.text)


def _has_settings(db: sqlite3.Connection) -> bool:
    """Return whether a catalogue, which an old Photon may have made, has settings."""
    return db.execute("SELECT 1 FROM main.sqlite_master WHERE name = 'settings'").fetchone() is not None


def _usable(kept: Mapping[str, object]) -> list[StoredSetting]:
    found: Iterable[StoredSetting] = (describe_setting(name, value) for name, value in kept.items())
    return [one for one in found if one.setting and one.setting.travels != "never" and one.is_possible]


def _not_taken(db: sqlite3.Connection) -> Iterator[StoredSetting]:
    """Yield the settings that a catalogue from elsewhere may not bring."""
    for one in stored_settings(db):
        if one.setting is LEFT_OFF:
            continue
        if not one.is_possible or (one.setting and one.setting.travels in {"asked", "never"}):
            yield one
