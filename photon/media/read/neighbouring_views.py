"""Find whether two previews show neighbouring parts of one scene, as the shots of a panorama do.

The second picture is shifted over the first one, and each shift is judged by the correlation of what both then show:
D. Padfield's masked correlation ("Masked object registration in the Fourier domain", 2012), which knows all shifts from
a few transforms of small pictures. The strip of the best shift is then aligned as copies are, so that chance, or a
horizon that any two landscapes share, does not count.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from photon.domain.arrays import Doubles, Floats, Truth
from photon.domain.photo.likeness import NO_LIKENESS, Likeness
from photon.media.file import failures
from photon.media.read.picture_fitting import cropped
from photon.media.read.preview_alignment import align, flattened, open_grey, shrunk, square_luma

_FACTOR = 4  # by which what is shifted is smaller than what is aligned
_LEAST, _MOST = 0.12, 0.72  # share of a picture that both show
_ACROSS = 0.2  # share of the other side by which a hand or tripod deviates
_CALM = 4.0  # variance of luma with which hardly anything is to be seen
_STRAIGHT = 0.25  # by which a strip's edges may be off, as a share of its side, and radians of a narrow strip
_SCENE = 0.65  # correlation; of real panoramas .80, of unrelated landscapes up to .63


def compare_views(pairs: Sequence[tuple[bytes, bytes]]) -> list[Likeness | None]:
    """Compare the pictures of each pair.

    Args:
        pairs: Two upright JPEGs of about equal sides each.

    Returns:
        Where the first one lies in the second one, and how what both show agrees; nothing alike if they are no
        neighbours; None if one of the two is damaged.
    """
    return [_compared(*pair) for pair in pairs]


def _compared(one: bytes, other: bytes) -> Likeness | None:
    try:
        first, second = open_grey(one), open_grey(other)
    except failures.DECODING_ERRORS:
        return None
    found = _best_shift(*(flattened(shrunk(square_luma(picture), _FACTOR)) for picture in (first, second)))
    if found is None:
        return NO_LIKENESS
    left, top = found
    inner = (max(0.0, -left), max(0.0, -top), min(1.0, 1 - left), min(1.0, 1 - top))
    outer = (inner[0] + left, inner[1] + top, inner[2] + left, inner[3] + top)
    strip = align(square_luma(cropped(first, inner)), square_luma(cropped(second, outer)))
    edges = (strip.left, strip.top, 1 - strip.right, 1 - strip.bottom)
    if strip.most < _SCENE or max(map(abs, edges)) > _STRAIGHT or strip.turned > _STRAIGHT:
        return NO_LIKENESS
    share = (inner[2] - inner[0]) * (inner[3] - inner[1])
    return replace(strip, overlap=share, left=left, top=top, right=1 + left, bottom=1 + top, focus=0.0, way="")


def _best_shift(one: Floats, other: Floats) -> tuple[float, float] | None:
    """Return how far to the right and down the first picture lies in the second one, as shares of the sides."""
    sizes = (2 * len(one), 2 * len(one))  # so that what leaves a picture on one side does not return on the other

    def summed(first: Floats, second: Floats) -> Doubles:
        waves = [np.fft.rfft2(values.astype(np.float64), sizes) for values in (first, second)]
        return np.fft.irfft2(np.conj(waves[0]) * waves[1], sizes)

    full = np.ones_like(one)
    count = np.maximum(np.round(summed(full, full)), 1)
    ones, others = summed(one, full), summed(full, other)
    both = summed(one, other) / count - ones * others / count**2
    spread = [
        np.maximum(squares / count - np.square(sums / count), 0) + _CALM
        for squares, sums in ((summed(one * one, full), ones), (summed(full, other * other), others))
    ]
    alike = both / np.sqrt(spread[0] * spread[1])
    shifts = np.fft.fftfreq(sizes[0]) * 2
    y, x = np.meshgrid(shifts, shifts, indexing="ij")
    share = (1 - np.abs(x)) * (1 - np.abs(y))
    allowed: Truth = (share >= _LEAST) & (share <= _MOST) & (np.minimum(np.abs(x), np.abs(y)) <= _ACROSS)
    score = np.where(allowed, alike * np.sqrt(share), -1)
    best = np.unravel_index(int(score.argmax()), score.shape)
    return (float(x[best]), float(y[best])) if score[best] > 0 else None
