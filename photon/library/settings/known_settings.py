"""All settings that this version of Photon knows."""

import json
import sqlite3
from collections.abc import Iterator
from typing import Any

from photon.domain.setting import LibrarySetting, value_text
from photon.domain.unseen_characters import shortened_line
from photon.library.captions.caption_settings import DRAFT, SERVER, TEMPLATE
from photon.library.db.settings import LEFT_OFF, read_json
from photon.library.files.missing_photos import KEEP_DAYS
from photon.library.people.people_settings import FIND_PEOPLE
from photon.library.searches.search_settings import FIND_THINGS, TRANSLATE
from photon.library.tags.hidden_photos import HIDDEN_AT, HIDE, KEEP_HIDDEN
from photon.library.tags.tag_settings import LANGUAGE, SENSITIVE, SUGGEST
from photon.library.text.text_settings import READ_TEXT
from photon.quick_dataclass import dataclass

SETTINGS: tuple[LibrarySetting[Any], ...] = (
    SUGGEST, LANGUAGE, SENSITIVE, HIDE, HIDDEN_AT, KEEP_HIDDEN, DRAFT, SERVER, TEMPLATE, TRANSLATE, KEEP_DAYS,
    READ_TEXT, FIND_PEOPLE, FIND_THINGS, LEFT_OFF,
)  # fmt: skip
_KNOWN = {one.name: one for one in SETTINGS}


def known_setting(name: str) -> LibrarySetting[Any] | None:
    """Return the declaration of a setting by its name; None if this version of Photon does not know it."""
    return _KNOWN.get(name)


@dataclass(frozen=True, slots=True)
class StoredSetting:
    """A setting as a catalogue has it.

    Attributes:
        name: Its name.
        value: Its JSON value; None if it cannot be read.
        setting: Its declaration; None if this version of Photon does not know it.
        is_possible: Whether the setting can have this value; an unknown setting can have any.
    """

    name: str
    value: object
    setting: LibrarySetting[Any] | None
    is_possible: bool

    @property
    def noun(self) -> str:
        """Its name for people."""
        return (self.setting.noun if self.setting else "") or shortened_line(self.name)

    @property
    def text(self) -> str:
        """Its value for people."""
        if self.setting is None or not self.is_possible:
            return value_text(self.value)
        return self.setting.text(self.setting.check(self.value))


def describe_setting(name: str, value: object) -> StoredSetting:
    """Return a setting with a value, its declaration, and whether the value is possible."""
    setting = known_setting(name)
    try:
        if setting:
            setting.check(value)
    except ValueError:
        return StoredSetting(name, value, setting, is_possible=False)
    return StoredSetting(name, value, setting, is_possible=True)


def stored_value(db: sqlite3.Connection, name: str) -> object:
    """Return the JSON value that a catalogue has for a setting; None if it has none that is possible."""
    one = describe_setting(name, read_json(db, name))
    return one.value if one.is_possible else None


def stored_settings(db: sqlite3.Connection) -> Iterator[StoredSetting]:
    """Yield all settings that a catalogue has, by name."""
    for name, value in db.execute("SELECT CAST(name AS BLOB), CAST(value AS BLOB) FROM settings ORDER BY 1").fetchall():
        readable = name.decode("utf-8", "replace")
        try:
            found = json.loads(value.decode())
        except (ValueError, RecursionError):
            yield StoredSetting(readable, None, known_setting(readable), is_possible=False)
            continue
        yield describe_setting(readable, found)
