"""The page with the map: which photos it lists, and what can be done with places there."""

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from photon.app.places import place_edits
from photon.app.places.trip_list import Trip
from photon.domain import Filter
from photon.domain.places.coordinates import Coordinates
from photon.domain.places.map_area import MapArea
from photon.domain.places.own_place import OwnPlace
from photon.domain.places.place import CountedPlace
from photon.ui.places.map_page import MapPage
from photon.ui.places.place_question import PlaceQuestion
from photon.ui.places.place_tree import tree_of_places
from photon.ui.places.places_controller import PlacesController
from photon.ui.search.search_bar import SearchBar
from photon.ui.window.main_window import MainWindow
from tests.ui.driving import Key, asked, withdraw
from tests.ui.places.placed_session import BERLIN, LISBON, PARIS, TOWNS, PlacedSession
from tests.ui.window.test_accessibility import faults


@pytest.fixture
def page(qtbot: QtBot, controller: PlacesController) -> MapPage:
    controller.pages.open()
    qtbot.waitUntil(lambda: len(shown(controller.pages.page)) == 12)
    return controller.pages.page


def shown(page: MapPage) -> list[int]:
    return list(page.grid.grid_model.ids)


def names(page: MapPage) -> list[str]:
    return [place.name for place in page.tree.lines.lines.things]


def go_to(page: MapPage, name: str) -> None:
    at = names(page).index(name)
    page.tree.setCurrentIndex(page.tree.lines.index_of(page.tree.lines.lines.keys[at]))


def test_photos_in_view_are_listed_newest_first(qtbot: QtBot, page: MapPage) -> None:
    assert shown(page) == list(range(12, 0, -1))
    assert page.in_view.text() == "12 photos in this view"
    assert page.head.summary.text() == "12 photos with a location"
    page.map.go_to(BERLIN, 8)
    qtbot.waitUntil(lambda: shown(page) == [12, 11, 10, 9])
    page.map.go_to(Coordinates(-40, 100), 8)
    qtbot.waitUntil(lambda: page.in_view.text() == "No photos in this view")


def test_places_are_a_tree_with_the_users_own_first(qtbot: QtBot, page: MapPage, placed: PlacedSession) -> None:
    placed.places.edit(place_edits.name_place, OwnPlace("1", "our house", LISBON)).result()
    qtbot.waitUntil(lambda: "our house" in names(page))
    roots = [page.tree.lines.lines.things[at].name for at in page.tree.lines.lines.below[-1]]
    assert roots == ["our house", "Portugal", "Germany"]
    go_to(page, "Lisbon")
    assert page.tree.currentIndex().parent().data() == "Portugal"


def test_regions_are_listed_if_they_have_several_towns() -> None:
    sintra = CountedPlace("town", "Sintra", ("Lisbon District", "Portugal"), 2, LISBON)
    assert [place.name for place in tree_of_places(TOWNS).things] == ["Portugal", "Germany", "Berlin", "Lisbon"]
    with_sintra = [place.name for place in tree_of_places([*TOWNS, sintra]).things]
    assert with_sintra == ["Portugal", "Germany", "Lisbon District", "Berlin", "Lisbon", "Sintra"]


def test_the_map_shows_all_photos_at_first(page: MapPage) -> None:
    for point in (LISBON, BERLIN):
        left, top = page.map.view.pixel_of(point)
        assert 0 < left < page.map.width()
        assert 0 < top < page.map.height()
    assert page.map.view.zoom > 2


@pytest.mark.parametrize("width", [1800, 1440])
def test_the_map_has_most_of_the_width(page: MapPage, placed_window: MainWindow, width: int) -> None:
    placed_window.resize(width, 900)
    placed_window.inspector.show()
    QApplication.processEvents()
    assert placed_window.inspector.isVisible()
    assert page.map.width() >= 0.57 * page.panels.width()
    assert page.without.width() >= page.without.sizeHint().width()
    placed_window.inspector.hide()
    QApplication.processEvents()
    assert page.panels.sizes()[::2] == [min(220, page.panels.width() // 5), min(244, page.panels.width() // 5)]


def test_a_narrow_window_cuts_no_button(page: MapPage, placed_window: MainWindow) -> None:
    placed_window.setMinimumSize(0, 0)
    placed_window.resize(911, 700)
    for button in (page.answer, page.review):
        button.show()
    QApplication.processEvents()
    for button in (page.answer, page.review, page.trips, page.name, page.track):
        assert button.width() >= button.sizeHint().width()
        assert page.head.rect().contains(QRect(button.mapTo(page.head, QPoint(0, 0)), button.size()))


def test_photos_without_a_location_are_shown_to_be_dragged(qtbot: QtBot, page: MapPage, placed: PlacedSession) -> None:
    assert page.without.text() == "12 without a location"
    page.without.click()
    assert shown(page) == list(range(24, 12, -1))
    page.map.photos_dropped.emit(shown(page), BERLIN)
    qtbot.waitUntil(page.without.isHidden)
    assert placed.places.edits == [("locate", list(range(24, 12, -1)), BERLIN)]
    assert shown(page) == list(range(24, 0, -1))


def test_groups_of_selected_photos_are_highlighted(page: MapPage, monkeypatch: pytest.MonkeyPatch) -> None:
    lit: list[list[int]] = []
    monkeypatch.setattr(page.map, "highlight", lambda photos: lit.append(photos.tolist()))
    page.grid.select_rows(0, 1)
    assert lit[-1] == [12, 11]


def test_all_photos_are_listed_only_for_the_map_and_the_details_when_all_are_selected(
    qtbot: QtBot, page: MapPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers, listed, real = list[int](), list[int](), page.grid.selected
    page._context.news.selected.connect(numbers.append)
    monkeypatch.setattr(page.grid, "selected", lambda: listed.append(1) or real())
    page.grid.selectAll()
    qtbot.waitUntil(lambda: numbers[-1:] == [12])
    assert len(listed) == 2  # a list of 100,000 takes 2 ms each time


def test_an_album_is_made_of_a_trip(
    qtbot: QtBot, page: MapPage, placed: PlacedSession, placed_window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[tuple[str, list[int]]] = []

    def make(album: str, photos: Sequence[int]) -> Future[int]:
        made.append((album, list(photos)))
        return placed._do(lambda: len(photos))

    monkeypatch.setattr(placed.albums, "make", make, raising=False)
    page.trips.click()
    qtbot.waitUntil(lambda: "There is no trip" in placed_window.toast.words.text())
    first = Trip("Lisbon", date(2024, 1, 1), date(2024, 1, 3), tuple(range(1, 12)))
    placed.places.trip_list = [replace(first, has_album=True), replace(first, name="Porto")]
    page.trips.click()
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [action.text() for action in menu.actions()] == ["Porto, 1–3 January 2024 (11)"]
    menu.actions()[0].trigger()
    menu.close()
    assert made == [("Porto, 1–3 January 2024", list(range(1, 12)))]


def test_a_click_shows_a_place_on_the_map_and_enter_searches_for_it(
    qtbot: QtBot, page: MapPage, placed_window: MainWindow
) -> None:
    go_to(page, "Berlin")
    page.tree.clicked.emit(page.tree.currentIndex())
    qtbot.waitUntil(lambda: shown(page) == [12, 11, 10, 9])
    QTest.keyClick(page.tree, Key.Key_Return)
    assert asked(placed_window.part(SearchBar)) == {Filter("place", "Berlin")}
    assert placed_window.pages.current is placed_window.results


def test_a_country_is_searched_by_its_code(page: MapPage, placed_window: MainWindow) -> None:
    go_to(page, "Portugal")
    QTest.keyClick(page.tree, Key.Key_Return)
    assert asked(placed_window.part(SearchBar)) == {Filter("country", "pt")}


def test_an_area_of_the_map_replaces_the_one_in_the_search(page: MapPage, placed_window: MainWindow) -> None:
    bar = placed_window.part(SearchBar)
    page.map.area_chosen.emit(MapArea(38.5, -9.5, 39.0, -9.0))
    assert asked(bar) == {Filter("area", "38.5,-9.5,39,-9")}
    page.map.area_chosen.emit(MapArea(-10, 170, 10, -170))
    assert asked(bar) == {Filter("area", "-10,170,10,-170")}


def test_photos_dropped_on_a_town_or_the_map_were_taken_there(
    qtbot: QtBot, page: MapPage, placed: PlacedSession
) -> None:
    go_to(page, "Berlin")
    assert page.tree.takes_photos(page.tree.currentIndex())
    page.tree.take_photos(page.tree.currentIndex(), [1, 20])
    page.map.photos_dropped.emit([3], LISBON)
    qtbot.waitUntil(lambda: len(placed.places.edits) == 2)
    assert placed.places.edits == [("locate", [1, 20], BERLIN), ("locate", [3], LISBON)]
    qtbot.waitUntil(lambda: 20 in shown(page))
    go_to(page, "Portugal")
    assert not page.tree.takes_photos(page.tree.currentIndex()), "a country is no location"


def test_a_place_is_typed_and_found_in_the_world(qtbot: QtBot, page: MapPage) -> None:
    page.line.setFocus()
    QTest.keyClicks(page.line, "par")
    QTest.keyClick(page.line, Key.Key_Return)  # before the list has arrived
    qtbot.waitUntil(lambda: page.line.text() == "Paris, Texas, United States")
    assert page.map.view.at(page.map.width() / 2, page.map.height() / 2) == pytest.approx(PARIS.coordinates, abs=0.01)
    page.line.clear()
    QTest.keyClicks(page.line, "52.52 N, 13.4 E")
    QTest.keyClick(page.line, Key.Key_Return)
    qtbot.waitUntil(lambda: shown(page) == [12, 11, 10, 9])


def test_only_the_answer_to_the_search_is_shown_if_wanted(
    qtbot: QtBot, page: MapPage, controller: PlacesController, placed_window: MainWindow
) -> None:
    assert not page.answer.isVisible()
    placed_window.part(SearchBar).words.setText("red")
    placed_window.part(SearchBar).editor.follow_edit()
    placed_window.part(SearchBar).submit()
    qtbot.waitUntil(
        lambda: placed_window.gallery.state.query is not None and not placed_window.gallery.renewal.is_asking
    )
    controller.pages.open()
    page.answer.click()
    qtbot.waitUntil(lambda: 0 < len(shown(page)) < 12)
    page.answer.click()
    qtbot.waitUntil(lambda: len(shown(page)) == 12)


def test_a_circle_drawn_on_the_map_is_named(
    qtbot: QtBot, page: MapPage, controller: PlacesController, placed: PlacedSession
) -> None:
    page.map.circle_drawn.emit(LISBON, 250.0)
    question = controller.pages.question
    assert isinstance(question, PlaceQuestion)
    assert not question.go.isEnabled()
    question.line.setText("beach, “house”")
    question.private.setChecked(True)
    question.go.click()
    qtbot.waitUntil(lambda: "beach, “house”" in names(page))
    (made,) = placed.places.own.values()
    assert (made.centre, made.radius, made.is_private) == (LISBON, 250.0, True)


def test_an_own_place_is_changed_and_deleted_from_its_menu(
    qtbot: QtBot, page: MapPage, controller: PlacesController, placed: PlacedSession, placed_window: MainWindow
) -> None:
    placed.places.edit(place_edits.name_place, OwnPlace("1", "our house", LISBON, 200.0)).result()
    qtbot.waitUntil(lambda: "our house" in names(page))
    go_to(page, "our house")
    page.tree.customContextMenuRequested.emit(page.tree.visualRect(page.tree.currentIndex()).center())
    menu = next(menu for menu in page.findChildren(QMenu) if menu.isVisible())
    actions = {action.text(): action for action in menu.actions()}
    assert list(actions) == [
        "Show on the map", "Show photos", "Rename or change…\tF2", "Make private", "Delete\tDel",
    ]  # fmt: skip
    actions["Make private"].trigger()
    said = "“our house” is left out of exports and written metadata. 3 files tell it."
    qtbot.waitUntil(lambda: placed_window.toast.words.text() == said)
    assert placed.places.own["1"].is_private
    menu.close()
    QTest.keyClick(page.tree, Key.Key_F2)
    question = controller.pages.question
    assert isinstance(question, PlaceQuestion)
    question.line.setText("home")
    question.radius.setValue(500)
    question.go.click()
    qtbot.waitUntil(lambda: "home" in names(page))
    assert placed.places.own["1"].radius == 500.0
    go_to(page, "home")
    QTest.keyClick(page.tree, Key.Key_Delete)
    qtbot.waitUntil(lambda: "home" not in names(page))
    assert not placed.places.own


def test_months_limit_what_is_shown(qtbot: QtBot, page: MapPage, placed: PlacedSession) -> None:
    placed.places.put(BERLIN, 24)
    placed.arrive(20, placed._folders[0].path)
    placed.places.put(LISBON, *range(30, 40))
    page.refresh()
    qtbot.waitUntil(lambda: len(shown(page)) == 23)
    QTest.keyClick(page.months, Key.Key_Right)
    qtbot.waitUntil(lambda: 0 < len(shown(page)) < 23)
    assert page.months.chosen_months() == ["2024-01"]
    QTest.keyClick(page.months, Key.Key_Escape)
    qtbot.waitUntil(lambda: len(shown(page)) == 23)


def test_without_locations_a_sentence_says_how_to_get_some(
    qtbot: QtBot, controller: PlacesController, placed: PlacedSession
) -> None:
    placed.places.known.clear()
    controller.pages.open()
    qtbot.waitUntil(lambda: controller.pages.page.pages.currentIndex() == 1)


def test_the_loupe_returns_to_the_map(qtbot: QtBot, page: MapPage, placed_window: MainWindow) -> None:
    page.grid.setFocus()
    page.grid.go_to(10)
    QTest.keyClick(page.grid, Key.Key_Return)
    assert placed_window.loupe.current == 10
    QTest.keyClick(placed_window.loupe, Key.Key_Escape)
    assert placed_window.pages.current is page
    page.map.cluster_pressed.emit([4])
    assert placed_window.loupe.current == 4


def test_photos_hidden_while_the_map_is_shown_go_at_once(page: MapPage, placed_window: MainWindow) -> None:
    withdraw(placed_window.bridge, 12, 11)
    assert shown(page) == list(range(10, 0, -1))


def test_every_part_has_a_name_for_screen_readers(page: MapPage, placed_window: MainWindow) -> None:
    assert faults(placed_window) == []
