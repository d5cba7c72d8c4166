"""Refreshes that become rarer while changes go on."""

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from photon.ui.kit import timers
from photon.ui.kit.timers import SpacedTimer


def test_delays_double_while_requests_go_on_and_start_anew_after_a_calm_time(qtbot: QtBot, monkeypatch) -> None:
    now = [100.0]
    monkeypatch.setattr(timers.time, "monotonic", lambda: now[0])
    called: list[float] = []
    owner = QObject()
    timer = SpacedTimer(owner, 200, lambda: called.append(now[0]))
    delays = []
    for _ in range(6):
        timer.request()
        timer.request()  # changes nothing
        delays.append(timer.interval())
        timer.timeout.emit()
        timer.stop()
        now[0] += 0.5
    assert delays == [200, 400, 800, 1600, 2000, 2000]
    assert len(called) == 6
    now[0] += 2.1
    timer.request()
    assert timer.interval() == 200


def test_the_last_request_is_answered(qtbot: QtBot) -> None:
    called: list[int] = []
    owner = QObject()
    timer = SpacedTimer(owner, 1, lambda: called.append(1))
    timer.request()
    qtbot.waitUntil(lambda: called == [1])
    timer.request()
    assert timer.isActive()
    qtbot.waitUntil(lambda: called == [1, 1])
