"""The progress bar is painted with the rest of the window."""

from PySide6.QtGui import QPaintEvent
from pytestqt.qtbot import QtBot

from photon.ui.kit.progress_row import ProgressBar


class CountingBar(ProgressBar):
    painted = 0

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's
        self.painted += 1
        super().paintEvent(event)


def test_a_new_share_is_painted_later_and_not_immediately(qtbot: QtBot) -> None:
    bar = CountingBar()
    qtbot.addWidget(bar)
    bar.show()
    qtbot.waitUntil(lambda: bar.painted > 0)
    before = bar.painted
    bar.show_share(30, 60)
    bar.show_share(40, 60)
    assert (bar.painted, bar.value(), bar.maximum()) == (before, 40, 60)
    qtbot.waitUntil(lambda: bar.painted > before)
    assert bar.accessibleName() == "Progress"
