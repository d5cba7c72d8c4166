"""Lay two previews over each other, also where one is a part of the other one, has a border, or was turned."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from PIL import Image

from photon.domain.arrays import Floats
from photon.domain.photo.likeness import NO_LIKENESS, Likeness
from photon.domain.photo.picture_comparison import Turn
from photon.media.read.plain_bars import Box
from photon.media.read.preview_alignment import SQUARE, align, square_luma
from photon.quick_dataclass import dataclass

_LEAST = 32  # pixels of a side below which nothing is aligned
_AGREE = (0.80, 0.85)  # worst and most blocks
_PLAIN, _MOSTLY = 5.0, 0.7  # difference from the colour of a border, and the share of its pixels that have no more
_BORDERS = 0.03, 0.42  # share of a side that a border may take
_COARSE = 24  # pixels of both sides, for finding which part of a picture is shown
_PARTS = (0.88, 0.79, 0.71)  # sides of such parts as shares of the picture's
_STEPS = (0.0, 0.25, 0.5, 0.75, 1.0)  # where they lie
_COVERED = 0.9  # share of a part that a picture must cover
BACK: dict[Turn, Image.Transpose] = {
    "mirrored": Image.Transpose.FLIP_LEFT_RIGHT,
    "left": Image.Transpose.ROTATE_270,  # turns back what was turned to the left
    "right": Image.Transpose.ROTATE_90,
    "over": Image.Transpose.ROTATE_180,
}
"""What turns a turned picture back."""
_WHOLE: Box = (0.0, 0.0, 1.0, 1.0)


@dataclass(frozen=True, slots=True)
class PictureFit:
    """How two pictures lie over each other.

    Attributes:
        likeness: How they agree, of ``first`` in ``second``.
        first: The first picture, turned and without its border.
        second: The second one.
        turn: How the first one was turned.
        border: Share of the first picture that is a border; negative for the second one.
    """

    likeness: Likeness
    first: Image.Image
    second: Image.Image
    turn: Turn = ""
    border: float = 0.0

    @property
    def agrees(self) -> bool:
        """Whether it is one picture."""
        return self.likeness.worst >= _AGREE[0] and self.likeness.most >= _AGREE[1]


def fit_pictures(first: Image.Image, second: Image.Image) -> PictureFit:
    """Lay two pictures over each other, in the simplest way that makes them agree.

    Args:
        first: A picture in RGB.
        second: Another one.

    Returns:
        How they lie, as well as they can be fitted if they don't agree.
    """
    plain = _aligned(first, second)
    if plain.agrees:
        return plain if _fills(plain.likeness) else _with_border(plain)
    bare = _without_borders(first, second)
    if bare is not None:
        return bare
    return next((fit for fit in _other_fits(first, second) if fit.agrees), plain)


def _aligned(first: Image.Image, second: Image.Image) -> PictureFit:
    """Align two pictures in the better one of both directions."""
    one, other = square_luma(first), square_luma(second)
    found = max(align(one, other), align(other, one).inverted(), key=lambda likeness: likeness.worst + likeness.most)
    return PictureFit(found, first, second)


def _fills(likeness: Likeness) -> bool:
    """Return whether a picture fills the other one."""
    rest = abs(likeness.left), abs(likeness.top), abs(1 - likeness.right), abs(1 - likeness.bottom)
    return max(rest) <= _BORDERS[0]


def _other_fits(first: Image.Image, second: Image.Image) -> Iterator[PictureFit]:
    """Yield the pictures as parts of each other, then turned."""
    one, other = square_luma(first), square_luma(second)
    yield PictureFit(_align_part(one, other), first, second)
    yield PictureFit(_align_part(other, one).inverted(), first, second)
    for turn, back in BACK.items():
        yield replace(_aligned(first.transpose(back), second), turn=turn)


def _align_part(frame: Floats, picture: Floats) -> Likeness:
    """Align a frame with the part of a picture that is most like it."""
    small = _normal(Image.fromarray(frame).resize((_COARSE, _COARSE), Image.Resampling.BOX))
    large = Image.fromarray(picture)
    boxes = [
        (x * (1 - share), y * (1 - share), x * (1 - share) + share, y * (1 - share) + share)
        for share in _PARTS
        for y in _STEPS
        for x in _STEPS
    ]
    pixels = [(left * SQUARE, top * SQUARE, right * SQUARE, bottom * SQUARE) for left, top, right, bottom in boxes]
    alike = [
        float((small * _normal(large.resize((_COARSE, _COARSE), Image.Resampling.BOX, box=box))).mean())
        for box in pixels
    ]
    best = int(np.argmax(alike))
    part = np.asarray(large.resize((SQUARE, SQUARE), Image.Resampling.BILINEAR, box=pixels[best]), np.float32)
    found, (left, top, right, bottom) = align(frame, part), boxes[best]
    if found.overlap < _COVERED:  # what lies outside of the part was not compared
        return NO_LIKENESS
    wide, high = right - left, bottom - top
    return replace(
        found,
        left=left + found.left * wide,
        top=top + found.top * high,
        right=left + found.right * wide,
        bottom=top + found.bottom * high,
    )


def _normal(picture: Image.Image) -> Floats:
    pixels = np.asarray(picture, np.float32)
    found: Floats = (pixels - pixels.mean()) / (float(pixels.std()) + 1)
    return found


def _with_border(fit: PictureFit) -> PictureFit:
    """Say so if what one picture shows more than the other one is a border."""
    if min(fit.likeness.right - fit.likeness.left, fit.likeness.bottom - fit.likeness.top) <= 0:
        return fit
    places = (fit.likeness.inverted(), fit.likeness)
    for picture, place, sign in zip((fit.first, fit.second), places, (1, -1), strict=True):
        inner = (place.left, place.top, place.right, place.bottom)
        if min(inner[0], inner[1], 1 - inner[2], 1 - inner[3]) > -_BORDERS[0] and _is_framed(picture, inner):
            return replace(fit, border=sign * (1 - area_of(inner)))
    return fit


def _is_framed(picture: Image.Image, inner: Box) -> bool:
    """Return whether a picture has one colour outside of a box at two opposite edges, but not at its inner edge."""
    pixels = np.asarray(picture, np.float32)
    left, top, right, bottom = inner
    edges = [
        _edge(pixels, top),
        _edge(pixels[::-1], 1 - bottom),
        _edge(pixels.transpose(1, 0, 2), left),
        _edge(pixels.transpose(1, 0, 2)[::-1], 1 - right),
    ]
    there = [edge for edge in edges if edge is not None]
    if not (edges[0] and edges[1]) and not (edges[2] and edges[3]):
        return False
    colour = np.median(there[0][0].reshape(-1, 3), axis=0)
    outside, inside = ([_nearness(edge[at], colour) for edge in there] for at in (0, 1))
    return min(outside) >= _MOSTLY and max(inside) <= 1 - _MOSTLY


def _edge(lines: Floats, share: float) -> tuple[Floats, Floats] | None:
    """Return the lines before an edge, and two beyond it; None if there are too few before it."""
    at = round(share * len(lines))
    if at < max(2, round(_BORDERS[0] / 2 * len(lines))):
        return None
    return lines[: at - 1], lines[at + 2 : at + 4]


def _nearness(pixels: Floats, colour: Floats) -> float:
    """Return the share of pixels that have a colour; 1 if there are none."""
    return float((np.abs(pixels - colour).mean(axis=2) <= 2 * _PLAIN).mean()) if pixels.size else 1.0


def _without_borders(first: Image.Image, second: Image.Image) -> PictureFit | None:
    """Align without the border of one of two pictures, if it has one that the other one lacks."""
    boxes = _bare(first), _bare(second)
    areas = [area_of(box) for box in boxes]
    at = int(areas[1] < areas[0])
    if areas[at] > 1 - 2 * _BORDERS[0] or boxes[1 - at] != _WHOLE:
        return None
    cut = [
        picture if box == _WHOLE else cropped(picture, box) for picture, box in zip((first, second), boxes, strict=True)
    ]
    if min(*cut[0].size, *cut[1].size) < _LEAST:
        return None
    found = _aligned(*cut)
    if not found.agrees or not _fills(found.likeness):
        return None
    return replace(found, border=(1 - areas[at]) * (1 if at == 0 else -1))


def cropped(picture: Image.Image, box: Box) -> Image.Image:
    """Cut out a part of a picture.

    Args:
        picture: The picture.
        box: The part.
    """
    wide, high = picture.size
    return picture.crop((round(box[0] * wide), round(box[1] * high), round(box[2] * wide), round(box[3] * high)))


def _bare(picture: Image.Image) -> Box:
    """Return the part without plain bars of one colour at two opposite sides; the whole if there are none."""
    pixels = np.asarray(picture, np.float32)
    down = [_bar(lines) for lines in (pixels, pixels[::-1])]
    across = [_bar(lines) for lines in (pixels.transpose(1, 0, 2), pixels.transpose(1, 0, 2)[::-1])]
    least, most = _BORDERS
    (top, bottom), (left, right) = (
        pair if all(least / 2 <= side <= most for side in pair) else (0.0, 0.0) for pair in (down, across)
    )
    return (left, top, 1 - right, 1 - bottom)


def _bar(lines: Floats) -> float:
    """Return the share of lines from the first one on that have its colour and nothing else."""
    colour = np.median(lines[0], axis=0)
    other = np.quantile(np.abs(lines - colour).mean(axis=2), _MOSTLY, axis=1) > _PLAIN
    return float(np.argmax(other)) / len(lines) if other.any() else 1.0


def area_of(box: Box) -> float:
    """Return the share of a picture that a box takes, 0..1."""
    return min(1.0, max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1]))
