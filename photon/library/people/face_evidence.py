"""Read faces as evidence: which photos show somebody, and what was measured of the faces of a burst."""

from collections.abc import Sequence

import numpy as np

from photon.domain import Region
from photon.domain.decisions.people import HIDDEN_PERSON, IS, NO_FACE
from photon.domain.people.face import FaceQuality
from photon.domain.people.found_face import FoundFace
from photon.library.db.connection import Library
from photon.library.db.id_list import IN_LIST, id_list
from photon.library.people.faces import VALID, seen_photos

_POINTS = 10  # numbers
_AMONG = IN_LIST.replace("?", "?1")
_DECIDED = "LEFT JOIN face_people n ON n.photo_id = d.photo_id AND n.box = d.matched"


def photos_with_faces(library: Library, photos: Sequence[int]) -> set[int]:
    """Return those of the photos in which a face was found or drawn, and not called none; 100,000 take 0.12 s."""
    asked = (
        "SELECT f.photo_id FROM face_photos f CROSS JOIN photos p ON p.id = f.photo_id AND p.image_hash = f.image_hash"
        f" WHERE f.photo_id {_AMONG} AND EXISTS (SELECT 1 FROM face_details WHERE photo_id = f.photo_id)"
        # few photos have a decision, so that the boxes of all others need not be read
        " AND (NOT EXISTS (SELECT 1 FROM face_people WHERE photo_id = f.photo_id AND state = ?2) OR EXISTS"
        f" (SELECT 1 FROM face_details d {_DECIDED} WHERE d.photo_id = f.photo_id AND n.state IS NOT ?2))"
        f" UNION SELECT photo_id FROM face_people WHERE photo_id {_AMONG} AND state = ?3"
    )
    return set(library.column(asked, (id_list(photos), NO_FACE, IS)))


def hidden_groups(library: Library, photos: Sequence[int]) -> set[int]:
    """Return the groups of faces in photos that are of hidden people."""
    asked = (
        f"SELECT g.number FROM face_groups g JOIN face_details d ON d.item = g.item {_DECIDED} JOIN people p"
        f" ON p.person = g.person OR p.person = n.person WHERE g.photo_id {IN_LIST} AND p.state = ?"
    )
    return set(library.column(asked, (id_list(photos), HIDDEN_PERSON)))


def rejected_photos(library: Library, photos: Sequence[int]) -> set[int]:
    """Return those of the photos that the user rejected."""
    return set(library.column(f"SELECT id FROM photos WHERE id {IN_LIST} AND flag < 0", (id_list(photos),)))


def found_faces(library: Library, photos: Sequence[int]) -> dict[int, list[FoundFace]]:
    """Return what a model found in photos, not in frames of videos, apart from what the user called no face.

    Args:
        library: The library.
        photos: Photo ids.

    Returns:
        By photo, the largest face first; photos that were not looked at as they are now are left out.
    """
    seen = seen_photos(library, photos)
    found: dict[int, list[FoundFace]] = {photo: [] for photo in photos if photo in seen}
    rows = library.db.execute(
        "SELECT d.photo_id, i.x, i.y, i.width, i.height, d.points, i.meaning, d.score, d.size, d.sharpness, d.pose,"
        f" d.eyes FROM {VALID} {_DECIDED} WHERE d.photo_id {IN_LIST} AND n.state IS NOT ?"
        " AND i.seconds = 0 ORDER BY d.size DESC, d.item",
        (id_list(photos), NO_FACE),
    )
    for photo, x, y, width, height, points, meaning, *quality in rows:
        spots, vector = np.frombuffer(points, "<f4"), np.frombuffer(meaning, "<f2").astype(np.float32)
        if photo in found and len(spots) == _POINTS:
            face = FoundFace(Region(x, y, width, height), spots.reshape(-1, 2), FaceQuality(*quality), vector)
            found[photo].append(face)
    return found
