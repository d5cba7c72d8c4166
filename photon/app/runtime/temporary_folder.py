"""A folder below the library for temporary files, including copies of photos.

In the folder that all users share, a killed Photon would leave them forever.
"""

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from photon.library.db import permissions

_NAME = "temporary"
_PATIENCE = 10.0  # seconds; another start holds the lock for milliseconds


@contextmanager
def temporary_folder(directory: Path) -> Iterator[Path | None]:
    """Create a new folder and delete it afterwards; folders that killed processes left behind are removed first.

    Args:
        directory: Folder of the library.

    Yields:
        The folder; None if it can't be created, as on a full or read-only disk.
    """
    try:
        room, lock = _make(directory / _NAME)
    except (OSError, Timeout):
        yield None
        return
    try:
        yield room
    finally:
        lock.release()
        _remove(room)


def _make(path: Path) -> tuple[Path, FileLock]:
    """Create a folder and the lock that shows that its owner is alive."""
    permissions.make_folder(path)
    with FileLock(path.with_suffix(".lock"), timeout=_PATIENCE, mode=permissions.FILE):  # two may start at once
        for left in path.glob("*.lock"):
            _tidy(left)
        room = path / secrets.token_hex(8)
        lock = _lock(room)
        lock.acquire()
        permissions.make_folder(room)
    return room, lock


def _lock(room: Path) -> FileLock:
    return FileLock(room.with_suffix(".lock"), timeout=0, mode=permissions.FILE, thread_local=False)


def _tidy(lock: Path) -> None:
    """Remove a folder whose owner is gone."""
    room = lock.with_suffix("")
    with suppress(OSError, Timeout):
        with _lock(room):
            pass
        _remove(room)


def _remove(room: Path) -> None:
    shutil.rmtree(room, ignore_errors=True)
    with suppress(OSError):
        room.with_suffix(".lock").unlink()
