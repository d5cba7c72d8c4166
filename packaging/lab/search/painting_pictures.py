"""Photos turned into paintings by two families of filters with no method in common, and photos degraded in other ways.

For training: Pillow's own filters (mode or median of the neighbourhood, few colours). For testing: flat patches with
sharp edges (Kuwahara et al. 1976), strokes along contours and dots in the picture's colours (Haeberli, "Paint by
Numbers", SIGGRAPH 1990), and a washed-out sheet with grain. Degraded photos are negatives: otherwise blur or noise
would be mistaken for paint.
"""

import io
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageOps

Picture = Image.Image
Variant = Callable[[Picture], Picture]
Floats = npt.NDArray[np.float32]


def encoded(picture: Picture, quality: int = 88) -> bytes:
    """Encode a picture as a preview."""
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality)
    return out.getvalue()


def _mode(size: int) -> Variant:
    return lambda picture: ImageEnhance.Color(picture.filter(ImageFilter.ModeFilter(size))).enhance(1.3)


def _median(size: int, bits: int) -> Variant:
    return lambda picture: ImageOps.posterize(picture.filter(ImageFilter.MedianFilter(size)), bits)


def _few_colours(count: int) -> Variant:
    def variant(picture: Picture) -> Picture:
        few = picture.filter(ImageFilter.GaussianBlur(1.5)).quantize(count, dither=Image.Dither.NONE)
        return few.convert("RGB").filter(ImageFilter.ModeFilter(5))

    return variant


def _blurred(radius: float) -> Variant:
    return lambda picture: picture.filter(ImageFilter.GaussianBlur(radius))


def _compressed(quality: int) -> Variant:
    return lambda picture: Image.open(io.BytesIO(encoded(picture, quality))).convert("RGB")


def _noisy(spread: float) -> Variant:
    def variant(picture: Picture) -> Picture:
        noise = np.random.default_rng(0).normal(0, spread, (picture.height, picture.width, 3))
        return _picture(np.asarray(picture, np.float32) + noise.astype(np.float32))

    return variant


def _small(factor: int) -> Variant:
    """Return a filter that downscales and enlarges again."""
    return lambda picture: picture.reduce(factor).resize(picture.size, Image.Resampling.BICUBIC)


def _shaken(length: int) -> Variant:
    """Return a filter that blurs along the rows."""
    return lambda picture: picture.resize((max(1, picture.width // length), picture.height)).resize(picture.size)


def _grainy(picture: Picture) -> Picture:
    """Add the coarse grey grain of pushed film."""
    noise = np.random.default_rng(1).normal(0, 60, (picture.height, picture.width))
    grain = _picture(np.repeat(128 + noise[:, :, None], 3, axis=2)).filter(ImageFilter.GaussianBlur(0.8))
    return _picture(np.asarray(picture, np.float32) + np.asarray(grain, np.float32) - 128)


def _vivid(picture: Picture) -> Picture:
    return ImageEnhance.Contrast(ImageEnhance.Color(picture).enhance(1.9)).enhance(1.4)


LEARNED: tuple[Variant, ...] = (_mode(7), _mode(11), _median(5, 3), _median(9, 4), _few_colours(16), _few_colours(40))
SPOILT: tuple[Variant, ...] = (_blurred(1.5), _blurred(4), _compressed(12), _compressed(25), _noisy(14), _noisy(28))
SPOILT_TEST: dict[str, Variant] = {
    "reduced and enlarged": _small(3),
    "shaken": _shaken(8),
    "coarse grain": _grainy,
    "vivid": _vivid,
    "sharpened": lambda picture: picture.filter(ImageFilter.UnsharpMask(3, 200, 2)),
    "black and white": lambda picture: picture.convert("L").convert("RGB"),
}


def _picture(values: Floats | npt.NDArray[np.float64]) -> Picture:
    return Image.fromarray(np.clip(values, 0, 255).astype(np.uint8))


def _flat(radius: int) -> Variant:
    """Return a Kuwahara filter: each pixel becomes the mean of the least varied of its four adjacent squares."""

    def variant(picture: Picture) -> Picture:
        pixels = np.pad(np.asarray(picture, np.float64) / 255, ((radius, radius), (radius, radius), (0, 0)), "edge")
        means = _box(pixels, radius + 1)
        spreads = (_box(pixels**2, radius + 1) - means**2).sum(axis=-1)
        rows, columns = picture.height, picture.width
        corners = [(row, column) for row in (0, radius) for column in (0, radius)]
        options = np.stack([means[row : row + rows, column : column + columns] for row, column in corners])
        calm = np.argmin([spreads[row : row + rows, column : column + columns] for row, column in corners], axis=0)
        return _picture(255 * np.take_along_axis(options, calm[None, :, :, None], axis=0)[0])

    return variant


def _box(values: npt.NDArray[np.float64], side: int) -> npt.NDArray[np.float64]:
    total = np.pad(values.cumsum(axis=0).cumsum(axis=1), ((1, 0), (1, 0), (0, 0)))
    summed = total[side:, side:] - total[:-side, side:] - total[side:, :-side] + total[:-side, :-side]
    return np.asarray(summed / side**2)


def _strokes(*widths: int) -> Variant:
    """Return a filter that paints short strokes along contours, broad ones first."""

    def variant(picture: Picture) -> Picture:
        random = np.random.default_rng(2)
        colours = np.asarray(picture.filter(ImageFilter.GaussianBlur(2)))
        grey = np.asarray(picture.convert("L").filter(ImageFilter.GaussianBlur(4)), np.float32)
        down, right = np.gradient(grey)
        along = np.arctan2(down, right) + np.pi / 2
        out = picture.resize((8, 8)).resize(picture.size)
        draw = ImageDraw.Draw(out)
        for width in widths:
            for _ in range(int(picture.width * picture.height / width**2 * 1.2)):
                x, y = int(random.integers(picture.width)), int(random.integers(picture.height))
                angle, half = along[y, x] + random.normal(0, 0.25), width * random.uniform(1.5, 3)
                dx, dy = half * np.cos(angle), half * np.sin(angle)
                draw.line((x - dx, y - dy, x + dx, y + dy), fill=_near(colours[y, x], 10, random), width=width)
        return out

    return variant


def _dots(radius: float) -> Variant:
    def variant(picture: Picture) -> Picture:
        random = np.random.default_rng(3)
        colours = np.asarray(picture)
        out = Image.new("RGB", picture.size, (245, 240, 230))
        draw = ImageDraw.Draw(out)
        for _ in range(int(picture.width * picture.height / radius**2 * 2.5)):
            x, y = int(random.integers(picture.width)), int(random.integers(picture.height))
            own = radius * random.uniform(0.5, 0.9)
            draw.ellipse((x - own, y - own, x + own, y + own), fill=_near(colours[y, x], 18, random))
        return out

    return variant


def _near(colour: npt.NDArray[np.uint8], spread: float, random: np.random.Generator) -> tuple[int, ...]:
    return tuple(int(value) for value in np.clip(colour + random.normal(0, spread, 3), 0, 255))


def _washed(picture: Picture) -> Picture:
    flat = _flat(5)(picture)
    edges = np.asarray(flat.convert("L").filter(ImageFilter.FIND_EDGES), np.float32) / 255
    noise = (np.random.default_rng(4).random((picture.height, picture.width)) * 255).astype(np.uint8)
    paper = np.asarray(Image.fromarray(noise).filter(ImageFilter.GaussianBlur(1.2)), np.float32) / 255 - 0.5
    light = 1 - (1 - np.asarray(flat, np.float32) / 255) * 0.75
    return _picture(255 * (light * (1 - 0.4 * edges[..., None]) + 0.25 * paper[..., None]))


TEST: dict[str, Variant] = {
    "flat patches": _flat(4),
    "larger patches": _flat(7),
    "strokes": _strokes(10, 6, 3),
    "broad strokes": _strokes(14, 9, 5),
    "dots": _dots(4),
    "washed out": _washed,
}
