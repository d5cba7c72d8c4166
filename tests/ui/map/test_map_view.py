"""The map under a person's hands: real events, real painting, real data."""

import threading
from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QObject, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QPixmap, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from photon.annotate.places.mercator import project_point
from photon.annotate.places.point_pyramid import PointPyramid
from photon.annotate.places.world_map import WorldMap
from photon.domain.places.coordinates import Coordinates
from photon.domain.places.map_area import MapArea
from photon.domain.places.own_place import USUAL, OwnPlace
from photon.domain.places.track import Track
from photon.ui.map import map_canvas, map_labels
from photon.ui.map.halo_texts import LabelSize
from photon.ui.map.map_colours import map_colours
from photon.ui.map.map_labels import MapLabels, list_names
from photon.ui.map.map_view import MapView
from photon.ui.map.map_viewport import MapViewport
from photon.ui.map.small_map import SmallMap
from photon.ui.photos.drag_data import PHOTOS_MIME
from photon.ui.photos.thumbnails import Thumbnail
from tests.ui.driving import LEFT, NONE, SHIFT, Key, drop

LISBON, BERLIN = Coordinates(38.72, -9.14), Coordinates(52.52, 13.4)


@pytest.fixture
def map_view(qtbot: QtBot) -> Iterator[MapView]:
    view = MapView()
    qtbot.addWidget(view)
    view.resize(800, 600)
    view.set_points(points(LISBON, LISBON, BERLIN))
    view.show()
    view.show_all()
    view.activateWindow()
    view.setFocus()
    yield view
    view.close_map()


def points(*places: Coordinates) -> PointPyramid:
    latitudes, longitudes = np.array(places, np.float64).reshape(-1, 2).T
    return PointPyramid(np.arange(1, len(places) + 1), latitudes, longitudes)


def threads() -> set[threading.Thread]:
    return {one for one in threading.enumerate() if one.name.startswith("map")}


class OneCover(QObject):
    """Another thumbnail for each photo."""

    arrived = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._kept: dict[int, Thumbnail] = {}

    def find(self, photo: int) -> Thumbnail:
        if photo not in self._kept:
            pixmap = QPixmap(60, 60)
            pixmap.fill(QColor.fromHsv(17 * photo % 360, 200, 200))
            self._kept[photo] = Thumbnail(pixmap, 96, b"1", 0.0)
        return self._kept[photo]


def pixel(view: MapView, place: Coordinates) -> QPoint:
    return QPointF(*view.view.pixel_of(place)).toPoint()


def turn_wheel(view: MapView, at: QPoint, notches: int) -> None:
    where, turned = QPointF(at), QPoint(0, 120 * notches)
    event = QWheelEvent(
        where, view.mapToGlobal(where), QPoint(), turned, Qt.MouseButton.NoButton, NONE, Qt.ScrollPhase.NoScrollPhase,
        False,
    )  # fmt: skip
    QApplication.sendEvent(view, event)


def pull(view: MapView, start: QPoint, end: QPoint, keys: Qt.KeyboardModifier = NONE) -> None:
    QTest.mousePress(view, LEFT, keys, start)
    QTest.mouseMove(view, (start + end) / 2)
    QTest.mouseMove(view, end)
    QTest.mouseRelease(view, LEFT, keys, end)


def test_a_click_brings_the_photos_of_a_group(map_view: MapView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(map_view.cluster_pressed) as told:
        QTest.mouseClick(map_view, LEFT, NONE, pixel(map_view, LISBON))
    assert told.args == [[1, 2]]


def test_the_wheel_zooms_at_the_pointer(map_view: MapView) -> None:
    at = QPoint(600, 200)
    before, zoom = map_view.view.at(600, 200), map_view.view.zoom
    turn_wheel(map_view, at, 4)
    after = map_view.view.at(600, 200)
    assert map_view.view.zoom == pytest.approx(zoom + 2, abs=0.01)
    assert after == pytest.approx(before, abs=0.2)


def test_dragging_moves_the_map_around_the_world(map_view: MapView) -> None:
    map_view.go_to(Coordinates(0.0, 179.0), 4)
    pull(map_view, QPoint(700, 300), QPoint(100, 300))
    assert -180 < map_view.view.at(400, 300).longitude < -100
    area = map_view.view.area
    assert area.west < area.east


def test_a_drag_is_no_click(map_view: MapView) -> None:
    told: list[list[int]] = []
    map_view.cluster_pressed.connect(told.append)
    start = pixel(map_view, BERLIN)
    pull(map_view, start, start + QPoint(50, 0))
    assert told == []
    assert pixel(map_view, BERLIN).x() == pytest.approx(start.x() + 50, abs=2)


def test_keys_go_through_groups_and_open_them(map_view: MapView, qtbot: QtBot) -> None:
    QTest.keyClick(map_view, Key.Key_Tab)
    assert map_view.accessibleName() == "Map: 1 photo"
    QTest.keyClick(map_view, Key.Key_Tab)
    assert map_view.accessibleName() == "Map: 2 photos"
    with qtbot.waitSignal(map_view.cluster_pressed) as told:
        QTest.keyClick(map_view, Key.Key_Return)
    assert told.args == [[1, 2]]
    QTest.keyClick(map_view, Key.Key_Backtab)
    assert map_view.accessibleName() == "Map: 1 photo"


def test_keys_move_zoom_and_return(map_view: MapView) -> None:
    map_view.go_to(LISBON, 6)
    QTest.keyClick(map_view, Key.Key_Right)
    assert map_view.view.at(400, 300).longitude > LISBON.longitude
    QTest.keyClick(map_view, Key.Key_Plus)
    assert map_view.view.zoom == pytest.approx(7, abs=0.01)
    QTest.keyClick(map_view, Key.Key_Minus)
    assert map_view.view.zoom == pytest.approx(6, abs=0.01)
    QTest.keyClick(map_view, Key.Key_Home)
    assert map_view.rect().contains(pixel(map_view, LISBON))
    assert map_view.rect().contains(pixel(map_view, BERLIN))


def test_shift_and_drag_choose_an_area(map_view: MapView, qtbot: QtBot) -> None:
    map_view.go_to(LISBON, 8)
    at = pixel(map_view, LISBON)
    with qtbot.waitSignal(map_view.area_chosen) as told:
        pull(map_view, at - QPoint(60, 60), at + QPoint(60, 60), SHIFT)
    area: MapArea = told.args[0]
    assert area.south < LISBON.latitude < area.north
    assert area.west < LISBON.longitude < area.east
    assert area.east - area.west == pytest.approx(120 / map_view.view.world * 360, rel=0.02)


def test_a_circle_is_drawn_from_its_centre(map_view: MapView, qtbot: QtBot) -> None:
    map_view.go_to(LISBON, 14)
    at = pixel(map_view, LISBON)
    map_view.begin_circle()
    with qtbot.waitSignal(map_view.circle_drawn) as told:
        pull(map_view, at, at + QPoint(100, 0))
    centre, metres = told.args
    assert centre == pytest.approx(LISBON, abs=0.001)
    assert metres == pytest.approx(100 * map_view.view.metres, rel=0.02)
    map_view.begin_circle()
    with qtbot.waitSignal(map_view.circle_drawn) as told:
        QTest.mouseClick(map_view, LEFT, NONE, at)
    assert told.args[1] == USUAL


def test_escape_ends_drawing_a_circle(map_view: MapView) -> None:
    told: list[float] = []
    map_view.circle_drawn.connect(lambda _, metres: told.append(metres))
    map_view.begin_circle()
    QTest.keyClick(map_view, Key.Key_Escape)
    pull(map_view, QPoint(100, 100), QPoint(200, 100))
    assert told == []


def test_photos_are_dropped_on_a_point(map_view: MapView, qtbot: QtBot) -> None:
    dragged = QMimeData()
    dragged.setData(PHOTOS_MIME, b"4 5")
    middle = map_view.view.at(map_view.rect().center().x(), map_view.rect().center().y())
    with qtbot.waitSignal(map_view.photos_dropped) as told:
        drop(map_view, dragged)
    assert told.args[0] == [4, 5]
    assert told.args[1] == pytest.approx(middle, abs=0.5)


def test_the_view_is_told_once_it_stays(map_view: MapView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(map_view.view_changed) as told:
        map_view.move_by(40, 0)
    assert told.args == [map_view.view.area]


def test_an_area_across_the_180th_meridian_fills_the_map(map_view: MapView) -> None:
    fiji = MapArea(-20.0, 176.0, -14.0, -178.0)
    map_view.show_area(fiji)
    shown = map_view.view.area
    assert shown.west > 170
    assert shown.east < -170
    map_view.resize(500, 400)
    assert map_view.view.at(250, 200).longitude == pytest.approx(179, abs=0.1)


def test_land_and_sea_are_drawn_and_towns_named(map_view: MapView, qtbot: QtBot) -> None:
    map_view.set_points(None)
    map_view.set_world(WorldMap())
    map_view.go_to(LISBON, 5)
    inland, sea = pixel(map_view, Coordinates(39.9, -4.6)), pixel(map_view, Coordinates(39.0, -14.0))

    def is_drawn() -> bool:
        picture = map_view.grab().toImage()
        return picture.pixelColor(inland) == map_colours().land and picture.pixelColor(sea) == map_colours().sea

    qtbot.waitUntil(is_drawn)
    map_view.set_points(points(LISBON))
    QTest.keyClick(map_view, Key.Key_Tab)
    qtbot.waitUntil(lambda: map_view._labels is not None)
    QTest.keyClick(map_view, Key.Key_Backtab)
    QTest.keyClick(map_view, Key.Key_Tab)
    assert map_view.accessibleName() == "Map: 1 photo near Lisbon"


def test_maps_of_one_world_share_a_thread_that_ends_with_the_last(map_view: MapView, qtbot: QtBot) -> None:
    world, small = WorldMap(), SmallMap()
    qtbot.addWidget(small)
    before = threads()
    for one in (map_view, small):
        one.set_world(world)
    qtbot.waitUntil(lambda: all(one._tiles.names is not None for one in (map_view, small)))
    assert map_view._tiles.names is small._tiles.names
    assert len(threads() - before) == 1
    small.close_map()
    map_view.go_to(LISBON, 7)
    map_view.repaint()
    with qtbot.waitSignal(map_view._tiles.arrived):
        pass
    map_view.close_map()
    assert threads() == before


def test_each_frame_paints_a_new_picture_even_without_time(map_view: MapView, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(map_canvas, "_PICTURES_SECONDS", 0.0)
    places = [Coordinates(10.0 * row, 20.0 * column) for row in range(4) for column in range(5)]
    map_view.set_points(points(*places))
    map_view.groups._covers = OneCover()
    map_view.show_all()
    pictures = len(map_view._pictures._held)
    made = []
    for _ in range(3):
        map_view.grab()
        made.append(len(map_view._pictures._held) - pictures)
    assert made[0] >= 1
    assert made == sorted(set(made))


def test_names_are_in_the_language_of_the_window(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(map_labels, "current_language", lambda: "de")
    names = list_names(WorldMap())
    assert "Lissabon" in names.towns
    assert (np.diff(names.populations) <= 0).all()
    assert {len(names.towns), len(names.x), len(names.y)} == {len(names.populations)}
    at = names.towns.index("Berlin")
    assert (names.x[at], names.y[at]) == pytest.approx(project_point(BERLIN), abs=1e-3)
    places = {name: (x, y) for name, x, y, _ in names.countries}
    x, y = project_point(Coordinates(51.0, 10.0))
    assert places["Deutschland"] == pytest.approx((x, y), abs=0.01)


def test_names_of_countries_stand_where_there_is_room() -> None:
    labels, view = MapLabels(list_names(WorldMap())), MapViewport()
    view.resize(1200, 800, 1.0)
    named = {}
    for zoom in (4.0, 6.0, 9.0):
        view.show(*project_point(Coordinates(47.0, 8.0)), zoom)
        labels.begin_choice(view, [])
        assert labels.choose_until(float("inf"))
        named[zoom] = {label.name for label in labels._labels if label.size == LabelSize.COUNTRY}
    assert {"France", "Germany"} <= named[4.0]
    assert "Luxembourg" not in named[4.0]
    assert "Liechtenstein" not in named[6.0]
    assert "Switzerland" in named[6.0]
    assert "France" not in named[9.0]


def test_places_and_tracks_are_painted(map_view: MapView) -> None:
    map_view.set_points(None)
    map_view.go_to(LISBON, 13)
    before = map_view.grab().toImage()
    map_view.set_places([OwnPlace("a", "Our house", LISBON, 500.0)])
    with_place = map_view.grab().toImage()
    assert with_place != before
    map_view.set_places([])
    before = map_view.grab().toImage()
    times, steps = np.arange(100), np.linspace(-0.02, 0.02, 100)
    line = Track("walk.gpx", times, LISBON.latitude + steps, LISBON.longitude + steps, np.array([0]))
    map_view.set_track(line)
    assert map_view.grab().toImage() != before
    map_view.set_track(None)
    assert map_view.grab().toImage() == before


def test_groups_of_selected_photos_stand_out(map_view: MapView) -> None:
    before = map_view.grab().toImage()
    map_view.highlight(np.array([3]))
    after = map_view.grab().toImage()
    near, far = pixel(map_view, BERLIN), pixel(map_view, LISBON)

    def colours(picture: object, at: QPoint) -> list[QColor]:
        return [picture.pixelColor(at + QPoint(right, 0)) for right in range(-40, 40)]  # type: ignore[attr-defined]

    assert colours(before, near) != colours(after, near)
    assert colours(before, far) == colours(after, far)


def test_a_small_map_tells_that_it_was_pressed(qtbot: QtBot) -> None:
    small = SmallMap()
    qtbot.addWidget(small)
    small.resize(280, 150)
    small.show()
    empty = small.grab().toImage()
    small.show_point(LISBON, 300.0)
    assert small.grab().toImage() != empty
    with qtbot.waitSignal(small.pressed) as told:
        QTest.mouseClick(small, LEFT, NONE, QPoint(20, 20))
    assert told.args == [LISBON]
    small.close_map()
