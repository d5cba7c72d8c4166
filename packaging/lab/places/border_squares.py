"""Squares of a quarter of a degree: the country of the centre of each, and the lines of borders and coasts in it."""

from typing import Any

import numpy as np

from photon.annotate.places.borders import COLUMNS, KM, ROWS, SEA, SHORE, SIDE
from photon.annotate.places.pair_lists import expand_ranges
from photon.annotate.places.world_map import Outlines

ANTARCTIC = -84  # degrees: south of it there is no coast in the data, and all is land


def square_arrays(outlines: Outlines, south: int) -> dict[str, Any]:
    """Return the arrays that ``CountryBorders`` reads.

    Args:
        outlines: Borders and coasts; a line from 180 east to 180 west jumps by 360 degrees.
        south: Number of the Antarctic among the countries.
    """
    is_line = np.ones(len(outlines.points), bool)
    is_line[outlines.arc_ends - 1] = False  # from the last point of an arc, no line goes on
    lines = np.flatnonzero(is_line)
    start, end = outlines.points[lines].astype(float), outlines.points[lines + 1].astype(float)
    kept = np.abs(end[:, 0] - start[:, 0]) < 180  # those that jump are within 400 m of the meridian
    lines, start, end = lines[kept], start[kept], end[kept]
    sides = np.repeat(outlines.sides, np.diff(outlines.arc_ends, prepend=0), axis=0)[lines]
    order, counts = sort_lines(start, end)
    return {
        "centres": name_centres(start, end, sides, south),
        "squares": np.flatnonzero(counts).astype(np.int32),
        "ends": np.append(0, np.cumsum(counts[counts > 0])).astype(np.int32),
        "lines": lines[order].astype(np.int32),
    }


def sort_lines(start: Any, end: Any) -> tuple[Any, Any]:
    """Return the rows of lines, square by square, with those that are within 2 km, and their number in each square."""
    low, high = np.minimum(start, end), np.maximum(start, end)
    room = SHORE / KM
    sideways = room / np.maximum(np.cos(np.radians(np.abs(low[:, 1]) + room)), 0.01)
    west, south = (low[:, 0] - sideways + 180) / SIDE, (low[:, 1] - room + 90) / SIDE
    east, north = (high[:, 0] + sideways + 180) / SIDE, (high[:, 1] + room + 90) / SIDE
    which, rows = expand_ranges(
        np.clip(south, 0, ROWS - 1).astype(np.int64), np.clip(north, 0, ROWS - 1).astype(np.int64) + 1
    )
    again, columns = expand_ranges(np.floor(west[which]).astype(np.int64), np.floor(east[which]).astype(np.int64) + 1)
    squares = rows[again] * COLUMNS + columns % COLUMNS
    order = np.argsort(squares, kind="stable")
    return which[again[order]], np.bincount(squares, minlength=ROWS * COLUMNS)


def name_centres(start: Any, end: Any, sides: Any, south: int) -> Any:
    """Return the country of the centre of each square: what lies east of the next line west of it."""
    low, high = np.minimum(start[:, 1], end[:, 1]), np.maximum(start[:, 1], end[:, 1])
    which, rows = expand_ranges(
        np.ceil((low + 90) / SIDE - 0.5).astype(np.int64), np.ceil((high + 90) / SIDE - 0.5).astype(np.int64)
    )
    latitudes = (rows + 0.5) * SIDE - 90
    share = (latitudes - start[which, 1]) / (end[which, 1] - start[which, 1])
    longitudes = start[which, 0] + share * (end[which, 0] - start[which, 0])
    # a line that goes north has the east on its right
    countries = sides[which, (end[which, 1] > start[which, 1]).astype(int)]
    named = np.full((ROWS, COLUMNS), SEA, np.uint8)
    for row in range(ROWS):
        found = np.flatnonzero(rows == row)
        found = found[np.argsort(longitudes[found], kind="stable")]
        if len(found):
            crossed = np.searchsorted(longitudes[found], (np.arange(COLUMNS) + 0.5) * SIDE - 180)
            named[row] = countries[found[crossed - 1]]  # before the first line lies what is east of the last one
        elif row * SIDE - 90 < ANTARCTIC:
            named[row] = south
    return named.ravel()
