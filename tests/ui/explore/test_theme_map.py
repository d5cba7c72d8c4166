"""The map of themes: zoomed, dragged, walked through, and asked where a photo belongs."""

import pytest
from PySide6.QtCore import QMimeData, QPoint
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from photon.domain.explore.shelf_card import ShelfCard
from photon.ui.explore.explore_page import ExplorePage
from photon.ui.explore.theme_map import ThemeMap
from photon.ui.photos.drag_data import PHOTOS_MIME
from photon.ui.search.search_bar import SearchBar
from photon.ui.widgets.notice import Toast
from photon.ui.window.main_window import MainWindow
from tests.ui.driving import LEFT, NONE, Key, drop, said
from tests.ui.explore.conftest import turn_wheel
from tests.ui.window.test_accessibility import faults


@pytest.fixture
def themes(page: ExplorePage) -> ThemeMap:
    QTest.mouseClick(page.map_button, LEFT)
    assert page.map.isVisible()
    return page.map


def test_all_themes_are_in_view_and_apart(themes: ThemeMap, page: ExplorePage) -> None:
    assert faults(page) == []
    places = [themes.rect_of(number) for number in range(3)]
    assert all(themes.rect().contains(place.toRect()) for place in places)
    assert [place.left() for place in places] == sorted(place.left() for place in places)
    assert not places[0].intersects(places[1])


@pytest.mark.parametrize("places", [[(0, 0)], [(0, 0), (1, 1)], [(0.5, 0.5), (0.5, 0.5)], [(0.1, 0.2), (0.1, 0.9)]])
def test_themes_at_any_places_fit_and_nothing_is_divided_by_nothing(
    themes: ThemeMap, places: list[tuple[float, float]]
) -> None:
    themes.show_cards([ShelfCard("x", "", 1, 1, "", "theme", "k", "", False, place) for place in places])
    themes.grab()
    assert all(themes.rect().contains(themes.rect_of(number).toRect()) for number in range(len(places)))
    themes.show_cards([])
    themes.grab()
    QTest.keyClick(themes, Key.Key_Right)
    assert themes.current == -1


def test_the_wheel_zooms_around_the_pointer_and_out_to_the_whole(themes: ThemeMap) -> None:
    at = themes.rect_of(2).center()
    whole = themes.rect_of(2)
    turn_wheel(themes, at, 1)
    assert themes.zoom > 1
    assert themes.rect_of(2).width() > whole.width()
    assert themes.rect_of(2).contains(at)
    turn_wheel(themes, at, -9)
    assert themes.zoom == 1
    assert themes.rect_of(2) == whole


def test_keys_walk_from_theme_to_theme_and_open_one(
    qtbot: QtBot, themes: ThemeMap, explored_window: MainWindow
) -> None:
    QTest.keyClick(themes, Key.Key_Right)  # the one in the middle first
    assert themes.accessibleDescription() == "harbour, 8 photos"
    QTest.keyClick(themes, Key.Key_Right)
    QTest.keyClick(themes, Key.Key_Right)
    assert themes.accessibleDescription() == "snow, 4 photos"
    QTest.keyClicks(themes, "+")
    assert themes.zoom > 1
    QTest.keyClick(themes, Key.Key_Return)
    assert said(explored_window.part(SearchBar)) == ["snow"]


def test_a_drag_moves_the_map_and_opens_nothing(themes: ThemeMap, explored_window: MainWindow) -> None:
    themes.zoom_by(1.5)
    before, start = themes.rect_of(0), themes.rect().center()
    QTest.mousePress(themes, LEFT, NONE, start)
    QTest.mouseMove(themes, start + QPoint(-40, 0))
    QTest.mouseRelease(themes, LEFT, NONE, start + QPoint(-40, 0))
    assert themes.rect_of(0).left() < before.left()
    assert explored_window.pages.current is not explored_window.results


def test_a_click_opens_a_theme(themes: ThemeMap, explored_window: MainWindow) -> None:
    QTest.mouseClick(themes, LEFT, NONE, themes.rect_of(0).center().toPoint())
    assert said(explored_window.part(SearchBar)) == ["beach"]


@pytest.mark.parametrize(("photo", "words"), [(22, "It belongs to “snow”."), (99, "This photo belongs to no theme")])
def test_a_dropped_photo_shows_where_it_belongs(
    qtbot: QtBot, themes: ThemeMap, explored_window: MainWindow, photo: int, words: str
) -> None:
    mime = QMimeData()
    mime.setData(PHOTOS_MIME, str(photo).encode())
    drop(themes, mime)
    qtbot.waitUntil(lambda: explored_window.part(Toast).words.text().startswith(words))
    assert themes.current == (2 if photo == 22 else -1)
