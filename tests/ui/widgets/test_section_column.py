"""The left panel scrolls as one column: its lists never scroll, fold one by one, and keys move through all of it."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QMimeData, QPoint, QRect, Qt
from PySide6.QtGui import QDragMoveEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QWidget
from pytestqt.qtbot import QtBot

from photon.domain import Folder
from photon.domain.query.saved_search import SavedSearch
from photon.ui.kit import tokens
from photon.ui.kit.settings import settings
from photon.ui.photos.drag_data import PHOTOS_MIME
from photon.ui.search.search_controller import SearchController
from photon.ui.tags.tag_controller import TagController
from photon.ui.tags.tag_tree import lines_of_tags
from photon.ui.widgets.section import Section
from photon.ui.window.folder_tree import nodes_of
from photon.ui.window.main_window import MainWindow
from tests.ui.driving import LEFT, NONE, Key


def fill(window: MainWindow, tags: int, searches: int, folders: int) -> None:
    below = [Folder(1, f"/pictures/{n:04}", 3) for n in range(folders)]
    window.sidebar.tree.show_nodes(nodes_of([Folder(1, "/pictures", 9)], below))
    window.part(TagController)._show((lines_of_tags([((f"tag {n:05}",), 1) for n in range(tags)]), frozenset()))
    window.part(SearchController)._show([SavedSearch(n, f"search {n}", f"dog {n}") for n in range(searches)])


def lists(window: MainWindow) -> list[QAbstractItemView]:
    return [
        window.sidebar.entries,
        window.sidebar.tree,
        window.part(TagController).tree,
        window.part(SearchController).list,
    ]


def sees(window: MainWindow, part: QWidget, place: QRect) -> bool:
    """Whether a place of a part of the panel is inside the visible part of its column."""
    port = window.sidebar.column.viewport()
    return port.rect().contains(QRect(part.mapTo(window, place.topLeft()) - port.mapTo(window, QPoint()), place.size()))


def cursor(part: QAbstractItemView) -> QRect:
    return part.visualRect(part.currentIndex())


def press(window: MainWindow, *keys: Qt.Key) -> QWidget:
    """Press keys where the keyboard is; return where it is then."""
    for key in keys:
        QTest.keyClick(window.focusWidget(), key)
    return window.focusWidget()


@pytest.mark.parametrize("size", [(1440, 900), (1024, 700)])
def test_one_bar_scrolls_to_everything(qtbot: QtBot, window: MainWindow, size: tuple[int, int]) -> None:
    window.resize(*size)
    fill(window, 10_000, 500, 2_000)
    qtbot.waitUntil(lambda: window.part(SearchController).list.height() == 500 * tokens.LINE)
    assert (window.width(), window.height()) == size
    for part in lists(window):
        assert part.verticalScrollBar().maximum() == 0
        assert not part.verticalScrollBar().isVisible()
    window.sidebar.entries.setFocus()
    assert press(window, Key.Key_End) is window.part(SearchController).list
    assert window.part(SearchController).list.currentRow() == 499
    assert sees(window, window.part(SearchController).list, cursor(window.part(SearchController).list))
    assert not sees(window, window.sidebar.entries, cursor(window.sidebar.entries))
    assert press(window, Key.Key_Home) is window.sidebar.entries
    assert window.sidebar.column.verticalScrollBar().value() == 0
    assert window.sidebar.add_button.geometry().bottom() < window.sidebar.height()


def test_arrows_lead_through_all_lines_and_heads(qtbot: QtBot, window: MainWindow) -> None:
    fill(window, 2, 1, 1)
    qtbot.waitUntil(lambda: window.part(SearchController).list.height() == tokens.LINE)
    window.sidebar.entries.setFocus()
    seen = [window.focusWidget()]
    for _ in range(17):
        seen.append(press(window, Key.Key_Down))
        here = seen[-1]
        assert sees(window, here, cursor(here) if isinstance(here, QAbstractItemView) else here.rect())
    entries, folders, tags, searches = lists(window)
    heads = [
        section.head
        for section in (window.sidebar.folders, window.part(TagController).side, window.part(SearchController).section)
    ]
    around = [entries] * 8, [heads[0]], [folders] * 2, [heads[1]], [tags] * 2, [heads[2]], [searches] * 3
    assert seen == [part for parts in around for part in parts]
    assert window.gallery.asked.query is None
    assert window.pages.current is window.results
    assert window.gallery.asked.folder == "/pictures/0000", (
        "within the folders, arrows show them; nothing else is opened"
    )
    for _ in range(15):
        press(window, Key.Key_Up)
    assert window.focusWidget() is entries
    assert entries.currentIndex().row() == 0


def test_pages_are_as_high_as_the_panel(qtbot: QtBot, window: MainWindow) -> None:
    fill(window, 100, 1, 40)
    qtbot.waitUntil(lambda: window.part(TagController).tree.height() == 100 * tokens.LINE)
    window.sidebar.entries.setFocus()
    places = []
    for key in (Key.Key_PageDown,) * 9 + (Key.Key_PageUp,) * 9:
        part = press(window, key)
        where = cursor(part) if isinstance(part, QAbstractItemView) else part.rect()
        assert sees(window, part, where)
        places.append(part.mapTo(window.sidebar.column.widget(), where.center()).y())
    steps = [after - before for before, after in pairwise(places)]
    height = window.sidebar.column.viewport().height()
    assert min(steps[:3]) > height - 3 * tokens.LINE
    assert max(map(abs, steps)) <= height
    assert window.focusWidget() is window.sidebar.entries


def test_a_folded_section_leaves_only_its_head_and_stays_folded(qtbot: QtBot, window: MainWindow) -> None:
    fill(window, 30, 30, 30)
    qtbot.waitUntil(lambda: window.part(SearchController).list.height() == 30 * tokens.LINE)
    QTest.mouseClick(window.part(TagController).side.head, LEFT)
    assert not window.part(TagController).tree.isVisible()
    assert str(settings().value("sections/Your tags")).lower() == "false"
    again = Section("Tags", QWidget(), kept_as="Your tags")
    qtbot.addWidget(again)
    assert not again.is_open
    window.part(TagController).side.head.setFocus()
    assert press(window, Key.Key_Down) is window.part(SearchController).section.head
    press(window, Key.Key_Left)
    assert not window.part(SearchController).list.isVisible()
    press(window, Key.Key_Right)
    assert window.part(SearchController).list.isVisible()
    assert press(window, Key.Key_Up, Key.Key_Up) is window.sidebar.tree, "the lines of a folded section are left out"


def test_tab_shows_the_cursor_of_a_long_list(qtbot: QtBot, window: MainWindow) -> None:
    fill(window, 1_000, 5, 5)
    qtbot.waitUntil(lambda: window.part(TagController).tree.height() == 1_000 * tokens.LINE)
    window.part(TagController).side.head.setFocus()
    assert press(window, Key.Key_Tab) is window.part(TagController).tree
    assert window.part(TagController).tree.currentIndex().row() == 0
    assert sees(window, window.part(TagController).tree, cursor(window.part(TagController).tree))


def test_dragging_photos_to_the_edge_scrolls(qtbot: QtBot, window: MainWindow) -> None:
    fill(window, 100, 1, 1)
    qtbot.waitUntil(lambda: window.part(TagController).tree.height() == 100 * tokens.LINE)
    column, tree = window.sidebar.column, window.part(TagController).tree
    before = column.verticalScrollBar().value()
    edge = column.viewport().mapTo(window, QPoint(50, column.viewport().height() - 2)) - tree.mapTo(window, QPoint())
    photos = QMimeData()
    photos.setData(PHOTOS_MIME, b"1")
    tree.dragMoveEvent(QDragMoveEvent(edge, Qt.DropAction.CopyAction, photos, LEFT, NONE))
    assert before < column.verticalScrollBar().value() <= before + tokens.LINE + 1


def test_an_update_elsewhere_does_not_scroll_the_panel(qtbot: QtBot, window: MainWindow) -> None:
    fill(window, 200, 20, 1)
    qtbot.waitUntil(lambda: window.part(SearchController).list.height() == 20 * tokens.LINE)
    bar = window.sidebar.column.verticalScrollBar()
    bar.setValue(300)
    fill(window, 201, 20, 1)
    window.part(SearchController).list.show_running("dog 3", None)
    qtbot.waitUntil(lambda: window.part(TagController).tree.height() == 201 * tokens.LINE)
    assert window.part(SearchController).list.currentRow() == 3
    assert bar.value() == 300
