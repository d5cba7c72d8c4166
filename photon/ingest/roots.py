"""A watched folder as a whole: by what it is known again, whether it is away, which ways in it are plain."""

import os
import stat
from collections.abc import Set
from pathlib import Path

from photon.ingest.listing import FolderListing

_SHARE = 0.1  # of the known files: fewer are what lies in an empty mount point by chance


def identity(root: str) -> str | None:
    """Which directory of which file system a folder is; None where it cannot be reached.

    File systems that have no number of their own give that of their device, which may be another one after a drive was
    connected again: another identity alone proves nothing.
    """
    try:
        status = Path(root).stat()
        file_system = os.statvfs(root).f_fsid if hasattr(os, "statvfs") else 0
    except OSError:  # a network drive that went away may answer with any error
        return None
    return f"{file_system or status.st_dev}:{status.st_ino}" if stat.S_ISDIR(status.st_mode) else None


def is_away(listing: FolderListing, believed: Set[str], *, is_same: bool) -> bool:
    """Whether a folder is away, as the drive is whose mount point stands there with little or nothing in it.

    Args:
        listing: Of the whole folder.
        believed: What was there before.
        is_same: Whether it is the directory in which that was seen. Then its files were deleted, even if it is empty.
    """
    if not listing.reachable:
        return True
    if is_same or not believed or "" in listing.closed:
        return False
    there = len(believed & listing.files.keys())
    others = len(listing.files) - there  # many others are photos that were moved, on a drive that got another number
    return there < _SHARE * len(believed) and others < len(believed) / 2


def is_plain(root: str, inner: str) -> bool:
    """Whether the way to a part of a watched folder leads through no link.

    What lies behind a link is looked at with the whole folder: only then it is known whether it is there already.
    """
    here = Path(root)
    for name in [part for part in inner.split("/") if part]:
        here = here / name
        try:
            if here.is_symlink():
                return False
        except OSError:
            return True  # listing it will say so
    return True
