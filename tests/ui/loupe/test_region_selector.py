"""A region of the photo in the loupe: drawn, moved, resized and searched, with real keys and a real mouse."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from photon.domain import Like, Region
from photon.domain.photo.region import CENTRE
from photon.ui.loupe.loupe import Loupe
from photon.ui.loupe.photo_view import PhotoView
from photon.ui.window.main_window import MainWindow
from tests.ui.driving import CTRL, LEFT, NONE, SHIFT, Key, click, entries
from tests.ui.studio_session import StudioSession, opened

NO_BUTTON = Qt.MouseButton.NoButton
TO_PIXEL = 0.01  # a pixel of the view is 1/720 of the photo; positions are rounded to whole pixels


@pytest.fixture
def session(tmp_path: Path) -> Iterator[StudioSession]:
    yield from opened(tmp_path)


@pytest.fixture
def shown(qtbot: QtBot, loupe: Loupe, session: StudioSession) -> Loupe:
    """The loupe with the second of three photos and its sharp picture."""
    loupe.open(session.fill(3), 1)
    qtbot.waitUntil(lambda: loupe.view.resolution == 800)
    return loupe


def at(loupe: Loupe, x: float, y: float) -> QPoint:
    """Return a point of the photo, given in shares of it, on the view."""
    rect = loupe.view.photo_rect()
    return (rect.topLeft() + QPointF(x * rect.width(), y * rect.height())).toPoint()


def move(widget: QWidget, to: QPoint, buttons: Qt.MouseButton, modifiers: Qt.KeyboardModifier = NONE) -> None:
    place = QPointF(to)
    event = QMouseEvent(QMouseEvent.Type.MouseMove, place, widget.mapToGlobal(place), NO_BUTTON, buttons, modifiers)
    QApplication.sendEvent(widget, event)


def drag(widget: QWidget, start: QPoint, end: QPoint, modifiers: Qt.KeyboardModifier = NONE) -> None:
    QTest.mousePress(widget, LEFT, modifiers, start)
    move(widget, (start + end) / 2, LEFT, modifiers)
    move(widget, end, LEFT, modifiers)
    QTest.mouseRelease(widget, LEFT, modifiers, end)


def draw(loupe: Loupe, region: Region) -> None:
    drag(loupe.view, at(loupe, region.x, region.y), at(loupe, region.x + region.width, region.y + region.height), CTRL)


def is_near(found: Region | None, wanted: Region) -> bool:
    assert found is not None
    sides = [(getattr(found, name), getattr(wanted, name)) for name in Region.__slots__]
    return all(abs(one - other) < TO_PIXEL for one, other in sides)


def test_ctrl_drag_draws_and_enter_searches(qtbot: QtBot, shown: Loupe) -> None:
    wanted = Region(0.2, 0.3, 0.4, 0.25)
    draw(shown, wanted)
    assert is_near(shown.crop.region, wanted)
    assert shown.crop.hasFocus()
    assert shown.crop.button.isVisible()
    with qtbot.waitSignal(shown.crop.searched) as found:
        QTest.keyClick(shown.crop, Key.Key_Return)
    like = found.args[0]
    assert like == Like(photo=shown.current, region=like.region)
    assert is_near(like.region, wanted)
    assert shown.crop.isHidden()
    assert shown.view.is_fitted, "neither panned nor enlarged by it"


def test_it_can_be_drawn_from_any_corner_and_beyond_the_photo(shown: Loupe) -> None:
    drag(shown.view, at(shown, 0.8, 0.7), at(shown, 0.5, 0.2), CTRL)
    assert is_near(shown.crop.region, Region(0.5, 0.2, 0.3, 0.5))
    drag(shown.crop, at(shown, 0.7, 0.6), QPoint(shown.view.width() + 50, shown.view.height() + 50), CTRL)
    assert is_near(shown.crop.region, Region(0.7, 0.6, 0.3, 0.4))


def test_a_ctrl_click_draws_nothing_and_a_short_drag_the_minimum(shown: Loupe) -> None:
    QTest.mouseClick(shown.view, LEFT, CTRL, at(shown, 0.5, 0.5))
    assert shown.crop.region is None
    start = at(shown, 0.98, 0.5)
    drag(shown.view, start, start + QPoint(8, 8), CTRL)
    assert is_near(shown.crop.region, Region(0.95, 0.5, 0.05, 0.05))


def test_edges_and_corners_are_dragged_and_the_middle_moves(shown: Loupe) -> None:
    draw(shown, Region(0.2, 0.2, 0.4, 0.4))
    drag(shown.crop, at(shown, 0.6, 0.4), at(shown, 0.8, 0.5))  # the right edge
    assert is_near(shown.crop.region, Region(0.2, 0.2, 0.6, 0.4))
    drag(shown.crop, at(shown, 0.2, 0.2), at(shown, 0.3, 0.1))  # the upper left corner
    assert is_near(shown.crop.region, Region(0.3, 0.1, 0.5, 0.5))
    drag(shown.crop, at(shown, 0.3, 0.6), at(shown, 0.9, 0.9))  # the lower left corner, beyond the right edge
    assert is_near(shown.crop.region, Region(0.8, 0.1, 0.1, 0.8))
    drag(shown.crop, at(shown, 0.85, 0.5), at(shown, 0.35, 0.9))  # all of it, no further than the edge
    assert is_near(shown.crop.region, Region(0.3, 0.2, 0.1, 0.8))


def test_every_handle_can_be_grabbed(shown: Loupe) -> None:
    shapes = Qt.CursorShape
    expected = [
        shapes.SizeFDiagCursor, shapes.SizeVerCursor, shapes.SizeBDiagCursor, shapes.SizeHorCursor,
        shapes.SizeHorCursor, shapes.SizeBDiagCursor, shapes.SizeVerCursor, shapes.SizeFDiagCursor,
    ]  # fmt: skip
    draw(shown, Region(0.3, 0.3, 0.4, 0.4))
    found = []
    for handle in shown.crop.handles():
        move(shown.crop, handle.toPoint(), NO_BUTTON)
        found.append(shown.crop.cursor().shape())
    assert found == expected
    move(shown.crop, at(shown, 0.5, 0.5), NO_BUTTON)
    assert shown.crop.cursor().shape() == shapes.SizeAllCursor
    move(shown.crop, at(shown, 0.1, 0.1), NO_BUTTON)
    assert shown.crop.cursor().shape() == shapes.CrossCursor


def test_keys_move_and_resize_without_changing_the_photo(shown: Loupe) -> None:
    shown.crop.begin()
    photo = shown.current
    assert shown.crop.region == CENTRE
    for key in (Key.Key_Left, Key.Key_Left, Key.Key_Down):
        QTest.keyClick(shown.crop, key)
    assert is_near(shown.crop.region, Region(0.21, 0.27, 0.5, 0.5))
    for key in (Key.Key_Right, Key.Key_Up, Key.Key_Up):
        QTest.keyClick(shown.crop, key, SHIFT)
    assert is_near(shown.crop.region, Region(0.21, 0.27, 0.52, 0.46))
    for _ in range(60):
        QTest.keyClick(shown.crop, Key.Key_Right)
    assert is_near(shown.crop.region, Region(0.48, 0.27, 0.52, 0.46))
    for _ in range(60):
        QTest.keyClick(shown.crop, Key.Key_Left, SHIFT)
    assert is_near(shown.crop.region, Region(0.48, 0.27, 0.05, 0.46))
    assert shown.current == photo
    QTest.keyClick(shown.crop, Key.Key_Escape)
    assert shown.crop.isHidden()
    assert shown.isVisible(), "Esc took only the rectangle"
    assert shown.hasFocus()


def test_other_keys_go_to_the_loupe_and_another_photo_removes_the_rectangle(shown: Loupe) -> None:
    shown.crop.begin()
    QTest.keyClick(shown.crop, Key.Key_Z)
    assert shown.view.zoom == 1
    assert shown.crop.region == CENTRE
    QTest.keyClick(shown.crop, Key.Key_PageDown)
    assert shown.index == 2
    assert shown.crop.isHidden()


def test_it_follows_the_picture_when_zoomed_and_panned(shown: Loupe) -> None:
    shown.crop.begin()
    QTest.keyClick(shown.crop, Key.Key_Plus)
    QTest.keyClick(shown.crop, Key.Key_Plus)
    outside = at(shown, 0.2, 0.2)
    rect, photo = shown.crop.rectangle(), shown.view.photo_rect()
    button = shown.crop.button.pos()
    drag(shown.crop, outside, outside + QPoint(-40, -30))
    shift = shown.view.photo_rect().topLeft() - photo.topLeft()
    assert shift.manhattanLength() > 40, "outside of the rectangle the photo is moved"
    assert (shown.crop.rectangle().topLeft() - rect.topLeft() - shift).manhattanLength() < 1
    assert shown.crop.button.pos() != button
    assert shown.crop.region == CENTRE
    shown.resize(900, 600)
    assert shown.crop.size() == shown.view.size()


def test_the_surroundings_are_dimmed_and_the_inside_is_not(qtbot: QtBot, shown: Loupe) -> None:
    def brightness(x: float, y: float) -> int:
        return QColor(shown.view.grab().toImage().pixel(at(shown, x, y))).lightness()

    inside, outside = brightness(0.35, 0.35), brightness(0.05, 0.15)
    shown.crop.begin()
    assert brightness(0.35, 0.35) == inside
    assert brightness(0.05, 0.15) < 0.6 * outside


def test_the_button_searches_and_stays_visible(qtbot: QtBot, shown: Loupe) -> None:
    draw(shown, Region(0.0, 0.1, 0.06, 0.9))
    assert shown.view.rect().contains(shown.crop.button.geometry())
    draw_at = shown.crop.region
    with qtbot.waitSignal(shown.crop.searched) as found:
        QTest.mouseClick(shown.crop.button, LEFT)
    assert is_near(found.args[0].region, draw_at)


def test_a_double_click_inside_searches_and_outside_does_nothing(qtbot: QtBot, shown: Loupe) -> None:
    closed: list[bool] = []
    shown.closed.connect(lambda: closed.append(True))
    shown.crop.begin()
    QTest.mouseDClick(shown.crop, LEFT, NONE, at(shown, 0.05, 0.1))
    assert closed == []
    with qtbot.waitSignal(shown.crop.searched):
        QTest.mouseDClick(shown.crop, LEFT, NONE, at(shown, 0.5, 0.5))


def test_the_context_menu_of_the_loupe_starts_it(shown: Loupe) -> None:
    QApplication.sendEvent(shown, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, QPoint(5, 5), QPoint(5, 5)))
    menu = next(menu for menu in shown.findChildren(QMenu) if menu.isVisible())
    action = next(action for action in menu.actions() if "part of this photo" in action.text())
    action.trigger()
    menu.close()
    assert shown.crop.region == CENTRE


share = st.floats(0, 1)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(share, share, st.floats(-3, 5), st.tuples(st.floats(0, 700), st.floats(0, 500)))
def test_coordinates_round_trip_at_any_zoom(
    shown: Loupe, x: float, y: float, steps: float, pointer: tuple[float, float]
) -> None:
    view: PhotoView = shown.view
    view.show_photo(QSize(2400, 1600))
    view.zoom_by(1.5**steps, QPointF(*pointer))
    rect = view.photo_rect()
    there = QPointF(rect.x() + x * rect.width(), rect.y() + y * rect.height())
    back = shown.crop.share(there)
    assert (back.x(), back.y()) == pytest.approx((x, y), abs=1e-6)


# -- in the window ---------------------------------------------------------------------------------------


def test_r_opens_the_photo_with_a_rectangle_and_each_part_is_a_chip(qtbot: QtBot, window: MainWindow) -> None:
    click(window, 2)
    photo = window.grid.current()
    regions = []
    for step in range(2):
        QTest.keyClick(window.grid, Key.Key_R)
        qtbot.waitUntil(window.loupe.crop.isVisible)
        assert window.loupe.current == photo
        for _ in range(step):
            QTest.keyClick(window.loupe.crop, Key.Key_Down)
        QTest.keyClick(window.loupe.crop, Key.Key_Return)
        qtbot.waitUntil(
            lambda: window.gallery.asked.query is not None and window.gallery.asked.query.likes[0].region not in regions
        )
        assert window.gallery.asked.query is not None
        (like,) = window.gallery.asked.query.likes
        assert like.photo == photo
        regions.append(like.region)
        assert window.pages.currentWidget() is window.results
        window.navigation.go_back()
        qtbot.waitUntil(lambda: window.gallery.state.query is None)
        window.grid.go_to(photo)
    assert len(set(regions)) == 2
    window.top_bar.search.add_examples([(Like(photo=photo, region=region), "part") for region in regions])
    query = window.top_bar.search.query()
    assert query is not None
    assert [like.region for like in query.likes] == regions


def test_the_context_menu_of_photos_offers_it(window: MainWindow) -> None:
    click(window, 0)
    menu = window.commands.photo_menu()
    next(action for action in entries(menu) if "part of this photo" in action.text()).trigger()
    assert window.loupe.crop.region == CENTRE
    menu.deleteLater()
