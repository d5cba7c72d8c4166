"""Words that look like a filter get an offer below the bar."""

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from photon.domain import Filter, Query, QueryWords
from photon.domain.query.query_suggestion import Suggestion
from photon.search.filter_hints import name_people
from photon.ui.search.hint_row import HintRow
from photon.ui.search.search_bar import SearchBar
from photon.ui.window.main_window import MainWindow
from tests.ui.driving import CTRL, LEFT, Key, asked, said, typed


@pytest.fixture
def bar(window: MainWindow) -> SearchBar:
    return window.top_bar.search


def test_one_key_uses_the_filter(qtbot: QtBot, window: MainWindow, bar: SearchBar) -> None:
    typed(bar, "red 5 stars")
    qtbot.waitUntil(bar.hint.isVisible)
    assert bar.hint.words.text() == "“5 stars” is searched for as written."
    assert bar.hint.button.text() == "Use the filter “5 stars” (Ctrl+Enter)"
    assert bar.hint.y() >= window.top_bar.geometry().bottom()
    QTest.keyClick(bar.words, Key.Key_Return, CTRL)
    assert (said(bar), bar.words.text()) == (["5 stars"], "red")
    assert asked(bar) == {QueryWords("red"), Filter("rating", "5")}
    assert not bar.hint.isVisible()
    assert bar.words.hasFocus()
    qtbot.waitUntil(lambda: window.gallery.asked.query == Query(tuple(bar.query().parts), top=400, text="red"))  # type: ignore[union-attr]


def test_one_click_uses_the_filter(qtbot: QtBot, bar: SearchBar) -> None:
    typed(bar, "favourites")
    qtbot.waitUntil(bar.hint.isVisible)
    QTest.mouseClick(bar.hint.button, LEFT)
    assert said(bar) == ["favourite"]
    assert bar.words.hasFocus()


def test_joined_words_are_separated(qtbot: QtBot, bar: SearchBar) -> None:
    typed(bar, "dog AND cat")
    QTest.keyClick(bar.words, Key.Key_Return)
    assert bar.hint.words.text() == "“AND” is searched for as written."
    assert bar.hint.button.text() == "Search for “dog, cat” (Ctrl+Enter)"
    QTest.keyClick(bar.words, Key.Key_Enter, CTRL)
    assert bar.words.text() == "dog, cat"


def test_it_disappears_with_the_words(qtbot: QtBot, bar: SearchBar) -> None:
    typed(bar, "favourites")
    qtbot.waitUntil(bar.hint.isVisible)
    bar.clear()
    assert not bar.hint.isVisible()
    typed(bar, "a dog")
    QTest.keyClick(bar.words, Key.Key_Return, CTRL)  # without a hint this key acts like Enter
    assert asked(bar) == {QueryWords("a dog")}


def test_suggestions_do_not_cover_it(qtbot: QtBot, window: MainWindow, bar: SearchBar) -> None:
    found = [Suggestion("tag", "favourites", "3 photos", 0, 10, "tag:favourites ")]
    assert bar.completion is not None
    popup = bar.completion.popup
    popup.offer(found, bar)
    above = popup.y()
    typed(bar, "favourites")
    qtbot.waitUntil(bar.hint.isVisible)
    popup.offer(found, bar)
    qtbot.waitUntil(lambda: popup.y() > bar.hint.geometry().bottom())
    bar.clear()
    popup.offer(found, bar)
    assert popup.y() == above


def test_long_words_do_not_widen_the_window(qtbot: QtBot, window: MainWindow, bar: SearchBar) -> None:
    window.resize(1024, 700)
    typed(bar, "a very long sentence about a dog " * 9 + "AND a cat")
    qtbot.waitUntil(bar.hint.isVisible)
    assert window.width() == 1024
    assert isinstance(bar.hint, HintRow)


def test_enter_explains_a_mistake(qtbot: QtBot, bar: SearchBar) -> None:
    typed(bar, "red rating:many")
    QTest.keyClick(bar.words, Key.Key_Return)
    assert bar.hint.isVisible()
    assert bar.hint.words.text().startswith("“many” isn't a star rating. For example: ")
    assert not bar.hint.button.isVisible()
    assert asked(bar) == {QueryWords("red")}
    QTest.keyClick(bar.words, Key.Key_Backspace)
    typed(bar, "s 4")
    qtbot.waitUntil(bar.hint.isHidden)  # while typing, what is written may only be incomplete
    bar.clear()
    typed(bar, "red rating:3+")
    QTest.keyClick(bar.words, Key.Key_Return)
    assert not bar.hint.isVisible()
    assert asked(bar) == {QueryWords("red"), Filter("rating", "3+")}


def test_each_place_that_a_name_could_mean_is_offered(qtbot: QtBot, bar: SearchBar) -> None:
    bar.editor.places = {"paris": (Filter("place", "Paris, Texas"), Filter("place", "Paris, France"))}
    typed(bar, "beach paris")
    qtbot.waitUntil(bar.hint.isVisible)
    offers = [button.text() for button in bar.hint.findChildren(QPushButton) if button.isVisible()]
    assert offers == ["Use the filter “Paris, Texas” (Ctrl+Enter)", "Use the filter “Paris, France”"]
    QTest.mouseClick(bar.hint.findChildren(QPushButton)[-1], LEFT)
    assert (said(bar), bar.words.text()) == (["Paris, France"], "beach")
    bar.editor.people = name_people(["Paris"])
    bar.clear()
    typed(bar, "Paris")
    qtbot.waitUntil(bar.hint.isVisible)
    assert bar.hint.button.text() == "Use the filter “Paris” (Ctrl+Enter)"
    assert bar.hint.hint is not None
    assert bar.hint.hint.part == Filter("person", "Paris")
