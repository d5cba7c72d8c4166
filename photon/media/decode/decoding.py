"""Decode a picture to upright sRGB pixels at a given size."""

import math
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import Image, ImageFile

from photon.domain.photo.turn import AS_IT_IS, join_turns
from photon.language import tr
from photon.media.decode import colour_conversion, opening
from photon.media.decode.image_header import ImageHeader
from photon.media.file import decoder_limits, decoder_process, failures
from photon.media.file.source import FileSource
from photon.quick_dataclass import dataclass

_LEAST_DECODED = 0.1


@dataclass(frozen=True, slots=True)
class Fit:
    """Maximum size of a decoded picture; it is never enlarged.

    Attributes:
        short: Maximum pixels of the short side; also the minimum for the embedded preview of a RAW file.
        long: Maximum pixels of the long side.
        area: Maximum pixels in total. Above it the sides are halved, which is free for a JPEG.
        total: The same, but no more is given up than has to be.
        own_colours: Keep the colour space of the photo's profile, which is then in the image's ``info``.
        is_grey: Return luma alone, with which a JPEG takes half the time.
    """

    short: int = 1 << 30
    long: int = 1 << 30
    area: int = 1 << 60
    total: int = 1 << 60
    own_colours: bool = False
    is_grey: bool = False

    def size(self, width: int, height: int) -> tuple[int, int]:
        """Return the target width and height of a picture.

        Args:
            width: Pixels of the picture.
            height: Pixels of the picture.
        """
        sides = self.short / min(width, height), self.long / max(width, height)
        scale = min(1.0, *sides, math.sqrt(self.total / (width * height)))
        while width * scale * height * scale > self.area:
            scale /= 2
        return max(1, round(width * scale)), max(1, round(height * scale))


def decode(source: FileSource, fit: Fit, turn: int = AS_IT_IS) -> tuple[ImageHeader, Image.Image]:
    """Decode the picture of a file.

    Args:
        source: The file.
        fit: Maximum size.
        turn: How a person turned the picture, applied after the orientation of the file, 1..8.

    Returns:
        The header, whose orientation includes the turn, and the upright image, RGB or L.

    Raises:
        UnreadableFile: The file contains no decodable picture.
    """
    kind = opening.identify(source)
    try:
        with quiet():
            opened = opening.open_picture(source, kind, min(fit.short, fit.long))
            opened.orientation = join_turns((opened.orientation, turn))
            try:
                picture = _pixels(opened, fit)
                opened.image = picture  # frees the full-size image
                return opened, picture
            except failures.DECODING_ERRORS as error:
                if kind != "JPEG" or isinstance(error, MemoryError):
                    raise
            return _rescue(source, fit, turn)
    except failures.DECODING_ERRORS as error:
        raise failures.from_decoder(error, kind) from error


def _pixels(opened: ImageHeader, fit: Fit) -> Image.Image:
    """Decode at the target size; JPEGs at the smallest of libjpeg's scales that is not below it."""
    image = opened.image
    full = image.size
    if image.format == "JPEG":
        image.draft("L" if fit.is_grey else None, fit.size(*full))
        cost = decoder_limits.check_pixels(*full, decoder_limits.jpeg_cost(image))
        cost += decoder_limits.check_pixels(*image.size, decoder_limits.per_pixel(image.mode))
    else:
        cost = decoder_limits.check_pixels(*full, opened.bytes_per_pixel)
    with decoder_process.memory_slot(cost):
        decoder_process.check_room(cost)
        image.load()
        if image.format != "JPEG":
            full = image.size  # some headers have a wrong size
        if opened.size == (0, 0):
            opened.size = full
        small = colour_conversion.shrunk(image, *fit.size(*full), own_colours=fit.own_colours, is_grey=fit.is_grey)
        return colour_conversion.turned(small, opened.orientation)


def _rescue(source: FileSource, fit: Fit, turn: int) -> tuple[ImageHeader, Image.Image]:
    """Decode what is left of a truncated or corrupted JPEG.

    Raises:
        UnreadableFile: Almost nothing is left.
    """
    with _lenient():
        opened = opening.open_picture(source, "JPEG", 1)
        opened.orientation = join_turns((opened.orientation, turn))
        image = opened.image
        small = _pixels(opened, fit)
        share = _share_decoded(image)
        if share < _LEAST_DECODED:
            raise failures.damaged("JPEG")
        opened.damage = (
            tr("The file is damaged: about {share:.0%} of the image could be read.", share=share)
            if share < 0.995
            else tr("The file is damaged: parts of the image may look wrong.")
        )
        return opened, small


def _share_decoded(image: Image.Image) -> float:
    """Return the fraction of rows up to the last one that is not libjpeg's filling, which is black or mid-grey."""
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
    """Suppress warnings: Pillow, LibTIFF and LibRaw complain about many broken files that they can read."""
    with warnings.catch_warnings(), decoder_process.mute_stderr():
        warnings.simplefilter("ignore")
        yield
