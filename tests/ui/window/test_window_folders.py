"""Folders in the window: limit, remove, offline, drop."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from photon.ui.window.main_window import MainWindow
from tests.ui.driving import LEFT, NONE, Key, drop, files, search_words
from tests.ui.fake_session import FakeSession


def test_a_folder_limits_grid_and_search(qtbot: QtBot, window: MainWindow, session: FakeSession, folder: str) -> None:
    tree = window.sidebar.tree
    qtbot.waitUntil(lambda: tree.lines.rowCount() == 1)
    root = tree.lines.index(0, 0)
    below = tree.lines.index(0, 0, root)
    assert [tree.node_at(i).photos for i in (root, below)] == [24, 12]  # type: ignore[union-attr]
    QTest.mouseClick(tree.viewport(), LEFT, NONE, tree.visualRect(below).center())
    qtbot.waitUntil(lambda: window.grid.grid_model.rowCount() == 12)
    assert window.results.header.first.text() == "trip"
    search_words(window, "red")
    qtbot.waitUntil(lambda: bool(session.queries))
    assert session.queries[-1].folder == f"{folder}/trip"
    qtbot.waitUntil(lambda: window.gallery.state.photos == 12)
    chip = window.top_bar.search.chips.folder
    assert chip is not None
    chip.removed.emit()
    qtbot.waitUntil(lambda: window.gallery.state.photos == 24)
    assert not tree.currentIndex().isValid()


@pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform logs this for every dialog
def test_removing_a_folder_asks_and_keeps_the_files(qtbot: QtBot, window: MainWindow, session: FakeSession) -> None:
    tree = window.sidebar.tree
    qtbot.waitUntil(lambda: tree.lines.rowCount() == 1)
    node = tree.node_at(tree.lines.index(0, 0))
    actions = {action.text(): action for action in window.sidebar.actions_for(node, window)}
    assert set(actions) == {"Show in file manager", "Export…", "Rescan folders", "Remove folder…"}
    actions["Rescan folders"].trigger()
    assert session.rescans == 1
    actions["Remove folder…"].trigger()
    box = QApplication.activeModalWidget()
    assert box is not None
    assert "stay where they are" in box.informativeText()  # type: ignore[attr-defined]
    QTest.keyClick(box, Key.Key_Escape)
    assert len(session.browsing.folders().result()) == 1
    actions["Remove folder…"].trigger()
    box = QApplication.activeModalWidget()
    assert box is not None
    QTest.mouseClick(box.buttons()[0], LEFT)  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: window.parts.outer.currentWidget() is window.first_run)
    assert session.browsing.folders().result() == []


def test_an_offline_folder_is_marked(qtbot: QtBot, window: MainWindow, session: FakeSession, folder: str) -> None:
    session.take_offline(folder)
    tree = window.sidebar.tree
    qtbot.waitUntil(lambda: bool((node := tree.node_at(tree.lines.index(0, 0))) and node.offline))
    assert "Offline" in tree.lines.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    node = tree.node_at(tree.lines.index(0, 0))
    show = next(a for a in window.sidebar.actions_for(node, window) if a.text() == "Show in file manager")
    assert not show.isEnabled()


def test_dropping_a_folder_on_the_sidebar_adds_it(
    qtbot: QtBot, window: MainWindow, session: FakeSession, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    drop(window.sidebar, files(other))
    qtbot.waitUntil(lambda: window.sidebar.tree.lines.rowCount() == 2)
    assert [f.path for f in session.browsing.folders().result()][-1] == str(other)


# -- marks and keys ------------------------------------------------------------------------------------
