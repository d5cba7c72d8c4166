"""A grid is renewed soon, but what takes long to find or to show is renewed seldom."""

import time
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from photon.ui.grid import renewal_timer
from photon.ui.grid.renewal_timer import LONGEST_MS, RenewalTimer


@pytest.mark.parametrize(
    ("found", "shown", "least", "most"),
    [(0.0, 0.0, 0, 0), (0.1, 0.0, 450, 500), (3.0, 0.0, LONGEST_MS - 50, LONGEST_MS), (0.1, 0.2, 3950, 4050)],
)
@pytest.mark.usefixtures("qtbot")
def test_the_next_renewal_waits_for_a_multiple_of_the_last(
    monkeypatch: pytest.MonkeyPatch, found: float, shown: float, least: int, most: int
) -> None:
    renewal, now = RenewalTimer(), time.monotonic()
    monkeypatch.setattr(renewal_timer, "time", SimpleNamespace(monotonic=lambda: now))  # a busy computer is slow
    renewal.settle(now - shown - found, now - shown)
    renewal.soon(0)
    timer = renewal.findChild(QTimer)
    assert timer is not None
    assert least <= timer.interval() <= most


def test_a_renewal_is_due_at_once_if_nothing_was_shown_lately(qtbot: QtBot) -> None:
    renewal = RenewalTimer()
    with qtbot.waitSignal(renewal.due, timeout=1000):
        renewal.soon(400)
