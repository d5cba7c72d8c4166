"""The Explore page, used with mouse and keyboard."""

from concurrent.futures import Future

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from photon.domain import Activity, Changes
from photon.domain.explore.shelf_card import ShelfCard
from photon.ui.explore.card_list import CardList
from photon.ui.explore.explore_controller import ExploreController
from photon.ui.explore.explore_page import ExplorePage
from photon.ui.search.search_bar import SearchBar
from photon.ui.widgets.notice import Toast
from photon.ui.window.main_window import MainWindow
from tests.ui.driving import CTRL, LEFT, NONE, Key, said
from tests.ui.explore.conftest import ExploredSession, turn_wheel
from tests.ui.fake_session import FakeSession
from tests.ui.window.test_accessibility import faults


def names(cards: CardList) -> list[str]:
    return [card.name for card in cards.rows.cards]


def shown(page: ExplorePage) -> list[str]:
    return [key for key, strip in page.strips.items() if strip.isVisible()]


def press(cards: CardList, key: Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(cards, key, modifiers)


def message(window: MainWindow) -> str:
    return window.part(Toast).words.text()


def test_the_window_opens_with_all_photos_and_explore_is_below(explored_window: MainWindow) -> None:
    assert explored_window.pages.current is explored_window.results
    entries = [entry.key for entry in explored_window.sidebar.entries.lines.lines.things]
    assert entries[:2] == ["everything", "explore"]


def test_only_shelves_with_something_on_them_are_shown(page: ExplorePage) -> None:
    assert shown(page) == ["themes", "looks"]
    assert names(page.strips["themes"].cards) == ["beach", "harbour", "snow"]
    assert faults(page) == []


def test_a_click_opens_the_photos_as_an_answer_with_a_chip(
    qtbot: QtBot, page: ExplorePage, explored_window: MainWindow
) -> None:
    cards = page.strips["themes"].cards
    QTest.mouseClick(cards.viewport(), LEFT, NONE, cards.visualRect(cards.rows.index(1)).center())
    assert explored_window.pages.current is explored_window.results
    assert said(explored_window.part(SearchBar)) == ["harbour"]
    explored_window.commands["explore"].trigger()
    press(cards, Key.Key_Return)
    assert explored_window.pages.current is explored_window.results, "the same card opens again"


def test_keys_go_from_card_to_card_and_shelf_to_shelf(
    qtbot: QtBot, page: ExplorePage, explored_window: MainWindow
) -> None:
    themes, looks = page.strips["themes"].cards, page.strips["looks"].cards
    press(themes, Key.Key_Right)
    assert page.current == themes.rows.cards[1]
    press(themes, Key.Key_Down)
    assert looks.hasFocus()
    assert page.current.name == "Red label"
    press(looks, Key.Key_Down)
    assert looks.hasFocus()
    press(looks, Key.Key_Return)
    assert said(explored_window.part(SearchBar)) == ["red label"]


def test_the_keyboard_is_on_a_card_each_time_the_page_opens(page: ExplorePage, explored_window: MainWindow) -> None:
    press(page.strips["themes"].cards, Key.Key_Right)
    explored_window.pages.enter(explored_window.results)
    explored_window.commands["explore"].trigger()
    assert page.current == page.strips["themes"].cards.rows.cards[1]


def test_a_title_shows_all_cards_and_esc_leads_back(page: ExplorePage, explored_window: MainWindow) -> None:
    QTest.mouseClick(page.strips["themes"].title, LEFT)
    assert names(page.all) == ["beach", "harbour", "snow"]
    assert page.all.hasFocus()
    assert page.head.title.text() == "Themes"
    assert faults(page) == []
    press(page.all, Key.Key_Escape)
    assert page.strips["themes"].isVisible()
    assert page.strips["themes"].cards.hasFocus()
    press(page.strips["themes"].cards, Key.Key_Escape)
    assert explored_window.pages.current is explored_window.results


def test_a_theme_is_renamed_by_f2_and_ctrl_z_takes_it_back(
    qtbot: QtBot, page: ExplorePage, explored_window: MainWindow
) -> None:
    cards = page.strips["themes"].cards
    press(cards, Key.Key_F2)
    question = page.acts.question
    assert question is not None
    assert question.line.text() == "beach"
    QTest.keyClicks(question.line, "Summer")
    QTest.keyClick(question.line, Key.Key_Return)
    qtbot.waitUntil(lambda: names(cards) == ["Summer", "harbour", "snow"])
    assert message(explored_window) == "Renamed to “Summer”."
    explored_window.activateWindow()  # the platform of tests activates no window when a dialog closes
    qtbot.waitUntil(cards.hasFocus)
    QTest.keyClick(cards, Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: names(cards) == ["beach", "harbour", "snow"])


def test_pinned_comes_first_and_hidden_is_gone_until_it_is_asked_for(qtbot: QtBot, page: ExplorePage) -> None:
    cards = page.strips["themes"].cards
    assert not page.hidden_button.isVisible()
    press(cards, Key.Key_End)
    press(cards, Key.Key_P)
    qtbot.waitUntil(lambda: names(cards) == ["snow", "beach", "harbour"])
    assert page.current == cards.rows.cards[0], "the cursor goes with the card"
    press(cards, Key.Key_Home)
    press(cards, Key.Key_Delete)
    qtbot.waitUntil(lambda: names(cards) == ["beach", "harbour"])
    QTest.mouseClick(page.hidden_button, LEFT)
    assert names(cards) == ["beach", "harbour", "snow"]
    cards.setFocus()
    press(cards, Key.Key_End)
    press(cards, Key.Key_Delete)
    qtbot.waitUntil(lambda: not page.hidden_button.isVisible())


def test_letters_rate_no_photo_and_do_nothing_to_cards_that_are_no_topics(
    qtbot: QtBot, page: ExplorePage, explored: ExploredSession
) -> None:
    looks = page.strips["looks"].cards
    looks.go_to(0)
    for key in (Key.Key_5, Key.Key_P, Key.Key_Delete, Key.Key_F2):
        press(looks, key)
    assert page.acts.question is None
    rated = explored.store.read(lambda library: library.column("SELECT id FROM photos WHERE rating > 0 OR flag <> 0"))
    assert rated.result() == []


def test_the_menu_of_a_card_says_why_it_is_there_and_saves_it(
    qtbot: QtBot, page: ExplorePage, explored_window: MainWindow
) -> None:
    cards = page.strips["themes"].cards
    cards.customContextMenuRequested.emit(cards.visualRect(cards.rows.index(0)).center())
    (menu,) = (one for one in explored_window.findChildren(QMenu) if one.isVisible() and one.actions())
    acts = {action.text(): action for action in menu.actions()}
    assert [*acts] == [
        "Show the photos",
        "Highlights…",
        "Rename…",
        "Pin",
        "Hide",
        "Save as smart album",
        "Why is this here?",
    ]
    acts["Why is this here?"].trigger()
    assert message(explored_window).startswith("beach: ")
    acts["Save as smart album"].trigger()
    qtbot.waitUntil(lambda: message(explored_window) == "Made the smart album “beach”.")
    menu.close()


def test_names_and_the_cursor_stay_when_photos_come(qtbot: QtBot, page: ExplorePage, explored: ExploredSession) -> None:
    cards = page.strips["themes"].cards
    press(cards, Key.Key_Right)
    explored.find(beach=range(1, 12), harbour=range(12, 21), snow=range(21, 25))
    qtbot.waitUntil(lambda: cards.rows.cards[1].photos == 9)
    assert cards.currentIndex().row() == 1
    assert cards.hasFocus()


def test_what_must_not_be_seen_is_dropped_at_once(page: ExplorePage, explored: ExploredSession) -> None:
    page.content._hear(Changes(frozenset({"hidden"}), frozenset({1}), frozenset({1})))
    assert shown(page) == []


def test_a_small_library_says_so(qtbot: QtBot, window: MainWindow, session: FakeSession) -> None:
    window.commands["explore"].trigger()
    page = window.part(ExploreController).page
    qtbot.waitUntil(lambda: page.pages.currentIndex() == 3)
    assert shown(page) == []


def test_while_it_looks_for_photos_it_says_so(qtbot: QtBot, window: MainWindow, session: FakeSession) -> None:
    session.tell(Activity("scanning"))
    window.commands["explore"].trigger()
    page = window.part(ExploreController).page
    qtbot.waitUntil(lambda: page.pages.currentIndex() == 4)
    session.tell(Activity())
    qtbot.waitUntil(lambda: page.pages.currentIndex() == 3)


def test_it_is_never_blank_while_it_waits(
    qtbot: QtBot, window: MainWindow, session: FakeSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer: Future[list[ShelfCard]] = Future()
    monkeypatch.setattr(session.explore, "shelves", lambda: {"themes": answer})
    window.commands["explore"].trigger()
    page = window.part(ExploreController).page
    qtbot.waitUntil(lambda: page.pages.currentIndex() == 4)
    answer.set_result([ShelfCard("beach", "theme:beach", 3, 1, "They look alike.")])
    qtbot.waitUntil(lambda: shown(page) == ["themes"])


def test_a_photo_counts_as_looked_at_after_two_seconds(qtbot: QtBot, window: MainWindow, session: FakeSession) -> None:
    controller = window.part(ExploreController)
    assert controller._looking.interval() == 2000
    controller._looking.setInterval(150)
    window.grid.go_to(window.grid.grid_model.ids[0])
    window.commands["loupe"].trigger()
    window.loupe.leaf(1)
    qtbot.waitUntil(lambda: session.explore.looked == [window.grid.grid_model.ids[1]])
    window.loupe.leaf(1)
    window.navigation.show_grid()
    QTest.qWait(300)
    assert len(session.explore.looked) == 1


def test_the_wheel_over_a_shelf_scrolls_the_page(page: ExplorePage) -> None:
    cards = page.strips["themes"].cards
    assert not turn_wheel(cards.viewport(), QPointF(20, 20), -1)
