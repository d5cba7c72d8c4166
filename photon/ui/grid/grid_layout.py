"""The position of each cell in the grid: pure arithmetic, so that 100,000 cells cost as much as ten.

QListView's own layout is not used: it cannot put a labelled line between two groups of photos, lays out
100,000 items in many small steps while the scroll bar moves, and leaves a ragged gap at the right.
"""

from bisect import bisect_right
from itertools import accumulate

from photon.quick_dataclass import dataclass
from photon.ui.kit import tokens

MARGIN = 12
SECTION_LINE = 52  # height of the labelled line above every section; above the first only if dates divide the photos
HEADING = 40  # height of the month or day heading that stays at the top while its photos are scrolled
CAPTION = 22  # height of a file name below its photo


@dataclass(frozen=True, slots=True)
class Cell:
    """A square of the grid, in pixels from the top left of the whole content."""

    left: int
    top: int
    side: int


@dataclass(frozen=True, slots=True)
class GridLayout:
    """The geometry of one grid.

    Attributes:
        sections: Number of cells in each section; sections are separated by a line.
        width: Width to fill, in pixels.
        columns: Number of cells side by side.
        side: Side of a cell in pixels.
        caption: Height in pixels of the name below each cell, or 0.
        firsts: Row number of the first cell of each section.
        tops: Pixel where the first cells of each section start, followed by the end of the content.
    """

    sections: tuple[int, ...]
    width: int
    columns: int
    side: int
    caption: int
    firsts: tuple[int, ...]
    tops: tuple[int, ...]

    @property
    def count(self) -> int:
        """Total number of cells."""
        return sum(self.sections)

    @property
    def height(self) -> int:
        """Height of the whole content in pixels."""
        return self.tops[-1]

    @property
    def step(self) -> int:
        """Distance in pixels from one line of cells to the next."""
        return self.side + self.caption + tokens.TILE_GAP

    def cell(self, row: int) -> Cell:
        """Return the cell with this row number; ``row`` must exist."""
        section = bisect_right(self.firsts, row) - 1
        line, column = divmod(row - self.firsts[section], self.columns)
        left = MARGIN + column * (self.side + tokens.TILE_GAP)
        return Cell(left, self.tops[section] + line * self.step, self.side)

    def row_at(self, x: int, y: int) -> int:
        """Return the row number of the cell at this pixel, or -1 between and outside the cells."""
        section = bisect_right(self.tops, y) - 1
        if not 0 <= section < len(self.sections):
            return -1
        line, below = divmod(y - self.tops[section], self.step)
        column, beside = divmod(x - MARGIN, self.side + tokens.TILE_GAP)
        if not 0 <= column < self.columns or beside >= self.side or below >= self.side + self.caption:
            return -1
        offset = line * self.columns + column
        return self.firsts[section] + offset if offset < self.sections[section] else -1

    def rows_between(self, top: int, bottom: int) -> range:
        """Return the row numbers of all cells that touch the pixels from ``top`` to ``bottom``."""
        first, last = self.count, 0
        for number in self.sections_between(top, bottom):
            count, start = self.sections[number], self.firsts[number]
            begin = max(0, (top - self.tops[number]) // self.step) * self.columns
            end = min(count, ((bottom - self.tops[number]) // self.step + 1) * self.columns)
            if begin < end:
                first, last = min(first, start + begin), max(last, start + end)
        return range(first, last) if first < last else range(0)

    def sections_between(self, top: int, bottom: int) -> range:
        """Return the numbers of all sections that touch the pixels from ``top`` to ``bottom``, with their lines."""
        first = max(0, min(len(self.sections), bisect_right(self.tops, top)) - 1)
        return range(first, min(len(self.sections), bisect_right(self.tops, bottom + SECTION_LINE)))

    def section_at(self, y: int) -> int:
        """Return the number of the section at this pixel, including its line above; outside, the first or last one."""
        return max(0, min(len(self.sections), bisect_right(self.tops, y + SECTION_LINE)) - 1)

    def line_above(self, section: int) -> int:
        """Return the pixel where the labelled line above this section starts."""
        return self.tops[section] - SECTION_LINE

    def below(self, row: int, lines: int) -> int:
        """Return the row number this many lines down (negative: up), in the same column if it has a cell there."""
        for _ in range(abs(lines)):
            row = self._next_line(row) if lines > 0 else self._line_before(row)
        return row

    def _next_line(self, row: int) -> int:
        section = bisect_right(self.firsts, row) - 1
        first, count = self.firsts[section], self.sections[section]
        column = (row - first) % self.columns
        if row + self.columns < first + count:
            return row + self.columns
        if (row - first) // self.columns < (count - 1) // self.columns:
            return first + count - 1  # the last line is shorter
        if section + 1 == len(self.sections):
            return row
        return self.firsts[section + 1] + min(column, self.sections[section + 1] - 1)

    def _line_before(self, row: int) -> int:
        section = bisect_right(self.firsts, row) - 1
        first = self.firsts[section]
        column = (row - first) % self.columns
        if row - self.columns >= first:
            return row - self.columns
        if section == 0:
            return row
        before = self.sections[section - 1]
        last_line = (before - 1) // self.columns * self.columns
        return self.firsts[section - 1] + min(last_line + column, before - 1)


def lay_out(
    sections: tuple[int, ...], width: int, tile: int, caption: int = 0, *, has_first_line: bool = False
) -> GridLayout:
    """Lay out cells so that they fill the width.

    Args:
        sections: Number of cells per section; empty sections are dropped.
        width: Width to fill, in pixels.
        tile: Side in pixels that the user requested; the actual side is close to it.
        caption: Height in pixels of the name below each cell.
        has_first_line: Whether the first section has a labelled line above it, too.
    """
    sections = tuple(count for count in sections if count > 0)
    room = max(1, width - 2 * MARGIN)
    gap = tokens.TILE_GAP
    columns = max(1, round((room + gap) / (tile + gap)))
    side = max(1, min((room - gap * (columns - 1)) // columns, round(tile * 1.5)))
    tops, top = [], 0 if has_first_line and sections else MARGIN
    for number, count in enumerate(sections):
        top += SECTION_LINE if number or has_first_line else 0
        tops.append(top)
        top += -(-count // columns) * (side + caption + gap)
    firsts = tuple(accumulate(sections[:-1], initial=0)) if sections else ()
    return GridLayout(sections, width, columns, side, caption, firsts, (*tops, top - gap + MARGIN))
