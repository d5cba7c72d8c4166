"""File times as stored in the library; file systems allow times that a database cannot hold."""

import os

_LEAST, _MOST = -(1 << 63), (1 << 63) - 1  # SQLite's integers; as nanoseconds the years 1677 to 2262


def modified_ns(status: os.stat_result) -> int:
    """Modification time of a file in nanoseconds since the epoch, clipped to the range of the database."""
    return _storable(status.st_mtime_ns)


def changed_ns(status: os.stat_result) -> int:
    """Status change time (ctime) of a file, including renames and permissions, in the same form.

    Programs cannot set this time, so it reveals new content even if size and modification time were restored.
    """
    return _storable(status.st_ctime_ns)


def _storable(nanoseconds: int) -> int:
    return nanoseconds if _LEAST <= nanoseconds <= _MOST else min(max(nanoseconds, _LEAST), _MOST)
