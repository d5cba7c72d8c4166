"""Comparing photos in the window: together, one alone, marks, the reference, removed photos."""

import pytest
from PySide6.QtCore import QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from photon.domain import Region
from photon.domain.people.face import FaceKey, PhotoFace, box_text
from photon.ui.compare import compare_page
from photon.ui.compare.compare_controller import CompareController
from photon.ui.compare.compare_page import ComparePage
from photon.ui.loupe.photo_view import PhotoView
from photon.ui.window.main_window import MainWindow
from tests.ui.driving import LEFT, Key, withdraw
from tests.ui.fake_faces import FakeFaces
from tests.ui.fake_session import FakeSession


def begin(qtbot: QtBot, window: MainWindow, count: int) -> ComparePage:
    """Select photos and compare them; return once all are sharp."""
    window.grid.go_to(window.grid.grid_model.ids[0])
    window.grid.select_rows(0, count - 1)
    QTest.keyClick(window.grid, Key.Key_C)
    page = window.part(CompareController).page
    assert window.pages.current is page
    wait_until_sharp(qtbot, page)
    return page


def wait_until_sharp(qtbot: QtBot, page: ComparePage) -> None:
    shown = len(page.compared.shown)
    qtbot.waitUntil(lambda: all(pane.view.resolution for pane in page.panes[:shown]))
    qtbot.waitUntil(lambda: all(pane.stars.isEnabled() for pane in page.panes[:shown]))


def turn_wheel(view: PhotoView, at: QPointF, notches: int) -> None:
    none = Qt.KeyboardModifier.NoModifier
    event = QWheelEvent(at, view.mapToGlobal(at), QPoint(), QPoint(0, 120 * notches), LEFT & ~LEFT, none,
                        Qt.ScrollPhase.NoScrollPhase, False)  # fmt: skip
    QApplication.sendEvent(view, event)


def lengths(page: ComparePage) -> list[float | None]:
    spots = [pane.view.spot for pane in page.panes[: len(page.compared.shown)]]
    return [None if spot is None else round(spot.length, 3) for spot in spots]


@pytest.mark.parametrize("count", [2, 3, 4])
def test_selected_photos_are_shown_side_by_side(qtbot: QtBot, window: MainWindow, count: int) -> None:
    page = begin(qtbot, window, count)
    assert page.compared.shown == list(window.grid.grid_model.ids[:count])
    assert [pane.isVisible() for pane in page.panes] == [number < count for number in range(4)]
    assert [pane.is_current for pane in page.panes[:count]] == [True, *[False] * (count - 1)]
    QTest.keyClick(page, Key.Key_Right)
    assert page.panes[1].is_current
    QTest.keyClick(window, Key.Key_Escape)
    assert window.pages.current is window.results


def test_after_a_rest_full_pictures_of_these_and_the_next_photos_are_read(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    photos = list(window.grid.grid_model.ids)
    page = begin(qtbot, window, 1)
    asked: list[list[int]] = []
    monkeypatch.setattr(page.pictures._pictures, "want_full", lambda cards: asked.append([card.id for card in cards]))
    QTest.keyClick(page, Key.Key_Right)
    qtbot.waitUntil(lambda: len(asked) > 0)
    assert asked[-1][:2] == page.compared.shown == [photos[0], photos[2]]
    qtbot.waitUntil(lambda: asked[-1][2:5] == photos[3:6])
    asked.clear()
    QTest.keyClick(window, Key.Key_Escape)
    assert not page.pictures._rested.isActive()
    assert asked == []


def test_zoom_and_position_are_synchronised(qtbot: QtBot, window: MainWindow) -> None:
    page = begin(qtbot, window, 3)
    assert lengths(page) == [None, None, None]
    turn_wheel(page.panes[0].view, QPointF(60, 60), 5)
    first = page.panes[0].view.spot
    assert first is not None
    assert len(set(lengths(page))) == 1
    for pane in page.panes[1:3]:
        spot = pane.view.spot
        assert spot is not None
        assert (spot.x, spot.y) == pytest.approx((first.x, first.y), abs=0.02)
    assert page.panes[0].zoom.text().endswith("%")
    QTest.keyClick(page, Key.Key_Minus)
    assert len(set(lengths(page))) == 1


def test_with_shift_one_photo_moves_alone_and_keeps_its_offset(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = begin(qtbot, window, 2)
    view = page.panes[0].view
    turn_wheel(view, QPointF(view.rect().center()), 4)
    is_alone = True
    monkeypatch.setattr(page._step, "_is_alone", lambda: is_alone)
    turn_wheel(view, QPointF(view.rect().center()), 2)
    one, other = lengths(page)
    assert one is not None
    assert other is not None
    apart = one / other
    assert apart > 1.2
    is_alone = False
    turn_wheel(page.panes[1].view, QPointF(view.rect().center()), 1)
    one, other = lengths(page)
    assert one is not None
    assert other is not None
    assert one / other == pytest.approx(apart, rel=0.05)


def test_a_photo_enlarged_alone_leaves_the_others_fitted(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = begin(qtbot, window, 2)
    monkeypatch.setattr(page._step, "_is_alone", lambda: True)
    turn_wheel(page.panes[0].view, QPointF(50, 50), 3)
    page.panes[1].view.laid_out.emit()
    assert page.panes[1].view.is_fitted
    assert not page.panes[0].view.is_fitted


def test_a_click_enlarges_all_at_the_pointer_and_moves_the_frame(qtbot: QtBot, window: MainWindow) -> None:
    page = begin(qtbot, window, 2)
    QTest.mouseClick(page.panes[1].view, LEFT, pos=QPoint(80, 80))
    assert page.panes[1].is_current
    qtbot.waitUntil(lambda: None not in lengths(page))


def test_marks_apply_to_the_framed_photo(qtbot: QtBot, window: MainWindow, session: FakeSession) -> None:
    page = begin(qtbot, window, 2)
    first, second = page.compared.shown
    QTest.keyClick(page, Key.Key_Right)
    QTest.keyClick(page, Key.Key_P)
    QTest.keyClick(page, Key.Key_6)
    QTest.keyClick(page, Key.Key_4)
    qtbot.waitUntil(lambda: session.browsing.cards([second]).result()[second].rating == 4)
    marked = session.browsing.cards([first, second]).result()
    assert (marked[second].flag, marked[second].label) == (1, "red")
    assert (marked[first].flag, marked[first].label, marked[first].rating) == (0, "", 0)
    qtbot.waitUntil(lambda: page.panes[1].marks.words == "picked, red")
    qtbot.waitUntil(lambda: page.panes[1].stars.stars == 4)


def test_one_photo_is_compared_with_all_others_and_the_winner_stays(
    qtbot: QtBot, window: MainWindow, session: FakeSession
) -> None:
    page = begin(qtbot, window, 1)
    ids = list(window.grid.grid_model.ids)
    assert page.compared.shown == [ids[0], ids[1]]
    assert page.panes[1].is_current
    QTest.keyClick(page, Key.Key_Right)
    assert page.compared.shown == [ids[0], ids[2]]
    QTest.keyClick(page, Key.Key_Down)
    assert page.compared.shown == [ids[2], ids[0]]
    QTest.keyClick(page, Key.Key_Right)
    assert page.compared.shown == [ids[2], ids[1]]
    wait_until_sharp(qtbot, page)
    window.commands["goes-on"].trigger()
    QTest.keyClick(page, Key.Key_X)
    qtbot.waitUntil(lambda: session.browsing.cards([ids[1]]).result()[ids[1]].flag == -1)
    assert page.compared.shown == [ids[2], ids[3]]


def test_the_zoom_is_kept_for_the_next_challenger(qtbot: QtBot, window: MainWindow) -> None:
    page = begin(qtbot, window, 1)
    turn_wheel(page.panes[0].view, QPointF(60, 60), 5)
    before = lengths(page)
    QTest.keyClick(page, Key.Key_Right)
    wait_until_sharp(qtbot, page)
    qtbot.waitUntil(lambda: lengths(page) == before)


def test_the_zoom_is_kept_if_a_file_has_another_size_than_the_catalogue(qtbot: QtBot, window: MainWindow) -> None:
    page = begin(qtbot, window, 3)
    turn_wheel(page.panes[0].view, QPointF(60, 60), 5)
    before = lengths(page)
    page.panes[0].view.set_full(QSize(150, 100))
    page.panes[1].view.set_full(QSize(1500, 1000))
    assert lengths(page) == before
    page.panes[2].view.show_photo(QSize(), 0x808080)
    page.panes[2].view.resize(page.panes[2].view.size() - QSize(20, 20))
    page.panes[2].view.set_full(QSize(600, 400))
    assert lengths(page) == before


def test_actual_size_is_shown_at_the_same_face(qtbot: QtBot, window: MainWindow, session: FakeSession) -> None:
    first, second = window.grid.grid_model.ids[:2]
    faces = FakeFaces()
    session.people = faces
    regions = {first: Region(0.2, 0.3, 0.1, 0.1), second: Region(0.6, 0.5, 0.1, 0.1)}
    faces.found = {photo: [PhotoFace(FaceKey(photo, box_text(region)), group=3)] for photo, region in regions.items()}
    page = begin(qtbot, window, 2)
    page._step._is_alone = lambda: False
    qtbot.waitUntil(lambda: len(page._step._faces) == 2)
    for pane in page.panes[:2]:
        pane.view.set_full(QSize(8000, 8000))
    QTest.keyClick(page, Key.Key_Z)
    spots = [spot for pane in page.panes[:2] if (spot := pane.view.spot) is not None]
    assert [(spot.x, spot.y) for spot in spots] == [pytest.approx((0.25, 0.35)), pytest.approx((0.65, 0.55))]


def test_a_single_photo_cannot_be_compared(qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    window.grid.grid_model.show_photos(window.grid.grid_model.ids[:1])
    window.grid.go_to(window.grid.grid_model.ids[0])
    QTest.keyClick(window.grid, Key.Key_C)
    assert window.pages.current is window.results
    qtbot.waitUntil(lambda: window.toast.words.text() == "There is no other photo to compare with.")


def test_hidden_photos_disappear_immediately(qtbot: QtBot, window: MainWindow) -> None:
    page = begin(qtbot, window, 2)
    hidden = page.compared.shown[1]
    withdraw(window.bridge, hidden)
    assert window.pages.current is window.results
    assert hidden not in [pane.photo for pane in page.panes]


def test_the_photos_return_after_the_preferences(qtbot: QtBot, window: MainWindow) -> None:
    page = begin(qtbot, window, 2)
    window.settings.open()
    qtbot.waitUntil(lambda: not page.isVisible())
    assert page.panes[0].photo == 0
    window.parts.outer.setCurrentIndex(0)
    qtbot.waitUntil(page.isVisible)
    assert [pane.photo for pane in page.panes[:2]] == page.compared.shown
    wait_until_sharp(qtbot, page)


@pytest.mark.parametrize("width", [911, 1440])
def test_the_hint_about_keys_is_whole_at_any_width(qtbot: QtBot, window: MainWindow, width: int) -> None:
    window.resize(width, 600)
    hint = begin(qtbot, window, 3).hint
    qtbot.waitUntil(lambda: hint.height() >= hint.heightForWidth(hint.width()) > 0)


def test_the_guide_explains_the_page() -> None:
    assert ComparePage.topic.startswith("culling#")
    assert set(compare_page._HINTS) == {True, False}
