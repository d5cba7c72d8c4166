"""A folder below the library for what exists for a moment, copies of photos among it.

In the folder that all users share, a killed Photon would leave them for good.
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
    """A new folder that is gone afterwards; what killed processes left in theirs is removed first.

    Args:
        directory: Folder of the library.

    Yields:
        The folder; None where the disk takes none, as a full one or one that cannot be written.
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


def _make(place: Path) -> tuple[Path, FileLock]:
    """A folder, and the lock that says that its owner lives."""
    permissions.make_folder(place)
    with FileLock(place.with_suffix(".lock"), timeout=_PATIENCE, mode=permissions.FILE):  # two starts at once
        for left in place.glob("*.lock"):
            _tidy(left)
        room = place / secrets.token_hex(8)
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
