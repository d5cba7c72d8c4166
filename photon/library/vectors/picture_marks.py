"""From which picture each vector was made: 16 bytes of its hash, as two numbers.

They prove that a vector in memory or in a file still counts. Those of a million photos are read in half a second,
nearly all of it within SQLite, while other threads run.
"""

from collections.abc import Iterable

import numpy as np

from photon.domain.arrays import Ids, Marks
from photon.library.db.connection import Library
from photon.library.vectors.vectors import VALID

_BYTES = 16
_PORTION = 100_000  # photos; to read their numbers takes Python 8 ms


def marks_from(hashes: Iterable[bytes]) -> Marks:
    """Return the marks of image hashes, uint64 (n, 2)."""
    joined = b"".join(one[:_BYTES].ljust(_BYTES, b"\0") for one in hashes)
    return np.frombuffer(joined, np.uint64).reshape(-1, 2)


def marks_of_photos(library: Library, encoder: str) -> tuple[Ids, Marks]:
    """Return all present photos with a valid vector, int64 (n,), ascending, and their marks, uint64 (n, 2)."""
    among = f"SELECT p.id, p.image_hash {VALID} AND v.photo_id > ? ORDER BY v.photo_id LIMIT {_PORTION}"
    joined = f"SELECT group_concat(id), CAST(group_concat(image_hash, '') AS BLOB) FROM ({among})"
    photos, marks = [np.zeros(0, np.int64)], [np.zeros((0, 2), np.uint64)]
    while True:
        last = int(photos[-1][-1]) if len(photos) > 1 else -1
        said, hashes = library.db.execute(joined, (encoder, last)).fetchone()
        if not said:
            return np.concatenate(photos), np.concatenate(marks)
        photos.append(np.fromstring(said, np.int64, sep=","))
        if len(hashes) == _BYTES * len(photos[-1]):
            marks.append(np.frombuffer(hashes, np.uint64).reshape(-1, 2))
        else:  # hashes of other lengths, in a catalogue from elsewhere
            marks.append(marks_from(row[1] for row in library.db.execute(among, (encoder, last))))
