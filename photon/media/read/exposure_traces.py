"""Compare what two files show of how they came to be: the noise in their pixels, and how they were saved.

Edits of one exposure share its noise, however much light and colours were changed; two exposures never do, even from a
tripod. A camera saves the frames of a burst alike, with one software and equal tables of a JPEG; an editor has others.
"""

import math
from collections.abc import Sequence

import numpy as np

from photon.domain.arrays import Ids, Pixels, Shorts
from photon.domain.photo.exposure_traces import ExposureTraces
from photon.media.decode import opening
from photon.media.decode.decoding import Fit, decode, quiet
from photon.media.file import failures
from photon.media.file.source import opened
from photon.quick_dataclass import dataclass

_TILE = 16
_TILES = 4096  # at most, spread evenly: of more, .05 have more pixels than the correlation needs
_SHARE, _FEWEST = 0.05, 8  # of the tiles, the calmest ones, which show hardly more than noise
_KEPT = 512  # of them, the calmest ones: of two pictures of one scene, they are about the same
_PLAIN = 0.02  # variance of the finest detail, up to which compression left nothing
_CLIPPED = (6.0, 249.0)  # luma up to and from which no noise is left
_MOST_PIXELS = 24_000_000  # above, the sides are halved
_SOFTWARE = 0x0131


@dataclass(frozen=True, slots=True)
class FileTraces:
    """What one file shows.

    Attributes:
        program: What the program that saved it left: its name, and the tables of a JPEG.
        shape: Rows and columns of pixels.
        most: Number of tiles to compare.
        places: int64 (n,), the calmest tiles, those without noise left out.
        fine: int16 (n, pixels), their finest detail, in sixteenths of luma.
    """

    program: tuple[object, ...]
    shape: tuple[int, ...]
    most: int
    places: Ids
    fine: Shorts


def read_traces(paths: Sequence[str]) -> list[FileTraces | None]:
    """Read the traces of files.

    Args:
        paths: Paths of pictures.

    Returns:
        Those of each; None if it cannot be read.
    """
    return [_traces_of(path) for path in paths]


def _traces_of(path: str) -> FileTraces | None:
    try:
        with opened(path) as source:
            kind = opening.identify(source)
            with quiet():
                image = opening.open_picture(source, kind, 1).image
                software = image.getexif().get(_SOFTWARE)
            tables = (tuple(table) for table in getattr(image, "quantization", {}).values())
            _, picture = decode(source, Fit(area=_MOST_PIXELS, is_grey=True))
    except failures.UNREADABLE:
        return None
    luma = np.asarray(picture)
    tiles = _tiles_of(luma)
    whole = tiles[:, 1:-1, 1:-1]
    across = tiles[:, :, :-2] + 2 * tiles[:, :, 1:-1] + tiles[:, :, 2:]
    fine = (16 * whole - across[:, :-2] - 2 * across[:, 1:-1] - across[:, 2:]).reshape(len(tiles), -1)
    shown = (whole.min(axis=(1, 2)) > _CLIPPED[0]) & (whole.max(axis=(1, 2)) < _CLIPPED[1])
    power = fine.astype(np.float32).var(axis=1) / 256
    noisy = np.flatnonzero(shown & (power > _PLAIN))
    most = max(_FEWEST, round(_SHARE * len(fine)))
    places = noisy[np.argsort(power[noisy])][:_KEPT]
    return FileTraces((kind, software, *tables), luma.shape, most, places, fine[places])


def _tiles_of(luma: Pixels) -> Shorts:
    """Cut a picture, uint8 (rows, columns), into tiles with a pixel of what lies around them: int16 (n, side, side)."""
    counts = [max(1, side // _TILE) for side in luma.shape]
    step = math.ceil(math.sqrt(counts[0] * counts[1] / _TILES))
    rows, columns = (np.add.outer(np.arange(0, count, step) * _TILE, np.arange(-1, _TILE + 1)) for count in counts)
    cut = luma.take(rows, axis=0, mode="clip").take(columns, axis=2, mode="clip").transpose(0, 2, 1, 3)
    tiles: Shorts = cut.reshape(-1, _TILE + 2, _TILE + 2).astype(np.int16)
    return tiles


def compare_traces(one: FileTraces, other: FileTraces) -> ExposureTraces | None:
    """Compare the traces of two files: correlate the finest detail of the calmest parts of both.

    Args:
        one: Those of a file.
        other: Those of another file.

    Returns:
        What was found; no noise if no part of both shows any; None if their pictures have different sides.
    """
    if one.shape != other.shape:
        return None
    is_resaved = one.program != other.program
    _, *rows = np.intersect1d(one.places, other.places, assume_unique=True, return_indices=True)
    fine = [some.fine[row] / np.float32(16) for some, row in zip((one, other), rows, strict=True)]
    fine = [part - part.mean(axis=1, keepdims=True) for part in fine]
    power = [np.square(part).mean(axis=1) for part in fine]
    calm = np.argsort(power[0] * power[1])[: one.most]
    if len(calm) < _FEWEST:
        return ExposureTraces(0.0, 0.0, is_resaved)
    common = (fine[0][calm] * fine[1][calm]).mean(axis=1).sum()
    grain = float(np.sqrt(min(part[calm].mean() for part in power)))
    return ExposureTraces(float(common / np.sqrt(power[0][calm].sum() * power[1][calm].sum())), grain, is_resaved)
