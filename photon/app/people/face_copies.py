"""In which copy of a photo faces are looked for: the smallest that shows all that are to be found."""

from collections.abc import Sequence

from photon.domain.people.face import SMALLEST_FACE
from photon.media.decode.decoding import Fit
from photon.media.read.metadata_reading import LONG, SHORT
from photon.media.read.picture import READING

PREVIEW = Fit(SHORT, LONG)
_SEEN = 12  # pixels of a face that the model finds
_CLEAR = 64  # pixels of a face that shows who it is as well as a larger one does


def looking_fit(full: tuple[int, int]) -> Fit:
    """Return how large a photo must be for all faces to be found in it, however small.

    Args:
        full: Its width and height in pixels.
    """
    return Fit(long=-(-max(full) * _SEEN // SMALLEST_FACE))


def shows_all_faces(copy: tuple[int, int], full: tuple[int, int]) -> bool:
    """Return whether a copy of a photo is large enough for all faces to be found.

    Args:
        copy: Its width and height in pixels.
        full: Those of the photo.
    """
    return max(copy) >= max(looking_fit(full).size(*full))


def needs_closer_look(faces: Sequence[float], copy: tuple[int, int], full: tuple[int, int]) -> bool:
    """Return whether faces, of so many pixels of the photo, would show better in a larger copy who they are."""
    if max(copy) >= max(READING.size(*full)):
        return False
    return any(size * max(copy) < _CLEAR * max(full) for size in faces)
