"""The pictures that show faces: previews, and frames of videos."""

from collections.abc import Sequence

from photon.domain.people.face import SAME_FRAME, FaceKey
from photon.library import Library
from photon.library.films.frames import frame_near
from photon.library.photos.photos import previews

ShownIn = tuple[int, float]
"""A photo, and the seconds of a frame, or 0 for its preview."""


def face_pictures(library: Library, faces: Sequence[FaceKey]) -> dict[ShownIn, bytes]:
    """Return the JPEGs in which faces are; those that are not there any more are left out."""
    found: dict[ShownIn, bytes] = {}
    for photo, jpeg in previews(library, {face.photo for face in faces}).items():
        found[photo, 0.0] = jpeg
    for photo, seconds in {(face.photo, face.region.seconds) for face in faces} - found.keys():
        frame = frame_near(library, photo, seconds)
        if frame is not None and abs(frame.seconds - seconds) <= 2 * SAME_FRAME:
            found[photo, seconds] = frame.jpeg
    return found
