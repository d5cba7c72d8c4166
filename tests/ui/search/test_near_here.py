"""``near:here`` becomes the location of the selected photo."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from photon.domain import Filter, QueryWords
from photon.ui.kit.settings import remember_in
from photon.ui.search.search_bar import SearchBar
from photon.ui.window.main_window import MainWindow
from tests.ui.driving import Key, asked, opened, search_words
from tests.ui.places.placed_session import LISBON, PlacedSession


@pytest.fixture
def placed(qtbot: QtBot, tmp_path: Path, folder: str) -> Iterator[MainWindow]:
    """The window of a library with one photo in Lisbon."""
    session = PlacedSession(tmp_path / "library")
    session.directory.mkdir()
    remember_in(session.directory)
    session.work.add_folder(folder).result()
    session.places.put(LISBON, 3)
    made = opened(qtbot, session)
    qtbot.waitUntil(lambda: made.grid.grid_model.rowCount() == 24)
    yield made
    made.close()
    session.close()


@pytest.fixture
def bar(placed: MainWindow) -> SearchBar:
    return placed.top_bar.search


def select(window: MainWindow, photo: int) -> None:
    window.grid.setFocus()
    window.grid.setCurrentIndex(window.grid.grid_model.index(window.grid.grid_model.row_of(photo)))
    assert window.grid.targets() == [photo]


@pytest.mark.parametrize(
    ("typed", "value"),
    [("near:here", "38.72,-9.14"), ("near:here,5km", "38.72,-9.14,5km"), ("gps:HERE", "38.72,-9.14")],
)
def test_enter_puts_the_location_of_the_selected_photo(
    qtbot: QtBot, placed: MainWindow, bar: SearchBar, typed: str, value: str
) -> None:
    select(placed, 3)
    search_words(placed, f"red {typed}")
    QTest.keyClick(bar.words, Key.Key_Return)
    qtbot.waitUntil(lambda: asked(bar) == {QueryWords("red"), Filter("near", value)})
    assert bar.hint.isHidden()


def test_a_blank_ends_it_and_typing_goes_on(qtbot: QtBot, placed: MainWindow, bar: SearchBar) -> None:
    select(placed, 3)
    search_words(placed, "near:hereford near:here ")
    qtbot.waitUntil(lambda: Filter("near", "38.72,-9.14") in asked(bar))
    QTest.keyClicks(bar.words, "dog")
    assert asked(bar) == {Filter("near", "hereford"), Filter("near", "38.72,-9.14"), QueryWords("dog")}


@pytest.mark.parametrize("photo", [0, 5])
def test_without_a_location_a_sentence_says_what_is_missing(
    qtbot: QtBot, placed: MainWindow, bar: SearchBar, photo: int
) -> None:
    if photo:
        select(placed, photo)
    search_words(placed, "near:here")
    QTest.keyClick(bar.words, Key.Key_Return)
    qtbot.waitUntil(bar.hint.isVisible)
    assert "needs a selected photo with a location" in bar.hint.words.text()
    assert bar.words.text() == "near:here"
