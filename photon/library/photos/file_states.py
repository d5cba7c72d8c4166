"""What the catalogue says of files, to be compared with a listing of their folder."""

from collections.abc import Iterator
from typing import NamedTuple

from photon.library.db.connection import Library
from photon.library.photos import problems
from photon.library.photos.found_files import INSIDE, span

_BARE = (
    "NOT EXISTS (SELECT 1 FROM previews w WHERE w.photo_id = p.id"
    " AND w.image_hash = ifnull(p.read_image_hash, p.image_hash))"
)


class FileState(NamedTuple):
    """What the catalogue says of a path.

    Attributes:
        relative: Path below the watched folder.
        size: Bytes of the content that need not be read again; None if any content must be read.
        mtime_ns: Its modification time.
        changed_ns: ``Found.changed_ns`` at the last reading; None if not recorded.
        beside: ``Found.beside`` when the metadata was last read; None for never.
        is_photo: Whether it is that of a photo; else it could not be read.
    """

    relative: str
    size: int | None
    mtime_ns: int
    changed_ns: int | None
    beside: str | None
    is_photo: bool


def read_states(library: Library, folder: int, inner: str = "", *, retry: bool = True) -> Iterator[FileState]:
    """Read the states of all paths in a part of a folder that should exist, in one pass.

    Files with problems count as read until size or time changes, unless the problem may be temporary (permissions, disk
    errors) and ``retry`` is set, or another version of Photon failed on them. Photos without preview must be read. If
    Photon failed to import sidecars, those of the failed attempt count, so that there is only one.
    """
    rows = library.db.execute(
        "SELECT relative, size, mtime_ns, kind IN (?, ?) AND NOT EXISTS"
        " (SELECT 1 FROM given_up g WHERE g.folder_id = p.folder_id AND g.relative = p.relative),"
        f" ? AND kind IN ('unreadable', 'vanished') FROM problems p WHERE folder_id = ? AND {INSIDE}",
        (*problems.OF_THIS_VERSION, retry, folder, *span(inner)),
    )
    unread = {relative: rest for relative, *rest in rows}
    given_up = dict(library.db.execute("SELECT relative, beside FROM given_up WHERE folder_id = ?", (folder,)))
    bare = f"f.photo_id IN (SELECT id FROM photos p WHERE {_BARE})"  # 20 times faster than photo by photo
    if inner:
        bare = f"(SELECT {_BARE} FROM photos p WHERE id = f.photo_id)"
    rows = library.db.execute(
        f"SELECT relative, iif({bare}, NULL, size), mtime_ns, changed_ns, beside, 1 FROM files f"
        f" WHERE folder_id = ? AND missing IS NULL AND {INSIDE}",
        (folder, *span(inner)),
    )
    if not unread and not given_up:
        yield from map(FileState._make, rows)
        return
    for row in rows:
        state = FileState._make(row)
        size, mtime_ns, is_due, may_pass = unread.pop(state.relative, (None, 0, False, True))
        if is_due:
            state = state._replace(size=None)
        elif not may_pass and (not retry or state.size is None):
            state = state._replace(size=size, mtime_ns=mtime_ns)
        yield state._replace(beside=given_up.get(state.relative, state.beside))
    for relative, (size, mtime_ns, is_due, may_pass) in unread.items():
        if size >= 0:  # else it was found by a listing
            yield FileState(relative, None if is_due or may_pass else size, mtime_ns, None, None, is_photo=False)


def unnamed(library: Library, folder: int, inner: str = "") -> frozenset[str]:
    """Return the paths in a part of a folder that should exist and have no extension."""
    ends = " AND ".join(f"relative NOT GLOB '*.{'[^./]' * count}'" for count in (3, 4))  # of all but a few, in no time
    photos = f"SELECT relative FROM files WHERE folder_id = ? AND {INSIDE} AND {ends} AND missing IS NULL"
    others = f"SELECT relative FROM problems WHERE folder_id = ? AND {INSIDE} AND {ends} AND size >= 0"
    names = library.column(f"{photos} UNION {others}", (folder, *span(inner)) * 2)
    return frozenset(name for name in names if "." not in name.rpartition("/")[2])
