"""Previews to the squares of pixels that image towers look at, as open_clip's own transforms make them."""

import io
import math
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import numpy as np
import numpy.typing as npt
from PIL import Image

from photon.vision.clip.shelf.preprocessing import Preprocessing
from photon.vision.kit.encoder import UNREADABLE, WHOLE, DamagedPreview, Window

Pixels = npt.NDArray[np.uint8]

_Made = TypeVar("_Made")


def look_at(preview: bytes, preprocessing: Preprocessing) -> Pixels:
    """The square that open_clip's preprocessing makes of an upright JPEG preview: uint8 (side, side, 3), RGB.

    The JPEG is decoded at the smallest scale that is not below the square, which is some three times faster than
    in full; cutting and resampling are one step.

    Raises:
        OSError, ValueError, SyntaxError: It cannot be decoded.
    """
    side = preprocessing.side
    with Image.open(io.BytesIO(preview)) as image:
        width, height = image.size
        if preprocessing.resize == "longest":
            ratio = max(width, height) / side
            size = max(round(width / ratio), 1), max(round(height / ratio), 1)
            return _padded(_resample(image, size, preprocessing, WHOLE), side)
        window = _centre(width, height, side) if preprocessing.resize == "shortest" else WHOLE
        return _resample(image, (side, side), preprocessing, window)


def squash(preview: bytes, preprocessing: Preprocessing, window: Window = WHOLE) -> Pixels:
    """The whole window as a square, whatever part of a photo the encoder looks at: uint8 (side, side, 3), RGB.

    Raises:
        OSError, ValueError, SyntaxError: It cannot be decoded.
    """
    with Image.open(io.BytesIO(preview)) as image:
        return _resample(image, (preprocessing.side, preprocessing.side), preprocessing, window)


def for_each(work: Callable[[bytes], _Made], previews: Sequence[bytes], pool: ThreadPoolExecutor) -> list[_Made]:
    """What ``work`` makes of every preview, side by side.

    Raises:
        DamagedPreview: Some cannot be decoded.
    """
    return list(decode_ahead(work, previews, pool))


def decode_ahead(
    work: Callable[[bytes], _Made], previews: Sequence[bytes], pool: ThreadPoolExecutor
) -> Iterator[_Made]:
    """What ``work`` makes of every preview, in their order, while later ones are being worked on.

    Raises:
        DamagedPreview: Some cannot be decoded; raised at the first of them, after all were tried.
    """

    def try_one(preview: bytes) -> _Made | None:
        try:
            return work(preview)
        except UNREADABLE:
            return None

    coming = [pool.submit(try_one, preview) for preview in previews]
    for future in coming:
        made = future.result()
        if made is None:
            raise DamagedPreview(tuple(place for place, one in enumerate(coming) if one.result() is None))
        yield made


def _centre(width: int, height: int, side: int) -> Window:
    """The window that torchvision's ``Resize(side)`` and ``CenterCrop(side)`` leave of a picture."""
    short = min(width, height)
    wide, high = (int(side * edge / short) for edge in (width, height))
    left, top = round((wide - side) / 2), round((high - side) / 2)
    return left / wide, top / high, (left + side) / wide, (top + side) / high


def _resample(image: Image.Image, size: tuple[int, int], preprocessing: Preprocessing, window: Window) -> Pixels:
    """A window of a picture in another size: uint8 (height, width, 3)."""
    left, top, right, bottom = window
    image.draft("RGB", (math.ceil(size[0] / (right - left)), math.ceil(size[1] / (bottom - top))))
    box = (left * image.width, top * image.height, right * image.width, bottom * image.height)
    bilinear = preprocessing.interpolation == "bilinear"
    way = Image.Resampling.BILINEAR if bilinear else Image.Resampling.BICUBIC
    return np.asarray(image.convert("RGB").resize(size, way, box))


def _padded(pixels: Pixels, side: int) -> Pixels:
    """A picture in the middle of a black square."""
    height, width = pixels.shape[:2]
    square = np.zeros((side, side, 3), np.uint8)
    top, left = (side - height) // 2, (side - width) // 2
    square[top : top + height, left : left + width] = pixels
    return square
