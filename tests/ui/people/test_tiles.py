"""Tiles fill the width, lines of text have a line of their own, and the line is dragged by whole rows."""

from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from photon.domain import Region
from photon.ui.people.faces_page import FacesPage
from photon.ui.people.people_controller import PeopleController
from tests.ui.driving import LEFT, NONE, Key
from tests.ui.people.peopled_session import PeopledSession, key_in


def regions(count: int, left: float = 0.0) -> list[Region]:
    return [Region(left + 0.001 * at, 0.6, 0.1, 0.1) for at in range(count)]


def opened_page(qtbot: QtBot, controller: PeopleController, family: PeopledSession, count: int) -> FacesPage:
    """Return the page of somebody with one confirmed face and so many suggestions, twelve of them sure."""
    paul = family.key("Paul")
    each = -(-count // 4)
    family.find({photo: regions(each) for photo in range(15, 19)})
    found = [key_in(photo, region) for photo in range(15, 19) for region in regions(each)][:count]
    family.guess({key: (0, paul, 0.9 if at < 12 else 0.5) for at, key in enumerate(found)})
    controller.show_person(paul)
    page = controller.faces
    qtbot.waitUntil(lambda: page.list._tile_rows.rowCount() == count + 4)
    QApplication.processEvents()
    return page


def test_lines_stand_alone_and_tiles_fill_the_width(
    qtbot: QtBot, controller: PeopleController, family: PeopledSession
) -> None:
    page = opened_page(qtbot, controller, family, 40)
    grid = page.list
    line = grid.visualRect(grid.model().index(12, 0))
    tiles = [grid.visualRect(grid.model().index(row, 0)) for row in range(41) if row != 12]
    assert line.width() >= grid.viewport().width() - 2
    assert not any(tile.intersects(line) for tile in tiles)
    columns = grid.tiles.columns
    assert len({tile.top() for tile in tiles[:columns]}) == 1
    assert tiles[columns - 1].right() > grid.viewport().width() - columns - 2


def test_the_line_is_dragged_by_whole_rows(qtbot: QtBot, controller: PeopleController, family: PeopledSession) -> None:
    page = opened_page(qtbot, controller, family, 40)
    grid, columns = page.list, page.list.tiles.columns
    start = grid.visualRect(grid.model().index(12, 0)).center()
    QTest.mousePress(grid.viewport(), LEFT, NONE, start)
    QTest.mouseMove(grid.viewport(), grid.visualRect(grid.model().index(columns - 1, 0)).center())
    QTest.mouseRelease(grid.viewport(), LEFT, NONE, QPoint(1, 1))
    assert page.subject.above == columns
    assert page.answers.yes.text() == f"Yes, all {columns}"


def test_arrow_keys_walk_over_lines(qtbot: QtBot, controller: PeopleController, family: PeopledSession) -> None:
    grid = opened_page(qtbot, controller, family, 40).list
    grid.setFocus()
    grid.go_to(11)
    QTest.keyClick(grid, Key.Key_Right)
    assert grid.row == 13
    QTest.keyClick(grid, Key.Key_Left)
    assert grid.row == 11


def test_thousands_of_faces_are_shown_in_portions(
    qtbot: QtBot, controller: PeopleController, family: PeopledSession
) -> None:
    page = opened_page(qtbot, controller, family, 2000)
    assert page.subject.asked[0].certainty > 0.8
    family.find({19: regions(300)})
    guesses = {face.key: (0, family.key("Paul"), 0.5) for face in family.faces_in(15, 16, 17, 18, 19)}
    family.guess(guesses)
    qtbot.waitUntil(lambda: page.subject.asked[0].certainty < 0.8)
    assert page.list._tile_rows.rowCount() == 2004
