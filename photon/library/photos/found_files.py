"""Files as found in the listing of their folder, and files that could not be read."""

from photon.domain import Problem
from photon.quick_dataclass import dataclass

INSIDE = "relative >= ? AND relative < ?"
"""SQL condition that a file is in a part of its folder, with the values of ``span``."""


def span(inner: str) -> tuple[str, str | bytes]:
    """Return the values for ``INSIDE``, by the index of paths; the part is a relative path, empty for the whole."""
    return (f"{inner}/", f"{inner}0") if inner else ("", b"")  # 0 follows the slash, and bytes follow all texts


@dataclass(frozen=True, slots=True)
class Found:
    """A file as found in a listing.

    Attributes:
        folder: Watched folder.
        relative: Path below it, with forward slashes.
        size: Bytes.
        mtime_ns: Modification time in nanoseconds since the epoch.
        beside: Its sidecars, by name, size and time; empty without any.
        changed_ns: See ``domain.photo.file_time.times_ns``; None if unknown.
    """

    folder: int
    relative: str
    size: int
    mtime_ns: int
    beside: str = ""
    changed_ns: int | None = None


@dataclass(frozen=True, slots=True)
class Failed:
    """A file that could not be read, and why."""

    found: Found
    problem: Problem
