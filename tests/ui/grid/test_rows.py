"""Rows that keep the shapes of photos, in the grid and in the window."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from photon.domain import changed
from photon.ui.grid import shape_cache
from photon.ui.grid.grid_layout import SquareLayout
from photon.ui.grid.photo_grid import PhotoGrid
from photon.ui.window.main_window import MainWindow
from tests.ui.driving import opened
from tests.ui.fake_session import FakeSession

Fill = Callable[[int], list[int]]


def shape_shown(grid: PhotoGrid, photo: int) -> float:
    cell = grid.cells.cell(grid.grid_model.row_of(photo))
    return cell.width / cell.height


def wait_for_shapes(qtbot: QtBot, grid: PhotoGrid, session: FakeSession) -> None:
    def have_arrived() -> bool:
        facts = {photo: session._photos[photo].facts for photo in grid.grid_model.ids}
        return all(
            shape_shown(grid, photo) == pytest.approx(fact.width / fact.height, rel=0.03)
            for photo, fact in facts.items()
        )

    qtbot.waitUntil(have_arrived)


def test_rows_keep_shapes_and_the_position(qtbot: QtBot, grid: PhotoGrid, fill: Fill, session: FakeSession) -> None:
    ids = fill(200)
    grid.go_to(ids[120])
    top = grid.visualRect(grid.currentIndex()).top()
    grid.set_rows(True)
    wait_for_shapes(qtbot, grid, session)
    assert abs(grid.visualRect(grid.currentIndex()).top() - top) <= 1
    assert grid.current() == ids[120]
    fill(100)
    wait_for_shapes(qtbot, grid, session)
    assert grid.cells.count == 300
    grid.set_rows(False)
    assert isinstance(grid.cells, SquareLayout)


def test_all_shapes_are_read_at_once_where_many_are_missing(
    qtbot: QtBot, grid: PhotoGrid, fill: Fill, session: FakeSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shape_cache, "MOST_ASKED", 20)
    grid.set_rows(True)
    fill(30)
    wait_for_shapes(qtbot, grid, session)
    version = grid.grid_model.shapes.version
    grid.grid_model.outdate(None)
    grid.grid_model.outdate([1, 2])
    qtbot.wait(100)
    assert grid.grid_model.shapes.version == version  # nothing is laid out again for equal shapes


def test_a_rotated_photo_gets_its_new_shape(qtbot: QtBot, window: MainWindow, session: FakeSession) -> None:
    grid = window.grid
    window.commands["rows"].trigger()
    wait_for_shapes(qtbot, grid, session)
    photo = next(photo for photo in grid.grid_model.ids if shape_shown(grid, photo) > 1.2)
    before = session._photos[photo]
    turned = replace(before.facts, width=before.facts.height, height=before.facts.width)
    session._photos[photo] = replace(before, facts=turned)
    session.tell(changed("photos", photos=frozenset({photo})))
    wait_for_shapes(qtbot, grid, session)
    assert shape_shown(grid, photo) < 0.9


def test_arrow_keys_lead_through_rows(qtbot: QtBot, window: MainWindow, session: FakeSession) -> None:
    grid = window.grid
    window.commands["rows"].trigger()
    wait_for_shapes(qtbot, grid, session)
    grid.go_to(grid.grid_model.ids[1])
    first = grid.visualRect(grid.currentIndex())
    QTest.keyClick(grid, Qt.Key.Key_Down)
    below = grid.visualRect(grid.currentIndex())
    assert below.top() > first.bottom()
    assert below.left() <= first.center().x() <= below.right() + 6
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=first.center())
    assert grid.selected() == [grid.grid_model.ids[1]]


def test_rows_and_cropped_squares_exclude_each_other_and_are_kept(
    qtbot: QtBot, window: MainWindow, session: FakeSession
) -> None:
    window.commands["fill"].trigger()
    assert window.grid.delegate.is_filling
    window.commands["rows"].trigger()
    assert window.grid.has_rows
    assert not window.grid.delegate.is_filling
    window.close()
    again = opened(qtbot, session)
    assert again.grid.has_rows
    again.commands["rows"].trigger()
    assert isinstance(again.grid.cells, SquareLayout)
    again.close()
