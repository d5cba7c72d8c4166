"""Explanations of a match: score, channels, and a heat map of the location, with its colours."""

from typing import Literal

import numpy as np

from photon.domain.arrays import Doubles, Floats, Pixels
from photon.language import tr
from photon.quick_dataclass import dataclass

Strength = Literal["strong", "fair", "weak"]

OPACITY = 0.55  # opacity of the heat map over the photo
_STRONG, _FAIR = 0.5, 0.3  # scores of a clear and of a possible match

_SPREAD = 0.6  # standard deviation of the interpolation kernel, in places; neighbours blend without seams
_HOT = 0.9  # places above this share of the maximum count as hottest
_NOWHERE = "nowhere in particular"
_THIRDS = (
    ("upper left", "at the top", "upper right"),
    ("on the left", "in the middle", "on the right"),
    ("lower left", "at the bottom", "lower right"),
)
_IN_WORDS = {
    "upper left": tr("upper left"),
    "at the top": tr("at the top"),
    "upper right": tr("upper right"),
    "on the left": tr("on the left"),
    "in the middle": tr("in the middle"),
    "on the right": tr("on the right"),
    "lower left": tr("lower left"),
    "at the bottom": tr("at the bottom"),
    "lower right": tr("lower right"),
    _NOWHERE: tr("nowhere in particular"),
}

# Oklab (B. Ottosson, "A perceptual color space for image processing", 2020): from L, a, b to the cube roots of the cone
# responses (LMS), and from LMS to linear sRGB.
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
    """Why a photo matches some words.

    Attributes:
        heat: float32 (rows, columns), 0 (not here) to 1 (clearly here), over the upright photo, top row first.
        score: 0..1, how well the whole photo matches.
        by_library: Whether the score is relative to the library; otherwise it is relative to reference sentences.
        why: Channels that were compared: ``meaning``.
        peak: The place that fits the words best, right and down, as shares 0..1 of the upright photo. It is known even
            where nothing is hot.
    """

    heat: Floats
    score: float
    by_library: bool = True
    why: tuple[str, ...] = ("meaning",)
    peak: tuple[float, float] = (0.5, 0.5)


def strength(score: float) -> Strength:
    """Classify a score 0..1 for display."""
    return "strong" if score >= _STRONG else "fair" if score >= _FAIR else "weak"


def colours(values: Floats) -> Pixels:
    """Map heat values to colours, from dark violet through red to pale yellow.

    Lightness is linear in the value in Oklab, so that equal steps look equal, also with colour vision deficiency.

    Args:
        values: float32 (...), 0..1.

    Returns:
        sRGB uint8 (..., 3).
    """
    value = np.clip(values, 0, 1).astype(np.float64)[..., None]
    angle = np.radians(290 + 170 * value)
    chroma = 0.06 + 0.14 * np.sin(np.pi * np.minimum(value, 0.8))
    lab = np.concatenate([0.15 + 0.8 * value, chroma * np.cos(angle), chroma * np.sin(angle)], axis=-1)
    linear = np.clip((lab @ _TO_CONES.T) ** 3 @ _TO_SRGB.T, 0, 1)
    srgb = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    return np.asarray(np.round(255 * srgb), np.uint8)


def enlarged(heat: Floats, width: int, height: int) -> Floats:
    """Resize a heat map smoothly, without exceeding its range.

    Args:
        heat: float32 (rows, columns).
        width: Columns of the result.
        height: Rows of the result.

    Returns:
        float32 (height, width).
    """
    return np.asarray(_blend(height, heat.shape[0]) @ heat @ _blend(width, heat.shape[1]).T, np.float32)


def place_in_words(heat: Floats) -> str:
    """The same as ``hottest_place`` in the user's language."""
    return _IN_WORDS[hottest_place(heat)]


def hottest_place(heat: Floats) -> str:
    """Describe where a heat map is hottest, by thirds of the photo, in English, for scripts.

    Args:
        heat: float32 (rows, columns).

    Returns:
        For example ``upper left``, ``on the right`` or ``in the middle``.
    """
    if heat.max() <= 0:
        return _NOWHERE
    hot = np.argwhere(heat >= _HOT * heat.max())
    row, column = (int(3 * share) for share in (hot.mean(axis=0) + 0.5) / heat.shape)
    return _THIRDS[row][column]


def _blend(pixels: int, places: int) -> Doubles:
    """Interpolation weights float64 (pixels, places), by distance between centres; each row sums to 1."""
    at = (np.arange(pixels) + 0.5) * places / pixels
    distance = (at[:, None] - np.arange(places) - 0.5) / _SPREAD
    weights = np.exp(-0.5 * distance**2)
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))
