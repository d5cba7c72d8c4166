"""Captions that a person confirmed as correct; the caption audit doesn't report them again."""

import hashlib
import json
from collections.abc import Mapping

from photon.domain import Changes, changed
from photon.library.db.connection import Library


def confirm_captions(library: Library, captions: Mapping[int, str], *, on: bool = True) -> Changes:
    """Record that captions are correct, or undo that.

    Args:
        library: The library, open for writing.
        captions: Photo id and the text of its caption; unknown photos are skipped.
        on: False removes the confirmation of these photos.

    Returns:
        The changes; they contain all given photos.
    """
    with library.transaction() as db:
        if on:
            db.executemany(
                "INSERT OR REPLACE INTO confirmed_captions (photo_id, text_hash)"
                " SELECT id, ?2 FROM photos WHERE id = ?1",
                [(photo, hash_caption(text)) for photo, text in captions.items()],
            )
        else:
            db.executemany("DELETE FROM confirmed_captions WHERE photo_id = ?", [(photo,) for photo in captions])
    return changed("captions", photos=frozenset(captions))


def confirmed_photos(library: Library, captions: Mapping[int, str]) -> frozenset[int]:
    """Return the photos whose caption was confirmed with exactly this text.

    Args:
        library: The library.
        captions: Photo id and the text of its caption.

    Returns:
        The ids of ``captions`` whose text was confirmed; captions that changed since then are not included.
    """
    rows = library.db.execute(
        "SELECT photo_id FROM json_each(?) caption"
        " JOIN confirmed_captions ON photo_id = json_extract(caption.value, '$[0]')"
        " AND text_hash = json_extract(caption.value, '$[1]')",
        (json.dumps([(photo, hash_caption(text)) for photo, text in captions.items()]),),
    )
    return frozenset(photo for (photo,) in rows)


def hash_caption(text: str) -> str:
    """Return the first 64 bits of the SHA-256 of a caption, as 16 hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]
