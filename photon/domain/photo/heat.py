"""Why a photo matched: how well, by what, and where; and how the where is drawn over it."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]
Strength = Literal["strong", "fair", "weak"]

OPACITY = 0.55  # of the colours over the photo
_STRONG, _FAIR = 0.5, 0.3  # scores from which a photo clearly shows something, and from which it may well show it

_SPREAD = 0.6  # standard deviation of a place when a map is enlarged, in places: neighbours melt without a seam
_HOT = 0.9  # of the highest value: from here on a place is among the hottest
_THIRDS = (
    ("upper left", "at the top", "upper right"),
    ("on the left", "in the middle", "on the right"),
    ("lower left", "at the bottom", "lower right"),
)

# Oklab (B. Ottosson, "A perceptual color space for image processing", 2020): from lightness, a and b to the cube
# roots of the cones' answers, and from the cones to linear sRGB.
_TO_CONES = np.array(
    [
        [1.0, 0.3963377774, 0.2158037573],
        [1.0, -0.1055613458, -0.0638541728],
        [1.0, -0.0894841775, -1.2914855480],
    ]
)
_TO_SRGB = np.array(
    [
        [4.0767416621, -3.3077115913, 0.2309699292],
        [-1.2684380046, 2.6097574011, -0.3413193965],
        [-0.0041960863, -0.7034186147, 1.7076147010],
    ]
)


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a photo matches words.

    Attributes:
        heat: float32 [rows, columns], 0 (nothing of it here) to 1 (clearly here), rows downward over the upright photo.
        score: 0..1, how well the whole photo matches.
        by_library: Whether the score says how the photo stands among the library's; else it stands for everyday words.
        why: Channels that were compared: ``meaning``.
    """

    heat: FloatArray
    score: float
    by_library: bool = True
    why: tuple[str, ...] = ("meaning",)


def strength(score: float) -> Strength:
    """A score of 0..1 as the word for people."""
    return "strong" if score >= _STRONG else "fair" if score >= _FAIR else "weak"


def colours(values: FloatArray) -> npt.NDArray[np.uint8]:
    """Values 0..1 of any shape to sRGB [..., 3]: from dark violet through red to pale yellow.

    Lightness grows evenly with the value in Oklab, so that equal steps look equal, also to people who see few colours.
    """
    value = np.clip(values, 0, 1).astype(np.float64)[..., None]
    angle = np.radians(290 + 170 * value)
    chroma = 0.06 + 0.14 * np.sin(np.pi * np.minimum(value, 0.8))
    lab = np.concatenate([0.15 + 0.8 * value, chroma * np.cos(angle), chroma * np.sin(angle)], axis=-1)
    linear = np.clip((lab @ _TO_CONES.T) ** 3 @ _TO_SRGB.T, 0, 1)
    srgb = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    return np.asarray(np.round(255 * srgb), np.uint8)


def enlarged(heat: FloatArray, width: int, height: int) -> FloatArray:
    """A map at another size, float32 [height, width], as a smooth surface that never exceeds the map's own values."""
    return np.asarray(_blend(height, heat.shape[0]) @ heat @ _blend(width, heat.shape[1]).T, np.float32)


def place_in_words(heat: FloatArray) -> str:
    """Where a map is hottest, by thirds of the photo: e.g. ``upper left``, ``on the right``, ``in the middle``."""
    if heat.max() <= 0:
        return "nowhere in particular"
    hot = np.argwhere(heat >= _HOT * heat.max())
    row, column = (int(3 * share) for share in (hot.mean(axis=0) + 0.5) / heat.shape)
    return _THIRDS[row][column]


def _blend(pixels: int, places: int) -> npt.NDArray[np.float64]:
    """Weights [pixels, places], rows adding to 1, by distance between middles."""
    at = (np.arange(pixels) + 0.5) * places / pixels
    distance = (at[:, None] - np.arange(places) - 0.5) / _SPREAD
    weights = np.exp(-0.5 * distance**2)
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))
