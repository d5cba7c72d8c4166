"""The position of each cell in the grid: pure arithmetic, so that 100,000 cells cost as much as ten.

QListView's own layout is not used: it cannot put a labelled line between two groups of photos, lays out
100,000 items in many small steps while the scroll bar moves, and leaves a ragged gap at the right.
"""

from abc import ABC, abstractmethod
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
    """A rectangle of the grid, in pixels from the top left of the whole content, without the name below it."""

    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class LayoutRequest:
    """What a layout depends on.

    Attributes:
        sections: Number of cells per section; empty sections are dropped.
        width: Width to fill, in pixels.
        tile: Side in pixels that the user requested; the actual side is close to it.
        caption: Height in pixels of the name below each cell.
        has_first_line: Whether the first section has a labelled line above it, too.
    """

    sections: tuple[int, ...]
    width: int
    tile: int
    caption: int = 0
    has_first_line: bool = False

    def __post_init__(self) -> None:
        """Drop empty sections."""
        object.__setattr__(self, "sections", tuple(count for count in self.sections if count > 0))

    @property
    def firsts(self) -> tuple[int, ...]:
        """Row number of the first cell of each section."""
        return tuple(accumulate(self.sections[:-1], initial=0)) if self.sections else ()

    @property
    def top(self) -> int:
        """Pixel where the content starts."""
        return 0 if self.has_first_line and self.sections else MARGIN


@dataclass(frozen=True, slots=True)
class GridLayout(ABC):
    """The geometry of one grid: sections of lines of cells.

    Attributes:
        sections: Number of cells in each section; sections are separated by a line.
        width: Width to fill, in pixels.
        caption: Height in pixels of the name below each cell, or 0.
        firsts: Row number of the first cell of each section.
        tops: Pixel where the first cells of each section start, followed by the end of the content.
        step: Usual distance in pixels from one line of cells to the next.
        photo_side: Usual length in pixels of the long side of a photo.
    """

    sections: tuple[int, ...]
    width: int
    caption: int
    firsts: tuple[int, ...]
    tops: tuple[int, ...]
    step: int
    photo_side: int

    @property
    def count(self) -> int:
        """Total number of cells."""
        return sum(self.sections)

    @property
    def height(self) -> int:
        """Height of the whole content in pixels."""
        return self.tops[-1]

    @abstractmethod
    def cell(self, row: int) -> Cell:
        """Return the cell with this row number; ``row`` must exist."""

    @abstractmethod
    def row_at(self, x: int, y: int) -> int:
        """Return the row number of the cell at this pixel, or -1 between and outside the cells."""

    @abstractmethod
    def rows_between(self, top: int, bottom: int) -> range:
        """Return the row numbers of all cells that touch the pixels from ``top`` to ``bottom``."""

    @abstractmethod
    def below(self, row: int, lines: int) -> int:
        """Return the row number this many lines down (negative: up), in the same column if it has a cell there."""

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


@dataclass(frozen=True, slots=True)
class SquareLayout(GridLayout):
    """Square cells in columns.

    Attributes:
        columns: Number of cells side by side.
        side: Side of a cell in pixels.
    """

    columns: int
    side: int

    def cell(self, row: int) -> Cell:
        """Return the cell with this row number; ``row`` must exist."""
        section = bisect_right(self.firsts, row) - 1
        line, column = divmod(row - self.firsts[section], self.columns)
        left = MARGIN + column * (self.side + tokens.TILE_GAP)
        return Cell(left, self.tops[section] + line * self.step, self.side, self.side)

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


def lay_out_squares(request: LayoutRequest) -> SquareLayout:
    """Lay out square cells so that they fill the width."""
    sections, caption = request.sections, request.caption
    room = max(1, request.width - 2 * MARGIN)
    gap = tokens.TILE_GAP
    columns = max(1, round((room + gap) / (request.tile + gap)))
    side = max(1, min((room - gap * (columns - 1)) // columns, round(request.tile * 1.5)))
    tops, top = [], request.top
    for number, count in enumerate(sections):
        top += SECTION_LINE if number or request.has_first_line else 0
        tops.append(top)
        top += -(-count // columns) * (side + caption + gap)
    tops.append(top - gap + MARGIN)
    step = side + caption + gap
    return SquareLayout(sections, request.width, caption, request.firsts, tuple(tops), step, side, columns, side)
