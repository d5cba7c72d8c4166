"""The face that compared photos have in common."""

from collections.abc import Mapping, Sequence

from photon.domain import Region
from photon.domain.people.face import SAME_FACE, PhotoFace, overlap


def find_same_face(faces: Mapping[int, Sequence[PhotoFace]]) -> dict[int, Region]:
    """Find the face that most photos show, of several the largest.

    Faces are the same if they are of one person or group, or else if they are at the same place.

    Args:
        faces: The faces of each photo.

    Returns:
        Where it is, by photo; photos without it are left out.
    """
    found = [_followed(photo, face, faces) for photo, some in faces.items() for face in some]
    return max(found, key=lambda regions: (len(regions), sum(map(_area, regions.values()))), default={})


def _followed(photo: int, face: PhotoFace, faces: Mapping[int, Sequence[PhotoFace]]) -> dict[int, Region]:
    regions = {photo: face.key.region}
    for other, some in faces.items():
        likest = max(some, key=lambda one: _likeness(face, one), default=None)
        if other != photo and likest is not None and _likeness(face, likest) >= SAME_FACE:
            regions[other] = likest.key.region
    return regions


def _likeness(one: PhotoFace, other: PhotoFace) -> float:
    """Return how surely faces of two photos are the same, by their overlap and, which counts more, by who they are."""
    shared = overlap(one.key.region, other.key.region)
    if one.person and other.person:
        return shared + 1 if one.person == other.person else -1.0
    return shared + (1 if one.group and one.group == other.group else 0)


def _area(region: Region) -> float:
    return region.width * region.height
