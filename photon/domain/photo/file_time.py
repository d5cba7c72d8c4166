"""Times of files as the library keeps them: file systems hold dates that a database cannot."""

import os

_LEAST, _MOST = -(1 << 63), (1 << 63) - 1  # SQLite's integers; as nanoseconds the years 1677 to 2262


def modified_ns(status: os.stat_result) -> int:
    """When the content of a file changed last, nanoseconds since the epoch, or the nearest time that can be kept."""
    return _storable(status.st_mtime_ns)


def changed_ns(status: os.stat_result) -> int:
    """When a file changed in any way, its name and permissions included, as ``modified_ns``.

    No program can set this time, so it tells of a new content where size and modification time were put back.
    """
    return _storable(status.st_ctime_ns)


def _storable(nanoseconds: int) -> int:
    return min(max(nanoseconds, _LEAST), _MOST)
