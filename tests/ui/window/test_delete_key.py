"""Del is never dead: it deletes, or the window says what can be done instead."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from photon.domain import Problem
from photon.ui.window import delete_key
from photon.ui.window.main_window import MainWindow
from tests.ui.fake_session import FakeSession

DEL = Qt.Key.Key_Delete


@pytest.fixture
def shown(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> list[list[int]]:
    """Photos that were shown in their folder."""
    found: list[list[int]] = []
    monkeypatch.setattr(window.files, "show_in_folder", lambda photos: found.append(list(photos)))
    return found


def press(widget: QWidget) -> None:
    widget.setFocus()
    QTest.keyClick(widget, DEL)


def offer(window: MainWindow) -> tuple[str, str]:
    assert window.notice.isVisible()
    return window.notice.message.text(), window.notice.hint.text()


def test_in_the_grid_it_says_how_and_shows_the_photos(window: MainWindow, shown: list[list[int]]) -> None:
    ids = window.grid.grid_model.ids
    window.grid.go_to(ids[2])
    press(window.grid)
    assert offer(window) == (delete_key.PHOTOS, delete_key.HOW_ONE)
    assert window.notice.offered.text() == "Show in folder"
    window.notice.offered.click()
    assert shown == [[ids[2]]]
    assert window.notice.isHidden()
    window.grid.selectAll()
    press(window.grid)
    assert offer(window)[1] == "Delete the 24 photos in your file manager instead; Photon will notice."
    window.notice.show_problem("The disk is full.")
    assert window.notice.offered.isHidden()


def test_in_the_loupe_it_is_about_the_open_photo(window: MainWindow, shown: list[list[int]]) -> None:
    window.grid.selectAll()
    window.navigation.open_photo(window.grid.grid_model.ids[5])
    press(window.loupe)
    window.notice.offered.click()
    assert shown == [[window.grid.grid_model.ids[5]]]


def test_where_nothing_is_chosen_it_says_so(window: MainWindow) -> None:
    window.grid.clearSelection()
    window.grid.to_top()
    press(window.grid)
    assert window.toast.words.text() == delete_key.NOTHING
    window.toast.hide()
    window.grid.go_to(window.grid.grid_model.ids[0])
    press(window.sidebar.add_button)
    assert window.toast.words.text() == delete_key.NOTHING, "the photos do not have the keyboard"


def test_in_the_folders_it_asks_to_remove_one_that_was_added(qtbot: QtBot, window: MainWindow, folder: str) -> None:
    tree = window.sidebar.tree
    qtbot.waitUntil(lambda: tree.lines.index_of(f"{folder}/trip").isValid())
    tree.pick(folder)
    press(tree)
    box = next(box for box in window.findChildren(QMessageBox) if box.isVisible())
    assert "Remove" in box.text()
    box.close()
    tree.pick(f"{folder}/trip")
    press(tree)
    assert "doesn't delete folders" in window.toast.words.text()
    tree.setCurrentIndex(tree.top())
    window.toast.hide()
    press(tree)
    assert window.toast.words.text() == delete_key.NOTHING


def test_among_the_problems_it_is_about_the_files(
    qtbot: QtBot, window: MainWindow, session: FakeSession, folder: str
) -> None:
    session.fail(Problem(f"{folder}/broken.jpg", "damaged", "It is cut off."))
    window.status.problems_wanted.emit()
    qtbot.waitUntil(lambda: window.problem_list.pages.currentIndex() == 0)
    qtbot.waitUntil(lambda: bool(window.problem_list.tree.groups))
    problem = window.problem_list.tree.groups[0].problems[0]
    window.problem_list._select({problem})
    assert window.problem_list.chosen == [problem]
    press(window.problem_list.view)
    assert offer(window) == (delete_key.FILES, delete_key.HOW_ONE)


def test_in_a_text_it_deletes_letters(window: MainWindow) -> None:
    words = window.top_bar.search.words
    words.show_text("dog", 0)
    press(words)
    assert words.text() == "og"
    assert window.notice.isHidden()
