"""The bar that asks what became of missing photos."""

from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from photon.domain import Activity
from photon.ui.window.main_window import MainWindow
from tests.ui.driving import LEFT
from tests.ui.fake_session import FakeSession


def test_missing_photos_are_told_and_the_person_decides(qtbot: QtBot, window: MainWindow, session: FakeSession) -> None:
    bar = window.losses
    assert bar.isHidden()
    session.lose(1, 312)
    qtbot.waitUntil(bar.isVisible)
    assert bar.message.text() == "312 photos are missing from “holiday”."
    assert "kept" in bar.hint.text()
    QTest.mouseClick(bar.again, LEFT)
    assert session.rescans == 1
    QTest.mouseClick(bar.remove, LEFT)
    qtbot.waitUntil(bar.isHidden)
    assert session.folders().result()[0].missing == 0


def test_nothing_is_told_while_photos_may_be_found_again_elsewhere(
    qtbot: QtBot, window: MainWindow, session: FakeSession
) -> None:
    bar, said = window.losses, []
    bar.said.connect(said.append)
    session.tell(Activity("scanning"))
    qtbot.waitUntil(lambda: window.status.activity.stage == "scanning")
    session.lose(1, 312).result()
    session.watched.moves["/photos/trip", "/photos/holiday"] = 312
    QTest.qWait(50)
    assert bar.isHidden()
    session.lose(1, 0).result()
    session.tell(Activity("idle"))
    qtbot.waitUntil(lambda: bool(said))
    assert said == ["Found 312 moved photos by their content. Their tags, captions and ratings are kept."]
    assert bar.isHidden()


def test_put_off_it_comes_back_when_more_are_missing(qtbot: QtBot, window: MainWindow, session: FakeSession) -> None:
    session.lose(1, 60)
    qtbot.waitUntil(window.losses.isVisible)
    QTest.mouseClick(window.losses.later, LEFT)
    assert window.losses.isHidden()
    session.lose(1, 61)
    qtbot.waitUntil(window.losses.isVisible)
