"""The fingerprint of a picture: what finds its copies, and what orders them by quality."""

from photon.quick_dataclass import dataclass

_SHARES = (0.96, 0.92)  # sides of the hashed windows as shares of the picture's


def _windows() -> tuple[tuple[float, float, float, float], ...]:
    """Left, top, right, bottom as shares: the whole picture first, then smaller ones in nine positions."""
    found = [(0.0, 0.0, 1.0, 1.0)]
    for share in _SHARES:
        rest = 1 - share
        found += [(x * rest, y * rest, x * rest + share, y * rest + share) for y in (0, 0.5, 1) for x in (0, 0.5, 1)]
    return tuple(found)


WINDOWS = _windows()
"""The parts of a picture that are hashed."""


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What is measured on a preview.

    Attributes:
        codes: A perceptual hash of 64 bits for each of WINDOWS; the first is that of the whole picture.
        sharpness: Detail of the sharpest part of the picture; a difference of 1 is twice the energy.
        clipped: Share of pixels that are black or white through and through, 0..1.
        noise: Standard deviation of the noise in luma, 0..255.
        level: Mean luma, 0..255.
        plain: Share of the pixels that have one brightness, 0..1; large for documents, chats and slides.
        inner: A perceptual hash of what lies within a border or the bars of a screen; 0 if there are none.
    """

    codes: tuple[int, ...]
    sharpness: float
    clipped: float
    noise: float
    level: float
    plain: float = 0.0
    inner: int = 0
