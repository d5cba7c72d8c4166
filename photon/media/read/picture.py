"""Decode a photo for display."""

import numpy as np

from photon.domain.arrays import Pixels
from photon.domain.photo.turn import AS_IT_IS
from photon.media.decode.decoding import Fit, decode
from photon.media.file import failures
from photon.media.file.source import opened
from photon.quick_dataclass import dataclass

_MOST_PIXELS = 64_000_000
READING = Fit(total=4080 * 3060)
"""At which size photos are read: those of 12 megapixels and pages at 300 dots per inch as they are, those of 50 and 200
at a half and a quarter, which is free for a JPEG, and strips, such as receipts of 300 x 20,000 pixels, at their width.
"""


@dataclass(frozen=True, slots=True)
class Picture:
    """Upright sRGB pixels.

    Attributes:
        width: Pixels of this rendering.
        height: Pixels of this rendering.
        rgb: ``3 * width * height`` bytes, rows from top to bottom.
        full_width: Pixels of the upright photo.
        full_height: Pixels of the upright photo.
    """

    width: int
    height: int
    rgb: bytes
    full_width: int
    full_height: int

    @property
    def pixels(self) -> Pixels:
        """The same, uint8 (height, width, 3)."""
        return np.frombuffer(self.rgb, np.uint8).reshape(self.height, self.width, 3)


def render(path: str, long_side: int | None, turn: int = AS_IT_IS) -> Picture:
    """Decode a photo for display.

    Above 64 megapixels the sides are halved: neither a decoder process nor the window has memory for more.

    Args:
        path: The file; it is only read.
        long_side: Maximum pixels; None for full size.
        turn: How a person turned the picture, 1..8.

    Returns:
        The pixels.

    Raises:
        UnreadableFile: It is no displayable photo, with the reason.
    """
    return render_fit(path, Fit(long=long_side or 1 << 30, area=_MOST_PIXELS), turn)


def render_fit(path: str, fit: Fit, turn: int = AS_IT_IS) -> Picture:
    """Decode a photo.

    Args:
        path: The file; it is only read.
        fit: Maximum size.
        turn: How a person turned the picture, 1..8.

    Returns:
        The pixels.

    Raises:
        UnreadableFile: It is no displayable photo, with the reason.
    """
    with opened(path) as source:
        picture, image = decode(source, fit, turn)
        width, height = picture.upright
        try:
            pixels = image.tobytes()
        except MemoryError as error:
            raise failures.from_decoder(error, picture.format) from error
        return Picture(image.width, image.height, pixels, width, height)
