"""The bin of the freedesktop.org Trash specification 1.0, which every file manager on Linux supports.

A bin has two folders: ``files`` with the deleted files, and ``info`` with a ``NAME.trashinfo`` for each, which contains
its original path and the time of deletion. Each user has one bin, ``$XDG_DATA_HOME/Trash``, and one on each other
volume: ``.Trash/UID`` if an administrator created ``.Trash``, else ``.Trash-UID``. Nothing is ever copied from one
volume to another: a file is moved to the bin of its own volume, or not at all.
"""

import os
import stat
from collections.abc import Collection
from contextlib import suppress
from datetime import datetime
from functools import cache
from pathlib import Path
from urllib.parse import quote

from photon.domain.photo.file_move import FileMove, Role, Unmovable
from photon.domain.photo.file_time import modified_ns
from photon.language import tr
from photon.media.file.free_rename import refusal
from photon.quick_dataclass import dataclass

_INFO = ".trashinfo"
_LONGEST = 200  # bytes of a name in the bin, so that the extension of the info file fits into 255
_OWN = 0o700


@dataclass(frozen=True, slots=True)
class BinFolder:
    """A bin of the user.

    Attributes:
        path: Its folder.
        top: The top folder of its volume, to which the paths in it are relative; None for the bin in the home folder.
        shared: The administrator's ``.Trash`` around it, or None.
    """

    path: Path
    top: Path | None = None
    shared: Path | None = None


def find_bin(folder: Path) -> BinFolder:
    """Find the bin for the files of a folder; it is created when the first file is moved there.

    Args:
        folder: The folder of the file, with links resolved.

    Returns:
        The bin on the same volume.

    Raises:
        Unmovable: There is none, and none can be created, for example on a network drive that does not allow it.
        OSError: The folder cannot be read.
    """
    device = folder.stat().st_dev
    home = _home_bin()
    if _device_of(home) == device:
        return BinFolder(home)
    top = _top_of(folder, device)
    user = str(os.getuid())
    shared = top / ".Trash"
    if _is_shared_bin(shared) and _can_be_made(shared / user):
        return BinFolder(shared / user, top, shared)
    own = top / f".Trash-{user}"
    if _can_be_made(own):
        return BinFolder(own, top)
    raise Unmovable(
        tr("The drive of {folder} has no bin, and Photon can't make one there.", folder=folder),
        tr("Nothing was moved. Delete the files in your file manager, if you want to; Photon will notice."),
    )


def plan_move(path: Path, found: BinFolder, taken: Collection[str], role: Role = "photo") -> FileMove:
    """Choose a free name in the bin for a file; nothing is changed.

    Args:
        path: The file; for a symbolic link, the link itself is moved.
        found: Its bin.
        taken: Names that are already planned for other files.
        role: The file's role for its photo.

    Returns:
        The move.

    Raises:
        OSError: The file does not exist.
    """
    status = path.lstat()
    target, info = _paths_of(found, _free_name(found, path.name, taken))
    return FileMove(str(path), target, info, status.st_size, modified_ns(status), role)


def make_bin(move: FileMove) -> None:
    """Create the bin for a move if it does not exist yet.

    Raises:
        Unmovable: It cannot be created.
    """
    place, _, _ = move.info.rpartition("/info/")
    if all(map(os.path.isdir, (f"{place}/info", f"{place}/files"))):
        return
    root = Path(place)
    try:
        if not root.is_dir():
            root.mkdir(_OWN, parents=True, exist_ok=True)
        for name in ("info", "files"):
            (root / name).mkdir(_OWN, exist_ok=True)
    except OSError as error:
        raise Unmovable(
            tr("The bin {folder} can't be made: {reason}.", folder=root, reason=error.strerror),
            tr("Nothing was moved."),
        ) from error


def write_info(move: FileMove, when: datetime) -> None:
    """Write the info file before the file is moved; this also reserves its name in the bin.

    Args:
        move: The move.
        when: The time of deletion, local.

    Raises:
        Unmovable: The name is in use now, or the drive is full or read-only. Nothing was moved.
    """
    path = Path(move.info)
    text = f"[Trash Info]\nPath={_path_in(move)}\nDeletionDate={when:%Y-%m-%dT%H:%M:%S}\n"
    try:
        with path.open("xb") as file:
            file.write(text.encode("ascii"))
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError as error:
        if _is_ours(path, text):
            return  # written before Photon was interrupted
        raise refusal(move.source, error) from error
    except OSError as error:
        with suppress(OSError):
            path.unlink(missing_ok=True)
        raise refusal(move.source, error) from error


def drop_info(move: FileMove) -> None:
    """Delete the info file of a file that is not in the bin."""
    if move.info and not os.path.lexists(move.target):
        with suppress(OSError):
            Path(move.info).unlink(missing_ok=True)


def _is_ours(path: Path, text: str) -> bool:
    """Return whether an info file belongs to the same file; the time may differ."""
    with suppress(OSError):
        return path.read_bytes().splitlines()[:2] == text.encode("ascii").splitlines()[:2]
    return False


def _path_in(move: FileMove) -> str:
    """Return the original path as the specification requires: percent-encoded, relative except for home's bin."""
    folder, slash, name = move.source.rpartition("/")
    return folder_in(move.info.rpartition("/info/")[0], folder or slash) + quote(os.fsencode(name))


@cache
def folder_in(bin_folder: str, folder: str) -> str:
    """Return how a bin records a folder, with a slash; remembered until ``cache_clear``, as links may change."""
    path, root = Path(folder).resolve() / "_", Path(bin_folder)
    if root != _home_bin():
        top = root.parent.parent if root.parent.name == ".Trash" else root.parent
        path = path.relative_to(top) if path.is_relative_to(top) else path
    return quote(os.fsencode(path))[:-1]


def _home_bin() -> Path:
    data = os.environ.get("XDG_DATA_HOME", "")
    return (Path(data) if data.startswith("/") else Path.home() / ".local" / "share") / "Trash"


def _device_of(path: Path) -> int:
    """Return the volume of a folder, which need not exist yet."""
    while not path.exists():
        path = path.parent
    return path.stat().st_dev


def _top_of(folder: Path, device: int) -> Path:
    """Return the top folder of a volume."""
    while folder != folder.parent and folder.parent.stat().st_dev == device:
        folder = folder.parent
    return folder


def _is_shared_bin(path: Path) -> bool:
    """Return whether an administrator created a bin for all users here: a real folder with the sticky bit."""
    with suppress(OSError):
        status = path.lstat()
        return stat.S_ISDIR(status.st_mode) and bool(status.st_mode & stat.S_ISVTX)
    return False


def _can_be_made(path: Path) -> bool:
    """Return whether there is a bin that this user owns, or one could be created."""
    try:
        status = path.lstat()
    except FileNotFoundError:
        return os.access(path.parent, os.W_OK | os.X_OK)
    except OSError:
        return False
    is_own = stat.S_ISDIR(status.st_mode) and status.st_uid == os.getuid()
    return is_own and os.access(path, os.W_OK | os.X_OK)


def _free_name(found: BinFolder, name: str, taken: Collection[str]) -> str:
    """Return the name of a file, with a number if the bin already has a file of that name."""
    stem, dot, ending = name.rpartition(".")
    if not stem:
        stem, dot, ending = name, "", ""
    number = 1
    while True:
        counted = "" if number == 1 else f".{number}"
        bare = os.fsencode(stem)[: _LONGEST - len(os.fsencode(ending))]
        tried = f"{os.fsdecode(bare)}{counted}{dot}{ending}"
        if tried not in taken and not any(map(os.path.lexists, _paths_of(found, tried))):
            return tried
        number += 1


def _paths_of(found: BinFolder, name: str) -> tuple[str, str]:
    return f"{found.path}/files/{name}", f"{found.path}/info/{name}{_INFO}"
