"""Detect changed file contents even if size and modification time were restored."""

import json
from collections.abc import Iterable, Mapping

from photon.domain import Changes
from photon.library.db.connection import Library


def note(library: Library, folder: int, now: Mapping[str, int]) -> Changes:
    """Record that the content of files is unchanged, although their status has changed.

    Args:
        library: Open for writing.
        folder: Id of the watched folder.
        now: New ``Found.changed_ns`` in nanoseconds, by relative path.
    """
    with library.transaction() as db:
        db.executemany(
            "UPDATE files SET changed_ns = ? WHERE folder_id = ? AND relative = ?",
            [(when, folder, relative) for relative, when in now.items()],
        )
    return Changes()


def hashes(library: Library, folder: int, relatives: Iterable[str]) -> dict[str, bytes]:
    """Read the content hashes that files had when they were last read.

    Args:
        library: The library.
        folder: Id of the watched folder.
        relatives: Paths below it.

    Returns:
        The hash by relative path; unknown files are left out.
    """
    rows = library.db.execute(
        "SELECT f.relative, p.file_hash FROM files f JOIN photos p ON p.id = f.photo_id"
        " WHERE f.folder_id = ? AND f.relative IN (SELECT value FROM json_each(?))",
        (folder, json.dumps(list(relatives))),
    )
    return {relative: bytes(hash_) for relative, hash_ in rows}
