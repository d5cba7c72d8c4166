"""File permissions: a library is readable by its owner only, on systems with owners."""

import os
from contextlib import suppress
from pathlib import Path

FOLDER, FILE = 0o700, 0o600
_OTHERS = 0o077
# Files that Photon creates in the folder of a library; the user may have chosen a folder with other content.
_OWN = (
    "catalog*.db*", "cache*.db*", "previews*.db*", "vectors-*", "*.lock", "photon.log*", "window.ini*",
    "exports", "encoders", "temporary", "backups", "backups.json*",
)  # fmt: skip


def make_folder(directory: Path) -> None:
    """Create the folder of a library and its parents.

    Raises:
        OSError: The folder cannot be created.
    """
    directory.mkdir(mode=FOLDER, parents=True, exist_ok=True)


def make_file(path: Path) -> None:
    """Create an empty file if it does not exist; SQLite gives its companion files the same permissions.

    Raises:
        OSError: The file cannot be created.
    """
    if not path.exists():
        path.touch(mode=FILE)


def narrow(directory: Path) -> None:
    """Remove the permissions of other users from an older or carelessly copied library.

    A folder with other content keeps its permissions. Errors are ignored.
    """
    if os.name != "posix":
        return
    with suppress(OSError):
        here = set(directory.iterdir())
        own = {path for pattern in _OWN for path in directory.glob(pattern)}
        for path in own:
            _narrow(path)
        if here == own:
            _narrow(directory)


def _narrow(path: Path) -> None:
    mode = path.lstat().st_mode
    if mode & _OTHERS and not path.is_symlink():
        with suppress(OSError):
            path.chmod(mode & 0o7777 & ~_OTHERS)
