"""Items: what has a vector of its own beside the photo that it is part of: a face, a crop, a moment of a video.

A photo as a whole is an item, too. Its number is the photo's id, and its vector is in the table of vectors, one for
each photo. The numbers of parts are negative, so the two never meet, and a photo without parts costs nothing here.
"""

from collections.abc import Collection, Sequence
from dataclasses import astuple

from photon.domain import Changes, Region, changed
from photon.domain.arrays import Floats
from photon.domain.photo.region import WHOLE
from photon.library.db.connection import Library
from photon.library.db.id_list import IN_LIST, id_list
from photon.library.vectors.vectors import PART, packed
from photon.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a photo or video.

    Attributes:
        photo: Id of the photo.
        image_hash: Hash of the picture that it is part of; it is valid as long as the photo has that picture.
        kind: What it is, such as ``face``, ``crop`` or ``moment``.
        region: Where in the upright picture.
        seconds: When in a video.
    """

    photo: int
    image_hash: bytes
    kind: str
    region: Region = WHOLE
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class EmbeddedPart:
    """A part with its new vectors of unit length: meaning float32 (d,), look float32 (e,)."""

    part: Part
    meaning: Floats
    look: Floats


def store(
    library: Library, encoder: str, kind: str, photos: Collection[int], embedded: Sequence[EmbeddedPart]
) -> Changes:
    """Store the parts of one kind of photos, replacing those that were found before.

    Args:
        library: Open for writing.
        encoder: Id of the encoder that made the vectors.
        kind: The kind of all of these parts.
        photos: The photos that were looked at.
        embedded: What was found in them.
    """
    parts = [(one.part, packed(one.meaning), packed(one.look)) for one in embedded]
    rows = [
        (part.photo, encoder, part.image_hash, kind, *astuple(part.region)[:4], part.seconds, *vectors)
        for part, *vectors in parts
    ]
    columns = "photo_id, encoder, image_hash, kind, x, y, width, height, seconds, meaning, look"
    with library.transaction() as db:
        looked_at = f"WHERE encoder = ? AND kind = ? AND photo_id {IN_LIST}"
        db.execute(f"DELETE FROM items {looked_at}", (encoder, kind, id_list(photos)))
        db.executemany(f"INSERT INTO items ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    return changed("vectors", photos=frozenset(photos))


def part_of(library: Library, item: int) -> Part | None:
    """Return the part with this negative number, or None if there is none any more."""
    row = library.db.execute(
        "SELECT photo_id, image_hash, kind, x, y, width, height, seconds FROM items WHERE id = ?", (-item,)
    ).fetchone()
    return row and Part(row[0], bytes(row[1]), row[2], Region(*row[3:7]), row[7])


def moments(library: Library, parts: Collection[int]) -> dict[int, float]:
    """Return when in their videos those of some parts are that are moments, in seconds."""
    if not parts:
        return {}
    asked = f"SELECT -id, seconds FROM items WHERE kind = 'moment' AND id {IN_LIST}"
    return dict(library.db.execute(asked, (id_list([-part for part in parts]),)).fetchall())


def owners(library: Library, encoder: str, photos: Sequence[int] | None = None) -> dict[int, int]:
    """Return the photo of each valid part of photos, of all present ones by default."""
    among, values = ("", ()) if photos is None else (f" AND v.photo_id {IN_LIST}", (id_list(photos),))
    rows = library.db.execute(f"SELECT -v.id, v.photo_id {PART} AND p.present = 1{among}", (encoder, *values))
    return dict(rows.fetchall())
