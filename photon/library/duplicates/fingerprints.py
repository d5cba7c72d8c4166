"""Fingerprints of images in the cache, keyed by image hash."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from photon.domain import Changes
from photon.domain.arrays import Ids
from photon.domain.photo.fingerprint import WINDOWS, Fingerprint
from photon.library.db import stage_failures
from photon.library.db.connection import Library
from photon.library.vectors.pending_previews import PendingPreviews
from photon.quick_dataclass import dataclass

_CODES = len(WINDOWS) + 1
PENDING = PendingPreviews("fingerprints", "styling")
"""Photos without fingerprints."""
_VALID = (
    "FROM fingerprints f CROSS JOIN photos p ON p.id = f.photo_id AND p.image_hash = f.image_hash"
    f" WHERE p.present = 1 AND p.seconds IS NULL AND length(f.codes) = {8 * _CODES}"
)
_UNPAIRED = f"{_VALID} AND f.is_paired = 0 AND {stage_failures.none_of('pairing')}"


@dataclass(frozen=True, slots=True)
class Measured:
    """The fingerprint of a photo's image."""

    photo: int
    image_hash: bytes
    fingerprint: Fingerprint


def store(library: Library, measured: Sequence[Measured]) -> Changes:
    """Store fingerprints of images that have none, replacing those of earlier images; their pairs are to be found."""
    with library.transaction() as db:
        some = [(item.photo, item.image_hash) for item in measured]
        db.executemany("DELETE FROM fingerprints WHERE photo_id = ? AND image_hash <> ?", some)
        db.executemany(
            "INSERT OR IGNORE INTO fingerprints (photo_id, image_hash, codes, sharpness, clipped, noise, level, plain)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    item.photo,
                    item.image_hash,
                    packed_codes(mark),
                    mark.sharpness,
                    mark.clipped,
                    mark.noise,
                    mark.level,
                    mark.plain,
                )
                for item in measured
                for mark in (item.fingerprint,)
            ],
        )
    return Changes()


def packed_codes(mark: Fingerprint) -> bytes:
    """Return the hashes of a fingerprint as they are stored."""
    return np.array([*mark.codes, mark.inner], "<u8").tobytes()


def unpacked_codes(codes: bytes) -> tuple[tuple[int, ...], int] | None:
    """Return the hashes of windows and that of what lies within bars; None for what is stored in another way."""
    if len(codes) != 8 * _CODES:
        return None
    *windows, inner = np.frombuffer(codes, "<u8").tolist()
    return tuple(windows), inner


def all_codes(library: Library) -> tuple[Ids, npt.NDArray[np.uint64]]:
    """Read the hashes of all present photos; of photos with equal pixels, only those of the first.

    Args:
        library: The library.

    Returns:
        Photo ids int64 (n,), ascending, and hashes uint64 (n, w): of the windows, then of what lies within bars.
    """
    rows = library.db.execute(f"SELECT min(p.id), f.codes {_VALID} GROUP BY f.image_hash ORDER BY 1").fetchall()
    ids = np.fromiter((row[0] for row in rows), np.int64, len(rows))
    codes = np.frombuffer(b"".join(row[1] for row in rows), "<u8").astype(np.uint64).reshape(len(rows), _CODES)
    return ids, codes


def unpaired(library: Library, limit: int, after: int = 0) -> list[int]:
    """List photos whose copies have not been searched for yet, ordered by id.

    Args:
        library: The library.
        limit: Maximum number of photos.
        after: Only photos with a larger id.
    """
    return library.column(f"SELECT p.id {_UNPAIRED} AND f.photo_id > ? ORDER BY f.photo_id LIMIT ?", (after, limit))


def count_unpaired(library: Library) -> int:
    """Count the photos whose copies have not been searched for yet."""
    return int(library.db.execute(f"SELECT count(*) {_UNPAIRED}").fetchone()[0])
