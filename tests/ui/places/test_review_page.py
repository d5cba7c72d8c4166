"""The page of suggested and doubtful locations."""

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from photon.ui.places.location_question import LocationQuestion
from photon.ui.places.places_controller import PlacesController
from photon.ui.places.review_page import ReviewLocationsPage
from photon.ui.window.main_window import MainWindow
from tests.ui.driving import Key
from tests.ui.places.placed_session import BERLIN, LISBON, PlacedSession
from tests.ui.window.test_accessibility import faults


@pytest.fixture
def page(qtbot: QtBot, controller: PlacesController, placed: PlacedSession) -> ReviewLocationsPage:
    """Two events with suggestions, and a photo whose location is doubtful."""
    placed.places.suggest(LISBON, 20, 21)
    placed.places.suggest(BERLIN, 22)
    placed.places.doubt(23)
    controller.pages.review()
    page = controller.pages.review_page
    qtbot.waitUntil(lambda: len(page._model.rows) == 3)
    return page


def test_each_event_is_accepted_with_one_key(qtbot: QtBot, page: ReviewLocationsPage, placed: PlacedSession) -> None:
    assert [row.photos for row in page._model.rows] == [(20, 21), (22,), (23,)]
    assert page._model.rows[0].name == "Alfama, Lisbon, Portugal"
    assert page.yes.text() == "Accept"
    assert page.head.summary.text() == "4 locations to review"
    QTest.keyClick(page.list, Key.Key_Y)
    qtbot.waitUntil(lambda: len(page._model.rows) == 2)
    assert placed.places.edits == [("confirm", [20, 21])]
    QTest.keyClick(page.list, Key.Key_S)
    assert [row.photos for row in page._model.rows] == [(23,)]
    assert page.yes.text() == "This is right"
    assert "devices write when they know none" in page._model.rows[0].why
    QTest.keyClick(page.list, Key.Key_N)
    qtbot.waitUntil(lambda: page.pages.currentIndex() == 2)
    assert placed.places.edits[-1] == ("clear", [23])


def test_the_map_shows_what_is_asked_about(page: ReviewLocationsPage) -> None:
    assert page.map._pin == LISBON
    page.list.go_to(1)
    assert page.map._pin == BERLIN
    assert page.photos() == [22]


def test_another_location_is_asked_for(
    qtbot: QtBot, page: ReviewLocationsPage, controller: PlacesController, placed: PlacedSession
) -> None:
    QTest.keyClick(page.list, Key.Key_E)
    question = controller.pages.question
    assert isinstance(question, LocationQuestion)
    question.line.setText("52.52, 13.4")
    QTest.keyClick(question.line, Key.Key_Return)
    question.go.click()
    qtbot.waitUntil(lambda: placed.places.edits == [("locate", [20, 21], BERLIN)])


def test_undo_undoes_decisions_of_this_review_only(
    qtbot: QtBot, page: ReviewLocationsPage, controller: PlacesController, placed: PlacedSession
) -> None:
    qtbot.waitUntil(lambda: not page.undo.isEnabled())
    QTest.keyClick(page.list, Key.Key_N)
    qtbot.waitUntil(lambda: page.undo.isEnabled() and placed.places.edits == [("clear", [20, 21])])
    QTest.keyClick(page.list, Key.Key_U)
    qtbot.waitUntil(lambda: len(page._model.rows) == 3)
    assert placed.places.edits == []
    assert page.photos() == [20, 21]
    with qtbot.waitSignal(page._acts.made):
        QTest.keyClick(page.list, Key.Key_Y)
    controller.pages.open()
    controller.pages.review()
    qtbot.waitUntil(lambda: not page.undo.isEnabled())
    QTest.keyClick(page.list, Key.Key_U)
    assert placed.places.edits == [("confirm", [20, 21])]


def test_letters_typed_on_after_a_place_are_no_answers(
    qtbot: QtBot, page: ReviewLocationsPage, controller: PlacesController, placed: PlacedSession
) -> None:
    QTest.keyClick(page.list, Key.Key_E)
    question = controller.pages.question
    assert isinstance(question, LocationQuestion)
    question.take_point(BERLIN)
    question.go.click()
    QTest.keyClick(page.list, Key.Key_N)
    qtbot.waitUntil(lambda: not page.typing.is_on)
    assert placed.places.edits == [("locate", [20, 21], BERLIN)]
    QTest.keyClick(page.list, Key.Key_N)
    assert placed.places.edits[-1][0] == "clear"


def test_nothing_to_review_is_said(qtbot: QtBot, controller: PlacesController) -> None:
    controller.pages.review()
    qtbot.waitUntil(lambda: controller.pages.review_page.pages.currentIndex() == 2)


def test_the_map_offers_the_review(qtbot: QtBot, page: ReviewLocationsPage, controller: PlacesController) -> None:
    controller.pages.open()
    qtbot.waitUntil(lambda: controller.pages.page.review.text() == "Review 4 locations")
    controller.pages.page.review.click()
    assert page.isVisible()


def test_every_part_has_a_name_for_screen_readers(page: ReviewLocationsPage, placed_window: MainWindow) -> None:
    assert faults(placed_window) == []
