"""The page of cameras and lenses: how many photos each took; a click shows them."""

from concurrent.futures import Future

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from photon.domain import Query
from photon.domain.query.filter_choice import FilterChoice, FilterGroup
from photon.domain.query.filter_kinds.names import CAMERA, CAMERAS, LENS
from photon.ui.cameras.camera_feature import CameraController
from photon.ui.window.main_window import MainWindow
from tests.ui.driving import LEFT, Key, withdraw
from tests.ui.fake_session import FakeSession


@pytest.fixture
def counts(session: FakeSession, monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """Numbers of photos by camera, which may change."""
    found = {"X100V": 7, "Pixel 8": 5}

    def choices(group: FilterGroup, _: Query) -> Future[list[FilterChoice]]:
        cameras = [FilterChoice(CAMERA.filter_by(name), count) for name, count in found.items()]
        answer: Future[list[FilterChoice]] = Future()
        answer.set_result(cameras if group is CAMERAS else [FilterChoice(LENS.filter_by("35mm"), 3)])
        return answer

    monkeypatch.setattr(session, "filter_choices", choices)
    return found


def test_cameras_and_lenses_are_counted_and_show_their_photos(
    qtbot: QtBot, window: MainWindow, counts: dict[str, int]
) -> None:
    window.commands["camera-list"].trigger()
    page = window.part(CameraController).page
    qtbot.waitUntil(lambda: page.cameras.choices.rowCount() == 2 and page.lenses.choices.rowCount() == 1)
    assert page.cameras.hasFocus()
    del counts["Pixel 8"]
    withdraw(window.bridge, 1)  # hidden photos no longer count
    qtbot.waitUntil(lambda: page.cameras.choices.rowCount() == 1)
    row = page.lenses.visualRect(page.lenses.choices.index(0))
    QTest.mouseClick(page.lenses.viewport(), LEFT, pos=row.center())
    qtbot.waitUntil(lambda: window.top_bar.search.text() == "lens:35mm")
    assert not page.isVisible()
    window.commands["camera-list"].trigger()
    page.cameras.setCurrentIndex(page.cameras.choices.index(0))
    QTest.keyClick(page.cameras, Key.Key_Return)
    qtbot.waitUntil(lambda: window.top_bar.search.text() == "camera:X100V")


@pytest.mark.usefixtures("counts")
def test_esc_leads_back(window: MainWindow) -> None:
    window.commands["camera-list"].trigger()
    page = window.part(CameraController).page
    assert page.isVisible()
    QTest.keyClick(page.cameras, Key.Key_Escape)
    assert window.grid.isVisible()
