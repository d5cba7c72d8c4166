"""Replacing a person's file so that at every moment it is either the old one or the new one, whole.

The new bytes go to a temporary file in the same folder, are flushed to the disk, read back and compared; the file is
looked at once more, and only if it still is what the new bytes were made from, the temporary file takes its name in one
step. Killed at any point, what remains is the file as it was or as it shall be, and at worst a temporary file, which
``leftovers`` names.
"""

import errno
import os
import secrets
import stat
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from photon.domain.metadata.writing import Unwritable

_ENDING = ".photon-new"
_NEW_FILE = 0o666
_ALLOWED = {errno.EACCES, errno.EPERM, errno.EROFS}
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EMLINK, errno.ENOSYS, errno.EACCES}


def replace_file(
    path: Path, new: bytes, expected: bytes | None, check: Callable[[bytes], None], *, keep_time: bool = False
) -> None:
    """Let ``path`` hold new bytes, also after a power cut.

    Args:
        path: The file; a link is followed, and stays one.
        new: What it shall hold.
        expected: What it must hold until then; None where no file may be there.
        check: Given the bytes as they are on the disk; raises when they are not good.
        keep_time: Whether the time of the last change stays as it was.

    Raises:
        Unwritable: It could not be written, or it is not any more what was expected. Nothing was changed.
    """
    exchange_file(path, new, expected, check, keep_time=keep_time)
    flush_folder(path.resolve().parent)


def exchange_file(
    path: Path, new: bytes, expected: bytes | None, check: Callable[[bytes], None], *, keep_time: bool = False
) -> None:
    """The same, but a power cut may bring the old file back until ``flush_folder`` follows.

    Of many files in one folder it takes half of the time. Nobody must be told that a file is written before.
    """
    try:
        _replace(path.resolve() if path.is_symlink() else path, new, expected, check, keep_time=keep_time)
    except OSError as error:
        raise _obstacle(path, error) from error


def remove_file(path: Path, expected: bytes) -> None:
    """Remove a file that Photon had made; ``flush_folder`` has to follow, as for ``exchange_file``.

    Raises:
        Unwritable: It is not any more what was expected, or must not be removed.
    """
    try:
        if path.read_bytes() != expected:
            raise _changed(path)
        path.unlink()
    except FileNotFoundError:
        return
    except OSError as error:
        raise _obstacle(path, error) from error


def leftovers(folder: Path) -> Iterator[Path]:
    """Temporary files that a killed process left in a folder."""
    with suppress(OSError):
        yield from (path for path in folder.iterdir() if path.name.startswith(".") and path.name.endswith(_ENDING))


def _replace(
    path: Path, new: bytes, expected: bytes | None, check: Callable[[bytes], None], *, keep_time: bool
) -> None:
    # 16 letters more than a name may have would fail on names of full length
    temporary = path.with_name(f".{secrets.token_hex(8)}{_ENDING}")
    try:
        _write(temporary, new, path if expected is not None else None)
        if temporary.read_bytes() != new:  # held no longer: a large photo is in memory three times at most
            raise Unwritable("failed", f"The disk did not keep what was written for {path}.", "Check the disk.")
        check(new)
        if keep_time and expected is not None:
            status = path.stat()
            os.utime(temporary, ns=(status.st_atime_ns, status.st_mtime_ns))
        if expected is None:
            _appear(temporary, path)
        else:
            if path.read_bytes() != expected:
                raise _changed(path)
            temporary.replace(path)
    finally:
        with suppress(OSError):
            temporary.unlink()


def _write(temporary: Path, new: bytes, like: Path | None) -> None:
    """Write and flush a new file, with the permissions, owner and extended attributes of another."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    with os.fdopen(os.open(temporary, flags, _NEW_FILE), "wb") as file:
        if like is not None:
            _dress(file.fileno(), like)
        file.write(new)
        file.flush()
        os.fsync(file.fileno())


def _dress(descriptor: int, like: Path) -> None:
    status = like.stat()
    if not os.access(like, os.W_OK):  # replacing would succeed, but that is not what read-only means
        raise PermissionError(errno.EACCES, "read-only")
    if hasattr(os, "fchmod"):
        try:
            os.fchown(descriptor, status.st_uid, status.st_gid)
        except OSError:  # only an administrator gives files away; a group of one's own can be kept
            with suppress(OSError):
                os.fchown(descriptor, -1, status.st_gid)
        mode = stat.S_IMODE(status.st_mode)
        if stat.S_IMODE(os.fstat(descriptor).st_mode) != mode:  # file systems without modes refuse to be asked
            os.fchmod(descriptor, mode)
    if hasattr(os, "listxattr"):
        names: list[str] = []
        with suppress(OSError):
            names = os.listxattr(like)
        for name in names:
            with suppress(OSError):  # those of the system's security are not ours to give
                os.setxattr(descriptor, name, os.getxattr(like, name))


def _appear(temporary: Path, path: Path) -> None:
    try:
        appear(temporary, path)
    except FileExistsError:
        raise _changed(path) from None


def appear(temporary: Path, path: Path) -> None:
    """Give a file its name in one step; where that is done by a link, the former name is still there.

    Raises:
        FileExistsError: Another file has the name.
        OSError: It cannot be done.
    """
    try:
        path.hardlink_to(temporary)
    except FileExistsError:
        raise
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        if path.exists():  # FAT knows no links: a moment remains in which another program could step in
            raise FileExistsError(errno.EEXIST, "another file has the name", str(path)) from None
        temporary.replace(path)


def flush_folder(folder: Path) -> None:
    """Make new names in it last; not every file system can."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _changed(path: Path) -> Unwritable:
    return Unwritable(
        "changed",
        f"Another program changed {path.name} at the same moment; Photon left it alone.",
        "Write again: what the other program wrote is then taken into account.",
    )


def _obstacle(path: Path, error: OSError) -> Unwritable:
    if error.errno in _ALLOWED:
        return Unwritable(
            "not-allowed",
            f"Photon is not allowed to write {path}.",
            "Change the permissions of the file or its folder.",
        )
    if error.errno in _FULL:
        return Unwritable("full", f"The disk is full; {path.name} is as it was.", "Make room, then write again.")
    reason = error.strerror or type(error).__name__
    return Unwritable("failed", f"{path.name} could not be written ({reason}); it is as it was.", "Check the disk.")
