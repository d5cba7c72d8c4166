"""The frames of videos in which faces are."""

from collections.abc import Sequence

from photon.domain.people.face import SAME_FRAME, FaceKey
from photon.library import Library
from photon.library.films.frames import frame_near

ShownIn = tuple[int, float]
"""A photo, and the seconds of a frame, or 0 for its preview."""


def face_frames(library: Library, faces: Sequence[FaceKey]) -> dict[ShownIn, bytes]:
    """Return JPEGs of the frames that show some of the faces; those that were replaced by others are left out."""
    found = {}
    for photo, seconds in {(face.photo, face.region.seconds) for face in faces}:
        frame = frame_near(library, photo, seconds) if seconds else None
        if frame is not None and abs(frame.seconds - seconds) <= 2 * SAME_FRAME:
            found[photo, seconds] = frame.jpeg
    return found
