"""Write a photo with a heat map overlay to a new image file."""

from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from photon.domain import PhotonError
from photon.domain.arrays import Floats
from photon.domain.photo.heat import OPACITY, colours, enlarged
from photon.language import tr
from photon.media.read.picture import Picture

LONG = 2048  # maximum pixels of the long side
_LEAST = 240  # minimum pixels of the short side, so that the legend is legible
_LEGEND = 120  # pixels of the legend's colour ramp in a picture 1024 pixels wide
_DARK, _PALE = (30, 30, 30), (236, 236, 236)


def write_heat_picture(photo: Picture, heat: Floats, out: Path) -> None:
    """Write a PNG of a photo with a heat map overlay and a legend, atomically.

    Args:
        photo: The photo; long side at most ``LONG`` pixels.
        heat: float32 (rows, columns), 0..1, over the upright photo, rows from top to bottom.
        out: File to write; an existing file is replaced.

    Raises:
        PhotonError: The file cannot be written.
    """
    picture = _over(photo, heat)
    _add_legend(picture)
    try:
        _save(picture, out)
    except OSError as error:
        raise PhotonError(
            tr("The image couldn't be saved to {path}: {reason}.", path=out, reason=error.strerror or error),
            tr("Choose another file with --out."),
        ) from error


def _over(photo: Picture, heat: Floats) -> Image.Image:
    """Blend a photo with a heat map, float32 (rows, columns)."""
    image = Image.frombytes("RGB", (photo.width, photo.height), photo.rgb)
    if min(image.size) < _LEAST:
        factor = _LEAST / min(image.size)
        size = (min(LONG, round(image.width * factor)), min(LONG, round(image.height * factor)))
        image = image.resize(size, Image.Resampling.BICUBIC)
    small = (min(256, image.width), min(256, image.height))  # enough for a smooth surface
    tint = Image.fromarray(colours(enlarged(heat, *small))).resize(image.size, Image.Resampling.BICUBIC)
    return Image.blend(image, tint, OPACITY)


def _add_legend(picture: Image.Image) -> None:
    """Draw ``less``, the colours, ``more`` in the lower left corner."""
    unit = max(1.0, min(picture.size) / 600)
    font = ImageFont.load_default(round(13 * unit))
    draw = ImageDraw.Draw(picture)
    gap, high, wide = round(8 * unit), round(12 * unit), round(min(_LEGEND * unit, picture.width / 3))
    before, after = (round(draw.textlength(word, font)) for word in ("less", "more"))
    left, bottom = gap, picture.height - gap
    box = (left, bottom - high - 2 * gap, left + before + wide + after + 4 * gap, bottom)
    draw.rounded_rectangle(box, gap // 2, fill=_DARK)
    middle, start = bottom - gap - high // 2, left + 2 * gap + before
    draw.text((left + gap, middle), "less", _PALE, font, anchor="lm")
    draw.text((start + wide + gap, middle), "more", _PALE, font, anchor="lm")
    ramp = colours(np.tile(np.linspace(0, 1, wide, dtype=np.float32), (high, 1)))
    picture.paste(Image.fromarray(ramp), (start, middle - high // 2))


def _save(picture: Image.Image, out: Path) -> None:
    fresh = out.with_name(f".{out.name}.part")
    try:
        picture.save(fresh, "PNG")
        fresh.replace(out)
    finally:
        fresh.unlink(missing_ok=True)
