"""The geometry of the grid, tested by properties of all grids."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photon.ui.grid.grid_layout import MARGIN, SECTION_LINE, lay_out

SECTIONS = st.lists(st.integers(0, 40), min_size=1, max_size=4).map(tuple)
WIDTHS = st.integers(200, 3000)
TILES = st.integers(96, 512)


@given(SECTIONS, WIDTHS, TILES, st.sampled_from([0, 22]), st.booleans())
def test_every_cell_is_found_at_its_position(
    sections: tuple[int, ...], width: int, tile: int, caption: int, has_first_line: bool
) -> None:
    cells = lay_out(sections, width, tile, caption, has_first_line=has_first_line)
    for row in range(cells.count):
        cell = cells.cell(row)
        assert cell.left >= 0
        assert cell.left + cell.side <= width
        assert cell.top + cell.side + caption <= cells.height
        for x, y in ((cell.left, cell.top), (cell.left + cell.side - 1, cell.top + cell.side - 1)):
            assert cells.row_at(x, y) == row


@given(SECTIONS, WIDTHS, TILES, st.integers(-200, 5000), st.integers(1, 2000), st.booleans())
def test_rows_between_are_those_that_touch_the_range(
    sections: tuple[int, ...], width: int, tile: int, top: int, height: int, has_first_line: bool
) -> None:
    cells = lay_out(sections, width, tile, has_first_line=has_first_line)
    rows = cells.rows_between(top, top + height)
    for row in range(cells.count):
        cell = cells.cell(row)
        if cell.top < top + height and cell.top + cell.side > top:
            assert row in rows


@given(SECTIONS, WIDTHS, TILES, st.integers(0, 200), st.integers(1, 5))
def test_down_and_up_stay_in_the_grid_and_move_by_lines(
    sections: tuple[int, ...], width: int, tile: int, row: int, lines: int
) -> None:
    cells = lay_out(sections, width, tile)
    if row >= cells.count:
        return
    down, up = cells.below(row, lines), cells.below(row, -lines)
    assert 0 <= up <= row <= down < cells.count
    assert cells.cell(down).top >= cells.cell(row).top
    assert cells.cell(up).top <= cells.cell(row).top


def test_cells_fill_the_width() -> None:
    cells = lay_out((100,), 1000, 184)
    last = cells.cell(cells.columns - 1)
    assert 1000 - MARGIN - cells.columns <= last.left + last.side <= 1000 - MARGIN
    assert cells.side == pytest.approx(184, rel=0.15)


def test_a_line_separates_sections_only() -> None:
    cells = lay_out((3, 0, 5), 1000, 184)
    assert cells.sections == (3, 5)
    assert cells.line_above(1) == cells.cell(0).top + cells.step
    assert cells.cell(3).top == cells.line_above(1) + SECTION_LINE
    assert cells.cell(3).left == MARGIN
    assert cells.row_at(MARGIN + 1, cells.line_above(1) + 5) == -1


def test_down_from_a_full_line_to_a_shorter_one_goes_to_its_end() -> None:
    cells = lay_out((7,), 1000, 184)
    assert cells.columns == 5
    assert cells.below(4, 1) == 6
    assert cells.below(6, 1) == 6


@given(SECTIONS, WIDTHS, TILES, st.integers(0, 20_000))
def test_a_section_starts_with_its_line(sections: tuple[int, ...], width: int, tile: int, y: int) -> None:
    cells = lay_out(sections, width, tile, has_first_line=True)
    if not cells.count:
        return
    assert cells.line_above(0) == 0
    section = cells.section_at(y)
    assert cells.line_above(section) <= y
    if section + 1 < len(cells.sections):
        assert y < cells.line_above(section + 1)
    assert section in cells.sections_between(y, y)
