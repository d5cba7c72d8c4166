"""All sets are decided by a rule, of all photos or of some, after a preview."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QItemSelectionModel
from pytestqt.qtbot import QtBot

from photon.app.session import Session
from photon.ui.duplicates.duplicates_page import DuplicatesPage
from photon.ui.grid.photo_grid import PhotoGrid
from photon.ui.window.main_window import MainWindow
from tests.ui.duplicates.conftest import COLOURS


def test_another_rule_gives_another_preview(qtbot: QtBot, window: MainWindow, page: DuplicatesPage, root: Path) -> None:
    page.all.click()
    question = window.deleting.duplicates.question
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
    page = window.deleting.duplicates.page
    qtbot.waitUntil(lambda: len(page.sets.rows) == 1)
    assert page.sets.rows[0].found.photos == wanted
    assert page.head.summary.text().startswith("2 selected photos: 1 set with copies")
    page.all.click()
    question = window.deleting.duplicates.question
    assert question is not None
    qtbot.waitUntil(lambda: question.plan is not None)
    assert "1 duplicate would" in question.words.text()
    question.cancel.click()
    page.every.click()
    qtbot.waitUntil(lambda: len(page.sets.rows) == 3)
    assert page.every.isHidden()
    window.commands["leave"].trigger()
    select(grid, wanted[:1])
    window.commands["duplicates-here"].trigger()
    assert window.pages.current is not page
