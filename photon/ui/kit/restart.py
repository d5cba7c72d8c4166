"""What the window wants done while the library is closed, before it opens again: a restored or repaired catalogue."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QApplication

from photon.library.recovery.repairing import RepairPlan


@dataclass(frozen=True, slots=True)
class RestoreRequest:
    """A backup that the user agreed to restore.

    Attributes:
        path: The backup.
        is_foreign: Whether it belongs to another library, and the user was warned of that.
    """

    path: Path
    is_foreign: bool = False


@dataclass(frozen=True, slots=True)
class RepairRequest:
    """The damaged catalogue is to be repaired.

    Attributes:
        plan: What was planned; None where nothing was yet.
    """

    plan: RepairPlan | None = None


Request = RestoreRequest | RepairRequest
_wanted: list[Request] = []


def restart_with(request: Request) -> None:
    """Close the window, do this, and open the window again."""
    _wanted[:] = [request]
    QApplication.quit()


def take_request() -> Request | None:
    """What is to be done now that the library is closed; it is forgotten with that."""
    return _wanted.pop() if _wanted else None
