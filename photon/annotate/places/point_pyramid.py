"""Points of photos, grouped for every zoom of the map.

Cells of a grid over the map, as in a quadtree, hold the points: those of one cell follow each other once points are
sorted by their Morton code (Morton, 1966), so that a level is no more than the rows at
which its cells start. Neighbouring cells whose points lie close together are joined, because their pictures would cover
each other.
"""

import numpy as np

from photon.annotate.places.mercator import MapRect, project_points, rect_of, unproject_points
from photon.domain.arrays import Doubles, Ids
from photon.domain.places.map_area import MapArea
from photon.quick_dataclass import dataclass

DEPTH = 22
"""The finest level has 2^22 cells in a row, 10 m at the equator."""
_CELLS = 2  # a cell is at least 64 pixels wide, where the world is 256 pixels wide at zoom 0
_CLOSE = 1.1  # cells; pictures of 56 pixels stay apart also at the level's lowest zoom
_MARGIN = 4  # cells around an area that decide how those at its edge are joined
_TILE, _TILES = 3, 4  # a tile has at least 2^3 cells in a row, and an area up to 2^4 tiles
_MASKS = {
    shift: (2**64 - 1) // (2**shift + 1) for shift in (1, 2, 4, 8, 16, 32)
}  # of each 2 · shift bits, the lower half
_AROUND = [(down, right) for down in (-1, 0, 1) for right in (-1, 0, 1) if down or right]


@dataclass(frozen=True, slots=True, eq=False)
class Clusters:
    """Groups of photos, ordered from north to south, then from west to east.

    Attributes:
        latitudes: Of the mean point, decimal degrees, float64 (n,).
        longitudes: Of the mean point, -180 to 180, float64 (n,).
        counts: Numbers of photos, int64 (n,).
        covers: Id of the photo that stands for the group: the greatest, so that it stays when zooming in, int64 (n,).
        spans: First row in the pyramid, row after the last and number of the group, of each cell, int64 (m, 3).
    """

    latitudes: Doubles
    longitudes: Doubles
    counts: Ids
    covers: Ids
    spans: Ids


class PointPyramid:
    """Where photos were taken, ready to be drawn at any zoom and to be asked for any area.

    Building takes about half a second for a million points: not on the main thread.
    """

    def __init__(self, ids: Ids, latitudes: Doubles, longitudes: Doubles) -> None:
        """Group points.

        Args:
            ids: Photos, int64 (n,).
            latitudes: Decimal degrees, float64 (n,); points that are not finite are left out.
            longitudes: Decimal degrees, -180 to 180, float64 (n,).
        """
        is_known = np.isfinite(latitudes) & np.isfinite(longitudes)
        self._latitudes, self._longitudes = latitudes[is_known], longitudes[is_known]
        self._given = ids[is_known]
        x, y = project_points(self._latitudes, self._longitudes)
        codes = _morton_codes(_cells(x), _cells(y))
        order = np.lexsort((self._given, codes))
        self._codes = codes[order]
        # one more, because reduceat takes no row after the last
        self._ids = np.append(self._given[order], -1)
        self._sums = np.vstack([np.zeros(2), np.cumsum(np.stack([x[order], y[order]], axis=1), axis=0)])
        self._starts = [self._starts_at(level) for level in range(DEPTH + 1)]

    def __len__(self) -> int:
        """Return the number of points."""
        return len(self._given)

    def clusters(self, area: MapArea, zoom: float) -> Clusters:
        """Return the groups whose mean points lie in an area, at least about 50 pixels from each other.

        The same points are grouped in the same way whatever the area is.

        Args:
            area: The area.
            zoom: The world is 256 · 2^zoom pixels wide.
        """
        level = min(DEPTH, max(_TILE, int(zoom) + _CELLS))
        box = rect_of(area)
        spans = self._cells_in(box, level)
        if not len(spans):
            return Clusters(
                np.zeros(0), np.zeros(0), np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros((0, 3), np.int64)
            )
        counts = spans[:, 1] - spans[:, 0]
        means = (self._sums[spans[:, 1]] - self._sums[spans[:, 0]]) / counts[:, None]
        codes = self._codes[spans[:, 0]] >> 2 * (DEPTH - level)
        owners = _join_cells(codes, means, counts, level)
        numbers, groups = np.unique(owners, return_inverse=True)
        weights = np.stack([np.bincount(groups, weights=row) for row in (counts, *_unwrapped(means, owners, counts))])
        x, y = weights[1:] / weights[0]
        # reduceat takes from each first row to the last, and from there to the next first row, which is not wanted
        best = np.maximum.reduceat(self._ids, spans[:, :2].reshape(-1))[::2]
        covers = np.full(len(numbers), -1, np.int64)
        np.maximum.at(covers, groups, best)
        is_in = ((x - box.left) % 1 <= box.right - box.left) & (y >= box.top) & (y <= box.bottom)
        rows = np.flatnonzero(is_in)
        rows = rows[np.lexsort((x[rows], y[rows]))]
        order = np.full(len(x), -1, np.int64)
        order[rows] = np.arange(len(rows))
        spans = np.column_stack([spans, order[groups]])
        found = unproject_points(x[rows], y[rows])
        return Clusters(*found, weights[0, rows].astype(np.int64), covers[rows], spans[spans[:, 2] >= 0])

    def photos_of(self, clusters: Clusters, row: int) -> Ids:
        """Return the photos of a group, int64 (n,), ascending."""
        parts = clusters.spans[clusters.spans[:, 2] == row]
        return np.sort(np.concatenate([self._ids[start:end] for start, end, _ in parts]))

    def groups_with(self, clusters: Clusters, photos: Ids) -> Ids:
        """Return the numbers of the groups that have any of some photos, int64 (n,), ascending; 15 ms for a million.

        Args:
            clusters: The groups.
            photos: The photos, int64 (m,).
        """
        rows = np.flatnonzero(np.isin(self._ids, photos))
        starts, ends = np.searchsorted(rows, clusters.spans[:, 0]), np.searchsorted(rows, clusters.spans[:, 1])
        return np.unique(clusters.spans[ends > starts, 2])

    def photos_in(self, area: MapArea) -> Ids:
        """Return the photos in an area, int64 (n,), in the order that the pyramid was given."""
        return self._given[area.contains(self._latitudes, self._longitudes)]

    def area(self) -> MapArea | None:
        """Return the smallest area with all points, also across the 180th meridian; None without points."""
        if not len(self):
            return None
        longitudes = np.unique(self._longitudes)
        gaps = np.diff(longitudes, append=longitudes[0] + 360)
        widest = int(np.argmax(gaps))
        west, east = longitudes[(widest + 1) % len(longitudes)], longitudes[widest]
        return MapArea(float(self._latitudes.min()), float(west), float(self._latitudes.max()), float(east))

    def _starts_at(self, level: int) -> Ids:
        """Return the rows at which cells of a level start, and the number of points, int64 (n + 1,)."""
        cells = self._codes >> 2 * (DEPTH - level)
        return np.concatenate([[0], np.flatnonzero(np.diff(cells)) + 1, [len(cells)]]).astype(np.int64)

    def _cells_in(self, box: MapRect, level: int) -> Ids:
        """Return first row and row after the last of each cell in a box and around it, int64 (n, 2)."""
        margin = _MARGIN / (1 << level)
        widest = max(box.right - box.left, box.bottom - box.top) + 2 * margin
        tile_level = max(0, min(level - _TILE, int(_TILES - np.log2(widest))))
        side = 1 << tile_level
        left, right = int((box.left - margin) * side // 1), int((box.right + margin) * side // 1)
        columns = np.unique(np.arange(left, min(right, left + side - 1) + 1) % side)
        top, bottom = (int(edge * side // 1) for edge in (box.top - margin, box.bottom + margin))
        rows = np.arange(max(0, top), min(side - 1, bottom) + 1)
        tiles = np.sort(_morton_codes(*(part.reshape(-1) for part in np.meshgrid(columns, rows))))
        shift = 2 * (DEPTH - tile_level)
        firsts, lasts = (np.searchsorted(self._codes, (tiles + more) << shift) for more in (0, 1))
        starts = self._starts[level][:-1]
        begins, ends = np.searchsorted(starts, firsts), np.searchsorted(starts, lasts)
        found = np.concatenate([np.arange(*pair) for pair in zip(begins, ends, strict=True)], dtype=np.int64)
        return np.column_stack([self._starts[level][found], self._starts[level][found + 1]])


def _cells(axis: Doubles) -> Ids:
    return np.clip(axis * (1 << DEPTH), 0, (1 << DEPTH) - 1).astype(np.int64)


def _morton_codes(columns: Ids, rows: Ids) -> Ids:
    """Return numbers whose bits are those of column and row in turn."""
    return _spread_bits(columns) | _spread_bits(rows) << 1


def _spread_bits(numbers: Ids) -> Ids:
    """Put a zero between the bits of numbers below 2^32."""
    for shift in (16, 8, 4, 2, 1):
        numbers = (numbers | numbers << shift) & _MASKS[shift]
    return numbers


def _join_cells(codes: Ids, means: Doubles, counts: Ids, level: int) -> Ids:
    """Return for each cell the cell that it joins, or itself: the largest close one of its eight neighbours.

    Args:
        codes: Morton codes of the cells, ascending, int64 (n,).
        means: Mean points, float64 (n, 2).
        counts: Numbers of points, int64 (n,).
        level: Their level.
    """
    own = np.arange(len(codes))
    ranks = np.empty(len(codes), np.int64)  # no two are equal
    ranks[np.lexsort((codes, counts))] = own
    columns, rows = _gathered_bits(codes), _gathered_bits(codes >> 1)
    side = 1 << level
    near = []
    for down, right in _AROUND:
        wanted = _morton_codes((columns + right) % side, np.clip(rows + down, 0, side - 1))
        found = np.minimum(np.searchsorted(codes, wanted), len(codes) - 1)
        apart = means[found] - means
        apart[:, 0] -= np.round(apart[:, 0])
        is_near = (codes[found] == wanted) & (np.hypot(*apart.T) * side < _CLOSE)
        near.append(np.where(is_near, found, own))
    around = np.stack(near)
    is_free = np.ones(len(codes), np.bool_)
    owners = own.copy()
    for _ in range(3):  # the largest take their neighbours, then the largest of those that are left
        values = np.where(is_free[around], ranks[around], -1)
        is_first = is_free & (ranks >= values.max(axis=0))
        takers = np.where(is_first[around] & is_free[around], ranks[around], -1)
        best = around[takers.argmax(axis=0), own]
        is_taken = is_free & ~is_first & (takers.max(axis=0) >= 0)
        owners[is_taken] = best[is_taken]
        is_free &= ~is_first & ~is_taken
    return owners


def _gathered_bits(codes: Ids) -> Ids:
    """Return every second bit: the inverse of ``_spread_bits``."""
    codes = codes & _MASKS[1]
    for shift in (1, 2, 4, 8, 16):
        codes = (codes | codes >> shift) & _MASKS[2 * shift]
    return codes


def _unwrapped(means: Doubles, owners: Ids, counts: Ids) -> tuple[Doubles, Doubles]:
    """Return weighted x and y, with x on the same side of the 180th meridian as the group's largest cell."""
    x = means[:, 0] - np.round(means[:, 0] - means[owners, 0])
    return x * counts, means[:, 1] * counts
