"""A decoded picture for the screen."""

from dataclasses import dataclass

from photon.media.decode.decoding import Fit, decode
from photon.media.file import failures
from photon.media.file.source import opened

_MOST_PIXELS = 64_000_000


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
        long_side: At most this many pixels; None for full size, or half of it and so on above 64
            megapixels, which neither a decoder process nor a window has room for.

    Raises:
        UnreadableFile: It is no photo that can be shown, with the reason.
    """
    with opened(path) as source:
        picture, image = decode(source, Fit(long=long_side or 1 << 30, area=_MOST_PIXELS))
        width, height = picture.upright
        try:
            pixels = image.tobytes()
        except MemoryError as error:
            raise failures.from_decoder(error, picture.format) from error
        return Picture(image.width, image.height, pixels, width, height)
