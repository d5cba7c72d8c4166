"""From the planes that a video decoder gives to a small picture in sRGB.

Without a graphics card Qt can't convert frames with 10 bits, and knows no HDR. Here planes are made small first and
then converted.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from PIL import Image

from photon.domain.arrays import Floats, Pixels

_SIDE = 64
_WEIGHTS = {"601": (0.299, 0.114), "709": (0.2126, 0.0722), "2020": (0.2627, 0.0593)}  # of red and blue in luma
_TO_709 = np.array([[1.6605, -0.5876, -0.0728], [-0.1246, 1.1329, -0.0083], [-0.0182, -0.1006, 1.1187]], np.float32)
_WHITE = 203.0  # candela per square metre of white paper in HDR, as in ITU-R BT.2408
_KNEE = 0.7  # light up to which nothing is compressed
_TURNS = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}


class Planes(NamedTuple):
    """A decoded frame.

    Attributes:
        planes: Y, Cb and Cr, each uint8 (rows, columns), the latter two perhaps smaller; or one RGB: uint8 (h, w, 3).
        size: Width and height at which it is shown, before it is turned.
        turn: Degrees clockwise by which it is turned to be upright.
        is_mirrored: Whether it is mirrored after that.
        matrix: Colour matrix: 601, 709 or 2020.
        is_full: Whether black is 0 and white 255, not 16 and 235.
        light: Which light the values mean: empty for that of a plain screen, ``PQ`` or ``HLG``.
    """

    planes: tuple[Pixels, ...]
    size: tuple[int, int]
    turn: int = 0
    is_mirrored: bool = False
    matrix: str = "709"
    is_full: bool = False
    light: str = ""

    @property
    def upright(self) -> tuple[int, int]:
        """Width and height at which it is shown."""
        return (self.size[1], self.size[0]) if self.turn % 180 else self.size


def shrink_luma(frame: Planes) -> Pixels:
    """Return the brightness of a frame, upright and squashed.

    Args:
        frame: The frame.

    Returns:
        uint8 (64, 64).
    """
    whole = Image.fromarray(frame.planes[0])
    small = whole.resize((_SIDE, _SIDE), Image.Resampling.BOX, reducing_gap=1.0).convert("L")
    return np.asarray(_upright(small, frame))


def draw_picture(frame: Planes, short: int, long: int) -> Image.Image:
    """Draw a frame as an upright picture in sRGB, never larger than it is.

    Args:
        frame: The frame.
        short: Maximum pixels of the short side.
        long: Maximum pixels of the long side.
    """
    scale = min(1.0, short / min(frame.size), long / max(frame.size))
    size = (max(1, round(frame.size[0] * scale)), max(1, round(frame.size[1] * scale)))
    planes = [Image.fromarray(plane).resize(size, Image.Resampling.HAMMING, reducing_gap=2.0) for plane in frame.planes]
    return _upright(planes[0] if len(planes) == 1 else _to_rgb(planes, frame), frame)


def _upright(image: Image.Image, frame: Planes) -> Image.Image:
    turned = image.transpose(_TURNS[frame.turn]) if frame.turn else image
    return turned.transpose(Image.Transpose.FLIP_LEFT_RIGHT) if frame.is_mirrored else turned


def _to_rgb(planes: Sequence[Image.Image], frame: Planes) -> Image.Image:
    """Convert Y, Cb and Cr, each of mode L, to RGB; Pillow's matrix is three times as quick as arrays."""
    black, light, colour = (0, 1.0, 1.0) if frame.is_full else (16, 255 / 219, 255 / 224)
    of_red, of_blue = _WEIGHTS[frame.matrix]
    red, blue, of_green = 2 * (1 - of_red), 2 * (1 - of_blue), 1 - of_red - of_blue
    shares = (0.0, red), (-of_blue * blue / of_green, -of_red * red / of_green), (blue, 0.0)  # of Cb and Cr
    rows = [(light, b * colour, r * colour, -black * light - 128 * colour * (b + r)) for b, r in shares]
    picture = Image.merge("RGB", planes).convert("RGB", [number for row in rows for number in row])
    if not frame.light:
        return picture
    linear = _tone_down(np.asarray(picture, np.float32) / np.float32(255), frame.light)
    return Image.fromarray(np.asarray(np.rint(linear * 255), np.uint8))


def _tone_down(rgb: Floats, light: str) -> Floats:
    """Convert HDR, float32 (h, w, 3), for a plain screen: what is brighter than white paper is compressed."""
    if light == "PQ":  # SMPTE ST 2084
        power = rgb ** (1 / 78.84375)
        light_of = (np.maximum(power - 0.8359375, 0) / (18.8515625 - 18.6875 * power)) ** (1 / 0.1593017578125) * 10_000
    else:  # HLG, ITU-R BT.2100, on a screen of 1,000 candela per square metre
        scene = np.where(rgb <= 0.5, rgb**2 / 3, (np.exp((rgb - 0.55991073) / 0.17883277) + 0.28466892) / 12)
        light_of = 1000 * scene**1.2
    linear = np.maximum(light_of / _WHITE @ _TO_709.T, 0)
    shoulder = _KNEE + (1 - _KNEE) * (1 - np.exp((_KNEE - linear) / (1 - _KNEE)))
    linear = np.where(linear > _KNEE, shoulder, linear)
    return np.asarray(np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055), np.float32)
