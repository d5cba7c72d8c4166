"""The left panel: the folders shrink last, and sections share the remaining space in whole lines."""

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from photon.domain import Folder
from photon.domain.query.saved_search import SavedSearch
from photon.ui.kit import tokens
from photon.ui.kit.settings import settings
from photon.ui.tags.tag_tree import lines_of_tags
from photon.ui.widgets.section import Section
from photon.ui.window.folder_tree import LEAST_LINES, nodes_of
from photon.ui.window.main_window import MainWindow
from tests.ui.driving import LEFT


def fill(window: MainWindow, tags: int, searches: int, folders: int) -> None:
    below = [Folder(1, f"/pictures/{n:04}", 3) for n in range(folders)]
    window.sidebar.tree.show_nodes(nodes_of([Folder(1, "/pictures", 9)], below, 9))
    window.tags._show((lines_of_tags([((f"tag {n:05}",), 1) for n in range(tags)]), frozenset()))
    window.searches._show([SavedSearch(n, f"search {n}", f"dog {n}") for n in range(searches)])


@pytest.mark.parametrize("size", [(1440, 900), (1024, 700)])
def test_eight_folders_are_visible_whatever_else_is_open(
    qtbot: QtBot, window: MainWindow, size: tuple[int, int]
) -> None:
    window.resize(*size)
    fill(window, 10_000, 500, 2_000)
    tree = window.sidebar.tree
    qtbot.waitUntil(lambda: window.searches.list.shown_lines >= 3)
    qtbot.waitUntil(lambda: tree.viewport().height() >= LEAST_LINES * tokens.LINE)
    assert (window.width(), window.height()) == size
    assert window.tags.tree.shown_lines >= 3
    for part in (window.tags.tree, window.searches.list):
        assert part.viewport().height() % tokens.LINE <= 2  # no line is cut off
    assert window.sidebar.add_button.geometry().bottom() < window.sidebar.height()


def test_a_folded_section_gives_its_space_to_the_others_and_stays_folded(qtbot: QtBot, window: MainWindow) -> None:
    fill(window, 30, 30, 30)
    qtbot.waitUntil(lambda: window.searches.list.shown_lines > 3)  # there is space for more
    before = window.tags.tree.shown_lines
    QTest.mouseClick(window.searches.section.head, LEFT)
    qtbot.waitUntil(lambda: window.tags.tree.shown_lines > before)
    assert not window.searches.list.isVisible()
    assert str(settings().value("sections/Searches")).lower() == "false"
    again = Section("Searches", type(window.searches.list)())
    qtbot.addWidget(again)
    assert not again.is_open
    QTest.mouseClick(window.searches.section.head, LEFT)
    qtbot.waitUntil(lambda: window.tags.tree.shown_lines == before)


def test_few_lines_take_no_more_space_than_they_need(qtbot: QtBot, window: MainWindow) -> None:
    window.resize(1440, 900)
    fill(window, 2, 1, 40)
    qtbot.waitUntil(lambda: window.tags.tree.shown_lines == 2)
    qtbot.waitUntil(lambda: window.searches.list.shown_lines == 1)
    qtbot.waitUntil(lambda: window.sidebar.tree.viewport().height() > 15 * tokens.LINE)
