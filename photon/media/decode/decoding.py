"""From a described picture to upright sRGB pixels of the size wanted."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PIL import Image, ImageFile

from photon.domain import UnreadableFile
from photon.media.decode import colour_conversion, opening
from photon.media.decode.image_header import Opened
from photon.media.file import decoder_limits, decoder_process, failures
from photon.media.file.source import FileSource

_LEAST_DECODED = 0.1


@dataclass(frozen=True, slots=True)
class Fit:
    """The size that a picture is wanted at; it is never enlarged.

    Attributes:
        short: Most pixels of the short side; also tells whether a RAW file's own picture is large enough.
        long: Most pixels of the long side.
        area: Most pixels in all; above it the sides are halved, which costs a JPEG nothing.
        own_colours: Whether colours stay those of the photo's profile, which is then in the picture's ``info``.
    """

    short: int = 1 << 30
    long: int = 1 << 30
    area: int = 1 << 60
    own_colours: bool = False

    def size(self, width: int, height: int) -> tuple[int, int]:
        """Width and height at which a picture of this size is wanted."""
        scale = min(1.0, self.short / min(width, height), self.long / max(width, height))
        while width * scale * height * scale > self.area:
            scale /= 2
        return max(1, round(width * scale)), max(1, round(height * scale))


def decode(source: FileSource, fit: Fit) -> tuple[Opened, Image.Image]:
    """Decode the picture of a file at a size.

    Args:
        source: The file.
        fit: The size wanted.

    Returns:
        What the header says, and the upright RGB picture.

    Raises:
        UnreadableFile: No picture can be had from this file.
    """
    kind = opening.identify(source)
    try:
        with quiet():
            opened = opening.open_picture(source, kind, min(fit.short, fit.long))
            try:
                picture = _pixels(opened, fit)
                opened.image = picture  # lets go of the large one
                return opened, picture
            except failures.DECODING_ERRORS as error:
                if kind != "JPEG" or isinstance(error, MemoryError):
                    raise
            return _rescue(source, fit)
    except UnreadableFile:
        raise
    except failures.DECODING_ERRORS as error:
        raise failures.from_decoder(error, kind) from error


def _pixels(opened: Opened, fit: Fit) -> Image.Image:
    """Decode at the size wanted; JPEGs at the smallest of libjpeg's scales that is not below it."""
    image = opened.image
    full = image.size
    if image.format == "JPEG":
        image.draft(None, fit.size(*full))
        cost = decoder_limits.check_pixels(*full, decoder_limits.jpeg_cost(image))
        cost += decoder_limits.check_pixels(*image.size, decoder_limits.per_pixel(image.mode))
    else:
        cost = decoder_limits.check_pixels(*full, opened.bytes_per_pixel)
    with decoder_process.turn(cost):
        decoder_process.check_room(cost)
        image.load()
        if image.format != "JPEG":
            full = image.size  # some headers promise another size than the pixels have
        if opened.size == (0, 0):
            opened.size = full
        small = colour_conversion.shrunk(image, *fit.size(*full), own_colours=fit.own_colours)
        return colour_conversion.turned(small, opened.orientation)


def _rescue(source: FileSource, fit: Fit) -> tuple[Opened, Image.Image]:
    """Show what is left of a cut or scratched JPEG.

    Raises:
        UnreadableFile: Almost nothing is left.
    """
    with _lenient():
        opened = opening.open_picture(source, "JPEG", 1)
        image = opened.image
        small = _pixels(opened, fit)
        share = _share_decoded(image)
        if share < _LEAST_DECODED:
            raise failures.damaged("JPEG")
        opened.damage = (
            f"The file is damaged: about {round(share * 100)} % of the picture could be read."
            if share < 0.995
            else "The file is damaged: parts of the picture may look wrong."
        )
        return opened, small


def _share_decoded(image: Image.Image) -> float:
    """How far down the picture holds anything but libjpeg's filling, which is black or exactly mid grey."""
    filling = {0, 127, 128}
    table = [0 if value in filling else 255 for value in range(256)]
    box = image.point(table * len(image.getbands())).getbbox()
    return box[3] / image.height if box else 0.0


@contextmanager
def _lenient() -> Iterator[None]:
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = False


@contextmanager
def quiet() -> Iterator[None]:
    """Hold back complaints: Pillow, LibTIFF and LibRaw grumble about many a broken file that they read."""
    with warnings.catch_warnings(), decoder_process.silence():
        warnings.simplefilter("ignore")
        yield
