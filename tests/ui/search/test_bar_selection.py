"""Ctrl+A in the search bar: chips and text together."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from photon.domain import QueryWords
from photon.search.query_language import parse
from photon.ui.search.search_bar import SearchBar
from photon.ui.window.main_window import MainWindow
from tests.ui.driving import CTRL, LEFT, Key, asked, said, typed
from tests.ui.fake_session import FakeSession


@pytest.fixture
def bar(window: MainWindow) -> SearchBar:
    return window.top_bar.search


def selected(bar: SearchBar) -> list[bool]:
    return [chip.property("selected") == "true" for chip in bar.chips.chips]


@pytest.mark.parametrize("eraser", [Key.Key_Backspace, Key.Key_Delete])
def test_select_all_includes_chips_and_text_and_delete_removes_them(
    qtbot: QtBot, window: MainWindow, bar: SearchBar, eraser: Qt.Key
) -> None:
    typed(bar, "rating:>=3 -dog red")
    qtbot.waitUntil(lambda: window.gallery.asked.query is not None)
    QTest.keyClick(bar.words, Key.Key_A, CTRL)
    assert selected(bar) == [True, True]
    assert bar.words.selectedText() == "red"
    assert not window.grid.selected()
    QTest.keyClick(bar.words, eraser)
    assert (said(bar), bar.words.text(), bar.query()) == ([], "", None)
    assert bar.words.hasFocus()
    qtbot.waitUntil(lambda: window.gallery.asked.query is None)


def test_typing_replaces_the_selection(qtbot: QtBot, window: MainWindow, bar: SearchBar, session: FakeSession) -> None:
    typed(bar, "rating:>=3 ")
    qtbot.waitUntil(lambda: len(session.queries) == 1)
    QTest.keyClick(bar.words, Key.Key_A, CTRL)
    QTest.keyClick(bar.words, Key.Key_Shift)
    assert selected(bar) == [True]  # as after Ctrl+A in any field
    QTest.keyClicks(bar.words, "blue")
    assert (said(bar), bar.words.text()) == ([], "blue")
    qtbot.waitUntil(lambda: len(session.queries) == 2)
    assert session.queries[1].parts == (QueryWords("blue"),)  # and nothing in between
    QGuiApplication.clipboard().setText("grey")
    QTest.keyClicks(bar.words, " -dog ")
    QTest.keyClick(bar.words, Key.Key_A, CTRL)
    QTest.keyClick(bar.words, Key.Key_V, CTRL)
    assert (said(bar), bar.words.text()) == ([], "grey")


def test_the_selection_is_copied_and_cut_as_text(bar: SearchBar) -> None:
    typed(bar, "rating:>=3 -dog red")
    before, text = asked(bar), bar.text()
    QTest.keyClick(bar.words, Key.Key_A, CTRL)
    QTest.keyClick(bar.words, Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == text
    assert set(parse(text).query.parts) == before
    assert selected(bar) == [True, True]
    QGuiApplication.clipboard().clear()
    QTest.keyClick(bar.words, Key.Key_X, CTRL)
    assert QGuiApplication.clipboard().text() == text
    assert (said(bar), bar.words.text()) == ([], "")


def test_a_move_or_a_click_ends_the_selection(qtbot: QtBot, window: MainWindow, bar: SearchBar) -> None:
    typed(bar, "-dog red")
    for end in (
        lambda: QTest.keyClick(bar.words, Key.Key_Right),
        lambda: QTest.mouseClick(bar.words, LEFT),
        window.grid.setFocus,
    ):
        bar.words.setFocus()
        QTest.keyClick(bar.words, Key.Key_A, CTRL)
        assert selected(bar) == [True]
        end()
        assert selected(bar) == [False]
    bar.words.setFocus()
    QTest.keyClick(bar.words, Key.Key_End)
    QTest.keyClick(bar.words, Key.Key_Backspace)
    assert (said(bar), bar.words.text()) == (["dog"], "re")


def test_select_all_at_a_chip_includes_the_text(bar: SearchBar) -> None:
    typed(bar, "-dog red")
    QTest.keyClick(bar.words, Key.Key_Home)
    QTest.keyClick(bar.words, Key.Key_Left)
    QTest.keyClick(bar.chips.chips[0], Key.Key_A, CTRL)
    assert selected(bar) == [True]
    QTest.keyClick(bar.words, Key.Key_Delete)
    assert (said(bar), bar.words.text()) == ([], "")
