"""The use case of restoring a backup, for a library that is not open."""

from contextlib import suppress
from pathlib import Path

from photon.annotate.tags.sensitive import sensitive_keys
from photon.annotate.tags.vocabulary_file import everyday
from photon.app.runtime.default_paths import default_library
from photon.app.tags.vocabularies import vocabulary_of
from photon.domain import PhotonError
from photon.library import open_library
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
    folder = directory or default_library()
    return restore_backup(folder, path, allow_foreign=allow_foreign, sensitive=_sensitive_keys(folder))


def _sensitive_keys(directory: Path) -> frozenset[str]:
    """Return the keys of the tags that hide photos in the current catalogue or, without a readable one, in any."""
    with suppress(PhotonError), open_library(directory, writable=False) as library:
        return sensitive_keys(vocabulary_of(library))
    return sensitive_keys(everyday())
