"""Whether files hold what was read of them, also where size and modification time were put back."""

import json
from collections.abc import Iterable, Mapping

from photon.domain import Changes
from photon.library.db.connection import Library


def times(library: Library, folder: int) -> dict[str, int | None]:
    """Relative path → ``Found.changed_ns`` of every photo of ``folder`` that is believed to exist; None: not noted."""
    return dict(
        library.db.execute("SELECT relative, changed_ns FROM files WHERE folder_id = ? AND missing IS NULL", (folder,))
    )


def note(library: Library, folder: int, now: Mapping[str, int]) -> Changes:
    """The content of these files, by relative path, is as it was, whatever else of them changed and when."""
    with library.transaction() as db:
        db.executemany(
            "UPDATE files SET changed_ns = ? WHERE folder_id = ? AND relative = ?",
            [(when, folder, relative) for relative, when in now.items()],
        )
    return Changes()


def hashes(library: Library, folder: int, relatives: Iterable[str]) -> dict[str, bytes]:
    """Relative path → hash of the content that some files of ``folder`` had when they were read."""
    rows = library.db.execute(
        "SELECT f.relative, p.file_hash FROM files f JOIN photos p ON p.id = f.photo_id"
        " WHERE f.folder_id = ? AND f.relative IN (SELECT value FROM json_each(?))",
        (folder, json.dumps(list(relatives))),
    )
    return {relative: bytes(hash_) for relative, hash_ in rows}
