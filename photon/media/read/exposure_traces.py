"""Compare what two files show of how they came to be: the noise in their pixels, and how they were saved.

Edits of one exposure share its noise, however much light and colours were changed; two exposures never do, even from a
tripod. A camera saves the frames of a burst alike, with one software and equal tables of a JPEG; an editor has others.
"""

import math
from collections.abc import Sequence

import numpy as np

from photon.domain.arrays import Floats, Pixels, Truth
from photon.domain.photo.exposure_traces import ExposureTraces
from photon.media.decode import opening
from photon.media.decode.decoding import Fit, decode, quiet
from photon.media.file import failures
from photon.media.file.source import FileSource, opened
from photon.media.read.preview_alignment import softened

_TILE = 16
_TILES = 4096  # at most, spread evenly: of more, .05 have more pixels than the correlation needs
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
    """Compare two files; noise says nothing of what different programs saved, so that it is not read."""
    try:
        with opened(one) as first, opened(other) as second:
            if _traces_of_program(first) != _traces_of_program(second):
                return ExposureTraces(0.0, 0.0, is_resaved=True)
            lumas = _luma(first), _luma(second)
    except failures.UNREADABLE:
        return None
    if lumas[0].shape != lumas[1].shape:
        return None
    return ExposureTraces(*_correlate_noise(*lumas), is_resaved=False)


def _traces_of_program(source: FileSource) -> tuple[object, ...]:
    """Return what a file shows of the program that saved it."""
    kind = opening.identify(source)
    with quiet():
        image = opening.open_picture(source, kind, 1).image
        software = image.getexif().get(_SOFTWARE)
    return kind, software, *(tuple(table) for table in getattr(image, "quantization", {}).values())


def _luma(source: FileSource) -> Pixels:
    """Return the luma of a picture: uint8 (rows, columns)."""
    return np.asarray(decode(source, Fit(area=_MOST_PIXELS, is_grey=True))[1])


def _correlate_noise(one: Pixels, other: Pixels) -> tuple[float, float]:
    """Correlate the finest detail of the calmest parts of two pictures.

    Args:
        one: uint8 (rows, columns), luma.
        other: uint8 (rows, columns), that of the other picture.

    Returns:
        The correlation, -1..1, and the standard deviation in the picture that has less; 0 if no part shows any noise.
    """
    parts, shown = zip(*map(_fine_tiles, (one, other)), strict=True)
    fine = [part[shown[0] & shown[1]] for part in parts]
    power = [np.square(part).mean(axis=1) for part in fine]
    noisy = np.flatnonzero(np.minimum(*power) > _PLAIN)
    calm = noisy[np.argsort((power[0] * power[1])[noisy])][: max(_FEWEST, round(_SHARE * len(parts[0])))]
    if len(calm) < _FEWEST:
        return 0.0, 0.0
    common = (fine[0][calm] * fine[1][calm]).mean(axis=1).sum()
    grain = float(np.sqrt(min(part[calm].mean() for part in power)))
    return float(common / np.sqrt(power[0][calm].sum() * power[1][calm].sum())), grain


def _fine_tiles(luma: Pixels) -> tuple[Floats, Truth]:
    """Cut tiles from a picture, uint8 (rows, columns).

    Returns:
        The finest detail of each, float32 (n, pixels), and whether it is not clipped, bool (n,).
    """
    counts = [max(1, side // _TILE) for side in luma.shape]
    step = math.ceil(math.sqrt(counts[0] * counts[1] / _TILES))
    rows, columns = (np.arange(0, count, step) * _TILE for count in counts)
    reach = np.arange(-1, _TILE + 1)  # softening needs what lies around a tile
    places = [
        (s[:, None] + reach).clip(0, side - 1).ravel() for s, side in zip((rows, columns), luma.shape, strict=True)
    ]
    sheet = luma[np.ix_(*places)].astype(np.float32)
    whole, fine = (
        some.reshape(len(rows), len(reach), len(columns), len(reach))[:, 1:-1, :, 1:-1]
        .transpose(0, 2, 1, 3)
        .reshape(-1, _TILE * _TILE)
        for some in (sheet, sheet - softened(sheet))
    )
    shown = (whole.min(axis=1) > _CLIPPED[0]) & (whole.max(axis=1) < _CLIPPED[1])
    return fine - fine.mean(axis=1, keepdims=True), shown
