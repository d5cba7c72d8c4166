"""Cover lines of text in a picture, so that nothing can be read or worked out of what is left.

Each line is filled with one colour: that around it, the median of a frame outside of the line. Blurring and mosaics are
not used, because text can be recovered from both with a known font (Hill, Zhou, Saul and Shacham, "On the
(In)effectiveness of Mosaicing and Blurring as Tools for Document Redaction", PETS 2016). Of a line, only its position
and length are left.
"""

from collections.abc import Iterable

import numpy as np
from PIL import Image, ImageDraw, ImageStat

from photon.domain.arrays import Floats
from photon.domain.photo.page_text import Corners

_MARGIN, _FRAME = 0.35, 0.6  # of a line's height beyond its corners: what is covered, where the colour is from
_LEAST = 2.0  # pixels of the margin
_SIDES = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)], np.float32)  # along and down, for each corner
Polygon = list[tuple[float, float]]


def cover_lines(image: Image.Image, lines: Iterable[Corners]) -> None:
    """Cover lines of text; the picture is modified in place.

    Args:
        image: Upright, RGB.
        lines: Their corners as shares of the picture.
    """
    draw = ImageDraw.Draw(image)
    for corners in lines:
        pixels = np.array(corners, np.float32).reshape(4, 2) * np.array(image.size, np.float32)
        line = _grown(pixels, _MARGIN)
        draw.polygon(line, fill=_colour_around(image, line, _grown(pixels, _FRAME)))


def _grown(corners: Floats, share: float) -> Polygon:
    """Return corners moved outwards by a share of the line's height, at least by some pixels."""
    along, down = corners[1] - corners[0], corners[3] - corners[0]
    high, wide = (max(float(np.hypot(*side)), 1.0) for side in (down, along))
    beyond = share * high + _LEAST
    moved = corners + beyond * (_SIDES[:, :1] * along / wide + _SIDES[:, 1:] * down / high)
    return [(float(x), float(y)) for x, y in moved]


def _colour_around(image: Image.Image, line: Polygon, frame: Polygon) -> tuple[int, ...]:
    """Return the median colour of what is inside a frame and outside a line; black if that is nothing."""
    xs, ys = zip(*frame, strict=True)
    left, top = max(0, int(min(xs))), max(0, int(min(ys)))
    right, bottom = min(image.width, int(max(xs)) + 1), min(image.height, int(max(ys)) + 1)
    mask = Image.new("L", (max(1, right - left), max(1, bottom - top)))
    draw = ImageDraw.Draw(mask)
    for polygon, value in ((frame, 255), (line, 0)):
        draw.polygon([(x - left, y - top) for x, y in polygon], fill=value)
    if mask.getbbox() is None:
        return (0, 0, 0)
    around = image.crop((left, top, left + mask.width, top + mask.height))
    return tuple(map(int, ImageStat.Stat(around, mask).median))
