"""Colour names of each place of a picture.

A colour name covers a cloud of colours. Each cloud is approximated by one to three typical colours in CIELAB, where
equal distances look equally different. A pixel's membership is a Gaussian of its distance to the nearest typical
colour, normalised over the eleven basic names (colour naming as in van de Weijer et al., "Learning Color Names for
Real-World Applications", IEEE TIP 2009, but without the learning). Lightness has half the weight, because of shadows.
"""

import functools
import io

import numpy as np
from PIL import Image

from photon.domain.arrays import Floats
from photon.domain.photo.colours import COLOURS
from photon.media.file import failures

_TYPICAL: dict[str, tuple[str, ...]] = {
    "black": ("#0f0f0f", "#28282a"),
    "white": ("#f5f5f5", "#d7d7d7"),
    "grey": ("#808080", "#5a5a5c", "#a5a5a5"),
    "red": ("#c81e23", "#8c141e"),
    "orange": ("#f07814", "#dc5a14"),
    "yellow": ("#f0d728", "#c8b432"),
    "green": ("#3c8c3c", "#285a28", "#82a046"),
    "blue": ("#2850b4", "#1e3264", "#6ea0d7"),
    "purple": ("#6e328c", "#966eb4"),
    "pink": ("#eb82aa", "#f0b4c3", "#d23c82"),
    "brown": ("#6e4628", "#966946", "#503223"),
    "beige": ("#e1cda5",),
    "tan": ("#be9b6e",),
    "golden": ("#c89646",),
}
_BASIC = 11  # the first of COLOURS, whose memberships add up to 1; the others are relative to these
_WIDTH = 12.0  # standard deviation of a cloud; 8 to 18 rank alike
_BRIGHTNESS = 0.5
_LEVELS = 32  # levels per channel in the lookup table
_FINE = 8  # pixels per side of a place


def colours_of_places(preview: bytes, rows: int = 9, columns: int = 9) -> Floats:
    """Compute how well each colour name fits each place.

    The places are those of an encoder's map: the picture is squashed, rows from top to bottom.

    Args:
        preview: An upright JPEG.
        rows: Rows of the map.
        columns: Columns of the map.

    Returns:
        float32 (rows, columns, colours), 0..1, in the order of COLOURS.

    Raises:
        OSError: The preview cannot be decoded.
    """
    size = (columns * _FINE, rows * _FINE)
    try:
        with Image.open(io.BytesIO(preview)) as image:
            image.draft("RGB", size)
            pixels = np.asarray(image.convert("RGB").resize(size, Image.Resampling.BOX))
    except failures.DECODING_ERRORS as error:
        raise OSError("a damaged image") from error
    names = _table()[tuple((pixels // (256 // _LEVELS)).reshape(-1, 3).T)]
    shares = names.reshape(rows, _FINE, columns, _FINE, len(COLOURS)).mean(axis=(1, 3))
    return np.asarray(shares, np.float32)


@functools.cache
def _table() -> Floats:
    """Return the membership of each quantised colour in each name: float32 (32, 32, 32, colours); takes 0.1 s, once."""
    middles = (np.arange(_LEVELS, dtype=np.float32) + 0.5) / _LEVELS
    lab = _lab(np.stack(np.meshgrid(middles, middles, middles, indexing="ij"), axis=-1))
    fits = np.stack([_fit(lab, _TYPICAL[name]) for name in COLOURS], axis=-1)
    basic = fits[..., :_BASIC].sum(axis=-1, keepdims=True) + 1e-6
    return np.asarray(
        np.concatenate([fits[..., :_BASIC] / basic, fits[..., _BASIC:] / (basic + fits[..., _BASIC:])], -1)
    )


def _fit(lab: Floats, typical: tuple[str, ...]) -> Floats:
    """Return the membership 0..1 of each colour: float32 (...,) for float32 (..., 3)."""
    weights = np.array([_BRIGHTNESS, 1, 1], np.float32)
    middles = [_lab(np.array(list(bytes.fromhex(one[1:])), np.float32) / np.float32(255)) for one in typical]
    distances = [((lab - middle) ** 2 @ weights) for middle in middles]
    return np.asarray(np.exp(-np.minimum.reduce(distances) / (2 * _WIDTH**2)), np.float32)


_TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]], np.float32)
_WHITE = np.array([0.9505, 1.0, 1.089], np.float32)


def _lab(colours: Floats) -> Floats:
    """Convert sRGB 0..1, float32 (..., 3), to CIELAB (D65), float32 (..., 3)."""
    light = np.where(colours <= 0.04045, colours / 12.92, ((colours + 0.055) / 1.055) ** 2.4)
    xyz = light @ _TO_XYZ.T / _WHITE
    root = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    lab = np.stack(
        [116 * root[..., 1] - 16, 500 * (root[..., 0] - root[..., 1]), 200 * (root[..., 1] - root[..., 2])], axis=-1
    )
    return np.asarray(lab, np.float32)
