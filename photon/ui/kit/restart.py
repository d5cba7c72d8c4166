"""What the window wants done while the library is closed, before it opens again: a backup to be restored."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QApplication


@dataclass(frozen=True, slots=True)
class RestoreRequest:
    """A backup that the user agreed to restore.

    Attributes:
        path: The backup.
        is_foreign: Whether it belongs to another library, and the user was warned of that.
    """

    path: Path
    is_foreign: bool = False


_wanted: list[RestoreRequest] = []


def restart_with(request: RestoreRequest) -> None:
    """Close the window, restore the backup, and open the window again."""
    _wanted[:] = [request]
    QApplication.quit()


def take_request() -> RestoreRequest | None:
    """What is to be done now that the library is closed; it is forgotten with that."""
    return _wanted.pop() if _wanted else None
