"""From a described picture to upright sRGB pixels of the size wanted."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import Image, ImageFile

from photon.domain import UnreadableFile
from photon.media import failures, limits, opening, pixels, process
from photon.media.opening import Opened
from photon.media.source import Source

_LEAST_DECODED = 0.1


def decode(source: Source, short: int | None, long: int | None) -> tuple[Opened, Image.Image]:
    """Decode the picture of a file at a size.

    Args:
        source: The file.
        short: The short side of the result has at most this many pixels; None for any.
        long: The long side has at most this many; None for any. Pictures are never enlarged.

    Returns:
        What the header says, and the upright RGB picture.

    Raises:
        UnreadableFile: No picture can be had from this file.
    """
    kind = opening.identify(source)
    try:
        with _quiet():
            opened = opening.open_picture(source, kind, short or long or 1 << 30)
            try:
                return opened, _pixels(opened, short, long)
            except failures.DECODING_ERRORS as error:
                if kind != "JPEG" or isinstance(error, MemoryError):
                    raise
            return _rescue(source, short, long)
    except UnreadableFile:
        raise
    except failures.DECODING_ERRORS as error:
        raise failures.from_decoder(error, kind) from error


def _pixels(opened: Opened, short: int | None, long: int | None) -> Image.Image:
    """Decode at the size wanted; JPEGs at the smallest of libjpeg's scales that is not below it."""
    image = opened.image
    full = image.size
    if image.format == "JPEG":
        image.draft(None, fitted(*full, short, long))
        cost = limits.check_pixels(*full, limits.jpeg_cost(image))
        cost += limits.check_pixels(*image.size, limits.per_pixel(image.mode))
    else:
        cost = limits.check_pixels(*full, opened.bytes_per_pixel)
    with process.turn(cost):
        image.load()
        if image.format != "JPEG":
            full = image.size  # some headers promise another size than the pixels have
        if opened.size == (0, 0):
            opened.size = full
        return pixels.turned(pixels.shrunk(image, *fitted(*full, short, long)), opened.orientation)


def fitted(width: int, height: int, short: int | None, long: int | None) -> tuple[int, int]:
    """The size of a picture made to fit, never enlarged."""
    scale = min(1.0, (short or 1 << 30) / min(width, height), (long or 1 << 30) / max(width, height))
    return max(1, round(width * scale)), max(1, round(height * scale))


def _rescue(source: Source, short: int | None, long: int | None) -> tuple[Opened, Image.Image]:
    """Show what is left of a cut or scratched JPEG.

    Raises:
        UnreadableFile: Almost nothing is left.
    """
    with _lenient():
        opened = opening.open_picture(source, "JPEG", 1)
        image = opened.image
        small = _pixels(opened, short, long)
        box = image.getbbox()
        share = box[3] / image.height if box else 0.0
        if share < _LEAST_DECODED:
            raise failures.damaged("JPEG")
        opened.damage = (
            f"The file is damaged: about {round(share * 100)} % of the picture could be read."
            if share < 0.995
            else "The file is damaged: parts of the picture may look wrong."
        )
        return opened, small


@contextmanager
def _lenient() -> Iterator[None]:
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = False


@contextmanager
def _quiet() -> Iterator[None]:
    """Pillow warns about many a broken file that it reads all the same."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
