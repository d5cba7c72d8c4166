"""Del always has an effect: it deletes, or the window explains what is possible instead."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from photon.domain import Problem
from photon.ui.bin.bin_controller import NOTHING
from photon.ui.metadata.metadata_controller import FILES, HOW_ONE, MetadataController
from photon.ui.window.main_window import MainWindow
from tests.ui.fake_session import FakeSession

DEL = Qt.Key.Key_Delete


def press(widget: QWidget) -> None:
    widget.setFocus()
    QTest.keyClick(widget, DEL)


def offer(window: MainWindow) -> tuple[str, str]:
    assert window.notice.isVisible()
    return window.notice.message.text(), window.notice.hint.text()


def test_in_the_grid_photos_are_moved_to_the_bin_and_the_next_one_is_selected(qtbot: QtBot, window: MainWindow) -> None:
    ids = list(window.grid.grid_model.ids)
    window.grid.go_to(ids[2])
    press(window.grid)
    qtbot.waitUntil(lambda: list(window.grid.grid_model.ids) == [*ids[:2], *ids[3:]])
    assert window.grid.selected() == [ids[3]]
    qtbot.waitUntil(lambda: window.toast.words.text() == "1 photo moved to the bin.")
    assert window.toast.button.isVisible()
    window.toast.button.click()
    qtbot.waitUntil(lambda: list(window.grid.grid_model.ids) == ids)
    window.grid.selectAll()
    press(window.grid)
    qtbot.waitUntil(lambda: not window.grid.grid_model.ids)
    qtbot.waitUntil(lambda: window.toast.words.text() == "24 photos moved to the bin.")


def test_after_the_last_photos_the_previous_one_is_selected(qtbot: QtBot, window: MainWindow) -> None:
    ids = list(window.grid.grid_model.ids)
    window.grid.go_to(ids[-1])
    press(window.grid)
    qtbot.waitUntil(lambda: window.grid.grid_model.ids == ids[:-1])
    qtbot.waitUntil(lambda: window.grid.selected() == [ids[-2]])


def test_in_the_loupe_it_moves_the_current_photo_and_shows_the_next(qtbot: QtBot, window: MainWindow) -> None:
    ids = list(window.grid.grid_model.ids)
    window.grid.selectAll()
    window.navigation.open_photo(ids[5])
    press(window.loupe)
    qtbot.waitUntil(lambda: window.loupe.current == ids[6])
    qtbot.waitUntil(lambda: len(window.grid.grid_model.ids) == 23)
    qtbot.waitUntil(lambda: window.toast.words.text() == "1 photo moved to the bin.")
    window.parts.undo()
    qtbot.waitUntil(lambda: list(window.grid.grid_model.ids) == ids)
    assert window.loupe.current == ids[6]


def test_without_a_selection_there_is_a_message(window: MainWindow) -> None:
    window.grid.clearSelection()
    window.grid.to_top()
    press(window.grid)
    assert window.toast.words.text() == NOTHING
    window.toast.hide()
    window.grid.go_to(window.grid.grid_model.ids[0])
    press(window.sidebar.add_button)
    assert window.toast.words.text() == NOTHING, "the photos do not have the keyboard"


def test_in_the_folder_tree_it_asks_to_remove_a_watched_folder(qtbot: QtBot, window: MainWindow, folder: str) -> None:
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
    window.toast.hide()
    press(window.sidebar.entries)
    assert window.toast.words.text() == NOTHING


def test_in_the_problem_list_it_applies_to_the_files(
    qtbot: QtBot, window: MainWindow, session: FakeSession, folder: str
) -> None:
    session.fail(Problem(f"{folder}/broken.jpg", "damaged", "It is cut off."))
    window.commands["problems"].trigger()
    page = window.part(MetadataController).problems
    qtbot.waitUntil(lambda: page.pages.currentIndex() == 0)
    qtbot.waitUntil(lambda: len(page.problems.rows) == 2)
    page.list.go_to(1)
    assert len(page.chosen) == 1
    press(page.list)
    assert offer(window) == (FILES, HOW_ONE)


def test_in_a_text_it_deletes_letters(window: MainWindow) -> None:
    words = window.top_bar.search.words
    words.show_text("dog", 0)
    press(words)
    assert words.text() == "og"
    assert window.notice.isHidden()
