"""The backup folder and the size limit: a small file beside the catalogue, which survives the catalogue's loss."""

import json
import os
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from photon.quick_dataclass import dataclass

NAME, DEFAULT = "backups.json", "backups"
MOST_BYTES = 2_000_000_000


@dataclass(frozen=True, slots=True)
class BackupSettings:
    """The user's backup settings.

    Attributes:
        folder: The backup folder.
        most_bytes: Maximum total size of a library's backups.
        mark: Distinguishes the folder from an empty one at the same path (``backup_folder.mark_folder``); empty if no
            folder was chosen, or by an older Photon.
    """

    folder: Path
    most_bytes: int = MOST_BYTES
    mark: str = ""


def read_settings(directory: Path) -> BackupSettings:
    """Read the settings of a library; missing or unreadable ones are the defaults.

    Args:
        directory: Folder of the library.
    """
    usual = BackupSettings(directory / DEFAULT)
    try:
        said = json.loads((directory / NAME).read_text(encoding="utf-8"))
        folder = Path(said["folder"]) if said.get("folder") else usual.folder
        return BackupSettings(folder, int(said.get("most_bytes", MOST_BYTES)), str(said.get("mark", "")))
    except (OSError, ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        return usual


def store_settings(
    directory: Path, *, folder: Path | None = None, most_bytes: int | None = None, mark: str = ""
) -> BackupSettings:
    """Store settings; None leaves a setting unchanged.

    Args:
        directory: Folder of the library.
        folder: The backup folder.
        most_bytes: Maximum total size.
        mark: Distinguishes the folder from an empty one; only stored together with ``folder``.

    Returns:
        The new settings.

    Raises:
        OSError: They cannot be written.
    """
    now = read_settings(directory)
    if folder is not None:
        now = replace(now, folder=folder.absolute(), mark=mark)
    if most_bytes is not None:
        now = replace(now, most_bytes=most_bytes)
    place = None if now.folder == directory / DEFAULT else str(now.folder)
    said = {"folder": place, "most_bytes": now.most_bytes, "mark": now.mark}
    part = directory / f"{NAME}.part"
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.write(json.dumps(said) + "\n")
            file.flush()
            os.fsync(file.fileno())
        part.replace(directory / NAME)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return now
