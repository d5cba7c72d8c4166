"""Photos in other styles, made by filters: one family for tuning, another one for testing.

The two share neither filter nor strength: tuning uses Pillow's own conversions and filters, testing uses arithmetic on
the pixels, so that the style is measured and not the filter.
"""

import io
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageEnhance, ImageFilter, ImageOps

Picture = Image.Image
Variant = Callable[[Picture], Picture]
Doubles = npt.NDArray[np.float64]


def decoded(preview: bytes) -> Picture:
    """Decode a preview to RGB."""
    with Image.open(io.BytesIO(preview)) as image:
        return image.convert("RGB")


def encoded(picture: Picture, quality: int = 85) -> bytes:
    """Encode a picture as a preview."""
    out = io.BytesIO()
    picture.convert("RGB").save(out, "JPEG", quality=quality)
    return out.getvalue()


def _grey(picture: Picture) -> Picture:
    return picture.convert("L").convert("RGB")


def _flat_grey(picture: Picture) -> Picture:
    return ImageEnhance.Contrast(picture.convert("L")).enhance(0.7).convert("RGB")


def _red_grey(picture: Picture) -> Picture:
    return ImageOps.autocontrast(picture.getchannel("R"), cutoff=1).convert("RGB")


def _tinted_grey(picture: Picture) -> Picture:
    return ImageOps.colorize(picture.convert("L"), "#04060a", "#f6f8ff")


def _colourised(dark: str, middle: str, light: str) -> Variant:
    return lambda picture: ImageOps.colorize(picture.convert("L"), dark, light, middle)


def _darker(factor: float) -> Variant:
    return lambda picture: ImageEnhance.Brightness(picture).enhance(factor)


def _edges(picture: Picture) -> Picture:
    found = picture.convert("L").filter(ImageFilter.GaussianBlur(1)).filter(ImageFilter.FIND_EDGES)
    return ImageOps.invert(ImageOps.autocontrast(found, cutoff=1)).convert("RGB")


def _contours(picture: Picture) -> Picture:
    return ImageOps.autocontrast(picture.convert("L").filter(ImageFilter.CONTOUR), cutoff=1).convert("RGB")


def _ink(picture: Picture) -> Picture:
    lines = picture.convert("L").filter(ImageFilter.GaussianBlur(1.5)).filter(ImageFilter.CONTOUR)
    return lines.point(lambda value: 255 if value > 215 else 20).convert("RGB")


def _soft(share: float) -> Variant:
    """Return a filter that blurs by ``share`` of the short side."""
    return lambda picture: picture.filter(ImageFilter.GaussianBlur(share * min(picture.size)))


TUNING: dict[str, tuple[Variant, ...]] = {
    "monochrome": (_grey, _flat_grey, _red_grey, _tinted_grey),
    "sepia": (
        _colourised("#1a0d00", "#8a6a42", "#fff0d0"),
        _colourised("#000000", "#7a5c40", "#fdf3e3"),
        _colourised("#2a1a0c", "#a08058", "#f2e0bc"),
    ),
    "dark": (_darker(0.22), _darker(0.3), _darker(0.4)),
    "drawing": (_edges, _contours, _ink),
    "blurred": (_soft(0.008), _soft(0.014), _soft(0.025)),
}


def _values(picture: Picture) -> Doubles:
    return np.asarray(picture, np.float64) / 255


def _picture(values: Doubles) -> Picture:
    if values.ndim == 2:
        values = np.repeat(values[:, :, None], 3, axis=2)
    return Image.fromarray((np.clip(values, 0, 1) * 255 + 0.5).astype(np.uint8))


def _luminance(picture: Picture) -> Doubles:
    found: Doubles = _values(picture) @ np.array([0.2126, 0.7152, 0.0722])
    return found


def _test_grey(picture: Picture) -> Picture:
    return _picture(_luminance(picture))


def _test_film(picture: Picture) -> Picture:
    """Convert to blue-blind film with grain and strong contrast."""
    grey = _values(picture) @ np.array([0.1, 0.3, 0.6])
    curve = 0.5 + 0.5 * np.tanh(2.5 * (grey - grey.mean()))
    return _picture(curve + np.random.default_rng(0).normal(0, 0.03, grey.shape))


_SEPIA = np.array([[0.393, 0.769, 0.189], [0.349, 0.686, 0.168], [0.272, 0.534, 0.131]])


def _test_sepia(picture: Picture) -> Picture:
    """Apply the matrix used by browsers and photo programs."""
    return _picture(_values(picture) @ _SEPIA.T)


def _test_faded_sepia(picture: Picture) -> Picture:
    """Add a tint proportional to the distance from black and white, over a faded grey."""
    grey = 0.12 + 0.76 * _luminance(picture)
    tone = (grey * (1 - grey))[:, :, None] * np.array([0.42, 0.05, -0.45])
    return _picture(grey[:, :, None] + tone)


def _test_gamma(picture: Picture) -> Picture:
    return _picture(_values(picture) ** 3.2)


def _test_exposure(picture: Picture) -> Picture:
    """Reduce the exposure by three stops."""
    light = (_values(picture) ** 2.2) / 8
    return _picture(light ** (1 / 2.2))


def _gauss(values: Doubles, radius: float) -> Doubles:
    image = Image.fromarray((np.clip(values, 0, 1) * 255 + 0.5).astype(np.uint8))
    return np.asarray(image.filter(ImageFilter.GaussianBlur(radius)), np.float64) / 255


def _test_pencil(picture: Picture) -> Picture:
    """Apply a colour dodge of the photo with its blurred negative."""
    grey = _luminance(picture)
    return _picture(grey / np.maximum(1 - _gauss(1 - grey, 4), 1 / 255))


def _test_pen(picture: Picture) -> Picture:
    """Apply an extended difference of Gaussians (Winnemöller 2011)."""
    grey = _luminance(picture)
    sharp = 15 * _gauss(grey, 1.0) - 14 * _gauss(grey, 1.6)
    return _picture(np.where(sharp >= 0.35, 1.0, 1 + np.tanh(6 * (sharp - 0.35))))


def _test_slopes(picture: Picture) -> Picture:
    """Draw the magnitude of central differences as dark lines."""
    across, down = np.gradient(_gauss(_luminance(picture), 0.8))
    slope = np.hypot(across, down)
    return _picture(1 - slope / max(np.quantile(slope, 0.98), 1e-6))


def _test_boxes(picture: Picture) -> Picture:
    return picture.filter(ImageFilter.BoxBlur(0.02 * min(picture.size)))


def _test_small(picture: Picture) -> Picture:
    """Enlarge from a fifth to a tenth of the size."""
    side = max(20, min(picture.size) // 8)
    size = (round(picture.width * side / min(picture.size)), round(picture.height * side / min(picture.size)))
    return picture.resize(size, Image.Resampling.BOX).resize(picture.size, Image.Resampling.BICUBIC)


def _test_shaken(picture: Picture) -> Picture:
    """Add motion blur along a line of a twentieth of the short side."""
    values, steps = _values(picture), max(3, round(0.05 * min(picture.size)))
    padded = np.pad(values, ((0, steps), (0, steps), (0, 0)), mode="edge")
    moved = [padded[step // 2 : step // 2 + len(values), step : step + values.shape[1]] for step in range(steps)]
    return _picture(np.mean(moved, axis=0))


TEST: dict[str, tuple[Variant, ...]] = {
    "monochrome": (_test_grey, _test_film),
    "sepia": (_test_sepia, _test_faded_sepia),
    "dark": (_test_gamma, _test_exposure),
    "drawing": (_test_pencil, _test_pen, _test_slopes),
    "blurred": (_test_boxes, _test_small, _test_shaken),
}
