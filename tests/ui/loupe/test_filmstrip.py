"""The row below the loupe with real clicks and a real wheel."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from photon.ui.kit.bridge import Bridge
from photon.ui.kit.theme import theme
from photon.ui.loupe.filmstrip import CELL, Filmstrip
from photon.ui.photos.photo_cache import PhotoCache
from tests.ui.studio_session import StudioSession

pytestmark = pytest.mark.usefixtures("motion")


@pytest.fixture
def session(tmp_path: Path) -> Iterator[StudioSession]:
    made = StudioSession(tmp_path)
    yield made
    made.close()


@pytest.fixture
def strip(qtbot: QtBot, session: StudioSession, bridge: Bridge) -> Filmstrip:
    made = Filmstrip(PhotoCache(session, bridge))
    qtbot.addWidget(made)
    made.resize(700, made.height())
    made.show()
    return made


def middle(strip: Filmstrip, index: int) -> QPoint:
    return strip.cell(index).center().toPoint()


def colour_at(strip: Filmstrip, index: int) -> QColor:
    return strip.grab().toImage().pixelColor(strip.cell(index).topLeft().toPoint() + QPoint(8, 8))


def is_like(one: QColor, other: QColor) -> bool:
    return all(abs(a - b) < 8 for a, b in zip(one.getRgb(), other.getRgb(), strict=True))


def turn(strip: Filmstrip, notches: int) -> None:
    at = QPointF(strip.rect().center())
    nothing = Qt.MouseButton.NoButton
    event = QWheelEvent(
        at, strip.mapToGlobal(at), QPoint(), QPoint(0, 120 * notches), nothing,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(strip, event)


def test_the_current_photo_is_in_the_middle_with_its_neighbours(
    qtbot: QtBot, strip: Filmstrip, session: StudioSession
) -> None:
    photos = session.fill(40)
    strip.set_photos(photos, 20)
    assert strip.cell(20).center().x() == pytest.approx(350, abs=1)
    assert strip.cell(21).left() - strip.cell(20).left() == CELL
    wanted = QColor(session.colour(photos[20]))
    qtbot.waitUntil(lambda: is_like(colour_at(strip, 20), wanted))


def test_a_click_selects_a_photo(qtbot: QtBot, strip: Filmstrip, session: StudioSession) -> None:
    strip.set_photos(session.fill(40), 20)
    with qtbot.waitSignal(strip.chosen) as chosen:
        QTest.mouseClick(strip, Qt.MouseButton.LeftButton, pos=middle(strip, 23))
    assert chosen.args == [23]
    with qtbot.assertNotEmitted(strip.chosen):
        strip.set_photos(session.fill(0), 0)
        QTest.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(5, 40))


def test_the_wheel_scrolls_and_the_current_photo_stays(strip: Filmstrip, session: StudioSession) -> None:
    strip.set_photos(session.fill(40), 20)
    turn(strip, -2)
    assert strip.cell(26).center().x() == pytest.approx(350, abs=1)
    assert strip._index == 20
    for _ in range(30):
        turn(strip, -1)
    assert strip.cell(39).center().x() == pytest.approx(350, abs=1)


def test_a_step_is_animated_and_a_jump_is_not(qtbot: QtBot, strip: Filmstrip, session: StudioSession) -> None:
    strip.set_photos(session.fill(40), 10)
    strip.set_index(11)
    assert strip.cell(11).center().x() > 351
    qtbot.waitUntil(lambda: abs(strip.cell(11).center().x() - 350) <= 1)
    strip.set_index(35)
    assert strip.cell(35).center().x() == pytest.approx(350, abs=1)


def test_of_a_hundred_thousand_photos_only_visible_ones_are_requested(strip: Filmstrip, session: StudioSession) -> None:
    strip.set_photos(range(1, 100_001), 50_000)
    assert len(strip.shown()) < 30
    strip.grab()


def test_the_photo_under_the_pointer_is_named_and_highlighted(
    qtbot: QtBot, strip: Filmstrip, session: StudioSession
) -> None:
    photos = session.fill(10)
    strip.set_photos(photos, 5)
    qtbot.waitUntil(lambda: strip._shelf.card(photos[7]) is not None and strip._shelf.has_preview(photos[7]))
    dimmed = colour_at(strip, 7)
    QTest.mouseMove(strip, middle(strip, 6))
    QTest.mouseMove(strip, middle(strip, 7))
    assert strip.toolTip().endswith(f"-{photos[7]:05}.jpg")
    assert colour_at(strip, 7) != dimmed
    assert theme().colour("panel") != dimmed
