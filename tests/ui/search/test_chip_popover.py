"""The popover of a chip in the search bar: weight, sign, edit, remove."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from photon.domain import Like, QueryWords
from photon.ui.search.chip import PartChip
from photon.ui.search.chip_popover import ChipPopover
from photon.ui.search.search_bar import SearchBar
from photon.ui.window.main_window import MainWindow
from tests.ui.driving import LEFT, NONE, Key, click, said, typed
from tests.ui.fake_session import FakeSession


@pytest.fixture
def bar(window: MainWindow) -> SearchBar:
    return window.top_bar.search


def opened(bar: SearchBar, chip: PartChip) -> ChipPopover:
    QTest.mouseClick(chip, LEFT, NONE, QPoint(8, 15))
    popover = bar.window().findChild(ChipPopover)
    assert isinstance(popover, ChipPopover)
    assert popover.isVisible()
    return popover


def test_a_click_opens_weight_and_sign(qtbot: QtBot, window: MainWindow, bar: SearchBar, session: FakeSession) -> None:
    typed(bar, "2*beach red")
    qtbot.waitUntil(lambda: bool(session.queries) and not window.gallery.renewal.is_asking)
    popover = opened(bar, bar.chips.chips[0])
    assert popover.weight.value() == 10
    QTest.mouseDClick(popover.weight, LEFT)
    assert bar.chips.chips[0].part == QueryWords("beach")
    QTest.mouseClick(popover.unwanted, LEFT)
    assert bar.chips.chips[0].part == QueryWords("beach", unwanted=True)
    assert bar.chips.chips[0].property("kind") == "unwanted"
    qtbot.waitUntil(lambda: QueryWords("beach", unwanted=True) in session.queries[-1].parts)
    QTest.mouseClick(window.grid.viewport(), LEFT, NONE, QPoint(400, 300))
    assert not popover.isVisible()


def test_everything_in_the_popover_works_by_keyboard(qtbot: QtBot, bar: SearchBar) -> None:
    typed(bar, "2*beach red")
    QTest.keyClick(bar.words, Key.Key_Home)
    QTest.keyClick(bar.words, Key.Key_Left)
    chip = bar.chips.chips[0]
    for key in (Key.Key_Return, Key.Key_Space, Key.Key_F2, Key.Key_Menu):
        QTest.keyClick(chip, key)
        popover = bar.window().findChild(ChipPopover)
        assert isinstance(popover, ChipPopover)
        assert popover.isVisible()
        assert popover.wanted.hasFocus()
        QTest.keyClick(popover.wanted, Key.Key_Escape)
        assert not popover.isVisible()
        assert chip.hasFocus()
    QTest.keyClick(chip, Key.Key_Return)
    QTest.keyClick(popover.wanted, Key.Key_Right)
    assert chip.part == QueryWords("beach", 2.0, unwanted=True)
    popover.weight.setFocus()
    QTest.keyClick(popover.weight, Key.Key_End)
    assert chip.part == QueryWords("beach", 4.0, unwanted=True)
    QTest.keyClick(popover.weight, Key.Key_Home)
    assert chip.part == QueryWords("beach", 0.25, unwanted=True)
    popover.edit.setFocus()
    QTest.keyClick(popover.edit, Key.Key_Return)
    assert said(bar) == []
    assert bar.words.hasFocus()
    assert set(bar.query().parts) == {QueryWords("beach", 0.25, unwanted=True), QueryWords("red")}


def test_remove_in_the_popover(qtbot: QtBot, bar: SearchBar) -> None:
    typed(bar, "2*beach rating:>=3 red")
    popover = opened(bar, bar.chips.chips[1])
    assert not popover.weight.isVisible()  # a filter is either true or false
    assert popover.wanted.text() == "Must match"
    QTest.mouseClick(popover.remove, LEFT)
    assert said(bar) == ["beach"]
    popover = opened(bar, bar.chips.chips[0])
    assert popover.weight.isVisible()
    QTest.mouseClick(bar.chips.chips[0].cross, LEFT)
    assert said(bar) == []
    assert not popover.isVisible()


def test_a_second_click_on_the_chip_closes_it(qtbot: QtBot, bar: SearchBar) -> None:
    typed(bar, "2*beach red")
    popover = opened(bar, bar.chips.chips[0])
    QTest.mouseClick(bar.chips.chips[0], LEFT, NONE, QPoint(8, 15))
    assert not popover.isVisible()


def test_changing_the_weight_of_an_example_adds_no_history_entry(
    qtbot: QtBot, window: MainWindow, bar: SearchBar, session: FakeSession
) -> None:
    click(window, 2)
    photo = window.grid.current()
    QTest.keyClick(window.grid, Key.Key_S)
    qtbot.waitUntil(lambda: bool(session.queries) and not window.gallery.renewal.is_asking)
    visits = len(window.navigation.history._visits)
    popover = opened(bar, bar.chips.chips[0])
    popover.weight.setFocus()
    QTest.keyClick(popover.weight, Key.Key_End)
    qtbot.waitUntil(lambda: session.queries[-1].likes == (Like(photo=photo, weight=4.0),))
    assert len(window.navigation.history._visits) == visits
    QTest.keyClick(popover.weight, Key.Key_Escape)
    QTest.keyClick(bar.chips.chips[0], Key.Key_Escape)
    window.navigation.go_back()
    assert said(bar) == []
