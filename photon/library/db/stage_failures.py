"""Photos on which a background stage failed because of a bug in Photon.

The stage skips them until their picture changes or another version of Photon is installed, which recreates the table.
Files that could not be read at all are in ``given_up`` and on the problem list.
"""

from collections.abc import Sequence
from typing import Literal

from photon.domain import Changes, changed
from photon.domain.arrays import Ids
from photon.library.db.connection import Library

FailedStage = Literal[
    "embedding", "styling", "tagging", "describing", "words", "pairing", "turning", "texts", "facts", "faces",
    "places", "frames", "moments", "films", "topics", "regions",
]  # fmt: skip

PATHS = (
    "SELECT rtrim(d.path, '/') || '/' || f.relative AS path FROM failures x"
    " JOIN photos p ON p.id = x.photo_id AND p.image_hash = x.image_hash AND +p.present = 1"
    " JOIN files f ON f.id = (SELECT min(id) FROM files WHERE photo_id = p.id AND missing IS NULL)"
    " JOIN folders d ON d.id = f.folder_id"
)
"""Query for the paths of these photos, one per photo."""


def none_of(stage: FailedStage) -> str:
    """Return the SQL condition that ``stage`` has not failed on the photo ``p``."""
    return (
        "NOT EXISTS (SELECT 1 FROM failures x WHERE x.photo_id = p.id AND x.image_hash = p.image_hash"
        f" AND x.stage = '{stage}')"
    )


def failed_photos(library: Library, stage: FailedStage) -> Ids:
    """Return the photos on which ``stage`` has failed, int64 (n,), ascending."""
    return library.ids(
        "SELECT p.id FROM failures x JOIN photos p ON p.id = x.photo_id AND p.image_hash = x.image_hash"
        " WHERE x.stage = ? ORDER BY p.id",
        (stage,),
    )


def note(library: Library, stage: FailedStage, photos: Sequence[int]) -> Changes:
    """Make ``stage`` skip these photos, and list them as problems."""
    with library.transaction() as db:
        db.executemany(
            "INSERT OR REPLACE INTO failures SELECT id, image_hash, ? FROM photos WHERE id = ?",
            [(stage, photo) for photo in photos],
        )
    return changed("problems")
