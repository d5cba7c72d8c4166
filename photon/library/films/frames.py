"""Stand-in until frames are stored."""

from photon.library.db.connection import Library


def frame_near(library: Library, photo: int, seconds: float) -> bytes | None:
    """Return nothing."""
    del library, photo, seconds
    return None
