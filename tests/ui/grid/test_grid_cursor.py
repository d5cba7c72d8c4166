"""The cursor, the selection and the position of the grid, moved by the window rather than by keys."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from photon.ui.grid.photo_grid import PhotoGrid
from photon.ui.kit import tokens
from tests.ui.grid.test_photo_grid import cell

Fill = Callable[[int], list[int]]


@pytest.mark.parametrize(
    ("current", "selected", "back", "then"),
    [
        (4, [4], 4, [4]),
        (4, [], 4, [4]),  # only the cursor was there
        (4, [3, 4, 5], 4, [3, 4, 5]),
        (4, [3, 4, 5], 5, [3, 4, 5]),
        (4, [3, 4, 5], 7, [7]),
        (4, [4], 999, [4]),  # it is no longer shown
    ],
)
def test_the_selection_after_the_loupe(
    grid: PhotoGrid, fill: Fill, current: int, selected: list[int], back: int, then: list[int]
) -> None:
    ids = fill(9)
    grid.go_to(ids[current])
    grid.clearSelection()
    if selected:
        grid.select_rows(selected[0], selected[-1])
    grid.come_back(ids[back] if back < len(ids) else 10**6)
    assert grid.selected() == [ids[row] for row in then]
    assert grid.current() == ids[back if back < len(ids) else current]


def test_making_a_photo_current_selects_nothing(grid: PhotoGrid, fill: Fill) -> None:
    ids = fill(9)
    grid.select_rows(2, 3)
    grid.make_current(ids[5])
    assert (grid.current(), grid.selected()) == (ids[5], ids[2:4])
    grid.make_current(10**6)
    assert grid.current() == ids[5]
    assert grid.targets() == ids[2:4]
    grid.clearSelection()
    assert grid.targets() == [ids[5]]
    grid.to_top()
    assert (grid.targets(), grid.current()) == ([], 0)


def test_a_place_is_returned_to_with_selection_and_cursor(grid: PhotoGrid, fill: Fill) -> None:
    ids = fill(200)
    grid.go_to(ids[150])
    grid.select_rows(149, 151)
    place, top = grid.place(), cell(grid, 150).top()
    grid.to_top()
    assert cell(grid, 150).top() != top
    grid.return_to(place)
    assert (grid.current(), grid.selected(), cell(grid, 150).top()) == (ids[150], ids[149:152], top)
    grid.grid_model.show_photos([photo for photo in ids if photo != ids[150]])
    grid.return_to(place)
    assert grid.selected() == [ids[149], ids[151]]


def test_showing_a_photo_scrolls_no_further_than_needed(grid: PhotoGrid, fill: Fill) -> None:
    fill(200)
    bar, height = grid.verticalScrollBar(), grid.viewport().height()
    for row in (100, 0, 199, 60):
        grid.scrollTo(grid.grid_model.index(row))
        box = cell(grid, row)
        assert (box.top() >= 0, box.bottom() < height) == (True, True)
        before = bar.value()
        for near in grid.visible_rows():
            if cell(grid, near).top() > 20 and cell(grid, near).bottom() < height - 20:
                grid.scrollTo(grid.grid_model.index(near))
        assert bar.value() == before
    grid.scrollTo(grid.grid_model.index(100), grid.ScrollHint.PositionAtCenter)
    assert abs(cell(grid, 100).center().y() - height // 2) <= 1


def test_cells_have_a_least_and_a_largest_side(qtbot: QtBot, grid: PhotoGrid, fill: Fill) -> None:
    fill(9)
    for side, expected in ((1, tokens.TILE_LEAST), (10_000, tokens.TILE_MOST), (tokens.TILE_LEAST + 9,) * 2):
        with qtbot.waitSignal(grid.tile_changed) as told:
            grid.set_tile(side)
        assert (told.args, grid.tile) == ([expected], expected)
    with qtbot.assertNotEmitted(grid.tile_changed):
        grid.set_tile(grid.tile)
    height = cell(grid, 0).height()
    grid.set_names(True)
    assert cell(grid, 0).height() > height
    grid.set_names(False)
    assert cell(grid, 0).height() == height


def test_a_line_has_the_words_of_its_own_section(grid: PhotoGrid, fill: Fill) -> None:
    ids = fill(9)
    grid.section_words = ("good", "possible", "other")
    grid.grid_model.show_photos(ids, (4, 0, 5))
    assert [grid.words_above(section) for section in range(2)] == ["good", "other"]
    grid.grid_model.show_photos(ids, (4, 3, 2))
    assert [grid.words_above(section) for section in range(3)] == ["good", "possible", "other"]
    grid.section_words = ("good",)
    assert grid.words_above(1) == ""
