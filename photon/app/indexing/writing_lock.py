"""The lock of the one process that writes into files for a library."""

from pathlib import Path

from filelock import FileLock, Timeout

from photon.library.db import permissions


def writing_lock(directory: Path) -> FileLock:
    """What the one process holds that writes into files for the library in this folder."""
    return FileLock(directory / "writing.lock", mode=permissions.FILE, thread_local=False)


def is_held(lock: FileLock) -> bool:
    """Whether a writer, in this or another process, holds the lock."""
    try:
        with lock.acquire(timeout=0):
            return False
    except Timeout:
        return True
