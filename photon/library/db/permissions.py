"""Who may read a library: its owner alone, as long as the system knows owners."""

import os
from contextlib import suppress
from pathlib import Path

FOLDER, FILE = 0o700, 0o600
_OTHERS = 0o077
# what Photon keeps in the folder of a library; a person may have chosen one with other things in it
_OWN = (
    "catalog*.db*", "cache*.db*", "previews*.db*", "*.lock", "photon.log*", "window.ini*",
    "exports", "encoders", "temporary",
)  # fmt: skip


def make_folder(directory: Path) -> None:
    """Make the folder of a library with those above it.

    Raises:
        OSError: The system says no.
    """
    directory.mkdir(mode=FOLDER, parents=True, exist_ok=True)


def make_file(path: Path) -> None:
    """Make an empty file where there is none; SQLite gives what it lays beside a database the rights of that.

    Raises:
        OSError: The system says no.
    """
    if not path.exists():
        path.touch(mode=FILE)


def narrow(directory: Path) -> None:
    """Take the rights of others away from a library that was made by an earlier Photon or copied without care.

    A folder that holds anything else than a library keeps its own; what the system does not let go of stays as it is.
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
