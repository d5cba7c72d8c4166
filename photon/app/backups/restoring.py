"""The use case of restoring a backup, for a library that is not open."""

from pathlib import Path

from photon.app.runtime.default_paths import default_library
from photon.library.recovery.restoring import RestoreOutcome, RestorePlan, examine_backup, restore_backup


def plan_restore(directory: Path | None, path: Path) -> RestorePlan:
    """Check a backup completely, and say what restoring it would change; nothing is.

    Args:
        directory: Folder of the library; None for the platform's.
        path: The backup.

    Raises:
        PhotonError: It is no whole backup, or of a newer Photon.
    """
    return examine_backup(directory or default_library(), path)


def restore(directory: Path | None, path: Path, *, allow_foreign: bool = False) -> RestoreOutcome:
    """Replace the catalogue by a backup; the present one is kept.

    Args:
        directory: Folder of the library; None for the platform's.
        path: The backup.
        allow_foreign: Whether it may be of another library.

    Raises:
        PhotonError: As ``plan_restore``; or the library is open, or its catalogue cannot be kept. Nothing was changed.
    """
    return restore_backup(directory or default_library(), path, allow_foreign=allow_foreign)
