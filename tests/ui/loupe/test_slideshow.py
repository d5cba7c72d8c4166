"""The slideshow in the loupe, started and stopped by keys; its interval is stored."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from photon.ui.kit.bridge import Bridge
from photon.ui.kit.settings import settings
from photon.ui.loupe.loupe import Loupe
from photon.ui.loupe.slideshow import INTERVALS, USUAL
from tests.ui.studio_session import StudioSession, opened

KEY = Qt.Key


@pytest.fixture
def session(tmp_path: Path) -> Iterator[StudioSession]:
    yield from opened(tmp_path)


@pytest.fixture
def alone(loupe: Loupe, session: StudioSession) -> Loupe:
    """The loupe in full screen, with four photos."""
    loupe.open(session.fill(4), 2)
    loupe.set_alone(alone=True)
    return loupe


def test_space_starts_and_stops_it_and_the_first_photo_follows_the_last(qtbot: QtBot, alone: Loupe) -> None:
    alone.slideshow.timer.setInterval(40)
    seen: list[int] = []
    alone.current_changed.connect(seen.append)
    QTest.keyClick(alone, KEY.Key_Space)
    assert alone.slideshow.is_running
    assert alone.bar.play.accessibleName() == "Stop the slideshow"
    qtbot.waitUntil(lambda: len(seen) >= 3)
    QTest.keyClick(alone, KEY.Key_Space)
    photos = alone._photos
    assert seen[:3] == [photos[3], photos[0], photos[1]]
    before = len(seen)
    qtbot.wait(120)
    assert len(seen) == before


def test_an_enlarged_photo_stays_and_browsing_restarts_the_interval(qtbot: QtBot, alone: Loupe) -> None:
    alone.slideshow.timer.setInterval(150)
    QTest.keyClick(alone, KEY.Key_Space)
    qtbot.wait(100)
    QTest.keyClick(alone, KEY.Key_Left)
    assert alone.slideshow.timer.remainingTime() > 100
    QTest.keyClick(alone, KEY.Key_Plus)
    qtbot.wait(320)
    assert alone.index == 1
    QTest.keyClick(alone, KEY.Key_Minus)
    qtbot.waitUntil(lambda: alone.index == 2)


def test_it_stops_when_the_loupe_is_left_or_a_region_is_marked(alone: Loupe) -> None:
    QTest.keyClick(alone, KEY.Key_Space)
    alone.crop.begin()
    assert not alone.slideshow.is_running
    alone.crop.cancel()
    alone.slideshow.toggle()
    alone.set_alone(alone=False)
    assert not alone.slideshow.is_running
    alone.slideshow.toggle()
    alone.hide()
    assert not alone.slideshow.is_running


def test_its_interval_is_stored_and_invalid_values_are_ignored(
    qtbot: QtBot, loupe: Loupe, session: StudioSession, bridge: Bridge
) -> None:
    assert loupe.slideshow.seconds == USUAL
    loupe.slideshow.choose(INTERVALS[-1])
    for remembered, seconds in ((None, INTERVALS[-1]), ("0", USUAL), ("soon", USUAL), ("-3", USUAL)):
        if remembered is not None:
            settings().setValue("loupe/slide-seconds", remembered)
        another = Loupe(session, bridge)
        qtbot.addWidget(another)
        assert another.slideshow.seconds == seconds
        assert another.slideshow.timer.interval() == 1000 * seconds


def test_in_full_screen_the_filmstrip_appears_and_disappears_with_the_mouse(
    qtbot: QtBot, alone: Loupe, monkeypatch: pytest.MonkeyPatch
) -> None:
    for part in (alone.bar, alone.filmstrip):  # the screen pointer is where another test left it
        monkeypatch.setattr(type(part), "underMouse", lambda _: False)
    alone.chrome.rest.setInterval(80)
    assert alone.view.size() == alone.size()
    assert alone.filmstrip.isHidden()
    assert alone.view.cursor().shape() == Qt.CursorShape.BlankCursor
    QTest.mouseMove(alone.view, QPoint(300, 300))
    QTest.mouseMove(alone.view, QPoint(310, 300))
    assert alone.bar.isVisible()
    assert alone.filmstrip.isVisible()
    assert alone.filmstrip.geometry().bottom() == alone.rect().bottom()
    assert alone.view.size() == alone.size(), "nothing moves the photo"
    qtbot.waitUntil(alone.filmstrip.isHidden)
    assert alone.bar.isHidden()
    QTest.keyClick(alone, KEY.Key_F)
    QTest.mouseMove(alone.view, QPoint(300, 300))
    assert alone.bar.isVisible()
    assert alone.filmstrip.isHidden(), "it was switched off"
    QTest.keyClick(alone, KEY.Key_F)
    alone.set_alone(alone=False)
    assert alone.filmstrip.isVisible()
    qtbot.waitUntil(lambda: alone.view.height() == alone.height() - alone.filmstrip.height())


def test_in_full_screen_esc_and_a_double_click_leave_it_and_space_does_not_close(qtbot: QtBot, alone: Loupe) -> None:
    closed: list[bool] = []
    alone.closed.connect(lambda: closed.append(True))
    with qtbot.waitSignal(alone.full_screen_toggled):
        QTest.keyClick(alone, KEY.Key_Escape)
    with qtbot.waitSignal(alone.full_screen_toggled):
        QTest.mouseDClick(alone.view, Qt.MouseButton.LeftButton)
    QTest.keyClick(alone, KEY.Key_Space)
    assert closed == []
    QTest.keyClick(alone, KEY.Key_G)
    assert closed == [True]
