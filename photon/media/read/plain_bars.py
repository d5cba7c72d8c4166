"""Find what lies within the plain bars at the edges of a picture: a border, a ground for words, a screen's bars."""

import numpy as np

from photon.domain.arrays import Doubles, Floats

_PLAIN = 8.0  # difference from the colour of a bar
_MOSTLY = 0.5  # share of a line that has its colour: the rest may be letters
_WHOLLY, _LEAST_PLAIN = 0.97, 0.4  # share of a line that follows words, and of the lines up to it
_NARROWEST, _WIDEST = 0.015, 0.42  # share of a side that a bar takes
_LEAST = 0.03  # share of a side that all bars beside each other take

Box = tuple[float, float, float, float]
"""Left, top, right and bottom as shares of a picture's sides."""


def find_inner(pixels: Floats) -> Box | None:
    """Find the part without bars.

    Args:
        pixels: float32 (rows, columns, channels), 0..255.

    Returns:
        The part; None if there are no bars.
    """
    across = pixels.transpose(1, 0, 2)
    top, bottom, left, right = (_bar(lines) for lines in (pixels, pixels[::-1], across, across[::-1]))
    if max(top + bottom, left + right) < _LEAST:
        return None
    return left, top, 1 - right, 1 - bottom


def _bar(lines: Floats) -> float:
    """Return the share of lines from the first one on that are a bar; 0 if there are too few or too many.

    Lines that mostly have the colour of the first one are a bar, and so are words in it, if wholly plain lines follow.
    """
    colour = np.median(lines[0], axis=0)
    if _plain_shares(lines[:1], colour)[0] < _MOSTLY:  # nearly all photos: a tenth of the time
        return 0.0
    plain = _plain_shares(lines, colour)
    is_bar = plain >= _MOSTLY
    end = len(lines) if is_bar.all() else int(np.argmin(is_bar))
    so_far = np.cumsum(is_bar) / np.arange(1, len(lines) + 1)
    wide = np.flatnonzero((plain >= _WHOLLY) & (so_far >= _LEAST_PLAIN))
    end = max([end, *(int(at) + 1 for at in wide if at < _WIDEST * len(lines))])
    return end / len(lines) if _NARROWEST <= end / len(lines) <= _WIDEST else 0.0


def _plain_shares(lines: Floats, colour: Floats) -> Doubles:
    """Return the share of each line that has a colour: float64 (rows,)."""
    away = np.abs(lines - colour)
    # numpy's mean of one channel takes six times as long as all else here
    is_plain = (away[:, :, 0] if away.shape[2] == 1 else away.mean(axis=2)) <= _PLAIN
    shares: Doubles = np.count_nonzero(is_plain, axis=1) / lines.shape[1]
    return shares
