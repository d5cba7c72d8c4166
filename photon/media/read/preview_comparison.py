"""Measure what differs between two previews: what they show, their tones, colours and detail.

The pictures are aligned first, turned and without their borders if they agree only so. Then the part that both show is
scaled to the same size, so that the number of pixels is no difference.
"""

import io
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from PIL import Image

from photon.domain.arrays import Floats, Truth
from photon.domain.photo.picture_comparison import PictureComparison
from photon.media.file import failures
from photon.media.read.fingerprinting import measure_fingerprints
from photon.media.read.picture_fitting import PictureFit, area_of, fit_pictures
from photon.media.read.plain_bars import Box
from photon.media.read.preview_alignment import softened

_SHORT = 384  # maximum pixels of the short side of what is compared
_SPARE = 0.75  # of the pixels of the smaller picture: both are reduced, so that resampling softens both alike
_LEAST = 32  # pixels of a side below which nothing is measured
_TILES = 16
_CLEAR = 14.0  # difference of a tile's mean colour from the change of the whole picture
_CLIPPED, _NEARLY_CLIPPED = (6.0, 249.0), (16.0, 232.0)  # luma of pixels, and of tiles
_SHIFTED = 5.0  # difference of luma
_QUANTILES = (0.5, 0.65, 0.8)  # of tiles by their detail
_WEIGHTS = np.array([[0.299, 0.587, 0.114], [-0.169, -0.331, 0.5], [0.5, -0.419, -0.081]], np.float32)
"""Luma, and the differences of blue and red from it."""


def compare_pictures(best: bytes, others: Sequence[bytes]) -> list[PictureComparison | None]:
    """Compare pictures with another one.

    Args:
        best: The upright JPEG that each of the others is compared with.
        others: Upright JPEGs.

    Returns:
        One result per picture; None if it or ``best`` is damaged, or too small.
    """
    return [_compared(other, best) for other in others]


def _compared(one: bytes, other: bytes) -> PictureComparison | None:
    if one > other:  # one order, so that both directions say the same
        found = _compared(other, one)
        return None if found is None else found.swapped()
    try:
        first, second = (_opened(data) for data in (one, other))
    except failures.DECODING_ERRORS:
        return None
    if one == other:
        return PictureComparison()
    found, marks = _measured(fit_pictures(first, second)), measure_fingerprints([one, other])
    if found is None or marks[0] is None or marks[1] is None:
        return None
    return replace(found, marks=(marks[0], marks[1]))


def _opened(data: bytes) -> Image.Image:
    with Image.open(io.BytesIO(data)) as image:
        return image.convert("RGB")


def _measured(fit: PictureFit) -> PictureComparison | None:
    likeness = fit.likeness
    wide, high = likeness.right - likeness.left, likeness.bottom - likeness.top
    if min(wide, high) <= 0:
        return None
    in_second = (
        max(0.0, likeness.left), max(0.0, likeness.top), min(1.0, likeness.right), min(1.0, likeness.bottom)
    )  # fmt: skip
    in_first = (
        (in_second[0] - likeness.left) / wide,
        (in_second[1] - likeness.top) / high,
        (in_second[2] - likeness.left) / wide,
        (in_second[3] - likeness.top) / high,
    )
    both = _same_size(fit.first, in_first, fit.second, in_second)
    if both is None:
        return None
    shape = fit.first.width * fit.second.height / (fit.first.height * fit.second.width)
    geometry = PictureComparison(
        most=likeness.most,
        worst=likeness.worst,
        turn=fit.turn,
        border=fit.border,
        shows=area_of(in_second),
        is_shown=area_of(in_first),
        wider=float(np.log2(shape * high / wide)),
        tilted=float(np.degrees(likeness.turned)),
    )
    return _with_tones(geometry, *both)


def _same_size(first: Image.Image, one: Box, second: Image.Image, other: Box) -> tuple[Floats, Floats] | None:
    """Return the parts of two pictures at the same size: luma and colour differences, float32 (3, rows, columns)."""
    boxes = [
        (box[0] * picture.width, box[1] * picture.height, box[2] * picture.width, box[3] * picture.height)
        for picture, box in ((first, one), (second, other))
    ]
    sides = [min(box[at + 2] - box[at] for box in boxes) * _SPARE for at in (0, 1)]
    if min(sides) < _LEAST:
        return None
    factor = min(1.0, _SHORT / min(sides))
    size = (round(sides[0] * factor), round(sides[1] * factor))
    return _layers(_resized(first, size, boxes[0])), _layers(_resized(second, size, boxes[1]))


def _layers(picture: Image.Image) -> Floats:
    found: Floats = np.einsum("cd,yxd->cyx", _WEIGHTS, np.asarray(picture, np.float32))
    return found


def _resized(picture: Image.Image, size: tuple[int, int], box: Box) -> Image.Image:
    edges = (max(0.0, box[0]), max(0.0, box[1]), min(picture.width, box[2]), min(picture.height, box[3]))
    return picture.resize(size, Image.Resampling.BICUBIC, box=edges)


def _with_tones(found: PictureComparison, one: Floats, other: Floats) -> PictureComparison:
    shown = _unclipped(one[0]) & _unclipped(other[0])
    if shown.mean() < 0.05:
        shown = np.ones_like(shown)
    colours = [float(np.sqrt(picture[1:, shown].var(axis=1).sum())) for picture in (one, other)]
    gain = float(np.clip((colours[0] + 1) / (colours[1] + 1), 0.1, 10))
    inner = [picture[1:, shown].mean(axis=1) for picture in (one, other)]
    # what is warm becomes warmer with more colour, too: a cast is what is left, seen from both sides
    shift = (inner[0] - gain * inner[1] + inner[0] / gain - inner[1]) / 2
    casts = [float(np.hypot(*mean)) for mean in inner]
    tiles = [_tiled(picture) for picture in (one, other)]
    spreads = [float(tile[0].std()) + 1 for tile in tiles]  # of tiles: softening changes their means least
    local, changed, x, y = _local_change(*tiles)
    energies, detail = _detail(one[0], other[0])
    return replace(
        found,
        levels=(float(one[0].mean()), float(other[0].mean())),
        contrast=float(np.log2(spreads[0] / spreads[1])),
        colours=(colours[0], colours[1]),
        casts=(casts[0], casts[1]),
        warmer=float(shift[1] - shift[0]) / 2,
        sharper=energies,
        detail=detail,
        residue=float(np.abs(tiles[0] - tiles[1]).max()),
        fine=float(np.sqrt(np.square(one[0] - other[0]).mean())),
        local=local,
        changed=changed,
        x=x,
        y=y,
    )


def _unclipped(luma: Floats, limits: tuple[float, float] = _CLIPPED) -> Truth:
    found: Truth = (luma > limits[0]) & (luma < limits[1])
    return found


def _tiled(picture: Floats) -> Floats:
    """Return the mean of each of 256 tiles: float32 (channels, 16, 16)."""
    rows, columns = (np.linspace(0, side, _TILES + 1).astype(np.intp) for side in picture.shape[1:])
    sums = np.add.reduceat(np.add.reduceat(picture, rows[:-1], axis=1), columns[:-1], axis=2)
    found: Floats = sums / (np.diff(rows)[:, None] * np.diff(columns)[None, :])
    return found


def _local_change(first: Floats, second: Floats) -> tuple[float, float, float, float]:
    """Return the largest local difference of tiles, its share of them, and where it is."""
    left = np.minimum(_unexplained(first, second), _unexplained(second, first))
    if abs(float(first[0].mean() - second[0].mean())) > _SHIFTED:  # what became plain white or black is no part
        left[~(_unclipped(first[0], _NEARLY_CLIPPED) & _unclipped(second[0], _NEARLY_CLIPPED))] = 0
    clear = left > _CLEAR
    if not clear.any():
        return float(left.max()), 0.0, 0.5, 0.5
    row, column = divmod(int(left.argmax()), _TILES)  # of several parts, the middle is none of them
    return float(left.max()), float(clear.mean()), (column + 0.5) / _TILES, (row + 0.5) / _TILES


def _unexplained(tiles: Floats, by: Floats) -> Floats:
    """Return what a change of brightness, contrast, shading and colour of the whole does not explain: (16, 16)."""
    y, x = (place.ravel() / (_TILES - 1) - 0.5 for place in np.indices(tiles.shape[1:]))
    base = [by.reshape(3, -1)[at] for at in range(3)]
    columns = np.stack([*base, base[0] ** 2 / 255, x, y, x * x + y * y, np.ones_like(x)], axis=1).astype(np.float64)
    worst = np.zeros(columns.shape[0])
    weights = np.ones(columns.shape[0])
    for channel in tiles.reshape(3, -1).astype(np.float64):
        weights[:] = 1
        rest = np.zeros_like(worst)
        for _ in range(4):  # what is different does not count in the fit
            scaled = columns * weights[:, None]
            bend = scaled.T @ columns + np.eye(columns.shape[1]) * 1e-3
            rest = channel - columns @ np.linalg.solve(bend, scaled.T @ channel)
            spread = 1.5 * np.median(np.abs(rest)) + 1
            weights = 1 / np.square(1 + np.square(rest / (2 * spread)))
        worst = np.maximum(worst, np.abs(rest))
    found: Floats = worst.reshape(tiles.shape[1:]).astype(np.float32)
    return found


def _detail(one: Floats, other: Floats) -> tuple[float, tuple[float, float]]:
    """Return the ratio of the energies of fine detail, and by what each detail follows from the other one."""
    fine = [_high(luma) / (float(_tiled(luma[None]).std()) + 4) for luma in (one, other)]
    first, second = (float(np.square(part).mean()) + 1e-5 for part in fine)
    common = float((fine[0] * fine[1]).mean()) + 1e-5
    # all of the picture must be sharper, not only what was drawn into it
    energies = [np.quantile(_tiled(np.square(part)[None]), _QUANTILES) + 1e-5 for part in fine]
    ratios = np.log2(energies[0] / energies[1])
    least = float(ratios[np.argmin(np.abs(ratios))])
    return least if (ratios > 0).all() or (ratios < 0).all() else 0.0, (common / second, common / first)


def _high(luma: Floats) -> Floats:
    """Return the detail between two and four pixels, with less of the finest, which is noise and artefacts."""
    once = softened(luma)
    found: Floats = once - softened(softened(softened(once)))
    return found
