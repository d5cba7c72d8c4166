"""Watched folders as a whole: their identity, whether they are offline, and which parts are reached without links."""

import os
import stat
from collections.abc import Callable, Set
from pathlib import Path

from photon.ingest.listing import FolderListing

_SHARE = 0.1  # with less than this share of the known files, a folder may be an empty mount point


def identity(root: str) -> str | None:
    """Identify the directory and file system of a folder; None if it cannot be reached.

    File systems without an id report that of their device, which may change when a drive is reconnected. A different
    identity alone therefore proves nothing.
    """
    try:
        status = Path(root).stat()
        file_system = os.statvfs(root).f_fsid if hasattr(os, "statvfs") else 0
    except OSError:  # a disconnected network drive may raise any error
        return None
    return f"{file_system or status.st_dev}:{status.st_ino}" if stat.S_ISDIR(status.st_mode) else None


def is_away(listing: FolderListing, find_believed: Callable[[], Set[str]], *, is_same: bool) -> bool:
    """Return whether a folder is offline, such as the (nearly) empty mount point of a disconnected drive.

    Args:
        listing: Listing of the whole folder.
        find_believed: Finds the relative paths of files that should exist, seconds for a million; asked if they matter.
        is_same: Whether its identity is unchanged. Then missing files were deleted, even all of them.

    Returns:
        Whether it is offline.
    """
    if not listing.reachable:
        return True
    if is_same or "" in listing.closed:
        return False
    believed = find_believed()
    if not believed:
        return False
    there = len(believed & listing.files.keys())
    others = len(listing.files) - there  # many others: photos were moved on a drive whose device number changed
    return there < _SHARE * len(believed) and others < len(believed) / 2


def is_plain(root: str, inner: str) -> bool:
    """Return whether the path to a part of a watched folder contains no link.

    Folders behind links are only listed with the whole folder, because only then it is known whether they were visited
    already.
    """
    here = Path(root)
    for name in [part for part in inner.split("/") if part]:
        here = here / name
        try:
            if here.is_symlink():
                return False
        except OSError:
            return True  # reported when it is listed
    return True
