"""The window fits its screen, and everything in it has enough space."""

import pytest
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QScreen
from pytestqt.qtbot import QtBot

from photon.ui.kit import tokens
from photon.ui.window.main_window import MainWindow
from tests.ui.driving import search_words
from tests.ui.fake_session import FakeSession


@pytest.mark.parametrize(
    ("screen", "size"), [((911, 512), (911, 472)), ((1280, 800), (1280, 760)), ((2560, 1400), tokens.WINDOW)]
)
def test_the_first_window_is_inside_the_screen(
    qtbot: QtBot,
    session: FakeSession,
    monkeypatch: pytest.MonkeyPatch,
    screen: tuple[int, int],
    size: tuple[int, int],
) -> None:
    monkeypatch.setattr(QScreen, "availableSize", lambda _: QSize(*screen))
    window = MainWindow(session)  # type: ignore[arg-type]
    qtbot.addWidget(window)
    window.show()
    assert (window.width(), window.height()) == size
    inside = QRect(window.inspector.mapTo(window, QPoint(0, 0)), window.inspector.size())
    assert window.rect().contains(inside)
    window.close()


def test_the_window_shrinks_with_its_screen(qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    small = QRect(0, 0, 911, 512)  # 1366 × 768 at 150%
    monkeypatch.setattr(QScreen, "availableSize", lambda _: small.size())
    monkeypatch.setattr(QScreen, "availableGeometry", lambda _: small)
    window.move(300, 200)
    window.screen().availableGeometryChanged.emit(small)
    qtbot.waitUntil(lambda: small.contains(window.frameGeometry()))
    assert window.frameGeometry().width() == 911


@pytest.mark.parametrize("size", [(911, 472), (1024, 700), (1440, 900), (2560, 1440)])
def test_everything_has_enough_space(qtbot: QtBot, window: MainWindow, size: tuple[int, int]) -> None:
    window.setMinimumSize(0, 0)  # as on a small, scaled screen
    window.resize(*size)
    search_words(window, "nothing that would ever be found in any of these photos, whatever one does")
    qtbot.waitUntil(lambda: window.gallery.state.query is not None)
    assert (window.width(), window.height()) == size
    for part in (window.top_bar, window.status, window.grid, window.sidebar, window.inspector):
        inside = QRect(part.mapTo(window, QPoint(0, 0)), part.size())
        assert window.rect().contains(inside)
    assert tokens.SIDEBAR[0] <= window.sidebar.width() <= tokens.SIDEBAR[2]
    assert tokens.INSPECTOR[0] <= window.inspector.width() <= tokens.INSPECTOR[2]
    assert window.grid.width() > 300
