"""A person's decisions about the tags of photos, as marks."""

import json
from collections.abc import Iterator, Sequence

from photon.domain.metadata.tag import TagMark, TagPath
from photon.domain.photo.region import Region
from photon.library.db.connection import Library
from photon.library.db.id_list import IN_LIST, id_list
from photon.library.tags import tag_tree


def said_marks(library: Library, photos: Sequence[int]) -> Iterator[TagMark]:
    """Read the tags that photos have, that were rejected, and that the photos are only examples of.

    Args:
        library: The library.
        photos: Photo ids.

    Yields:
        The marks with their regions.
    """
    db, some = library.db, (id_list(photos),)
    paths: dict[int, TagPath] = {tag: tuple(path) for tag, path in tag_tree.paths(db).items()}
    regions: dict[tuple[int, int], list[Region]] = {}
    rows = db.execute(
        f"SELECT photo_id, tag_id, x, y, width, height FROM tag_examples WHERE photo_id {IN_LIST} ORDER BY rowid", some
    )
    for photo, tag, *box in rows:
        regions.setdefault((photo, tag), []).append(Region(*box))
    rows = db.execute(f"SELECT photo_id, tag_id, certainty, run, given FROM photo_tags WHERE photo_id {IN_LIST}", some)
    for photo, tag, certainty, run, given in rows.fetchall():
        boxes = tuple(regions.pop((photo, tag), ()))
        yield TagMark(photo, paths[tag], "confirmed", certainty, run, boxes, given)
    for (photo, tag), some_boxes in regions.items():
        yield TagMark(photo, paths[tag], "example", regions=tuple(some_boxes))
    rows = db.execute(f"SELECT photo_id, path, certainty, run, given FROM rejected_tags WHERE photo_id {IN_LIST}", some)
    for photo, path, certainty, run, given in rows:
        yield TagMark(photo, tuple(json.loads(path)), "rejected", certainty, run, (), given)
