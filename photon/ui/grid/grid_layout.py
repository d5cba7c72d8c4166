"""Where each cell of the grid is: arithmetic alone, so that 100,000 cells cost as much as ten.

Why not QListView's own layout: it cannot put a labelled line between two groups of photos, lays 100,000
items out in many small steps while the scroll bar moves, and leaves a ragged gap at the right.
"""

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate

from photon.ui.kit import tokens

MARGIN = 12
SECTION_LINE = 52  # height of the labelled line above every section, above the first only where dates divide photos
HEADING = 40  # height of the month or day that stays at the top while its photos are scrolled
CAPTION = 22  # height of a file name below its photo


@dataclass(frozen=True, slots=True)
class Cell:
    """A square of the grid, in pixels from the top left of the whole content."""

    left: int
    top: int
    side: int


@dataclass(frozen=True, slots=True)
class GridLayout:
    """The arithmetic of one grid.

    Attributes:
        sections: How many cells each section has; sections follow each other with a line between.
        width: Pixels to fill.
        columns: Cells beside each other.
        side: Pixels of a cell's side.
        caption: Pixels below each cell for its name, or 0.
        firsts: Row number of the first cell of each section.
        tops: Pixel where the first cells of each section begin; one more entry: the end of the content.
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
        """Cells in all."""
        return sum(self.sections)

    @property
    def height(self) -> int:
        """Pixels of the whole content."""
        return self.tops[-1]

    @property
    def step(self) -> int:
        """Pixels from one line of cells to the next."""
        return self.side + self.caption + tokens.TILE_GAP

    def cell(self, row: int) -> Cell:
        """Where the cell with this row number is; ``row`` must exist."""
        section = bisect_right(self.firsts, row) - 1
        line, column = divmod(row - self.firsts[section], self.columns)
        left = MARGIN + column * (self.side + tokens.TILE_GAP)
        return Cell(left, self.tops[section] + line * self.step, self.side)

    def row_at(self, x: int, y: int) -> int:
        """The row number of the cell at this pixel, or -1 between and outside the cells."""
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
        """Row numbers of all cells that touch the pixels from ``top`` to ``bottom``."""
        first, last = self.count, 0
        for number in self.sections_between(top, bottom):
            count, start = self.sections[number], self.firsts[number]
            begin = max(0, (top - self.tops[number]) // self.step) * self.columns
            end = min(count, ((bottom - self.tops[number]) // self.step + 1) * self.columns)
            if begin < end:
                first, last = min(first, start + begin), max(last, start + end)
        return range(first, last) if first < last else range(0)

    def sections_between(self, top: int, bottom: int) -> range:
        """Numbers of all sections that touch the pixels from ``top`` to ``bottom``, with the lines above them."""
        first = max(0, min(len(self.sections), bisect_right(self.tops, top)) - 1)
        return range(first, min(len(self.sections), bisect_right(self.tops, bottom + SECTION_LINE)))

    def section_at(self, y: int) -> int:
        """The number of the section at this pixel, with the line above it; the first or last one outside."""
        return max(0, min(len(self.sections), bisect_right(self.tops, y + SECTION_LINE)) - 1)

    def line_above(self, section: int) -> int:
        """The pixel where the labelled line above this section begins."""
        return self.tops[section] - SECTION_LINE

    def below(self, row: int, lines: int) -> int:
        """The row number this many lines further down (negative: up), in the same column where there is one."""
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
    """Lay cells out so that they fill the width.

    Args:
        sections: Cells per section; empty sections are dropped.
        width: Pixels to fill.
        tile: Side in pixels that the person asked for; the true side is near it.
        caption: Pixels below each cell.
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
