"""The use case of restoring a backup, for a library that is not open."""

from pathlib import Path

from photon.app.runtime.default_paths import default_library
from photon.library.recovery.restoring import RestoreOutcome, RestorePlan, examine_backup, restore_backup


def plan_restore(directory: Path | None, path: Path) -> RestorePlan:
    """Check a backup completely, and describe what restoring it would change; nothing is changed.

    Args:
        directory: Folder of the library; None for the platform's.
        path: The backup.

    Raises:
        PhotonError: It is not a complete backup, or comes from a newer Photon.
    """
    return examine_backup(directory or default_library(), path)


def restore(directory: Path | None, path: Path, *, allow_foreign: bool = False) -> RestoreOutcome:
    """Replace the catalogue by a backup; the current one is kept.

    Args:
        directory: Folder of the library; None for the platform's.
        path: The backup.
        allow_foreign: Whether a backup of another library is allowed.

    Raises:
        PhotonError: As for ``plan_restore``; or the library is open, or its catalogue cannot be kept. Nothing was
            changed.
    """
    return restore_backup(directory or default_library(), path, allow_foreign=allow_foreign)
