"""Compare what two files show of how they came to be: the noise in their pixels, and how they were saved.

Edits of one exposure share its noise, however much light and colours were changed; two exposures never do, even from a
tripod. A camera saves the frames of a burst alike, with one software and equal tables of a JPEG; an editor has others.
"""

from collections.abc import Sequence

import numpy as np

from photon.domain.arrays import Floats
from photon.domain.photo.exposure_traces import ExposureTraces
from photon.media.decode import opening
from photon.media.decode.decoding import Fit, decode, quiet
from photon.media.file import failures
from photon.media.file.source import opened
from photon.media.read.preview_alignment import softened

_TILE = 16
_SHARE, _FEWEST = 0.05, 8  # of the tiles, the calmest ones, which show hardly more than noise
_PLAIN = 0.02  # variance of the finest detail, up to which compression left nothing
_CLIPPED = (6.0, 249.0)  # luma up to and from which no noise is left
_MOST_PIXELS = 24_000_000  # above, the sides are halved
_SOFTWARE = 0x0131


def compare_exposures(pairs: Sequence[tuple[str, str]]) -> list[ExposureTraces | None]:
    """Compare the files of each pair.

    Args:
        pairs: Paths of pictures with equal sides.

    Returns:
        What was found; None if one of the two cannot be read, or their pictures have different sides.
    """
    return [_compared(*pair) for pair in pairs]


def _compared(one: str, other: str) -> ExposureTraces | None:
    try:
        first, second = _read(one), _read(other)
    except failures.UNREADABLE:
        return None
    if first[0].shape != second[0].shape:
        return None
    return ExposureTraces(*correlate_noise(first[0], second[0]), first[1] != second[1])


def _read(path: str) -> tuple[Floats, tuple[object, ...]]:
    """Read the luma of a file, and traces of the program that saved it."""
    with opened(path) as source:
        kind = opening.identify(source)
        with quiet():
            image = opening.open_picture(source, kind, 1).image
            software = image.getexif().get(_SOFTWARE)
        saved = (kind, software, *(tuple(table) for table in getattr(image, "quantization", {}).values()))
        _, picture = decode(source, Fit(area=_MOST_PIXELS))
    return np.asarray(picture.convert("L"), np.float32), saved


def correlate_noise(one: Floats, other: Floats) -> tuple[float, float]:
    """Correlate the finest detail of the calmest parts of two pictures.

    Args:
        one: float32 (rows, columns), luma, 0..255.
        other: float32 (rows, columns), that of the other picture.

    Returns:
        The correlation, -1..1, and the standard deviation in the picture that has less; 0 if no part shows any noise.
    """
    inner = np.ones(0, bool)
    tiles = []
    for luma in (one, other):
        whole = _tiles(luma)
        shown = (whole.min(axis=1) > _CLIPPED[0]) & (whole.max(axis=1) < _CLIPPED[1])
        inner = shown & inner if len(inner) else shown
        tiles.append(_tiles(luma - softened(luma)))
    fine = [part[inner] - part[inner].mean(axis=1, keepdims=True) for part in tiles]
    power = [np.square(part).mean(axis=1) for part in fine]
    noisy = np.flatnonzero(np.minimum(*power) > _PLAIN)
    calm = noisy[np.argsort((power[0] * power[1])[noisy])][: max(_FEWEST, round(_SHARE * len(tiles[0])))]
    if len(calm) < _FEWEST:
        return 0.0, 0.0
    common = (fine[0][calm] * fine[1][calm]).mean(axis=1).sum()
    grain = float(np.sqrt(min(part[calm].mean() for part in power)))
    return float(common / np.sqrt(power[0][calm].sum() * power[1][calm].sum())), grain


def _tiles(luma: Floats) -> Floats:
    rows, columns = (side // _TILE for side in luma.shape)
    cut = luma[: rows * _TILE, : columns * _TILE].reshape(rows, _TILE, columns, _TILE)
    found: Floats = cut.transpose(0, 2, 1, 3).reshape(rows * columns, _TILE * _TILE)
    return found
