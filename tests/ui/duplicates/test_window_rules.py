"""All sets are decided by a rule, of all photos or of some, after a preview."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from photon.app.session import Session
from photon.ui.duplicates.duplicates_controller import DuplicatesController
from photon.ui.duplicates.duplicates_page import DuplicatesPage
from photon.ui.grid.photo_grid import PhotoGrid
from photon.ui.window.main_window import MainWindow
from tests.ui.duplicates.conftest import COLOURS


def test_another_rule_gives_another_preview(qtbot: QtBot, window: MainWindow, page: DuplicatesPage, root: Path) -> None:
    page.all.click()
    question = window.part(DuplicatesController).question
    assert question is not None
    assert question.home.isHidden()
    question.rule.setCurrentIndex(question.rule.findData("folder"))
    assert not question.home.isHidden()
    question.home.setCurrentIndex(question.home.findData(str(root / "sent")))
    qtbot.waitUntil(lambda: question.plan is not None)
    assert set(question.paths.stringList()) == {str(root / f"{colour}.jpg") for colour in COLOURS}
    question.go.click()
    qtbot.waitUntil(lambda: len(list(root.rglob("*.jpg"))) == 4)
    assert {path.name for path in (root / "sent").iterdir()} == {f"{colour}.jpg" for colour in COLOURS}


def select(grid: PhotoGrid, photos: Sequence[int]) -> None:
    grid.selectionModel().clearSelection()
    for photo in photos:
        at = grid.grid_model.index(grid.grid_model.row_of(photo))
        grid.selectionModel().select(at, QItemSelectionModel.SelectionFlag.Select)


def test_sets_among_some_photos_alone(qtbot: QtBot, window: MainWindow, session: Session) -> None:
    every = session.duplicates.find_sets().result().sets
    grid = window.grid
    wanted = every[1].photos
    select(grid, wanted)
    window.commands["duplicates-here"].trigger()
    page = window.part(DuplicatesController).page
    qtbot.waitUntil(lambda: len(page.sets.rows) == 1)
    assert page.sets.rows[0].found.photos == wanted
    assert page.head.summary.text().startswith("2 selected photos: 1 set with copies")
    page.all.click()
    question = window.part(DuplicatesController).question
    assert question is not None
    qtbot.waitUntil(lambda: question.plan is not None)
    assert "1 duplicate would" in question.words.text()
    question.cancel.click()
    page.every.click()
    qtbot.waitUntil(lambda: len(page.sets.rows) == 3)
    assert page.every.isHidden()


def press(window: MainWindow, name: str, qtbot: QtBot) -> None:
    """Trigger a command as its menu does, once it is there."""
    qtbot.waitUntil(window.commands[name].isEnabled)
    window.commands[name].trigger()


def test_of_one_selected_photo_its_sets_in_the_whole_library_are_shown(
    qtbot: QtBot, window: MainWindow, session: Session
) -> None:
    wanted = session.duplicates.find_sets().result().sets[1].photos
    select(window.grid, wanted[:1])
    press(window, "duplicates-here", qtbot)
    page = window.part(DuplicatesController).page
    qtbot.waitUntil(lambda: [row.found.photos for row in page.sets.rows] == [wanted])
    qtbot.waitUntil(lambda: page.head.summary.text().startswith("1 selected photo: 1 set with copies"))
    page.every.click()
    qtbot.waitUntil(lambda: len(page.sets.rows) == 3)


def test_in_the_loupe_the_sets_of_its_photo_are_shown(qtbot: QtBot, window: MainWindow, session: Session) -> None:
    wanted = session.duplicates.find_sets().result().sets[2].photos
    ids = window.grid.grid_model.ids
    window.navigation.open_photos(window.results, ids, list(ids).index(wanted[1]))
    qtbot.waitUntil(lambda: window.navigation.is_loupe_open)
    press(window, "duplicates-here", qtbot)
    page = window.part(DuplicatesController).page
    qtbot.waitUntil(lambda: window.pages.current is page)
    qtbot.waitUntil(lambda: [row.found.photos for row in page.sets.rows] == [wanted])
    qtbot.waitUntil(lambda: page.head.summary.text().startswith("This photo: 1 set with copies"))


def test_a_photo_without_copies_is_told_so(qtbot: QtBot, window: MainWindow, session: Session) -> None:
    paired = {photo for one in session.duplicates.find_sets().result().sets for photo in one.photos}
    alone = next(photo for photo in window.grid.grid_model.ids if photo not in paired)
    select(window.grid, [alone])
    press(window, "duplicates-here", qtbot)
    page = window.part(DuplicatesController).page
    qtbot.waitUntil(lambda: page.head.summary.text() == "1 selected photo: no duplicates.")
    assert not page.every.isHidden()


def test_on_its_own_page_the_chosen_photo_counts_and_then_all_again(
    qtbot: QtBot, window: MainWindow, page: DuplicatesPage
) -> None:
    QTest.keyClick(page.list, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: page.list.row == 1)
    wanted = page.sets.rows[1].found.photos
    press(window, "duplicates-here", qtbot)
    qtbot.waitUntil(lambda: [row.found.photos for row in page.sets.rows] == [wanted])
    assert window.pages.current is page
    page.apart.click()
    qtbot.waitUntil(lambda: page.sets.rows == [])
    press(window, "duplicates-here", qtbot)  # nothing is chosen: all others
    qtbot.waitUntil(lambda: len(page.sets.rows) == 2)
