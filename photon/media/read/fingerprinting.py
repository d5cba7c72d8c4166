"""Fingerprints of previews: perceptual hashes that find copies, and measures of quality that order them.

A perceptual hash is the 64 signs of low frequencies of the luma: for a picture of 32 × 32 pixels, the discrete cosine
transform (DCT) is computed, and for each of 64 coefficients, whether it is above their median (Zauner, "Implementation
and benchmarking of perceptual image hash functions", 2010). Copies of other size, quality or colour keep nearly all
bits. A crop does not: cutting off a tenth changes 17 of them. Therefore windows of the picture are hashed, too: the
hash of a crop is close to that of the window that it shows.
"""

import io
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TypeVar

import numpy as np
from PIL import Image

from photon.domain.arrays import Floats
from photon.domain.photo.fingerprint import WINDOWS, Fingerprint
from photon.media.file import failures
from photon.media.read.plain_bars import find_inner

T = TypeVar("T")
_SIDE = 32  # pixels of a hashed window
_FREQUENCIES = 8
FINE = 256  # pixels of the short side at which quality is measured: half of a preview's
_TILES = 8
_SHARPEST = 6  # tiles of 64: about a tenth of the picture, the minimum share of its subject
_CLIPPED = (4, 251)  # luma up to and from which no detail is visible


def measure_each(measure: Callable[[bytes], T], previews: Sequence[bytes]) -> list[T | None]:
    """Return what a function measures on each preview; None for a damaged one.

    Args:
        measure: Gets an upright JPEG; may raise ``failures.DECODING_ERRORS``.
        previews: Upright JPEGs.
    """
    return [_measured(measure, preview) for preview in previews]


def _measured(measure: Callable[[bytes], T], preview: bytes) -> T | None:
    try:
        return measure(preview)
    except failures.DECODING_ERRORS:
        return None


def measure_fingerprints(previews: Sequence[bytes]) -> list[Fingerprint | None]:
    """Compute the fingerprint of each preview, an upright JPEG; None if it is damaged."""
    return measure_each(lambda preview: fingerprint_of(read_luma(preview, FINE)), previews)


def fingerprint_of(luma: Floats) -> Fingerprint:
    """Compute the fingerprint of a preview.

    Args:
        luma: float32 (rows, columns), 0..255, short side at most FINE.
    """
    energy = _tile_energies(luma)
    low, high = _CLIPPED
    return Fingerprint(
        codes=hash_windows(luma),
        sharpness=round(float(np.log2(np.sort(energy.ravel())[-_SHARPEST:].mean() + 0.01)), 3),
        clipped=round(float(((luma <= low) | (luma >= high)).mean()), 4),
        noise=round(_noise(luma), 3),
        level=round(float(luma.mean()), 2),
        plain=round(_plain_share(luma), 3),
        inner=_hash_inner(luma),
    )


def read_luma(preview: bytes, short: int) -> Floats:
    """Decode the luma of a preview.

    Args:
        preview: An upright JPEG.
        short: Maximum pixels of the short side.

    Returns:
        float32 (rows, columns), 0..255.

    Raises:
        OSError: The preview cannot be decoded.
    """
    with Image.open(io.BytesIO(preview)) as image:
        factor = short / min(image.size)
        if factor < 1:
            image.draft("L", (int(image.width * factor), int(image.height * factor)))
        return fit_luma(image if image.mode == "L" else image.convert("L"), short)


def fit_luma(picture: Image.Image, short: int) -> Floats:
    """Reduce a grey picture: float32 (rows, columns), 0..255.

    Args:
        picture: Mode L.
        short: Maximum pixels of the short side.
    """
    factor = short / min(picture.size)
    if factor < 1:
        size = (max(1, round(picture.width * factor)), max(1, round(picture.height * factor)))
        picture = picture.resize(size, Image.Resampling.BOX)
    return np.asarray(picture, np.float32)


def hash_windows(luma: Floats) -> tuple[int, ...]:
    """Hash the whole picture and its windows.

    Args:
        luma: float32 (rows, columns).

    Returns:
        A hash of 64 bits for each of WINDOWS.
    """
    return _hashed(luma, WINDOWS)


def _hashed(luma: Floats, windows: Sequence[tuple[float, float, float, float]]) -> tuple[int, ...]:
    across, down = ([window[at::2] for window in windows] for at in (0, 1))
    places = [{place: at for at, place in enumerate(dict.fromkeys(some))} for some in (down, across)]
    above, beside = (_waves(tuple(some), side) for some, side in zip(places, luma.shape, strict=True))
    # all rows by all columns, in one product: nine in ten of a hash's operations are the first
    low = (above.reshape(-1, luma.shape[0]) @ (luma @ beside.reshape(-1, luma.shape[1]).T)).reshape(
        len(above), _FREQUENCIES, len(beside), _FREQUENCIES
    )
    low = low[[places[0][place] for place in down], :, [places[1][place] for place in across]]
    flat = low.reshape(len(windows), -1)[:, 1:]  # without the mean
    flat = np.concatenate([flat, low[:, :1, _FREQUENCIES // 2].reshape(len(windows), 1)], axis=1)
    bits = flat > np.median(flat, axis=1, keepdims=True)
    return tuple(int.from_bytes(np.packbits(row).tobytes()) for row in bits)


@lru_cache(maxsize=32)
def _waves(places: tuple[tuple[float, float], ...], side: int) -> Floats:
    """Return what gives the lowest frequencies of parts of a line that is so long: float32 (parts, f, side).

    A part is averaged to 32 pixels as Pillow's BOX does it: each is the mean of those whose middles it covers.
    """
    ends = (np.array(places) * side).astype(np.float32)
    steps = (ends[:, 1:] - ends[:, :1]).astype(np.float64) / _SIDE
    middles = ends[:, :1] + (np.arange(_SIDE) + 0.5) * steps
    away = (np.arange(side) + 0.5 - middles[:, :, None]) / np.maximum(steps, 1)[:, :, None]
    covered = (away > -0.5) & (away <= 0.5)
    means = covered / np.maximum(covered.sum(axis=2, keepdims=True), 1)
    return np.asarray(_COSINES @ means, np.float32)


def _hash_inner(luma: Floats) -> int:
    """Hash what lies within the bars at the edges; 0 if there are none."""
    box = find_inner(luma[:, :, None])
    if box is None:
        return 0
    rows, columns = luma.shape
    left, top, right, bottom = (round(edge * side) for edge, side in zip(box, (columns, rows) * 2, strict=True))
    return int(_hashed(luma[top:bottom, left:right], WINDOWS[:1])[0])


def _plain_share(luma: Floats) -> float:
    """Return the largest share of pixels that have one brightness."""
    return float(np.bincount(luma.astype(np.uint8).ravel()).max() / luma.size)


def _cosines() -> Floats:
    """Return the lowest frequencies of a DCT: float32 (f, 32)."""
    place = (np.arange(_SIDE) + 0.5) * np.pi / _SIDE
    waves: Floats = np.cos(np.arange(_FREQUENCIES)[:, None] * place[None, :]).astype(np.float32)
    return waves


_COSINES = _cosines()


def _laplacian(luma: Floats) -> Floats:
    around = luma[:-2, 1:-1] + luma[2:, 1:-1] + luma[1:-1, :-2] + luma[1:-1, 2:]
    found: Floats = (luma[1:-1, 1:-1] - around / 4).astype(np.float32)
    return found


def _tile_energies(luma: Floats) -> Floats:
    """Compute the mean square of the Laplacian in 8 × 8 tiles."""
    small = [max(0, _TILES + 2 - side) for side in luma.shape]
    if any(small):
        luma = np.pad(luma, ((0, small[0]), (0, small[1])), mode="edge")
    energy = np.square(_laplacian(luma))
    edges = [np.arange(_TILES) * side // _TILES for side in energy.shape]
    sums = np.add.reduceat(np.add.reduceat(energy, edges[0], axis=0), edges[1], axis=1)
    sizes = [np.diff([*edge, side]) for edge, side in zip(edges, energy.shape, strict=True)]
    found: Floats = sums / (sizes[0][:, None] * sizes[1][None, :])
    return found


def _noise(luma: Floats) -> float:
    """Compute the standard deviation of the noise, from the calmest tiles, which contain nothing but noise.

    A difference of two Laplacians makes the measure blind to edges (Immerkær, "Fast noise variance estimation", 1996).
    """
    if min(luma.shape) < 4 * _TILES:
        return 0.0
    across = luma[:, :-2] - 2 * luma[:, 1:-1] + luma[:, 2:]
    both = across[:-2] - 2 * across[1:-1] + across[2:]
    edges = [np.arange(_TILES) * side // _TILES for side in both.shape]
    sums = np.add.reduceat(np.add.reduceat(np.abs(both), edges[0], axis=0), edges[1], axis=1)
    sizes = [np.diff([*edge, side]) for edge, side in zip(edges, both.shape, strict=True)]
    means = sums / (sizes[0][:, None] * sizes[1][None, :])
    return float(np.quantile(means, 0.1) * np.sqrt(np.pi / 2) / 6)
