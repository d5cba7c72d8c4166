"""The bar that asks what to do about missing photos."""

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from photon.domain import Activity
from photon.domain.photo.missing_photo import MissingPhoto
from photon.ui.preferences.loss_bar import LossBar
from photon.ui.preferences.missing_dialog import MissingDialog
from photon.ui.window.main_window import MainWindow
from photon.ui.window.sidebar import REFRESH_MS
from tests.ui.driving import LEFT
from tests.ui.fake_session import FakeSession


def test_missing_photos_are_reported_and_the_user_decides(
    qtbot: QtBot, window: MainWindow, session: FakeSession
) -> None:
    bar = window.part(LossBar)
    assert bar.isHidden()
    session.lose(1, 312)
    qtbot.waitUntil(bar.isVisible)
    assert bar.message.text() == "312 photos are missing from “holiday”."
    assert "kept" in bar.hint.text()
    QTest.mouseClick(bar.again, LEFT)
    assert session.rescans == 1
    QTest.mouseClick(bar.remove, LEFT)
    qtbot.waitUntil(bar.isHidden)
    assert session.browsing.folders().result()[0].missing == 0


def test_one_answer_serves_the_left_panel_and_the_bar(
    qtbot: QtBot, window: MainWindow, session: FakeSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, folders = [], session.browsing.folders
    monkeypatch.setattr(session, "folders", lambda: asked.append(1) or folders())
    session.lose(1, 312)
    qtbot.waitUntil(window.part(LossBar).isVisible)
    QTest.qWait(2 * REFRESH_MS)
    assert len(asked) == 1


def test_nothing_is_reported_while_photos_may_still_be_found(
    qtbot: QtBot, window: MainWindow, session: FakeSession
) -> None:
    bar = window.part(LossBar)
    session.tell(Activity("scanning"))
    qtbot.waitUntil(lambda: window.status.activity.stage == "scanning")
    session.lose(1, 312).result()
    session.watched.moves["/photos/trip", "/photos/holiday"] = 312
    QTest.qWait(50)
    assert bar.isHidden()
    session.lose(1, 0).result()
    session.tell(Activity("idle"))
    found = "Found 312 moved photos by their content. Their tags, captions and ratings are kept."
    qtbot.waitUntil(lambda: window.toast.words.text() == found)
    assert bar.isHidden()


def test_a_postponed_bar_returns_when_more_photos_are_missing(
    qtbot: QtBot, window: MainWindow, session: FakeSession
) -> None:
    session.lose(1, 60)
    qtbot.waitUntil(window.part(LossBar).isVisible)
    QTest.mouseClick(window.part(LossBar).later, LEFT)
    assert window.part(LossBar).isHidden()
    session.lose(1, 61)
    qtbot.waitUntil(window.part(LossBar).isVisible)


def test_after_a_large_move_found_and_missing_photos_are_reported_and_listed(
    qtbot: QtBot, window: MainWindow, session: FakeSession
) -> None:
    session.watched.lost = [MissingPhoto(number, f"/photos/trip/{number}.jpg", "2026-05-01") for number in range(3)]
    session.tell(Activity("scanning"))
    qtbot.waitUntil(lambda: window.status.activity.stage == "scanning")
    session.lose(1, 3).result()
    session.watched.moves["/photos/trip", "/photos/holiday"] = 1200
    session.tell(Activity("idle"))
    qtbot.waitUntil(window.part(LossBar).isVisible)
    receipt = "Found 1,200 moved photos by their content. 3 photos are missing from “holiday”."
    qtbot.waitUntil(lambda: window.part(LossBar).message.text() == receipt)
    QTest.mouseClick(window.part(LossBar).list, LEFT)
    dialog = window.findChild(MissingDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 3)
    dialog.reject()
    QTest.mouseClick(window.part(LossBar).later, LEFT)
    session.lose(1, 4)
    qtbot.waitUntil(lambda: window.part(LossBar).message.text() == "4 photos are missing from “holiday”.")
