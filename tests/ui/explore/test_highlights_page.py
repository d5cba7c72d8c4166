"""Highlights in the window, of a real library: more, fewer, left out, undone, into an album."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from photon.app.session import Session
from photon.domain.explore.shelf_card import ShelfCard
from photon.ui.albums.album_controller import AlbumController
from photon.ui.explore import highlights_page
from photon.ui.explore.explore_controller import ExploreController
from photon.ui.explore.highlights_feature import HighlightsController
from photon.ui.explore.highlights_page import HighlightsPage
from photon.ui.search.search_bar import SearchBar
from photon.ui.window.main_window import MainWindow
from tests.app.conftest import settle
from tests.fakes import COLOURS, ColourEncoding
from tests.pictures import draw
from tests.ui.driving import Key, opened
from tests.ui.held_back import HeldBack


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    monkeypatch.setattr(highlights_page, "COUNTS", (1, 2, 3))
    monkeypatch.setattr(highlights_page, "_USUAL", 1)
    for number, colour in enumerate(COLOURS):
        draw(tmp_path / "photos" / f"{colour}.jpg", colour, seed=number, size=(320, 240))
    with Session.open(tmp_path / "library", encoder=ColourEncoding()) as session:
        session.work.add_folder(str(tmp_path / "photos")).result()
        settle(session)
        made = opened(qtbot, session)  # type: ignore[arg-type]
        qtbot.waitUntil(lambda: len(made.grid.grid_model.ids) == len(COLOURS))
        yield made
        made.close()


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow) -> HighlightsPage:
    window.commands["highlights"].trigger()
    found = window.part(HighlightsController).page
    qtbot.waitUntil(lambda: len(found.grid.grid_model.ids) == 2)
    return found


def shown(page: HighlightsPage) -> set[int]:
    return set(page.grid.grid_model.ids)


def test_more_and_fewer_keep_what_was_chosen(qtbot: QtBot, page: HighlightsPage) -> None:
    first = shown(page)
    page.more.click()
    qtbot.waitUntil(lambda: len(shown(page)) == 3)
    assert first < shown(page)
    assert not page.more.isEnabled()
    page.fewer.click()
    page.fewer.click()
    qtbot.waitUntil(lambda: len(shown(page)) == 1)
    assert shown(page) < first
    assert not page.fewer.isEnabled()
    assert page.why.text().startswith("Why this photo: ")


def test_more_never_hands_the_keyboard_to_fewer(qtbot: QtBot, page: HighlightsPage) -> None:
    page.more.setFocus()
    page.more.click()
    assert page.more.hasFocus(), "while Photon still chooses"
    qtbot.waitUntil(lambda: len(shown(page)) == 3)
    assert not page.more.isEnabled()
    assert page.grid.hasFocus()


def test_tab_leads_on_from_the_highlights_and_around_the_window(window: MainWindow, page: HighlightsPage) -> None:
    passed = set[QWidget]()
    for _ in range(40):
        QTest.keyClick(window.focusWidget(), Key.Key_Tab)
        passed.add(window.focusWidget())
    assert {page.grid, page.fewer, page.export, window.part(SearchBar).words} <= passed


def test_a_photo_that_is_left_out_is_replaced_until_that_is_undone(
    qtbot: QtBot, window: MainWindow, page: HighlightsPage
) -> None:
    before = shown(page)
    photo = page.grid.current()
    page.leave_out.click()
    qtbot.waitUntil(lambda: photo not in shown(page) and len(shown(page)) == 2)
    assert len(before & shown(page)) == 1
    assert window.toast.words.text() == "Left 1 photo out of highlights"
    window.parts.undo()
    qtbot.waitUntil(lambda: shown(page) == before)


def test_it_says_why_nothing_comes_in_the_place_of_what_is_left_out(qtbot: QtBot, page: HighlightsPage) -> None:
    page.more.click()
    assert "left out" not in page.head.summary.text(), "not before the answer"
    qtbot.waitUntil(lambda: len(shown(page)) == 3)
    while len(shown(page)) == 3:
        before = shown(page)
        page.leave_out.click()
        qtbot.waitUntil(lambda before=before: shown(page) != before)
    assert page.head.summary.text().endswith("much like these, blurred, rejected, left out or videos")


def test_they_go_into_an_album(qtbot: QtBot, window: MainWindow, page: HighlightsPage) -> None:
    page.album.click()
    naming = window.part(AlbumController).naming
    qtbot.waitUntil(naming.isVisible)
    assert page.grid.selected() == list(page.grid.grid_model.ids)


def test_they_open_in_the_loupe_and_come_back(qtbot: QtBot, window: MainWindow, page: HighlightsPage) -> None:
    photos = list(page.grid.grid_model.ids)
    page.grid.opened.emit(photos[1])
    qtbot.waitUntil(lambda: window.navigation.is_loupe_open)
    window.navigation.show_grid()
    assert page.isVisible()
    assert page.photos() == [photos[1]]


def test_on_other_pages_it_says_what_to_do(window: MainWindow, page: HighlightsPage) -> None:
    window.commands["highlights"].trigger()
    assert window.toast.words.text() == "Show a folder, an album or the answer to a search first."
    assert page.isVisible()


def test_a_card_leads_to_the_highlights_of_its_own_photos(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    rated = window.grid.grid_model.ids[:4]
    window.session.marking.rate(rated, 4).result()
    window.grid.select_rows(0, len(COLOURS) - 1)
    explore, found = window.part(ExploreController), window.part(HighlightsController).page
    explore.open()
    held = HeldBack(monkeypatch, window.session.searching, "search")
    card = ShelfCard("Rated", "rating:4..5", 4, rated[0], "You rated them.")
    explore.page.acts.show_highlights(card)
    assert window.pages.current is window.results, "the photos shown before are not those of the card"
    held.let_go()
    qtbot.waitUntil(lambda: window.pages.current is found and len(found.grid.grid_model.ids) == 2)
    assert found._among == list(window.grid.grid_model.ids)
    assert {*found._among} == {*rated}
    window.pages.enter(explore.page)
    window.grid.select_rows(0, 1)
    explore.page.acts.show_highlights(card)
    qtbot.waitUntil(lambda: window.pages.current is found and {*found._among} == {*rated})
