"""The window's settings, kept between starts in an INI file in the folder of the library."""

import re
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QSettings

NAME = "window.ini"
_places: list[Path] = []
_NUMBER = re.compile(r"-?[0-9]{1,9}")  # Qt refuses numbers of more than 32 bits


def remember_in(directory: Path) -> None:
    """Store settings in this folder from now on."""
    _places[:] = [directory / NAME]
    with suppress(OSError):  # Qt keeps the permissions of a file, but would make a new one readable for everybody
        _places[0].touch(mode=0o600)


def settings() -> QSettings:
    """Return the settings; the platform's own while no library is open."""
    return QSettings(str(_places[0]), QSettings.Format.IniFormat) if _places else QSettings()


def remembered_number(key: str, usual: int) -> int:
    """Return a stored integer of at most nine digits; ``usual`` if it is missing or not one."""
    value = str(settings().value(key, usual))
    return int(value) if _NUMBER.fullmatch(value) else usual


def remembered_switch(key: str, *, usual: bool) -> bool:
    """Return a stored boolean."""
    value = str(settings().value(key, usual)).lower()
    return value == "true" if value in ("true", "false") else usual


def remembered_word(key: str, usual: str, allowed: tuple[str, ...]) -> str:
    """Return a stored choice, one of the allowed words."""
    value = str(settings().value(key, usual))
    return value if value in allowed else usual
