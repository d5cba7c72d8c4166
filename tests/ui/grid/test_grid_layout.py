"""The geometry of the grid, tested by properties of all grids."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from photon.ui.grid.grid_layout import MARGIN, SECTION_LINE, GridLayout, LayoutRequest, SquareLayout, lay_out_squares
from photon.ui.grid.row_layout import FULL, LEAST_RATIO, MOST_RATIO, MOST_STRETCH, ROW_SHARE, RowLayout, lay_out_rows
from photon.ui.kit import tokens

SECTIONS = st.lists(st.integers(0, 40), min_size=1, max_size=4).map(tuple)
WIDTHS = st.integers(200, 3000)
TILES = st.integers(96, 512)
RATIOS = np.random.default_rng(7).choice([0.3, 2 / 3, 1, 4 / 3, 1.5, 16 / 9, 5], 200).astype(np.float32)
GridMaker = Callable[..., GridLayout]


def in_squares(sections: tuple[int, ...], width: int, tile: int, caption: int = 0, **line: bool) -> SquareLayout:
    return lay_out_squares(LayoutRequest(sections, width, tile, caption, **line))


def in_rows(sections: tuple[int, ...], width: int, tile: int, caption: int = 0, **line: bool) -> RowLayout:
    return lay_out_rows(LayoutRequest(sections, width, tile, caption, **line), RATIOS[: sum(sections)])


LAYOUTS = st.sampled_from([in_squares, in_rows])


@given(LAYOUTS, SECTIONS, WIDTHS, TILES, st.sampled_from([0, 22]), st.booleans())
def test_every_cell_is_found_at_its_position(
    lay_out: GridMaker, sections: tuple[int, ...], width: int, tile: int, caption: int, has_first_line: bool
) -> None:
    cells = lay_out(sections, width, tile, caption, has_first_line=has_first_line)
    for row in range(cells.count):
        cell = cells.cell(row)
        assert cell.left >= 0
        assert cell.left + cell.width <= width
        assert cell.top + cell.height + caption <= cells.height
        for x, y in ((cell.left, cell.top), (cell.left + cell.width - 1, cell.top + cell.height - 1)):
            assert cells.row_at(x, y) == row


@given(LAYOUTS, SECTIONS, WIDTHS, TILES, st.integers(-200, 5000), st.integers(1, 2000), st.booleans())
def test_rows_between_are_those_that_touch_the_range(
    lay_out: GridMaker, sections: tuple[int, ...], width: int, tile: int, top: int, height: int, has_first_line: bool
) -> None:
    cells = lay_out(sections, width, tile, has_first_line=has_first_line)
    rows = cells.rows_between(top, top + height)
    for row in range(cells.count):
        cell = cells.cell(row)
        if cell.top < top + height and cell.top + cell.height > top:
            assert row in rows


@given(LAYOUTS, SECTIONS, WIDTHS, TILES, st.integers(0, 200), st.integers(1, 5))
def test_down_and_up_stay_in_the_grid_and_move_by_lines(
    lay_out: GridMaker, sections: tuple[int, ...], width: int, tile: int, row: int, lines: int
) -> None:
    cells = lay_out(sections, width, tile)
    if row >= cells.count:
        return
    down, up = cells.below(row, lines), cells.below(row, -lines)
    assert 0 <= up <= row <= down < cells.count
    assert cells.cell(down).top >= cells.cell(row).top
    assert cells.cell(up).top <= cells.cell(row).top


def test_cells_fill_the_width() -> None:
    cells = in_squares((100,), 1000, 184)
    last = cells.cell(cells.columns - 1)
    assert 1000 - MARGIN - cells.columns <= last.left + last.width <= 1000 - MARGIN
    assert cells.side == pytest.approx(184, rel=0.15)


def test_a_line_separates_sections_only() -> None:
    cells = in_squares((3, 0, 5), 1000, 184)
    assert cells.sections == (3, 5)
    assert cells.line_above(1) == cells.cell(0).top + cells.step
    assert cells.cell(3).top == cells.line_above(1) + SECTION_LINE
    assert cells.cell(3).left == MARGIN
    assert cells.row_at(MARGIN + 1, cells.line_above(1) + 5) == -1


def test_down_from_a_full_line_to_a_shorter_one_goes_to_its_end() -> None:
    cells = in_squares((7,), 1000, 184)
    assert cells.columns == 5
    assert cells.below(4, 1) == 6
    assert cells.below(6, 1) == 6


@given(LAYOUTS, SECTIONS, WIDTHS, TILES, st.integers(0, 20_000))
def test_a_section_starts_with_its_line(
    lay_out: GridMaker, sections: tuple[int, ...], width: int, tile: int, y: int
) -> None:
    cells = lay_out(sections, width, tile, has_first_line=True)
    if not cells.count:
        return
    assert cells.line_above(0) == 0
    section = cells.section_at(y)
    assert cells.line_above(section) <= y
    if section + 1 < len(cells.sections):
        assert y < cells.line_above(section + 1)
    assert section in cells.sections_between(y, y)


@given(SECTIONS, WIDTHS, TILES)
def test_rows_keep_shapes_and_fill_the_width(sections: tuple[int, ...], width: int, tile: int) -> None:
    cells = in_rows(sections, width, tile)
    right, usual = width - MARGIN, round(tile * ROW_SHARE)
    ends = {start - 1 for start in cells.firsts[1:]} | {cells.count - 1}  # of sections
    for row in range(cells.count):
        cell = cells.cell(row)
        shape = min(max(float(RATIOS[row]), LEAST_RATIO), MOST_RATIO)
        assert abs(cell.width - cell.height * shape) <= 1 + shape
        assert cell.height <= usual * MOST_STRETCH + 1
        if row + 1 == cells.count or cells.cell(row + 1).top != cell.top:  # the last one in its row
            filled = (cell.left + cell.width - MARGIN) / (right - MARGIN)
            is_enlarged_most = cell.height >= usual * MOST_STRETCH - 1
            assert cell.left + cell.width == right or is_enlarged_most or (row in ends and filled <= FULL + 0.01)
        else:
            assert cells.cell(row + 1).left == cell.left + cell.width + tokens.TILE_GAP


def test_rows_of_many_photos_have_about_the_usual_height() -> None:
    cells = in_rows((200,), 1400, tokens.TILE_USUAL)
    heights = {cells.cell(row).height for row in range(200)}
    assert max(heights) <= 1.3 * tokens.TILE_USUAL * ROW_SHARE
    assert min(heights) >= 0.75 * tokens.TILE_USUAL * ROW_SHARE
