"""The left panel of the window: highlighted lines show the current content, and a click on any line opens it."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QModelIndex
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from photon.search.query_language import format_query
from photon.ui.albums.album_controller import AlbumController
from photon.ui.bin.bin_controller import BinController
from photon.ui.kit import tokens
from photon.ui.search.search_controller import SearchController
from photon.ui.tags.review import Review
from photon.ui.tags.tag_controller import TagController
from photon.ui.tags.tag_tree import REVIEW
from photon.ui.widgets.count_tree import CountTree
from photon.ui.window.main_window import MainWindow
from tests.ui.driving import CTRL, LEFT, NONE, Key, search_words
from tests.ui.tagged_session import TaggedSession

TRIPS = ("Trips",)


@pytest.fixture
def session(tagged: TaggedSession) -> TaggedSession:
    return tagged


@pytest.fixture
def panel(qtbot: QtBot, window: MainWindow, session: TaggedSession) -> SimpleNamespace:
    """Its trees, with a tag, and a suggested one."""
    ids = list(window.grid.grid_model.ids)
    session.tags.mark(ids[:5], [TRIPS], "confirmed").result()
    session.suggest({photo: [(("Sea",), 0.9)] for photo in ids[5:8]})
    folders, tags = window.sidebar.tree, window.part(TagController).tree
    qtbot.waitUntil(lambda: folders.lines.rowCount() == 1 and tags.lines.rowCount() == 2)
    qtbot.waitUntil(lambda: tags.viewport().rect().contains(tags.visualRect(tags.index_of(TRIPS))))
    return SimpleNamespace(entries=window.sidebar.entries, folders=folders, tags=tags)


def press(tree: CountTree, index: QModelIndex) -> None:  # type: ignore[type-arg]
    QTest.mouseClick(tree.viewport(), LEFT, NONE, tree.visualRect(index).center())


def lit(panel: SimpleNamespace) -> list[str]:
    trees = (panel.entries, panel.folders, panel.tags)
    return [str(index.data()) for tree in trees for index in tree.selectionModel().selectedIndexes()]


def search_by_words(qtbot: QtBot, window: MainWindow) -> None:
    search_words(window, "red")
    QTest.keyClick(window.top_bar.search.words, Key.Key_Return)
    qtbot.waitUntil(lambda: window.gallery.asked.query is not None and not window.gallery.state.is_waiting)


def open_loupe(_: QtBot, window: MainWindow) -> None:
    QTest.keyClick(window.grid, Key.Key_E)
    assert window.navigation.is_loupe_open


def review(_: QtBot, window: MainWindow) -> None:
    QTest.keyClick(window.grid, Key.Key_R, CTRL)
    assert window.pages.current is window.part(Review).page


def see_problems(_: QtBot, window: MainWindow) -> None:
    window.commands["problems"].trigger()


@pytest.mark.parametrize("go", [search_by_words, open_loupe, review, see_problems])
def test_a_click_on_all_photos_shows_them(
    qtbot: QtBot, window: MainWindow, panel: SimpleNamespace, go: Callable[[QtBot, MainWindow], None]
) -> None:
    go(qtbot, window)
    press(panel.entries, panel.entries.lines.index_of("everything"))
    assert window.pages.current is window.results
    assert window.top_bar.search.query() is None
    qtbot.waitUntil(lambda: window.results.header.first.text() == "All photos")
    assert lit(panel) == ["All photos"]


def test_a_click_on_another_folder_limits_the_search_and_a_second_one_ends_it(
    qtbot: QtBot, window: MainWindow, panel: SimpleNamespace
) -> None:
    tree = panel.folders
    search_by_words(qtbot, window)
    folder = tree.lines.index(0, 0)
    press(tree, folder)
    qtbot.waitUntil(lambda: window.gallery.state.folder is not None and not window.gallery.state.is_waiting)
    assert window.gallery.asked.query is not None
    assert lit(panel) == ["holiday"]
    press(tree, folder)
    qtbot.waitUntil(lambda: window.gallery.state.query is None)
    assert (window.gallery.asked.folder, lit(panel)) == (window.gallery.state.folder, ["holiday"])


@pytest.mark.parametrize("part", ["entries", "folders"])
def test_enter_shows_the_photos_too(qtbot: QtBot, window: MainWindow, panel: SimpleNamespace, part: str) -> None:
    tree = getattr(panel, part)
    search_by_words(qtbot, window)
    tree.setFocus()
    assert tree.currentIndex().data() in lit(panel), "where the keyboard is"
    assert window.gallery.asked.query is not None, "and nothing was opened by it"
    QTest.keyClick(tree, Key.Key_Return)
    QTest.keyClick(tree, Key.Key_Return)
    window.grid.setFocus()
    qtbot.waitUntil(lambda: window.gallery.state.query is None and lit(panel) == [tree.currentIndex().data()])
    assert bool(window.gallery.asked.folder) is (part == "folders")


@pytest.mark.parametrize("go", [open_loupe, review, see_problems])
def test_a_click_on_the_current_tag_shows_its_photos(
    qtbot: QtBot, window: MainWindow, panel: SimpleNamespace, go: Callable[[QtBot, MainWindow], None]
) -> None:
    tree = panel.tags
    press(tree, tree.index_of(TRIPS))
    qtbot.waitUntil(lambda: window.gallery.state.query is not None and not window.gallery.state.is_waiting)
    assert lit(panel) == ["Trips"]
    window.grid.go_to(window.grid.grid_model.ids[0])
    go(qtbot, window)
    press(tree, tree.index_of(TRIPS))
    assert window.pages.current is window.results
    qtbot.waitUntil(lambda: lit(panel) == ["Trips"])


def test_no_tag_is_highlighted_after_its_search_is_left(
    qtbot: QtBot, window: MainWindow, panel: SimpleNamespace
) -> None:
    tree = panel.tags
    press(tree, tree.index_of(TRIPS))
    qtbot.waitUntil(lambda: lit(panel) == ["Trips"])
    QTest.keyClick(window, Key.Key_Escape)
    qtbot.waitUntil(lambda: lit(panel) == ["All photos"])
    press(tree, tree.index_of(TRIPS))
    qtbot.waitUntil(lambda: lit(panel) == ["Trips"])
    press(panel.entries, panel.entries.lines.index_of("everything"))
    qtbot.waitUntil(lambda: lit(panel) == ["All photos"])
    window.top_bar.search.words.setFocus()
    QTest.keyClicks(window.top_bar.search.words, "tag:trips ")
    QTest.keyClick(window.top_bar.search.words, Key.Key_Return)
    qtbot.waitUntil(lambda: lit(panel) == ["Trips"])


def test_the_line_of_suggested_tags_is_highlighted_during_their_review(
    qtbot: QtBot, window: MainWindow, panel: SimpleNamespace
) -> None:
    tree = panel.tags
    assert lit(panel) == ["All photos"]
    press(tree, tree.lines.index_of(REVIEW))
    qtbot.waitUntil(lambda: window.part(Review).grid.grid_model.rowCount() == 3)
    assert lit(panel) == ["1 suggestion"]
    window.part(Review).grid.setFocus()
    QTest.keyClick(window.part(Review).grid, Key.Key_Space)
    assert window.navigation.is_loupe_open
    assert lit(panel) == ["1 suggestion"], "the photo is one of the review"
    QTest.keyClick(window.loupe, Key.Key_Escape)
    QTest.keyClick(window.part(Review).grid, Key.Key_Escape)
    assert window.pages.current is window.results
    assert lit(panel) == ["All photos"]


def test_the_cursor_is_highlighted_only_with_the_focus(
    window: MainWindow, panel: SimpleNamespace, session: TaggedSession, qtbot: QtBot
) -> None:
    tree = panel.tags
    tree.setFocus()
    QTest.keyClick(tree, Key.Key_Down)
    assert lit(panel) == ["All photos", "Trips"]
    session.tags.mark([1], [("Boats",)], "confirmed").result()
    qtbot.waitUntil(lambda: tree.lines.rowCount() == 3)
    assert tree.currentIndex() == tree.index_of(TRIPS), "the cursor stays at its tag"
    window.grid.setFocus()
    assert lit(panel) == ["All photos"]


def test_a_click_on_the_current_saved_search_repeats_it(
    qtbot: QtBot, window: MainWindow, panel: SimpleNamespace
) -> None:
    del panel
    search_by_words(qtbot, window)
    QTest.keyClick(window, Key.Key_S, CTRL)
    QTest.keyClick(window.part(SearchController).naming.name, Key.Key_Return)
    shown = window.part(SearchController).list
    qtbot.waitUntil(lambda: shown.count() == 1 and shown.currentRow() == 0)
    review(qtbot, window)
    assert not shown.selectedItems(), "another page is shown"
    qtbot.waitUntil(lambda: shown.height() == tokens.LINE)
    QTest.mouseClick(shown.viewport(), LEFT, NONE, shown.visualItemRect(shown.item(0)).center())
    assert window.pages.current is window.results


def test_favourites_are_those_of_all_folders(qtbot: QtBot, window: MainWindow, panel: SimpleNamespace) -> None:
    press(panel.folders, panel.folders.lines.index(0, 0))
    qtbot.waitUntil(lambda: lit(panel) == ["holiday"])
    press(panel.entries, panel.entries.lines.index_of("favourites"))
    qtbot.waitUntil(lambda: lit(panel) == ["Favourites"])
    assert window.gallery.asked.folder is None
    assert format_query(window.top_bar.search.query()) == "is:favourite"


def test_an_entry_opens_its_page_and_is_highlighted_there(window: MainWindow, panel: SimpleNamespace) -> None:
    press(panel.entries, panel.entries.lines.index_of("bin"))
    assert window.pages.current is window.part(BinController).page
    assert lit(panel) == ["Bin"]
    window.navigation.show_grid()
    assert lit(panel) == ["All photos"]


def test_the_albums_entry_makes_the_first_album_then_shows_the_section(
    qtbot: QtBot, window: MainWindow, panel: SimpleNamespace
) -> None:
    entry = panel.entries.lines.index_of("albums")
    press(panel.entries, entry)
    assert window.part(AlbumController).naming.isVisible()
    QTest.keyClicks(window.part(AlbumController).naming.name, "Italy")
    QTest.keyClick(window.part(AlbumController).naming.name, Key.Key_Return)
    qtbot.waitUntil(lambda: not window.part(AlbumController).section.isHidden())
    window.part(AlbumController).section.toggle()
    press(panel.entries, entry)
    assert window.part(AlbumController).section.is_open
    assert window.part(AlbumController).tree.hasFocus()
    assert window.part(AlbumController).tree.currentIndex().data() == "Italy"
