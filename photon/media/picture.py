"""A decoded picture for the screen."""

from dataclasses import dataclass

from photon.media.decoding import decode
from photon.media.source import opened


@dataclass(frozen=True, slots=True)
class Picture:
    """Upright sRGB pixels.

    Attributes:
        width: Pixels of this rendering.
        height: Pixels of this rendering.
        rgb: ``3 * width * height`` bytes, rows from the top.
        full_width: Upright pixels of the photo itself.
        full_height: Upright pixels of the photo itself.
    """

    width: int
    height: int
    rgb: bytes
    full_width: int
    full_height: int


def render(path: str, long_side: int | None) -> Picture:
    """Decode a photo for looking at it closely.

    Args:
        path: The file; it is only read.
        long_side: At most this many pixels; None for full size.

    Raises:
        UnreadableFile: It is no photo that can be shown, with the reason.
    """
    with opened(path) as source:
        picture, image = decode(source, None, long_side)
        width, height = picture.upright
        return Picture(image.width, image.height, image.tobytes(), width, height)
