"""Replace a user's file atomically: at any moment it is either the old one or the new one, complete.

The new bytes are written to a temporary file in the same folder, flushed to disk, read back and compared. If the target
still has the expected content, the temporary file is renamed over it. After a crash at any point, the target is either
old or new, and at worst a temporary file remains, which ``leftovers`` finds.
"""

import errno
import os
import secrets
import stat
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path

from photon.domain.metadata.writing import Unwritable
from photon.language import tr

_ENDING = ".photon-new"
_NEW_FILE = 0o666
_ALLOWED = {errno.EACCES, errno.EPERM, errno.EROFS}
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EMLINK, errno.ENOSYS, errno.EACCES}


def replace_file(
    path: Path, new: bytes, expected: bytes | None, check: Callable[[bytes], None], *, keep_time: bool = False
) -> None:
    """Replace the content of a file, durably (it survives a power cut).

    Args:
        path: The file; a symbolic link is followed and remains a link.
        new: The new content.
        expected: The current content; None if the file must not exist.
        check: Called with the bytes read back from disk; raises if they are invalid.
        keep_time: Whether to preserve the modification time.

    Raises:
        Unwritable: The file cannot be written or has changed. Nothing was modified.
    """
    exchange_file(path, new, expected, check, keep_time=keep_time)
    flush_folder(path.resolve().parent)


def exchange_file(
    path: Path, new: bytes, expected: bytes | None, check: Callable[[bytes], None], *, keep_time: bool = False
) -> None:
    """Replace the content of a file. It is not durable until ``flush_folder``; for many files this halves the time.

    Until then, do not report the file as written.

    Args:
        path: The file; a symbolic link is followed and remains a link.
        new: The new content.
        expected: The current content; None if the file must not exist.
        check: Called with the bytes read back from disk; raises if they are invalid.
        keep_time: Whether to preserve the modification time.

    Raises:
        Unwritable: The file cannot be written or has changed. Nothing was modified.
    """
    try:
        _replace(path.resolve() if path.is_symlink() else path, new, expected, check, keep_time=keep_time)
    except OSError as error:
        raise write_error(path, error) from error


def free_name(wanted: Path) -> Path:
    """Return a path that is not in use: the wanted one, or with a number."""
    names = (wanted if at == 1 else wanted.with_stem(f"{wanted.stem} ({at})") for at in count(1))
    return next(name for name in names if not name.exists())


def remove_file(path: Path, expected: bytes) -> None:
    """Remove a file that Photon created; call ``flush_folder`` afterwards. A missing file is no error.

    Args:
        path: The file.
        expected: Its current content.

    Raises:
        Unwritable: The file has changed or cannot be removed.
    """
    try:
        if path.read_bytes() != expected:
            raise _changed(path)
        path.unlink()
    except FileNotFoundError:
        return
    except OSError as error:
        raise write_error(path, error) from error


def leftovers(folder: Path) -> Iterator[Path]:
    """Find temporary files that a killed process left behind.

    Args:
        folder: Folder to search.

    Yields:
        Their paths.
    """
    with suppress(OSError):
        yield from (path for path in folder.iterdir() if path.name.startswith(".") and path.name.endswith(_ENDING))


def _replace(
    path: Path, new: bytes, expected: bytes | None, check: Callable[[bytes], None], *, keep_time: bool
) -> None:
    # A fixed length, so that names of maximum length work, too.
    temporary = path.with_name(f".{secrets.token_hex(8)}{_ENDING}")
    try:
        _write(temporary, new, path if expected is not None else None)
        if temporary.read_bytes() != new:  # not stored, to limit memory to three copies of a large photo
            raise Unwritable("failed", tr("The disk did not store {path} correctly.", path=path), tr("Check the disk."))
        check(new)
        if keep_time and expected is not None:
            status = path.stat()
            os.utime(temporary, ns=(status.st_atime_ns, status.st_mtime_ns))
        if expected is None:
            _link_into_place(temporary, path)
        else:
            if path.read_bytes() != expected:
                raise _changed(path)
            temporary.replace(path)
    finally:
        with suppress(OSError):
            temporary.unlink()


def _write(temporary: Path, new: bytes, like: Path | None) -> None:
    """Write and flush a new file with the permissions, owner and extended attributes of another."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    with os.fdopen(os.open(temporary, flags, _NEW_FILE), "wb") as file:
        if like is not None:
            _copy_permissions(file.fileno(), like)
        file.write(new)
        file.flush()
        os.fsync(file.fileno())


def _copy_permissions(descriptor: int, like: Path) -> None:
    status = like.stat()
    if not os.access(like, os.W_OK):  # renaming would succeed, but the user marked the file read-only
        raise PermissionError(errno.EACCES, "read-only")
    if hasattr(os, "fchmod"):
        try:
            os.fchown(descriptor, status.st_uid, status.st_gid)
        except OSError:  # only root can change the owner, but the group may be allowed
            with suppress(OSError):
                os.fchown(descriptor, -1, status.st_gid)
        mode = stat.S_IMODE(status.st_mode)
        if stat.S_IMODE(os.fstat(descriptor).st_mode) != mode:  # file systems without modes raise errors
            os.fchmod(descriptor, mode)
    if hasattr(os, "listxattr"):
        names: list[str] = []
        with suppress(OSError):
            names = os.listxattr(like)
        for name in names:
            with suppress(OSError):  # security attributes may not be copied
                os.setxattr(descriptor, name, os.getxattr(like, name))


def _link_into_place(temporary: Path, path: Path) -> None:
    try:
        appear(temporary, path)
    except FileExistsError:
        raise _changed(path) from None


def appear(temporary: Path, path: Path) -> None:
    """Give a temporary file its final name in one step, without overwriting.

    The temporary name may still exist afterwards, as a second hard link.

    Args:
        temporary: The file.
        path: Its final name.

    Raises:
        FileExistsError: The name is in use.
        OSError: It cannot be renamed.
    """
    try:
        path.hardlink_to(temporary)
    except FileExistsError:
        raise
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        if path.exists():  # FAT has no hard links, so a small race remains
            raise FileExistsError(errno.EEXIST, tr("another file has this name"), str(path)) from None
        temporary.replace(path)


def flush_folder(folder: Path) -> None:
    """Flush a folder to disk, so that new names are durable; not supported by every file system.

    Args:
        folder: The folder.
    """
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
        tr("Another program changed {name} at the same time; Photon did not change it.", name=path.name),
        tr("Save again; the other program's changes will be kept."),
    )


def write_error(path: Path, error: OSError) -> Unwritable:
    """Return why a file can't be written, in words."""
    if error.errno in _ALLOWED:
        return Unwritable(
            "not-allowed",
            tr("You don't have permission to write {path}.", path=path),
            tr("Change the permissions of the file or its folder."),
        )
    if error.errno in _FULL:
        return Unwritable(
            "full",
            tr("The disk is full; {name} was not changed.", name=path.name),
            tr("Free some space, then save again."),
        )
    reason = error.strerror or type(error).__name__
    return Unwritable(
        "failed",
        tr("{name} couldn't be written ({reason}); it was not changed.", name=path.name, reason=reason),
        tr("Check the disk."),
    )
