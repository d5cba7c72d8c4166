"""Items: what has a vector of its own beside the photo that it is part of: a face, a crop, a moment of a video.

A photo as a whole is an item, too. Its number is the photo's id, and its vector is in the table of vectors, one for
each photo. The numbers of parts are negative, so the two never meet, and a photo without parts costs nothing here.
"""

import sqlite3
from collections.abc import Collection, Mapping, Sequence
from dataclasses import astuple, field

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
    """A part with its new vectors of unit length: meaning float32 (d,), look float32 (e,), and kinds as of photos."""

    part: Part
    meaning: Floats
    look: Floats
    kinds: Mapping[int, float] = field(default_factory=dict)


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
    columns = "photo_id, encoder, image_hash, kind, x, y, width, height, seconds, meaning, look"
    insert = f"INSERT INTO items ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    with library.transaction() as db:
        _delete(db, f"encoder = ? AND kind = ? AND photo_id {IN_LIST}", encoder, kind, id_list(photos))
        for one in embedded:
            part, vectors = one.part, (packed(one.meaning), packed(one.look))
            row = (part.photo, encoder, part.image_hash, kind, *astuple(part.region)[:4], part.seconds, *vectors)
            number = db.execute(insert, row).lastrowid or 0
            kinds = [(encoder, label, -number, chance) for label, chance in one.kinds.items()]
            db.executemany("INSERT INTO kinds VALUES (?, ?, ?, ?)", kinds)
    return changed("vectors", photos=frozenset(photos))


def forget(library: Library, kind: str, photo: int) -> None:
    """Delete the parts of one kind of a photo, as all encoders found them."""
    with library.transaction() as db:
        _delete(db, "kind = ? AND photo_id = ?", kind, photo)


def _delete(db: sqlite3.Connection, which: str, *values: str | int) -> None:
    db.execute(f"DELETE FROM kinds WHERE photo_id IN (SELECT -id FROM items WHERE {which})", values)
    db.execute(f"DELETE FROM items WHERE {which}", values)


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
