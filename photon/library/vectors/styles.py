"""Style probabilities and tones of photos, measured on their previews; can be rebuilt, keyed by content hash."""

from collections.abc import Sequence
from functools import partial

import numpy as np

from photon.domain import Changes
from photon.domain.arrays import Floats, Ids
from photon.domain.photo.styles import STYLES, TONES
from photon.library.db.connection import Library
from photon.library.db.id_list import IN_LIST, id_list
from photon.library.vectors.pending_previews import PendingPreviews
from photon.quick_dataclass import dataclass

_COLUMNS = ", ".join(STYLES)
PENDING = PendingPreviews("styles", "styling")
"""Photos without styles."""
_VALID = (  # CROSS: styles first, else SQLite scans all present photos for a few of them
    "FROM styles s CROSS JOIN photos p ON p.id = s.photo_id AND p.image_hash = s.image_hash WHERE p.present = 1"
)


@dataclass(frozen=True, slots=True)
class Styled:
    """The style probabilities of a photo, 0..1, in the order of STYLES, and its tones, float32 (TONES,)."""

    photo: int
    image_hash: bytes
    chances: tuple[float, ...]
    tones: Floats


def store(library: Library, styled: Sequence[Styled]) -> Changes:
    """Store styles, replacing those of an earlier image."""
    with library.transaction() as db:
        db.executemany(
            f"INSERT OR REPLACE INTO styles (photo_id, image_hash, tones, {_COLUMNS})"
            f" VALUES (?, ?, ?{', ?' * len(STYLES)})",
            [(one.photo, one.image_hash, one.tones.astype(np.float16).tobytes(), *one.chances) for one in styled],
        )
    return Changes(frozenset({"styles"}), frozenset(item.photo for item in styled))


def chances_of(library: Library, style: str) -> tuple[Ids, Floats]:
    """Read the probability of a style for all measured present photos.

    Args:
        library: The library.
        style: One of STYLES.

    Returns:
        Ids int64 (n,), ascending, and probabilities float32 (n,), 0..1.

    Raises:
        ValueError: There is no such style.
    """
    if style not in STYLES:
        raise ValueError(f"no style {style!r}")
    rows = library.db.execute(f"SELECT p.id, s.{style} {_VALID} ORDER BY s.photo_id").fetchall()
    ids = np.fromiter((row[0] for row in rows), np.int64, len(rows))
    return ids, np.fromiter((row[1] for row in rows), np.float32, len(rows))


def everything_of(library: Library, photos: Sequence[int]) -> tuple[Ids, Floats]:
    """Read the probabilities of all styles for some photos.

    Args:
        library: The library.
        photos: Photo ids; those that were not measured are left out.

    Returns:
        Ids int64 (m,), ascending, and probabilities float32 (m, s), 0..1, in the order of STYLES.
    """
    columns = ", ".join(f"s.{style}" for style in STYLES)
    rows = library.db.execute(
        f"SELECT p.id, {columns} {_VALID} AND s.photo_id {IN_LIST} ORDER BY s.photo_id", (id_list(photos),)
    ).fetchall()
    ids = np.fromiter((int(row[0]) for row in rows), np.int64, len(rows))
    return ids, np.array([row[1:] for row in rows], np.float32).reshape(len(rows), len(STYLES))


def all_tones(library: Library) -> tuple[Ids, Floats]:
    """Return the tones of all measured present photos: ids int64 (n,), ascending, and float32 (n, TONES).

    They are remembered until the cache changes: reading those of 100,000 photos takes 0.1 s.
    """
    return library.remember("tones", partial(_read_tones, library), "cache")


def tones_of(library: Library, photo: int) -> Floats | None:
    """Return the tones of a photo, float32 (TONES,); None if it is not present or was not measured."""
    row = library.db.execute(f"SELECT s.tones {_VALID} AND s.photo_id = ?", (photo,)).fetchone()
    return None if row is None else _read_floats(row[0])


def _read_tones(library: Library) -> tuple[Ids, Floats]:
    rows = library.db.execute(f"SELECT p.id, s.tones {_VALID} ORDER BY s.photo_id").fetchall()
    ids = np.fromiter((row[0] for row in rows), np.int64, len(rows))
    return ids, _read_floats(b"".join(row[1] for row in rows)).reshape(len(rows), TONES)


def _read_floats(stored: bytes) -> Floats:
    return np.frombuffer(stored, np.float16).astype(np.float32)
