"""The lock that lets only one process write to files for a library."""

from pathlib import Path

from filelock import FileLock, Timeout

from photon.library.db import permissions


def writing_lock(directory: Path) -> FileLock:
    """Return the lock for writing to files for the library in this folder."""
    return FileLock(directory / "writing.lock", mode=permissions.FILE, thread_local=False)


def is_held(lock: FileLock) -> bool:
    """Return whether a writer, in this or another process, holds the lock."""
    try:
        with lock.acquire(timeout=0):
            return False
    except Timeout:
        return True
