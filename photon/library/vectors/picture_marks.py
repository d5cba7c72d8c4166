"""From which picture each vector was made: 16 bytes of its hash, as two numbers.

They prove that a vector in memory or in a file still counts. Those of a million photos are read in half a second,
nearly all of it within SQLite, while other threads run.
"""

from collections.abc import Iterable, Sequence

import numpy as np

from photon.domain.arrays import Ids, Marks
from photon.library.db.connection import Library
from photon.library.db.id_list import IN_LIST, id_list
from photon.library.vectors.vectors import PART, VALID

_BYTES = 16
_PORTION = 100_000  # photos; to read their numbers takes Python 8 ms


def marks_from(hashes: Iterable[bytes]) -> Marks:
    """Return the marks of image hashes, uint64 (n, 2)."""
    joined = b"".join(one[:_BYTES].ljust(_BYTES, b"\0") for one in hashes)
    return np.frombuffer(joined, np.uint64).reshape(-1, 2)


def marks_of_photos(library: Library, encoder: str) -> tuple[Ids, Marks]:
    """Return all present photos with a valid vector, int64 (n,), ascending, and their marks, uint64 (n, 2)."""
    among = f"SELECT p.id, p.image_hash {VALID} AND v.photo_id > ? ORDER BY v.photo_id LIMIT {_PORTION}"
    found = [_joined(library, among, encoder, -1)]
    while len(found[-1][0]):
        found.append(_joined(library, among, encoder, int(found[-1][0][-1])))
    photos, marks = zip(*found, strict=True)
    return np.concatenate(photos), np.concatenate(marks)


def marks_of_parts(
    library: Library, encoder: str, photos: Sequence[int] | None = None
) -> tuple[dict[int, int], Ids, Marks]:
    """Return the photo of each valid part of photos, all by default; the parts, int64 (n,); and their photos' marks."""
    among, values = ("", ()) if photos is None else (f" AND v.photo_id {IN_LIST}", (id_list(photos),))
    asked = f"SELECT -v.id, p.id, p.image_hash {PART} AND p.present = 1{among}"
    rows = library.db.execute(asked, (encoder, *values)).fetchall()
    owners = {part: photo for part, photo, _ in rows}
    return owners, np.array(list(owners), np.int64), marks_from(bytes(row[2]) for row in rows)


def _joined(library: Library, among: str, *values: str | int) -> tuple[Ids, Marks]:
    """Return the ids of a query, and the marks of their image hashes; as one text and blob, a third as long as rows."""
    joined = f"SELECT group_concat(id), CAST(group_concat(image_hash, '') AS BLOB) FROM ({among})"
    said, hashes = library.db.execute(joined, values).fetchone()
    ids = np.fromstring(said or "", np.int64, sep=",")
    if len(hashes or b"") == _BYTES * len(ids):
        return ids, np.frombuffer(hashes or b"", np.uint64).reshape(-1, 2)
    rows = library.db.execute(among, values).fetchall()  # other lengths, in a catalogue from elsewhere
    return np.array([row[0] for row in rows], np.int64), marks_from(bytes(row[1]) for row in rows)
