"""Where the selected photos were taken: in the details, and asked for."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QItemSelectionModel
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from photon.domain.places.coordinates import Coordinates
from photon.domain.places.place import StatedPlace
from photon.ui.places.location_question import LocationQuestion
from photon.ui.places.place_question import PlaceQuestion
from photon.ui.places.place_section import PlaceSection
from photon.ui.places.place_words import read_point
from photon.ui.places.places_controller import PlacesController
from photon.ui.window.main_window import MainWindow
from tests.ui.driving import LEFT, withdraw
from tests.ui.places.placed_session import BERLIN, LISBON, PlacedSession
from tests.ui.window.test_accessibility import faults


@pytest.fixture
def section(controller: PlacesController) -> PlaceSection:
    return controller.section


def show(qtbot: QtBot, window: MainWindow, section: PlaceSection, *photos: int) -> None:
    window.grid.clearSelection()
    for photo in photos:
        index = window.grid.grid_model.index(window.grid.grid_model.row_of(photo))
        window.grid.selectionModel().select(index, QItemSelectionModel.SelectionFlag.Select)
    qtbot.waitUntil(lambda: sorted(section._shown) == sorted(photos))


def test_the_place_of_a_photo_is_named_and_shown(
    qtbot: QtBot, placed_window: MainWindow, section: PlaceSection
) -> None:
    show(qtbot, placed_window, section, 1)
    assert section.name.text() == "Alfama, Lisbon, Portugal"
    assert section.note.text() == "Local time: Europe/Lisbon"
    assert section.map is not None
    qtbot.waitUntil(section.map.isVisible)
    assert section.accept.isHidden()
    show(qtbot, placed_window, section, 20)
    assert section.name.text() == "No location"
    assert not section.map.isVisible()
    assert faults(placed_window) == []


def test_what_the_file_says_in_words_is_shown_beside_it(
    qtbot: QtBot, placed_window: MainWindow, section: PlaceSection, placed: PlacedSession
) -> None:
    stated = StatedPlace(city="Porto", country="Portugal")
    placed.places.known[1] = replace(placed.places.known[1], stated=stated)
    show(qtbot, placed_window, section, 1)
    assert section.stated.text() == "The file says: Porto, Portugal"


def test_places_of_several_photos_are_counted(qtbot: QtBot, placed_window: MainWindow, section: PlaceSection) -> None:
    show(qtbot, placed_window, section, 1, 2, 9, 20)
    assert section.name.text() == "Alfama, Lisbon, Portugal (2) · Berlin, Germany (1) · no location (1)"
    assert section.map is None


def test_a_suggestion_is_accepted_and_a_doubt_decided(
    qtbot: QtBot, placed_window: MainWindow, section: PlaceSection, placed: PlacedSession
) -> None:
    placed.places.suggest(BERLIN, 20)
    placed.places.doubt(21)
    show(qtbot, placed_window, section, 20)
    assert section.name.property("role") == "quiet"
    QTest.mouseClick(section.accept, LEFT)
    qtbot.waitUntil(lambda: placed.places.edits == [("confirm", [20])])
    qtbot.waitUntil(section.accept.isHidden)
    show(qtbot, placed_window, section, 21)
    assert section.accept.text() == "This is right"
    assert "It is 0.0000, 0.0000." in section.note.text()
    QTest.mouseClick(section.remove, LEFT)
    qtbot.waitUntil(lambda: placed.places.edits[-1] == ("clear", [21]))


def test_a_photo_that_is_hidden_is_no_longer_described(
    qtbot: QtBot, placed_window: MainWindow, section: PlaceSection
) -> None:
    show(qtbot, placed_window, section, 1)
    withdraw(placed_window.bridge, 1)
    assert section.name.text() == ""


def test_the_place_of_a_photo_gets_a_name(
    qtbot: QtBot, placed_window: MainWindow, controller: PlacesController, placed: PlacedSession
) -> None:
    placed_window.grid.go_to(1)
    placed_window.commands["name-place"].trigger()
    qtbot.waitUntil(lambda: isinstance(controller.pages.question, PlaceQuestion))
    question = controller.pages.question
    assert isinstance(question, PlaceQuestion)
    question.line.setText("our house")
    question.radius.setValue(80)
    assert faults(placed_window) == []
    question.go.click()
    qtbot.waitUntil(lambda: [(one.name, one.centre, one.radius) for one in placed.places.own.values()]
                    == [("our house", LISBON, 80.0)])  # fmt: skip


def test_photos_get_the_location_of_a_neighbour(
    qtbot: QtBot, placed_window: MainWindow, controller: PlacesController, placed: PlacedSession
) -> None:
    placed_window.grid.go_to(14)
    placed_window.commands["set-location"].trigger()
    question = controller.pages.question
    assert isinstance(question, LocationQuestion)
    qtbot.waitUntil(question.neighbours[0].isVisible)
    assert "Berlin, Germany" in question.neighbours[0].text()
    assert not question.neighbours[1].isVisible(), "no later photo has a location"
    assert not question.go.isEnabled()
    question.neighbours[0].click()
    assert faults(placed_window) == []
    question.go.click()
    qtbot.waitUntil(lambda: placed.places.edits == [("locate", [14], BERLIN)])


def test_a_click_on_the_map_chooses_a_point(
    qtbot: QtBot, placed_window: MainWindow, controller: PlacesController, placed: PlacedSession
) -> None:
    placed_window.grid.go_to(14)
    placed_window.commands["set-location"].trigger()
    question = controller.pages.question
    assert isinstance(question, LocationQuestion)
    question.map.go_to(LISBON, 12)
    QTest.mouseClick(question.map, LEFT)
    assert question.map._pin == pytest.approx(LISBON, abs=0.01)
    question.go.click()
    qtbot.waitUntil(lambda: len(placed.places.edits) == 1)


@pytest.mark.parametrize(("command", "edit"), [
    ("remove-location", "clear"), ("reset-location", "reset"), ("confirm-location", "confirm"),
])  # fmt: skip
def test_commands_act_on_the_selected_photos(
    qtbot: QtBot, placed_window: MainWindow, placed: PlacedSession, command: str, edit: str
) -> None:
    placed_window.grid.go_to(3)
    placed_window.commands[command].trigger()
    qtbot.waitUntil(lambda: placed.places.edits == [(edit, [3])])


@pytest.mark.parametrize(("text", "point"), [
    ("38.72, -9.14", LISBON), ("38.72 N 9.14 W", LISBON), ("52.52;13.4", BERLIN), ("91, 0", None), ("38.72", None),
    ("Lisbon", None), ("nan, 3", None), ("-12.5, 180", Coordinates(-12.5, -180.0)),
])  # fmt: skip
def test_typed_coordinates_are_read(text: str, point: Coordinates | None) -> None:
    assert read_point(text) == point
