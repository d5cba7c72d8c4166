"""Tasks that need a closed library, such as restoring: the window closes, they run, and it opens again."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from photon.quick_dataclass import dataclass

if TYPE_CHECKING:
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
    """A request to repair the damaged catalogue.

    Attributes:
        plan: The plan for the repair; None if there is none yet.
    """

    plan: "RepairPlan | None" = None


Request = RestoreRequest | RepairRequest
_wanted: list[Request] = []


def restart_with(request: Request) -> None:
    """Close the window, perform the request, and open the window again."""
    _wanted[:] = [request]
    QApplication.quit()


def take_request() -> Request | None:
    """Return the request to perform now that the library is closed, and forget it."""
    return _wanted.pop() if _wanted else None
