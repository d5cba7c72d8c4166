"""The backup folder and the size limit: a small file beside the catalogue, which survives the catalogue's loss."""

import json
import os
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from photon.domain.setting import LibrarySetting, Value, short_text, whole_number
from photon.language import tr
from photon.quick_dataclass import dataclass

NAME, DEFAULT = "backups.json", "backups"
MOST_BYTES = 2_000_000_000
_HIGHEST = 10**16


def _folder(value: object) -> str:
    if not isinstance(value, str) or "\0" in value or not (value == "" or Path(value).is_absolute()):
        raise ValueError
    return value


FOLDER = LibrarySetting(
    "folder", tr("backup folder"), "", _folder, possible=tr("the absolute path of a folder"), travels="asked"
)
"""Empty: the one in the folder of the library."""
LIMIT = LibrarySetting(
    "most_bytes", tr("limit for all backups, in bytes"), MOST_BYTES, whole_number(1, _HIGHEST),
    possible=tr("a whole number from 1 to {most:,}", most=_HIGHEST),
)  # fmt: skip
_MARK = LibrarySetting("mark", "", "", short_text(100), possible="", travels="never")


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
    """Read the settings of a library; one that is missing or not possible has its default.

    Args:
        directory: Folder of the library.
    """
    values = _stored(directory)
    folder = _value(values, FOLDER)
    return BackupSettings(Path(folder) if folder else directory / DEFAULT, _value(values, LIMIT), _value(values, _MARK))


def refusals(directory: Path) -> list[str]:
    """Return why stored settings are not used, as sentences."""
    values = _stored(directory)
    return [str(one.refusal(values[one.name])) for one in (FOLDER, LIMIT) if not _is_possible(values, one)]


def _stored(directory: Path) -> dict[str, object]:
    with suppress(OSError, ValueError, RecursionError):
        values = json.loads((directory / NAME).read_text(encoding="utf-8"))
        return values if isinstance(values, dict) else {}
    return {}


def _value(values: dict[str, object], one: LibrarySetting[Value]) -> Value:
    return one.check(values[one.name]) if values.get(one.name) is not None and _is_possible(values, one) else one.usual


def _is_possible(values: dict[str, object], one: LibrarySetting[Any]) -> bool:
    with suppress(ValueError):
        return values.get(one.name) is None or one.check(values[one.name]) is not None
    return False


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
        PhotonError: The maximum is not possible.
    """
    now = read_settings(directory)
    if folder is not None:
        now = replace(now, folder=folder.absolute(), mark=mark)
    if most_bytes is not None:
        if not _is_possible({LIMIT.name: most_bytes}, LIMIT):
            raise LIMIT.refusal(most_bytes)
        now = replace(now, most_bytes=most_bytes)
    chosen = None if now.folder == directory / DEFAULT else str(now.folder)
    values = {"folder": chosen, "most_bytes": now.most_bytes, "mark": now.mark}
    part = directory / f"{NAME}.part"
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.write(json.dumps(values) + "\n")
            file.flush()
            os.fsync(file.fileno())
        part.replace(directory / NAME)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return now
