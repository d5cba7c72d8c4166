"""Rename a file within its volume without ever overwriting another one, and find out which of two places it is at."""

import ctypes
import errno
import os
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

from photon.domain.photo.file_move import FileMove, Unmovable, Whereabouts
from photon.domain.photo.file_time import modified_ns
from photon.language import tr

_NO_REPLACE = 1  # RENAME_NOREPLACE of Linux
_HERE = -100  # AT_FDCWD: paths are absolute, or relative to the working folder
_NOT_OFFERED = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP}
_ALLOWED = {errno.EACCES, errno.EPERM}
_FULL = {errno.ENOSPC, errno.EDQUOT}


def rename_freely(source: Path, target: Path) -> None:
    """Rename a file, a link itself rather than its target; the new name must be free.

    On Linux, the kernel guarantees that nothing is overwritten, except on file systems that don't support this: there,
    a file that takes the name between the check and the renaming is lost, a matter of microseconds.

    Args:
        source: The file.
        target: Its new name on the same volume.

    Raises:
        FileExistsError: The name is in use.
        OSError: It cannot be renamed; errno EXDEV: the two are on different volumes.
    """
    rename = _kernel_rename()
    if rename is not None:
        error = rename(source, target)
        if error == 0:
            return
        if error not in _NOT_OFFERED:
            raise OSError(error, os.strerror(error), str(source), None, str(target))
    if os.path.lexists(target):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))
    source.rename(target)


def whereabouts(move: FileMove) -> Whereabouts:
    """Determine where a file is that was to be moved; ``unknown`` if its drive or its bin cannot be reached.

    Args:
        move: Its two places, and its size and time.
    """
    if not move.target:  # in the system's bin, whose paths are unknown
        return "source" if _is_it(move, move.source) else "target"
    if _is_it(move, move.target):
        return "target"
    if _is_it(move, move.source):
        return "source"
    # Both places are on one volume, so the volume is there if the target's folder is. The bin of a drive that is
    # offline is not there, even if an empty mount point is.
    is_there = Path(move.target).parent.is_dir() or os.path.lexists(move.source)
    return "nowhere" if is_there else "unknown"


def refusal(path: str, error: OSError) -> Unmovable:
    """Return an error that says why a file could not be moved.

    Args:
        path: The file.
        error: The error of the system.
    """
    if isinstance(error, FileNotFoundError):
        return Unmovable(tr("{path} is gone.", path=path), tr("Photon rescans its folder."))
    if isinstance(error, FileExistsError):
        return Unmovable(
            tr("{path} wasn't moved: another file has its new name.", path=path), tr("Rename that file first.")
        )
    if error.errno == errno.EROFS:
        return Unmovable(tr("{path} wasn't moved: its drive is read-only.", path=path), tr("Unlock the drive."))
    if error.errno in _ALLOWED:
        return Unmovable(
            tr("{path} wasn't moved: you don't have permission to change its folder.", path=path),
            tr("Change the permissions of the folder."),
        )
    if error.errno in _FULL:
        return Unmovable(
            tr("{path} wasn't moved: its drive is full.", path=path), tr("Free some space, then try again.")
        )
    if error.errno == errno.EXDEV:
        return Unmovable(
            tr("{path} wasn't moved: the other place is on another drive, and Photon doesn't copy it.", path=path),
            tr("Move it in your file manager; Photon will notice."),
        )
    reason = error.strerror or type(error).__name__
    return Unmovable(tr("{path} wasn't moved: {reason}.", path=path, reason=reason), tr("Check the drive."))


def _is_it(move: FileMove, path: str) -> bool:
    """Return whether the file at a path is the one that is moved; links are not followed."""
    try:
        status = os.lstat(path)
    except (OSError, ValueError):
        return False
    return (status.st_size, modified_ns(status)) == (move.size, move.mtime_ns)


@cache
def _kernel_rename() -> Callable[[Path, Path], int] | None:
    """Return ``renameat2`` of Linux, which returns an error number or 0; None if it is not available."""
    if not sys.platform.startswith("linux"):
        return None
    try:
        call = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError):  # a C library without it
        return None
    call.argtypes = (ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint)

    def rename(source: Path, target: Path) -> int:
        done = call(_HERE, os.fsencode(source), _HERE, os.fsencode(target), _NO_REPLACE)
        return ctypes.get_errno() if done else 0

    return rename
