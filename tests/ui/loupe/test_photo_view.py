"""Zooming and panning with a real wheel, real clicks and real drags."""

import subprocess
import sys

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from photon.ui.kit.theme import theme
from photon.ui.loupe.photo_view import CLICK_MS, FIT_MOST, MOST, PhotoView, fitted_long_side

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def view(qtbot: QtBot) -> PhotoView:
    theme()
    made = PhotoView()
    qtbot.addWidget(made)
    made.resize(600, 400)
    made.show()
    made.show_photo(QSize(2400, 1600))
    return made


def turn(view: PhotoView, notches: float, at: QPoint) -> None:
    event = QWheelEvent(
        QPointF(at), QPointF(view.mapToGlobal(at)), QPoint(), QPoint(0, round(120 * notches)),
        Qt.MouseButton.NoButton, NONE, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view, event)


def spot(view: PhotoView, at: QPoint) -> tuple[float, float]:
    """Return the share of the photo, across and down, that is under a point of the widget."""
    rect = view.photo_rect()
    return (at.x() - rect.x()) / rect.width(), (at.y() - rect.y()) / rect.height()


def drag(view: PhotoView, start: QPoint, end: QPoint) -> None:
    QTest.mousePress(view, LEFT, NONE, start)
    for step in range(1, 5):
        QTest.mouseMove(view, start + (end - start) * step / 4)
    QTest.mouseRelease(view, LEFT, NONE, end)


def quarters(width: int, height: int) -> QImage:
    """A picture with red, green, blue and white quarters."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    for colour, x, y in (("#f00", 0, 0), ("#0f0", 1, 0), ("#00f", 0, 1), ("#fff", 1, 1)):
        painter.fillRect(QRect(x * width // 2, y * height // 2, width // 2, height // 2), QColor(colour))
    painter.end()
    return image


def test_a_large_photo_fills_the_window_and_a_tiny_one_is_enlarged_moderately(view: PhotoView) -> None:
    assert view.photo_rect().size() == QSizeF(600, 400)
    assert view.zoom == pytest.approx(0.25)
    view.show_photo(QSize(30, 20))
    assert view.zoom == FIT_MOST
    assert view.photo_rect().center() == QPointF(300, 200)


def test_a_fitted_photo_follows_the_window(view: PhotoView) -> None:
    view.resize(300, 400)
    assert view.photo_rect().width() == 300
    assert view.photo_rect().center().y() == pytest.approx(200)


@pytest.mark.parametrize("at", [QPoint(100, 80), QPoint(300, 200), QPoint(590, 390)])
def test_the_wheel_keeps_the_point_under_the_pointer(view: PhotoView, at: QPoint) -> None:
    before = spot(view, at)
    for _ in range(6):
        turn(view, 1, at)
    assert view.zoom == pytest.approx(0.25 * 1.25**6)
    after = spot(view, at)
    assert after[0] == pytest.approx(before[0], abs=1.5 / 600)
    assert after[1] == pytest.approx(before[1], abs=1.5 / 400)


def test_zooming_stops_at_the_limits(view: PhotoView) -> None:
    for _ in range(40):
        turn(view, 1, QPoint(10, 10))
    assert view.zoom == MOST
    for _ in range(60):
        turn(view, -1, QPoint(10, 10))
    assert view.is_fitted
    assert view.photo_rect().size() == QSizeF(600, 400)


def test_a_photo_smaller_than_the_window_shrinks_only_to_its_own_size(view: PhotoView) -> None:
    view.show_photo(QSize(300, 200))
    for _ in range(20):
        turn(view, -1, QPoint(300, 200))
    assert view.is_fitted
    assert view.zoom == 2


def test_no_gap_opens_at_an_edge(view: PhotoView) -> None:
    view.toggle_actual()
    drag(view, QPoint(10, 10), QPoint(590, 390))
    drag(view, QPoint(10, 10), QPoint(590, 390))
    drag(view, QPoint(10, 10), QPoint(590, 390))
    assert view.photo_rect().topLeft() == QPointF(0, 0)
    view.resize(2000, 300)
    assert view.photo_rect().left() <= 0
    assert view.photo_rect().right() >= 2000


def test_dragging_moves_an_enlarged_photo_with_the_pointer(view: PhotoView) -> None:
    view.toggle_actual()
    before = view.photo_rect().topLeft()
    drag(view, QPoint(300, 200), QPoint(240, 160))
    moved = view.photo_rect().topLeft() - before
    assert moved == QPointF(-60, -40)
    QTest.qWait(CLICK_MS + 50)
    assert view.zoom == 1, "a drag is not a click"


def test_dragging_a_fitted_photo_drags_it_out(qtbot: QtBot, view: PhotoView) -> None:
    with qtbot.waitSignal(view.dragged):
        drag(view, QPoint(300, 200), QPoint(240, 160))
    assert view.is_fitted


def test_a_click_shows_single_pixels_there_and_another_the_whole_photo(qtbot: QtBot, view: PhotoView) -> None:
    at = QPoint(150, 100)
    before = spot(view, at)
    QTest.mouseClick(view, LEFT, NONE, at)
    qtbot.waitUntil(lambda: view.zoom == 1)
    assert spot(view, at)[0] == pytest.approx(before[0], abs=0.001)
    QTest.mouseClick(view, LEFT, NONE, at)
    qtbot.waitUntil(lambda: view.is_fitted)


@pytest.mark.parametrize(("width", "closer"), [(2400, 1.0), (650, 1.0), (600, 2.0), (400, 2.0), (300, 4.0), (30, 4.0)])
def test_a_click_never_shrinks_a_fitted_photo(qtbot: QtBot, view: PhotoView, width: int, closer: float) -> None:
    view.show_photo(QSize(width, width * 2 // 3))
    assert view.zoom < closer
    QTest.mouseClick(view, LEFT, NONE, view.rect().center())
    qtbot.waitUntil(lambda: view.zoom == closer)
    QTest.mouseClick(view, LEFT, NONE, view.rect().center())
    qtbot.waitUntil(lambda: view.is_fitted)


def test_a_double_click_does_not_enlarge(qtbot: QtBot, view: PhotoView) -> None:
    zooms: list[float] = []
    view.zoomed.connect(lambda: zooms.append(view.zoom))
    with qtbot.waitSignal(view.double_clicked):
        QTest.mouseClick(view, LEFT)
        QTest.mouseDClick(view, LEFT)
    qtbot.wait(CLICK_MS + 50)
    assert zooms == []


def test_every_layer_is_painted_at_the_same_position(view: PhotoView) -> None:
    places = ((30, 30), (570, 30), (30, 370), (570, 370))
    colours = [QColor(name) for name in ("#f00", "#0f0", "#00f", "#fff")]
    for width in (300, 600, 2400):
        view.add_layer(quarters(width, width * 2 // 3))
        shot = view.grab().toImage()
        assert [shot.pixelColor(*place) for place in places] == colours
    assert view.resolution == 2400


def test_a_late_smaller_picture_does_not_blur_a_sharp_one(view: PhotoView) -> None:
    fine = QImage(2400, 1600, QImage.Format.Format_RGB32)
    fine.fill(QColor("#0f0"))
    coarse = fine.scaled(300, 200)
    coarse.fill(QColor("#f00"))
    view.toggle_actual()
    view.add_layer(fine)
    view.add_layer(coarse)
    assert view.grab().toImage().pixelColor(300, 200) == QColor("#0f0")


def test_at_actual_size_every_pixel_is_shown_unchanged(view: PhotoView) -> None:
    view.show_photo(QSize(601, 401))
    stripes = QImage(601, 401, QImage.Format.Format_RGB32)
    for x in range(601):
        for y in range(401):
            stripes.setPixel(x, y, 0xFFFFFFFF if (x + y) % 2 else 0xFF000000)
    view.add_layer(stripes)
    view.zoom_by(1 / view.zoom * 1.0000001)
    view._zoom_to(1.0, None)
    shot = view.grab().toImage()
    left = shot.pixelColor(100, 100)
    assert left in (QColor("#fff"), QColor("#000"))
    assert shot.pixelColor(101, 100) != left
    assert shot.pixelColor(102, 100) == left


def test_the_mean_colour_is_shown_until_a_picture_arrives(view: PhotoView) -> None:
    view.show_photo(QSize(2400, 1600), 0x336699)
    assert view.grab().toImage().pixelColor(300, 200) == QColor("#336699")
    view.show_photo(QSize())
    assert view.grab().toImage().pixelColor(300, 200) == theme().colour("photos")


def test_the_long_side_that_fills_an_area() -> None:
    assert fitted_long_side(QSize(4000, 3000), QSizeF(2000, 1000)) == 1333
    assert fitted_long_side(QSize(3000, 4000), QSizeF(2000, 1000)) == 1000
    assert fitted_long_side(QSize(800, 600), QSizeF(2000, 1000)) is None
    assert fitted_long_side(QSize(), QSizeF(2000, 1000)) == 2000


def test_on_a_dense_screen_actual_size_uses_screen_pixels() -> None:
    script = """
import sys
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication
from photon.ui.loupe.photo_view import PhotoView
app = QApplication(sys.argv)
view = PhotoView()
view.resize(600, 400)
view.show_photo(QSize(2400, 1600))
assert view.devicePixelRatioF() == 2, view.devicePixelRatioF()
assert view.zoom == 0.5, view.zoom
view.toggle_actual()
assert view.photo_rect().width() == 1200, view.photo_rect()
"""
    environment = {"QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": "2", "PATH": ""}
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
