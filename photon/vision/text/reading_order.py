"""The order in which lines of text are read: rows from top to bottom, in columns where there are columns of prose."""

from collections.abc import Sequence

import numpy as np

from photon.domain.arrays import Doubles, Floats, Ids

_GAP, _SAME_ROW = 1.0, 0.5  # between columns, and by which lines of a row overlap; times the height of a line
_PROSE = 3, 6.0  # a column has at least so many lines, and half of them are so much longer than high
_DEEPEST = 50  # parts of parts of a page


def order_of(lines: Sequence[Floats]) -> list[int]:
    """Return the places of lines in the order of reading.

    Args:
        lines: float32 (4, 2) each: corners in the direction of reading, as ``TextLine`` has them.
    """
    if not lines:
        return []
    corners = np.stack(lines).astype(np.float64)
    along = corners[:, 1] - corners[:, 0] + corners[:, 2] - corners[:, 3]
    down = corners[:, 3] - corners[:, 0] + corners[:, 2] - corners[:, 1]
    lengths = np.hypot(*along.T)
    main = along[np.argsort(lengths)[len(lines) // 2 :]].sum(axis=0)
    right = main / max(float(np.hypot(*main)), 1e-9)
    below = np.array([-right[1], right[0]])
    if float(down.sum(axis=0) @ below) < 0:  # mirrored text
        below = -below
    across, height = corners @ right, corners @ below
    boxes = np.stack([across.min(1), height.min(1), across.max(1), height.max(1)], 1)
    return _ordered(boxes, np.arange(len(lines)))


def _ordered(boxes: Doubles, places: Ids, depth: int = _DEEPEST) -> list[int]:
    """Return the order of boxes (left, top, right, bottom), column by column if there are columns."""
    own = boxes[places]
    tall = float(np.median(own[:, 3] - own[:, 1]))
    for _, cut in _gaps(own[:, 0], own[:, 2], _GAP * tall):
        parts = places[own[:, 2] <= cut], places[own[:, 2] > cut]
        if all(_is_prose(boxes[part]) for part in parts):
            return [at for part in parts for at in _ordered(boxes, part, depth - 1)]
    cuts = _gaps(own[:, 1], own[:, 3], 0.6 * tall)
    if cuts and depth and len(places) > 2 * _PROSE[0]:
        is_below = own[:, 3] > max(cuts)[1]
        return [at for part in (places[~is_below], places[is_below]) for at in _ordered(boxes, part, depth - 1)]
    return _rows(boxes, places)


def _gaps(starts: Doubles, ends: Doubles, least: float) -> list[tuple[float, float]]:
    """Return width and middle of each gap that no box crosses."""
    order = np.argsort(starts, kind="stable")
    reached, following = np.maximum.accumulate(ends[order])[:-1], starts[order][1:]
    gaps = zip((following - reached).tolist(), ((reached + following) / 2).tolist(), strict=True)
    return [(wide, middle) for wide, middle in gaps if wide >= least]


def _is_prose(boxes: Doubles) -> bool:
    if len(boxes) < _PROSE[0]:
        return False
    return float(np.median((boxes[:, 2] - boxes[:, 0]) / np.maximum(boxes[:, 3] - boxes[:, 1], 1e-9))) >= _PROSE[1]


def _rows(boxes: Doubles, places: Ids) -> list[int]:
    """Return the order row by row."""
    middles = (boxes[:, 1] + boxes[:, 3]) / 2
    rows: list[list[int]] = []
    for at in sorted(map(int, places), key=lambda one: float(middles[one])):
        if rows and _is_same_row(boxes[rows[-1][0]], boxes[at]):
            rows[-1].append(at)
        else:
            rows.append([at])
    return [at for row in rows for at in sorted(row, key=lambda one: float(boxes[one, 0]))]


def _is_same_row(one: Doubles, other: Doubles) -> bool:
    shared = min(one[3], other[3]) - max(one[1], other[1])
    return bool(shared >= _SAME_ROW * min(one[3] - one[1], other[3] - other[1]))
