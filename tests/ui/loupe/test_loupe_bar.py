"""The bar over the photo and the filmstrip: the zoom, a narrow bar, reduced motion."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QProxyStyle, QWidget
from pytestqt.qtbot import QtBot

from photon.ui.loupe.loupe import Loupe
from tests.ui.studio_session import StudioSession, opened

KEY = Qt.Key


@pytest.fixture
def session(tmp_path: Path) -> Iterator[StudioSession]:
    yield from opened(tmp_path)


def press(loupe: Loupe, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(loupe, key)


def test_the_zoom_is_shown_in_the_bar_and_briefly_over_the_photo(
    qtbot: QtBot, loupe: Loupe, session: StudioSession
) -> None:
    loupe.open(session.fill(2), 0)
    qtbot.waitUntil(lambda: loupe.view.resolution == 800)
    assert loupe.bar.zoom.text() == "Fit"
    press(loupe, KEY.Key_Z)
    assert loupe.bar.zoom.text() == "100%"
    assert loupe.flash.isVisible()
    assert loupe.flash.accessibleName() == "100%"
    for _ in range(4):
        press(loupe, KEY.Key_Plus)
    assert loupe.bar.zoom.text() == loupe.flash.accessibleName() == "244%"
    press(loupe, KEY.Key_Right)
    assert loupe.flash.isHidden(), "it is about the photo before"
    assert loupe.bar.zoom.text() == "Fit"
    press(loupe, KEY.Key_4, KEY.Key_Left)
    assert loupe.flash.isHidden()


def test_a_narrow_bar_omits_buttons_that_keys_and_inspector_replace(loupe: Loupe, session: StudioSession) -> None:
    loupe.open(session.fill(1), 0)
    loupe.chrome.show()
    for width in (320, 464, 720, 1200):
        loupe.resize(width, 560)
        shown = [part for part in loupe.bar.children() if isinstance(part, QWidget) and part.isVisible()]
        edges = sorted((part.x(), part.x() + part.width()) for part in shown)
        assert all(end <= start for (_, end), (start, _) in pairwise(edges)), width
        assert edges[-1][1] <= width
    assert loupe.bar.smaller.isVisible()
    assert loupe.bar.stars.isVisible()


@pytest.mark.usefixtures("motion")
def test_the_filmstrip_is_not_animated_with_reduced_motion(
    qtbot: QtBot, loupe: Loupe, session: StudioSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    loupe.open(session.fill(5), 1)
    strip = loupe.filmstrip
    press(loupe, KEY.Key_Right)
    assert strip._middle < 2
    qtbot.waitUntil(lambda: strip._middle == 2)
    still = QProxyStyle("Fusion")
    monkeypatch.setattr(still, "styleHint", lambda *_: 0)
    monkeypatch.setattr(QApplication.instance(), "style", lambda: still)
    press(loupe, KEY.Key_Right)
    assert strip._middle == 3
