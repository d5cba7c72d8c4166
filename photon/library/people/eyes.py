"""How far the eyes of faces are open, which is measured only of frames that can be compared with others.

What is stored is explained at ``FaceQuality.eyes``.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from photon.domain import Changes
from photon.domain.arrays import Floats
from photon.library.db import stage_failures
from photon.library.db.connection import Library
from photon.library.db.id_list import IN_LIST, id_list
from photon.library.people.faces import VALID
from photon.quick_dataclass import dataclass

_OPEN = f"{VALID} WHERE d.eyes = 0 AND +p.present = 1 AND {stage_failures.none_of('faces')}"
_SHOWS_FACES = "id IN (SELECT photo_id FROM face_details)"
_NEAR = (
    "WITH timed AS (SELECT id, julianday(substr(taken, 1, 19)) * 86400 AS time FROM photos"
    f" WHERE present = 1 AND taken IS NOT NULL AND {_SHOWS_FACES}),"
    " gaps AS (SELECT id, time - lag(time) OVER w AS before, lead(time) OVER w - time AS after FROM timed"
    " WINDOW w AS (ORDER BY time))"
    " SELECT id FROM gaps WHERE round(min(ifnull(before, ?1 + 1), ifnull(after, ?1 + 1))) <= ?1"
)
_UNDATED = f"SELECT id FROM photos WHERE present = 1 AND taken IS NULL AND {_SHOWS_FACES}"
_POINTS = 10  # numbers


@dataclass(frozen=True, slots=True, eq=False)
class UnmeasuredEyes:
    """Faces of a photo whose eyes were not looked at.

    Attributes:
        photo: Id of the photo.
        items: Numbers of the faces.
        sizes: Shorter sides of the faces in pixels of the original.
        boxes: float32 (n, 4) left, top, right, bottom in fractions of the upright picture.
        points: float32 (n, 5, 2) eyes, nose and corners of the mouth, in the same fractions.
    """

    photo: int
    items: Sequence[int]
    sizes: Sequence[float]
    boxes: Floats
    points: Floats


def unmeasured_photos(library: Library) -> set[int]:
    """Return the photos with faces whose eyes were not looked at."""
    return set(library.column(f"SELECT DISTINCT d.photo_id FROM {_OPEN}"))


def taken_in_a_row(library: Library, gap: float) -> list[int]:
    """Return the photos with faces that were taken at most ``gap`` seconds before or after another one."""
    return library.column(_NEAR, (gap,))


def undated_photos(library: Library) -> list[int]:
    """Return the photos with faces that have no time."""
    return library.column(_UNDATED)


def unmeasured_eyes(library: Library, photos: Sequence[int]) -> list[UnmeasuredEyes]:
    """Return the faces of photos whose eyes were not looked at; photos without any are left out."""
    asked = (
        f"SELECT d.photo_id, d.item, d.size, i.x, i.y, i.x + i.width, i.y + i.height, d.points FROM {_OPEN}"
        f" AND d.photo_id {IN_LIST} AND length(d.points) = {4 * _POINTS} ORDER BY d.item"
    )
    rows: dict[int, list[tuple[int, float, tuple[float, ...], bytes]]] = {photo: [] for photo in photos}
    for photo, item, size, *box, points in library.db.execute(asked, (id_list(photos),)):
        rows[photo].append((item, size, tuple(box), points))
    found = []
    for photo, some in rows.items():
        if some:
            items, sizes, boxes, points = zip(*some, strict=True)
            spots = np.frombuffer(b"".join(points), "<f4").astype(np.float32).reshape(-1, 5, 2)
            found.append(UnmeasuredEyes(photo, items, sizes, np.array(boxes, np.float32), spots))
    return found


def store_eyes(library: Library, measured: Mapping[int, Mapping[int, float]]) -> Changes:
    """Store how far eyes are open, by photo and number of the face; faces that are not there any more are left out."""
    rows = [(eyes, item, photo) for photo, some in measured.items() for item, eyes in some.items()]
    with library.transaction() as db:
        db.executemany("UPDATE face_details SET eyes = ? WHERE item = ? AND photo_id = ?", rows)
    return Changes()  # nothing that is shown now
