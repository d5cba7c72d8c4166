"""Files as found in the listing of their folder, and files that could not be read."""

from photon.domain import Problem
from photon.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Found:
    """A file as found in a listing.

    Attributes:
        folder: Watched folder.
        relative: Path below it, with forward slashes.
        size: Bytes.
        mtime_ns: Modification time in nanoseconds since the epoch.
        beside: Its sidecars, by name, size and time; empty without any.
        changed_ns: See ``domain.photo.file_time.changed_ns``; None if unknown.
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
