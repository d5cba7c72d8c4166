"""Cut lines of text out of a picture, straight and in the direction in which they are read."""

import numpy as np
from PIL import Image

from photon.domain.arrays import Floats

HEIGHT = 48  # pixels of a line, as the recogniser takes it
_LONGEST = 64_000  # pixels
TALL = 1.5  # height / width from which text runs along the longer side


class LineCutter:
    """Cuts lines out of one picture."""

    def __init__(self, picture: Image.Image) -> None:
        """Take the picture, in RGB."""
        self._sizes = [picture]  # each half as large as the one before

    def cut(self, corners: Floats) -> Image.Image:
        """Cut out a line.

        Args:
            corners: float32 (4, 2): where it begins above, ends above, ends below and begins below.

        Returns:
            The line, ``HEIGHT`` pixels high.
        """
        wide, high = sides(corners)
        level = max(0, int(np.log2(max(high, 1) / HEIGHT)))
        picture = self._at(level)
        scaled = corners * (np.array(picture.size, np.float32) / np.array(self._sizes[0].size, np.float32))
        width = min(_LONGEST, max(8, round(wide / max(high, 1) * HEIGHT)))
        scaled = np.minimum(scaled, np.array(picture.size, np.float32))
        (left, top), (right, bottom) = scaled.min(axis=0).tolist(), scaled.max(axis=0).tolist()
        is_straight = (
            np.abs(scaled - np.array([(left, top), (right, top), (right, bottom), (left, bottom)])).max() < 0.5
        )
        if is_straight and right - left >= 1 and bottom - top >= 1:
            return picture.resize((width, HEIGHT), Image.Resampling.BICUBIC, (left, top, right, bottom))
        inner = max(
            1, min(2 * HEIGHT, round(high / 2**level))
        )  # no more than twice as high: Pillow averages nothing here
        ordered = scaled[[0, 3, 2, 1]].ravel().tolist()
        turned = picture.transform(
            (max(1, round(width * inner / HEIGHT)), inner), Image.Transform.QUAD, ordered, Image.Resampling.BICUBIC
        )
        return turned.resize((width, HEIGHT), Image.Resampling.BICUBIC)

    def _at(self, level: int) -> Image.Image:
        while len(self._sizes) <= level:
            self._sizes.append(self._sizes[-1].reduce(2))
        return self._sizes[level]


def sides(corners: Floats) -> tuple[float, float]:
    """Return the length of a line and its height.

    Args:
        corners: float32 (4, 2), as ``LineCutter.cut`` takes them.
    """
    return float(np.hypot(*(corners[1] - corners[0]))), float(np.hypot(*(corners[3] - corners[0])))


def is_tall(corners: Floats, ratio: float = TALL) -> bool:
    """Return whether a box is so much higher than wide that its text runs up or down.

    Args:
        corners: float32 (4, 2), from the upper left one.
        ratio: How much higher.
    """
    wide, high = sides(corners)
    return high >= ratio * wide


def turned_corners(corners: Floats, quarters: int, *, is_mirrored: bool = False) -> Floats:
    """Return the corners of a box for text that is read in another direction, float32 (4, 2).

    Args:
        corners: float32 (4, 2), from the upper left one, clockwise.
        quarters: Quarter turns clockwise of the text: 1 runs down, 2 is upside down, 3 runs up.
        is_mirrored: Whether the text is mirrored.
    """
    turned = np.roll(corners, -quarters, axis=0)
    return turned[[1, 0, 3, 2]] if is_mirrored else turned
