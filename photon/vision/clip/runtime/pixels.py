"""Decode previews to the input of an image tower, equal to open_clip's own transforms."""

import io
import math

import numpy as np
from PIL import Image

from photon.domain.arrays import Pixels
from photon.vision.clip.shelf.preprocessing import Preprocessing
from photon.vision.kit.encoder import WHOLE, Window


def look_at(preview: bytes, preprocessing: Preprocessing) -> Pixels:
    """Decode a preview as open_clip's preprocessing does.

    The JPEG is decoded at the smallest scale that is not below the square, about three times faster than at full size;
    cropping and resampling are one step.

    Args:
        preview: An upright JPEG.
        preprocessing: How images are prepared.

    Returns:
        uint8 (side, side, 3), RGB.

    Raises:
        OSError, ValueError, SyntaxError: The preview cannot be decoded.
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
    """Decode a whole window to a square, even where the encoder crops.

    Args:
        preview: An upright JPEG.
        preprocessing: How images are prepared.
        window: Left, top, right and bottom edge as fractions of the image.

    Returns:
        uint8 (side, side, 3), RGB.

    Raises:
        OSError, ValueError, SyntaxError: The preview cannot be decoded.
    """
    with Image.open(io.BytesIO(preview)) as image:
        return _resample(image, (preprocessing.side, preprocessing.side), preprocessing, window)


def _centre(width: int, height: int, side: int) -> Window:
    """The window that torchvision's ``Resize(side)`` and ``CenterCrop(side)`` keep."""
    short = min(width, height)
    wide, high = (int(side * edge / short) for edge in (width, height))
    left, top = round((wide - side) / 2), round((high - side) / 2)
    return left / wide, top / high, (left + side) / wide, (top + side) / high


def _resample(image: Image.Image, size: tuple[int, int], preprocessing: Preprocessing, window: Window) -> Pixels:
    """Resize a window of an image: uint8 (height, width, 3)."""
    left, top, right, bottom = window
    image.draft("RGB", (math.ceil(size[0] / (right - left)), math.ceil(size[1] / (bottom - top))))
    box = (left * image.width, top * image.height, right * image.width, bottom * image.height)
    bilinear = preprocessing.interpolation == "bilinear"
    way = Image.Resampling.BILINEAR if bilinear else Image.Resampling.BICUBIC
    return np.asarray(image.convert("RGB").resize(size, way, box))


def _padded(pixels: Pixels, side: int) -> Pixels:
    """Centre an image on a black square, uint8 (side, side, 3)."""
    height, width = pixels.shape[:2]
    square = np.zeros((side, side, 3), np.uint8)
    top, left = (side - height) // 2, (side - width) // 2
    square[top : top + height, left : left + width] = pixels
    return square
