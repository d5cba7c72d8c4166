"""A folder of backups: several libraries and computers may share it, and other files in it are never touched."""

import hashlib
import os
import platform
import uuid
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from photon.library.backups.backup_file import Backup, is_whole, read_backup
from photon.library.backups.backup_settings import DEFAULT, BackupSettings, read_settings
from photon.library.backups.retention import Dated, expendable, is_over

_ENDING = ".db.gz"
_MARK = ".photon-backups"


def origin_of(directory: Path) -> str:
    """Return a short name for a library's folder on this computer, 8 hexadecimal digits."""
    origin = f"{platform.node()}\n{directory.resolve()}"
    return hashlib.blake2b(origin.encode(errors="surrogateescape"), digest_size=4).hexdigest()


def mark_folder(folder: Path) -> str:
    """Mark a folder as a backup folder, so that its drive's empty mount point is not mistaken for it.

    The id of the file system is no help: many have none, and that of a device changes when it is reconnected.

    Returns:
        The text of the mark; another library may have created it.

    Raises:
        OSError: The folder cannot be written to.
    """
    path = folder / _MARK
    with suppress(FileExistsError):
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(f"{uuid.uuid4().hex}\n")
            file.flush()
            os.fsync(file.fileno())
        flush_folder(folder)
    return _mark_of(folder)


def is_chosen(settings: BackupSettings) -> bool:
    """Return whether the backup folder is the one that was chosen, as far as known."""
    return not settings.mark or _mark_of(settings.folder) == settings.mark


def _mark_of(folder: Path) -> str:
    try:
        return (folder / _MARK).read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return ""


def part_of(folder: Path, origin: str) -> Path:
    """Return the path for a backup in progress; one process at a time makes backups of a library."""
    return folder / f".photon-{origin}.part"


def backups_in(folder: Path, library: str | None = None) -> list[Backup]:
    """List the backups in a folder, newest first; other files are omitted.

    Those dated in the future come last, because the clock was wrong then or is wrong now.

    Args:
        folder: The folder; if it does not exist, there are none.
        library: Id of a catalogue, to list only its backups; None for all.

    Raises:
        OSError: The folder cannot be read.
    """
    try:
        with os.scandir(folder) as entries:
            names = [entry.name for entry in entries if entry.name.endswith(_ENDING)]
    except FileNotFoundError:
        return []
    found = [one for name in names if (one := read_backup(folder / name)) is not None]
    mine = [one for one in found if library is None or one.facts.library == library]
    now = datetime.now(UTC)
    return sorted(mine, key=lambda one: (one.facts.made <= now, one.facts.made, one.path.name), reverse=True)


def newest_backup(folder: Path, library: str | None, origin: str) -> Backup | None:
    """Find the newest backup made from a library's folder on this computer; None if there is none up to now.

    Raises:
        OSError: The folder cannot be read.
    """
    newest = next((one for one in backups_in(folder, library) if one.facts.origin == origin), None)
    return None if newest is None or newest.facts.made > datetime.now(UTC) else newest


def newest_whole_backup(directory: Path) -> Backup | None:
    """Find the newest backup that can be unpacked, for a library without a readable catalogue; None if there is none.

    Args:
        directory: Folder of the library.
    """
    folder, origin = read_settings(directory).folder, origin_of(directory)
    is_own = folder == directory / DEFAULT  # also if the library was moved together with it
    with suppress(OSError):
        for one in backups_in(folder):
            if (is_own or one.facts.origin == origin) and is_whole(one.path):
                return one
    return None


def put_in_place(part: Path, folder: Path, library: str, made: datetime) -> Path:
    """Give a complete backup its name, ``photon-LIBRARY-TIME.db.gz``, without ever replacing another one.

    Args:
        part: The complete file, in ``folder``.
        folder: The folder.
        library: Id of the catalogue.
        made: When the backup was made; another computer may have made one in the same second.

    Returns:
        The new path.

    Raises:
        OSError: It cannot be renamed.
    """
    for path in _names(folder, library, made):
        try:
            path.hardlink_to(part)
        except FileExistsError:
            continue
        except OSError:  # a disk without hard links
            if path.exists():
                continue
            part.rename(path)
        else:
            part.unlink()
        flush_folder(folder)
        return path
    raise AssertionError  # the sequence of names is endless


def drop_expendable(backups: Sequence[Backup], most_bytes: int) -> bool:
    """Delete backups that the retention rule does not keep; one that cannot be deleted stays.

    Args:
        backups: Backups of one library and computer, newest first.
        most_bytes: Maximum total size.

    Returns:
        Whether any backup was dropped only because of the size limit.
    """
    dated = [Dated(one.facts.made, one.size) for one in backups]
    for at in expendable(dated, most_bytes):
        with suppress(OSError):
            backups[at].path.unlink()
    return is_over(dated, most_bytes)


def flush_folder(folder: Path) -> None:
    """Flush the names in a folder to disk, if the system supports it."""
    if os.name != "posix":
        return
    with suppress(OSError):  # some network drives refuse
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def _names(folder: Path, library: str, made: datetime) -> Iterator[Path]:
    while True:
        yield folder / f"photon-{library[:8]}-{made.astimezone(UTC):%Y%m%dT%H%M%SZ}{_ENDING}"
        made += timedelta(seconds=1)
