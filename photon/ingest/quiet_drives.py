"""Drives that do not report changes by other computers; the times of their folders reveal these changes."""

import os
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

_QUIET = re.compile(
    r"(nfs4?|cifs|smb3|smbfs|9p|afs|ceph|glusterfs|davfs2?|ncpfs|vboxsf|vmhgfs|prl_fs|drvfs|fuse(\..*)?)"
)
# User-space file systems on a local disk; their changes are reported like those of any other local disk.
_LOCAL = frozenset({"fuse.ntfs", "fuse.ntfs-3g", "fuse.exfat", "fuseblk", "fuse.mergerfs", "fuse.portal"})
_MOUNTS = "/proc/self/mountinfo"
_ESCAPED = re.compile(r"\\([0-7]{3})")


def is_quiet(root: str, mounts: str = _MOUNTS) -> bool:
    """Return whether a folder is on a file system that other computers can change without notice to this one.

    Args:
        root: Absolute path of the folder.
        mounts: The mount table, as in proc(5); only Linux has it.
    """
    if sys.platform != "linux":
        return False
    found, kind = "", ""
    with suppress(OSError):
        for line in Path(mounts).read_text(encoding="utf-8", errors="surrogateescape").split("\n"):
            before, dash, after = line.partition(" - ")
            if not dash:
                continue
            mount = _ESCAPED.sub(lambda code: chr(int(code[1], 8)), before.split(" ")[4])  # it may have other spaces
            if Path(root).is_relative_to(mount) and len(mount) >= len(found):  # of equal ones, the last is on top
                found, kind = mount, after.split(" ")[0]
    return kind not in _LOCAL and _QUIET.fullmatch(kind) is not None


class FolderTimes:
    """The modification times of a folder and its sub-folders, which change when names in them are added or removed.

    Checking them takes one system call per folder, while listing all files takes one per file. A file that is
    overwritten in place does not change the time of its folder; the full scan, which is less frequent, finds it.
    """

    def __init__(self, root: str, inner: Iterable[str]) -> None:
        """Record the current times.

        Args:
            root: Absolute path of the watched folder.
            inner: Relative paths of the sub-folders to check.
        """
        self._root = root
        self._times = {one: self._time(one) for one in ("", *inner)}

    def changed(self) -> Iterator[tuple[str, bool]]:
        """Find folders in which names were added or removed since the last call, and new folders.

        Yields:
            Relative paths, and whether everything below is new.
        """
        if self._time("") is None:  # the drive can't be reached; the same folders are compared when it is back
            return
        for inner, before in list(self._times.items()):
            now = self._time(inner)
            if now == before:
                continue
            if now is None:  # it was removed; its parent folder shows that
                del self._times[inner]
                continue
            self._times[inner] = now
            yield inner, False
            for name in self._folders_in(inner):
                if name not in self._times:
                    self._add(name)
                    yield name, True

    def _add(self, inner: str) -> None:
        """Record a new folder and everything below it."""
        todo = [inner]
        while todo:
            one = todo.pop()
            self._times[one] = self._time(one)
            todo += self._folders_in(one)

    def _time(self, inner: str) -> int | None:
        try:
            return Path(self._root, inner).stat().st_mtime_ns
        except OSError:
            return None

    def _folders_in(self, inner: str) -> list[str]:
        try:
            with os.scandir(Path(self._root, inner)) as entries:
                names = [one.name for one in entries if one.is_dir(follow_symlinks=False)]
        except OSError:
            return []
        return [f"{inner}/{name}" if inner else name for name in names]
