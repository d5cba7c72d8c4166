"""Justified rows: photos keep their aspect ratios, and each row has one height and fills the width.

For every photo, the end of a row that would start there is looked up at once; then only the actual rows are followed. A
million photos take 0.2 s.
"""

from bisect import bisect_right

import numpy as np
import numpy.typing as npt

from photon.quick_dataclass import dataclass
from photon.ui.grid.grid_layout import MARGIN, SECTION_LINE, Cell, GridLayout, LayoutRequest
from photon.ui.kit import tokens

LEAST_RATIO, MOST_RATIO = 0.5, 3.0  # a narrower or wider photo leaves parts of its cell empty
ROW_SHARE = 0.8  # height of a row, as a share of the side that the user requested for squares
MOST_STRETCH = 1.5  # a row of few photos is not enlarged further
FULL = 0.85  # the last row of a section is enlarged to the full width from this share of it


@dataclass(frozen=True, slots=True, eq=False)
class RowLayout(GridLayout):
    """Cells of different widths in rows of different heights.

    Attributes:
        starts: Row number of the first cell of each line, followed by the number of cells.
        line_tops: Pixel where each line starts.
        scales: Height of each line in pixels, not rounded.
        reach: float64 (n + 1,), sum of width / height of all cells before each cell.
    """

    starts: list[int]
    line_tops: list[int]
    scales: list[float]
    reach: npt.NDArray[np.float64]

    def cell(self, row: int) -> Cell:
        """Return the cell with this row number; ``row`` must exist."""
        line = self._line_of(row)
        left = self._left_of(row, line)
        right = self._left_of(row + 1, line) - tokens.TILE_GAP
        return Cell(left, self.line_tops[line], max(1, right - left), self._height_of(line))

    def row_at(self, x: int, y: int) -> int:
        """Return the row number of the cell at this pixel, or -1 between and outside the cells."""
        line = bisect_right(self.line_tops, y) - 1
        if line < 0 or y >= self.line_tops[line] + self._height_of(line) + self.caption:
            return -1
        for row in range(self.starts[line], self.starts[line + 1]):
            cell = self.cell(row)
            if cell.left <= x < cell.left + cell.width:
                return row
        return -1

    def rows_between(self, top: int, bottom: int) -> range:
        """Return the row numbers of all cells that touch the pixels from ``top`` to ``bottom``."""
        first, last = max(0, bisect_right(self.line_tops, top) - 1), bisect_right(self.line_tops, bottom)
        return range(self.starts[first], self.starts[last]) if first < last else range(0)

    def below(self, row: int, lines: int) -> int:
        """Return the row number this many lines down (negative: up) that is nearest to the middle of this cell."""
        line = self._line_of(row)
        target = max(0, min(len(self.line_tops) - 1, line + lines))
        if target == line:
            return row
        cell = self.cell(row)
        middle = cell.left + cell.width // 2
        ends = [self._left_of(other + 1, target) for other in range(self.starts[target], self.starts[target + 1])]
        return self.starts[target] + min(bisect_right(ends, middle), len(ends) - 1)

    def _line_of(self, row: int) -> int:
        return bisect_right(self.starts, row) - 1

    def _height_of(self, line: int) -> int:
        return max(1, round(self.scales[line]))

    def _left_of(self, row: int, line: int) -> int:
        """Return the left pixel of a cell of this line, or of where one after the last would start."""
        first = self.starts[line]
        before = float(self.reach[row] - self.reach[first]) * self.scales[line]
        return MARGIN + round(before) + (row - first) * tokens.TILE_GAP


def lay_out_rows(request: LayoutRequest, ratios: npt.NDArray[np.float32]) -> RowLayout:
    """Lay out cells in rows that fill the width and are a little lower than the requested squares.

    Args:
        request: Sections, width and so on.
        ratios: float32 (n,), width / height of each cell; limited to ``LEAST_RATIO`` to ``MOST_RATIO``.
    """
    sections, caption, firsts = request.sections, request.caption, request.firsts
    gap, room, height = tokens.TILE_GAP, max(1, request.width - 2 * MARGIN), max(1, round(request.tile * ROW_SHARE))
    reach = np.concatenate([[0.0], np.cumsum(np.clip(ratios, LEAST_RATIO, MOST_RATIO), dtype=np.float64)])
    starts = _break_lines(reach * height + gap * np.arange(len(reach)), room + gap, sections)
    bounds = np.asarray(starts)
    shares, counts = np.diff(reach[bounds]), np.diff(bounds)
    scales = (room - gap * (counts - 1)) / shares
    is_last = np.isin(bounds[1:], np.cumsum(sections))
    is_short = is_last & (shares * height + gap * (counts - 1) < FULL * room)
    scales = np.maximum(1, np.where(is_short, np.minimum(scales, height), np.minimum(scales, height * MOST_STRETCH)))
    lines = np.searchsorted(bounds, np.asarray(firsts, np.int64))  # the first line of each section
    steps = np.maximum(1, np.rint(scales)).astype(np.int64) + caption + gap
    tops = request.top + np.concatenate([[0], np.cumsum(steps)])
    extra = np.zeros(len(tops), np.int64)
    extra[lines if request.has_first_line else lines[1:]] = SECTION_LINE
    tops += np.cumsum(extra)
    end = int(tops[-1]) - gap + MARGIN
    return RowLayout(
        sections, request.width, caption, firsts, (*tops[lines].tolist(), end),
        step=height + caption + gap, photo_side=round(height * 1.5),
        starts=starts, line_tops=tops[:-1].tolist(), scales=scales.tolist(), reach=reach,
    )  # fmt: skip


def _break_lines(lefts: npt.NDArray[np.float64], room: int, sections: tuple[int, ...]) -> list[int]:
    """Return where lines start, followed by the number of cells.

    Args:
        lefts: float64 (n + 1,), left pixel of each cell if all stood in one line, with gaps.
        room: Width of a line in pixels, with the gap after its last cell.
        sections: Number of cells per section; each starts a line.
    """
    count = len(lefts) - 1
    wanted = lefts[:-1] + room
    over = np.minimum(np.searchsorted(lefts, wanted), count)
    under = np.maximum(over - 1, np.arange(count) + 1)
    nearer = np.where(lefts[over] - wanted <= wanted - lefts[under], over, under)
    ends = np.minimum(nearer, np.repeat(np.cumsum(sections, dtype=np.int64), sections)).tolist()
    starts, row = [0], 0
    while row < count:
        row = ends[row]
        starts.append(row)
    return starts
