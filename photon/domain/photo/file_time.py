"""File times as stored in the library; file systems allow times that a database cannot hold."""

import os

_LEAST, _MOST = -(1 << 63), (1 << 63) - 1  # SQLite's integers; as nanoseconds the years 1677 to 2262


def modified_ns(status: os.stat_result) -> int:
    """Modification time of a file in nanoseconds since the epoch, clipped to the range of the database."""
    return _storable(status.st_mtime_ns)


def times_ns(status: os.stat_result) -> tuple[int, int]:
    """Modification time of a file, and its status change time (ctime), including renames and permissions.

    Programs cannot set the latter, so it reveals new content even if size and modification time were restored.
    """
    modified, changed = status.st_mtime_ns, status.st_ctime_ns
    if 0 < modified < _MOST and 0 < changed < _MOST:  # all but very odd ones
        return modified, changed
    return _storable(modified), _storable(changed)


def _storable(nanoseconds: int) -> int:
    return nanoseconds if _LEAST <= nanoseconds <= _MOST else min(max(nanoseconds, _LEAST), _MOST)
