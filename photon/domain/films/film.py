"""What a file says of moving pictures, and stills of them."""

from photon.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class FilmFacts:
    """What a file says of moving pictures: that it is a video, or a photo with one.

    Attributes:
        seconds: Length of a video; None for a photo.
        pairing: Identifier that the photo and the video of a live photo share, in lower case; empty for none.
        has_film: Whether a photo's own file contains a film, as those of motion photos do.
    """

    seconds: float | None = None
    pairing: str = ""
    has_film: bool = False


PLAIN = FilmFacts()
"""Of a photo without moving pictures."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A still of a film.

    Attributes:
        seconds: When in the film, from its start.
        jpeg: The upright sRGB picture, short side at most 512 pixels.
    """

    seconds: float
    jpeg: bytes
