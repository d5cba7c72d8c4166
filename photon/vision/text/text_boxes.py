"""Boxes around lines of text, from a map of where text is likely: "Differentiable Binarization", Liao et al. 2020.

The network marks the core of each line. Its regions are connected and laid into the smallest rectangle of any angle,
which is widened by as much as the core is narrower than the text. A rectangle that is widened is a rectangle, so this
needs no library that offsets polygons, and it is computed for all regions at once: 5,000 of them take a second.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from photon.domain.arrays import Doubles, Floats, Ids

Chances = NDArray[np.uint8]
"""How likely text is at each place, (height, width), 0..255."""

_TEXT = 76  # of 255: what is above it belongs to a core
_LEAST_SCORE = 0.42  # of rows of dots with an amount at their end
_LEAST_SIDE = 3.0  # pixels of a core
_WIDENED = 1.6  # times area / perimeter
_STEP, _FINE = 3.0, np.arange(-2.5, 2.6, 0.5)  # degrees: first all angles coarsely, then around the best one
_STRAIGHT = 1.04  # a rectangle that is larger by no more than this, and not tilted, is preferred


class TextBoxes(NamedTuple):
    """Rectangles around lines.

    Attributes:
        corners: float32 (n, 4, 2): x and y of the corners from the upper left one, clockwise, where the side that is
            closer to horizontal is the upper one.
        scores: float32 (n,): how sure the network is, 0..1.
    """

    corners: Floats
    scores: Floats


NO_BOXES = TextBoxes(np.zeros((0, 4, 2), np.float32), np.zeros(0, np.float32))


class _Runs(NamedTuple):
    """Neighbouring places of a row that belong to a core: row, first and last column, number of the region."""

    rows: Ids
    first: Ids
    last: Ids
    region: Ids
    likely: Doubles  # sum of their chances


def find_boxes(chances: Chances, most: int) -> TextBoxes:
    """Return boxes around lines of text.

    Args:
        chances: The map, uint8 (height, width).
        most: Number of boxes; of more, those of the largest cores are kept.
    """
    runs = _connected(chances)
    if not len(runs.rows):
        return NO_BOXES
    starts = np.flatnonzero(np.diff(runs.region, prepend=-1))
    areas = np.add.reduceat(runs.last - runs.first + 1, starts)
    chosen = np.isin(runs.region, np.argsort(-areas, kind="stable")[:most])
    rows, first, last, region = (part[chosen] for part in runs[:4])
    return _laid_around(_Runs(rows, first, last, region, runs.likely[chosen]))


def _connected(chances: Chances) -> _Runs:
    """Return the runs of all regions, sorted by region; corners touch, too."""
    wide = chances.shape[1] + 1
    chances = np.pad(chances, ((0, 0), (0, 1)))  # a column at the end that no run crosses
    is_text = chances > _TEXT
    is_text[1:] |= is_text[:-1].copy()
    is_text[:, 1:-1] |= is_text[:, :-2].copy()
    edges = np.flatnonzero(np.diff(is_text.ravel(), prepend=False, append=False))
    starts, ends = edges[::2], edges[1::2]
    region = _joined(starts, ends, wide)
    likely = np.add.reduceat(chances.ravel(), edges, dtype=np.int64)[::2] if len(edges) else edges
    order = np.argsort(region, kind="stable")
    rows, first, last = starts // wide, starts % wide, (ends - 1) % wide
    return _Runs(rows[order], first[order], last[order], region[order], likely[order] / 255)


def _joined(starts: Ids, ends: Ids, width: int) -> Ids:
    """Return the number of the region of each run, by joining those that touch in neighbouring rows."""
    below, beyond = np.searchsorted(ends, starts + width), np.searchsorted(starts, ends + width, "right")
    touching = np.maximum(beyond - below, 0)
    one = np.repeat(np.arange(len(starts)), touching)
    other = np.arange(len(one)) - np.repeat(np.cumsum(touching) - touching, touching) + np.repeat(below, touching)
    found = np.arange(len(starts))
    while True:
        first, second = found[one], found[other]
        if np.array_equal(first, second):
            return np.unique(found, return_inverse=True)[1]
        np.minimum.at(found, np.maximum(first, second), np.minimum(first, second))
        while not np.array_equal(found, found[found]):
            found = found[found]


def _laid_around(runs: _Runs) -> TextBoxes:
    starts = np.flatnonzero(np.diff(runs.region, prepend=-1))
    counts = np.diff(starts, append=len(runs.region))
    angles = np.arange(0.0, 90.0, _STEP)
    best = angles[np.argmin(_areas(runs, starts, np.broadcast_to(angles, (len(starts), len(angles))), counts), axis=1)]
    near = best[:, None] + _FINE
    near = np.concatenate([near, np.zeros((len(starts), 1))], axis=1)
    areas = _areas(runs, starts, near, counts)
    areas[:, -1] /= _STRAIGHT
    angle = near[np.arange(len(starts)), np.argmin(areas, axis=1)]
    angle = np.where(angle > 45, angle - 90, angle)
    across, down = _extents(runs, starts, angle[:, None], counts)
    (left, right), (top, bottom) = (part[..., 0] for part in across), (part[..., 0] for part in down)
    wide, high = right - left, bottom - top
    inside = np.add.reduceat(runs.likely, starts)
    scores = inside / np.maximum((wide + 1) * (high + 1), np.add.reduceat(runs.last - runs.first + 1, starts))
    more = wide * high * _WIDENED / (2 * np.maximum(wide + high, 1))
    left, right, top, bottom = left - more, right + more, top - more, bottom + more
    corners = np.stack([np.stack(one, -1) for one in ((left, top), (right, top), (right, bottom), (left, bottom))], 1)
    turn = np.radians(angle)
    back = np.stack([np.cos(turn), np.sin(turn), -np.sin(turn), np.cos(turn)], -1).reshape(-1, 2, 2)
    good = (np.minimum(wide, high) >= _LEAST_SIDE) & (scores >= _LEAST_SCORE)
    return TextBoxes((corners @ back + 0.5)[good].astype(np.float32), scores[good].astype(np.float32))


def _areas(runs: _Runs, starts: Ids, angles: Floats, counts: Ids) -> Floats:
    """Return the area of the rectangle around each region at each of its angles, (regions, angles)."""
    (left, right), (top, bottom) = _extents(runs, starts, angles, counts)
    areas: Floats = (right - left + 1) * (bottom - top + 1)
    return areas


def _extents(
    runs: _Runs, starts: Ids, angles: Floats, counts: Ids
) -> tuple[tuple[Floats, Floats], tuple[Floats, Floats]]:
    """Return from where to where each region goes along the directions of its angles (degrees), and across them."""
    turn = np.radians(np.repeat(angles, counts, axis=0)).astype(np.float32)
    cos, sin = np.cos(turn), np.sin(turn)
    first, last, rows = (part[:, None].astype(np.float32) for part in (runs.first, runs.last, runs.rows))
    along = first * cos + rows * sin, last * cos + rows * sin
    down = rows * cos - first * sin, rows * cos - last * sin
    return (
        (np.minimum.reduceat(np.minimum(*along), starts), np.maximum.reduceat(np.maximum(*along), starts)),
        (np.minimum.reduceat(np.minimum(*down), starts), np.maximum.reduceat(np.maximum(*down), starts)),
    )
