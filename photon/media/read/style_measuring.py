"""Photographic styles (black-and-white, sepia, dark …) and tones, measured from the pixels of a preview.

Nothing is recognised here. Nine features (``traits``) are computed at 256 pixels, and a logistic curve per style turns
a few of them into a probability (``chances``). They use luma and colour differences of a JPEG (Y, Cb, Cr), in which
equal distances look about equally different and which the decoder provides for free:

* black-and-white: after subtracting the mean colour of equally bright pixels, no colour remains, and there is no tint;
  sepia: no colour remains either, but the tint is that of old paper;
* dark: mean and upper quartile of luma are low, so a bright window in a dark room does not count;
* line drawing: colourless paper, few tones between ink and paper, many edges;
* blurred: even in the sharpest tenth of 8 × 8 tiles, the finest two octaves (variance of the Laplacian, Pech-Pacheco et
  al. 2000) are weak relative to the contrast, so a sharp subject in front of a soft background does not count.

Paintings have no feature here; they are recognised by visual features of an encoder.

Tones say how brightness and colours are distributed (``tones_of``): photos with like tones look alike as pictures.
"""

import io

import numpy as np
from PIL import Image

from photon.domain.arrays import Doubles, Floats, Pixels
from photon.domain.photo.styles import STYLES

TRAITS = ("rest", "tint", "warmth", "level", "middle", "tones", "edges", "fine", "less fine")
_SIDE = 256  # pixels of the short side: half of a preview's, which takes a JPEG decoder two thirds of the time
_STEP = 16  # levels of luma that share one mean colour
_WARM = np.radians(37.0)  # hue of sepia in the plane of -Cb and Cr; medians of 28 to 40 degrees in five recipes
_INK, _PAPER = 60, 200  # luma below and above which a pixel is no mid-tone
_TILES = 8
_TONES_SIDE = 64  # pixels of the copy in which colours are counted: a few hundred would do, but not for small lights
_LEVELS = (_TONES_SIDE**2 * np.array([0.02, 0.25, 0.5, 0.75, 0.98])).astype(int)  # places of quantiles of luma

# Fitted by packaging/lab/search/style_figures.py on 500 photos and 16 filters, with styled images weighted to 5%. The
# script also prints results for unseen filters and for 2,000 ordinary photos.
_CURVES: dict[str, tuple[float, dict[str, float]]] = {
    "monochrome": (-17.1, {"rest": -3.83, "tint": -1.01}),
    "sepia": (-29.3, {"rest": -4.07, "tint": -0.618, "warmth": 19.6}),
    "dark": (5.92, {"level": -0.11}),
    "drawing": (-28.1, {"tint": -1.32, "level": 0.103, "tones": -12.5, "edges": 2.75}),
    "blurred": (-18.5, {"fine": -4.31, "less fine": 1.39}),
}


def styles_of(picture: Image.Image) -> tuple[float, ...]:
    """Compute the probability 0..1 of each of STYLES, in their order.

    Args:
        picture: A picture as returned by ``halved``.
    """
    return tuple(round(float(chance), 4) for chance in chances(_traits(picture)))


def chances(measured: Doubles) -> Doubles:
    """Convert features to probabilities.

    Args:
        measured: float64 (..., 9), from ``traits``.

    Returns:
        float64 (..., styles), probabilities 0..1 in the order of STYLES.
    """
    odds = np.empty((*measured.shape[:-1], len(STYLES)))
    for column, style in enumerate(STYLES):
        shift, weights = _CURVES[style]
        odds[..., column] = shift + sum(measured[..., TRAITS.index(name)] * weight for name, weight in weights.items())
    found: Doubles = 1 / (1 + np.exp(-np.clip(odds, -9, 9)))
    return found


def traits(preview: bytes) -> Doubles:
    """Compute the features of a preview.

    Args:
        preview: An upright JPEG.

    Returns:
        float64 (9,), in the order of TRAITS.

    Raises:
        OSError: The preview cannot be decoded.
    """
    with Image.open(io.BytesIO(preview)) as image:
        return _traits(halved(image))


def _traits(picture: Image.Image) -> Doubles:
    pixels = _pixels(picture)
    luma = pixels[:, :, 0]
    return np.array(
        [*_colour(pixels[::4, ::4].reshape(-1, 3)), *_tone(luma[::2, ::2]), *_sharpness(luma.astype(np.float32))]
    )


def tones_of(picture: Image.Image) -> Floats:
    """Measure the tones of a picture.

    Args:
        picture: A picture as returned by ``halved``.

    Returns:
        float32 (TONES,): quantiles, mean and spread of luma; tint of shadows, middle and lights; mean and spread of
        the colour differences; mean and a high quantile of colourfulness; median and a high quantile of fine detail.
    """
    small = np.asarray(picture.resize((_TONES_SIDE, _TONES_SIDE), Image.Resampling.BOX), np.float32).reshape(-1, 3)
    luma, colour = small[:, 0], small[:, 1:] - 128
    chroma = np.hypot(colour[:, 0], colour[:, 1])
    order = np.argsort(luma)
    detail = _detail_of(np.asarray(picture.getchannel(0), np.float32))
    found: Floats = np.concatenate(
        [
            luma[order[_LEVELS]] / 32,
            [luma.mean() / 32, 2 * np.log(luma.std() + 4)],
            *(np.median(colour[third], axis=0) / 8 for third in np.array_split(order, 3)),
            colour.mean(axis=0) / 8,
            np.log(colour.std(axis=0) + 1),
            2 * np.log([chroma.mean() + 1, np.quantile(chroma, 0.9) + 1]),
            np.log(np.quantile(detail, (0.5, 0.9)) + 0.5),
        ]
    ).astype(np.float32)
    return found


def _detail_of(luma: Floats) -> Floats:
    """Return the strength of the Laplacian of luma float32 (rows, columns) in every eighth row, which is enough."""
    luma = np.pad(luma, 1, mode="edge")
    rows = np.arange(1, len(luma) - 1, 8)
    here = luma[rows]
    around = luma[rows - 1, 1:-1] + luma[rows + 1, 1:-1] + here[:, :-2] + here[:, 2:]
    found: Floats = np.abs(here[:, 1:-1] - around / 4)
    return found


def halved(image: Image.Image) -> Image.Image:
    """Decode an opened preview to mode YCbCr, the short side at half its size if that is not below 256 pixels.

    Raises:
        OSError: The preview cannot be decoded.
    """
    factor = _SIDE / min(image.size)
    if factor < 1:
        image.draft("YCbCr", (int(image.width * factor), int(image.height * factor)))
    image.load()
    return image if image.mode == "YCbCr" else image.convert("RGB").convert("YCbCr")


def _pixels(picture: Image.Image) -> Pixels:
    """Return Y, Cb, Cr: uint8 (rows, columns, 3), short side at most 256."""
    factor = _SIDE / min(picture.size)
    if factor < 1:
        size = (max(1, round(picture.width * factor)), max(1, round(picture.height * factor)))
        picture = picture.resize(size, Image.Resampling.BILINEAR, reducing_gap=2.0)
    return np.asarray(picture)


def _colour(pixels: Pixels) -> tuple[float, ...]:
    """Return the colour not explained by luma (log), tint (log), and how close the tint is to old paper's, -1..1."""
    bright = pixels[:, 0] // _STEP
    colour = pixels[:, 1:].astype(np.float32) - 128
    count = np.maximum(np.bincount(bright, minlength=16), 1)
    means = np.stack([np.bincount(bright, part, 16) for part in colour.T], axis=1) / count[:, None]
    rest = colour - means.astype(np.float32)[bright]
    spread = float(np.sqrt(np.einsum("ij,ij->", rest, rest) / len(rest)))
    blue, red = colour.mean(axis=0).tolist()
    mean = float(np.sqrt(np.einsum("ij,ij->i", colour, colour)).mean())
    level = float(pixels[:, 0].mean())
    warmth = (red * np.sin(_WARM) - blue * np.cos(_WARM)) / (mean + 2)
    return np.log((spread + 0.7) / (level + 16)), np.log(mean + 1), float(warmth)


def _tone(luma: Pixels) -> tuple[float, ...]:
    """Return the level of luma, uint8 (rows, columns), its median, and the share of mid-tones between ink and paper."""
    shares = np.bincount(luma.ravel(), minlength=256).cumsum() / luma.size
    middle, upper = (int(np.searchsorted(shares, share)) for share in (0.5, 0.75))
    return (float(luma.mean()) + upper) / 2, middle, float(shares[_PAPER] - shares[_INK])


def _sharpness(luma: Floats) -> tuple[float, ...]:
    """Return the edge strength of float32 (rows, columns), and the energy of fine octaves relative to the contrast."""
    small = [max(0, 8 - side) for side in luma.shape]
    if any(small):
        luma = np.pad(luma, ((0, small[0]), (0, small[1])), mode="edge")
    across, down = luma[::4], luma[:, ::4]  # a quarter of the lines is enough
    edges = float(np.abs(across[:, 1:] - across[:, :-1]).mean() + np.abs(down[1:] - down[:-1]).mean())
    contrast = np.log(float(luma.var()) + 20)
    fine, less = (np.log(_sharpest(octave) + 0.5) - contrast for octave in (luma, _half(luma)))
    return np.log(edges + 1), float(fine), float(less)


def _half(luma: Floats) -> Floats:
    """Halve float32 (rows, columns) by averaging."""
    rows, columns = luma.shape[0] // 2 * 2, luma.shape[1] // 2 * 2
    across = luma[:rows, 0:columns:2] + luma[:rows, 1:columns:2]
    return ((across[::2] + across[1::2]) / 4).astype(np.float32, copy=False)


def _sharpest(luma: Floats) -> float:
    """Return the 90th percentile over tiles of the mean square of the Laplacian of float32 (rows, columns)."""
    around = luma[:-2, 1:-1] + luma[2:, 1:-1] + luma[1:-1, :-2] + luma[1:-1, 2:]
    around *= np.float32(-0.25)
    around += luma[1:-1, 1:-1]
    energy = np.square(around, out=around)
    rows, columns = (np.arange(min(_TILES, side)) * side // min(_TILES, side) for side in energy.shape)
    sums = np.add.reduceat(np.add.reduceat(energy, rows, axis=0), columns, axis=1)
    sizes = np.diff([*rows, energy.shape[0]])[:, None] * np.diff([*columns, energy.shape[1]])[None, :]
    return float(np.quantile(sums / sizes, 0.9))
