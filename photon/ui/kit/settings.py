"""What the window remembers between two starts: an INI file in the folder of the library."""

from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QSettings

NAME = "window.ini"
_places: list[Path] = []


def remember_in(directory: Path) -> None:
    """From now on remember in this folder."""
    _places[:] = [directory / NAME]
    with suppress(OSError):  # Qt keeps the rights of a file that is there, and would let everybody read a new one
        _places[0].touch(mode=0o600)


def settings() -> QSettings:
    """The memory; the platform's own as long as no library is open."""
    return QSettings(str(_places[0]), QSettings.Format.IniFormat) if _places else QSettings()


def remembered_number(key: str, usual: int) -> int:
    """A whole number; ``usual`` if it is missing or is no number."""
    value = str(settings().value(key, usual))
    return int(value) if value.lstrip("-").isdigit() else usual


def remembered_switch(key: str, *, usual: bool) -> bool:
    """A yes or no."""
    value = str(settings().value(key, usual)).lower()
    return value == "true" if value in ("true", "false") else usual


def remembered_word(key: str, usual: str, allowed: tuple[str, ...]) -> str:
    """One of some words."""
    value = str(settings().value(key, usual))
    return value if value in allowed else usual
