"""What helps a person distinguish the photos of a set: size, time and metadata."""

from collections.abc import Sequence

from photon.library.db.connection import Library
from photon.library.db.id_list import IN_LIST, id_list
from photon.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class SetNote:
    """What is known of a photo.

    Attributes:
        width: Width of the upright image in pixels.
        height: Height of the upright image in pixels.
        format: Format by content, such as ``JPEG``.
        taken: Capture time in ISO 8601; empty if unknown.
        stars: 0..5.
        favourite: Whether it is a favourite.
        tags: Number of its tags.
        has_caption: Whether it has a title or a caption.
        albums: Number of albums that it is in.
    """

    width: int
    height: int
    format: str
    taken: str
    stars: int
    favourite: bool
    tags: int
    has_caption: bool
    albums: int


def notes_of(library: Library, photos: Sequence[int]) -> dict[int, SetNote]:
    """Read what is known of photos, by id."""
    rows = library.db.execute(
        "SELECT p.id, p.width, p.height, p.format, ifnull(p.taken, ''), p.rating, p.favourite,"
        " (SELECT count(*) FROM photo_tags t WHERE t.photo_id = p.id),"
        " EXISTS (SELECT 1 FROM captions c WHERE c.photo_id = p.id AND c.title || c.text <> ''),"
        " (SELECT count(*) FROM album_photos a WHERE a.photo_id = p.id)"
        f" FROM photos p WHERE p.id {IN_LIST}",
        (id_list(photos),),
    )
    return {
        photo: SetNote(width, height, format_, taken, stars, bool(heart), tags, bool(caption), albums)
        for photo, width, height, format_, taken, stars, heart, tags, caption, albums in rows
    }
