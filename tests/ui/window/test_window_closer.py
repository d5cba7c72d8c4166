"""Checking colours assigned to things: after the first answer, and only if it does not disturb the user."""

from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from photon.ui.window.main_window import MainWindow
from tests.ui.driving import Key, search_words
from tests.ui.fake_session import FakeSession

WORDS = "red dress"


def test_an_assigned_colour_is_checked_once(qtbot: QtBot, window: MainWindow, session: FakeSession) -> None:
    search_words(window, WORDS)
    qtbot.waitUntil(lambda: window.gallery.state.strong == 4)
    first = sorted(window.grid.grid_model.ids[:4])
    qtbot.waitUntil(lambda: window.grid.grid_model.ids[:4] == first[::-1])
    assert [query.words for query in session.closer] == [WORDS]
    qtbot.wait(600)
    assert len(session.closer) == 1


def test_a_user_looking_at_a_photo_is_not_disturbed(qtbot: QtBot, window: MainWindow, session: FakeSession) -> None:
    search_words(window, WORDS)
    qtbot.waitUntil(lambda: window.gallery.state.strong == 4)
    first = list(window.grid.grid_model.ids)
    QTest.keyClick(window.grid, Key.Key_Home)
    qtbot.waitUntil(lambda: bool(session.closer))
    qtbot.wait(200)
    assert window.grid.grid_model.ids == first


def test_other_words_are_not_checked(qtbot: QtBot, window: MainWindow, session: FakeSession) -> None:
    search_words(window, "red")
    qtbot.waitUntil(lambda: window.gallery.state.strong == 4)
    qtbot.wait(600)
    assert not session.closer
