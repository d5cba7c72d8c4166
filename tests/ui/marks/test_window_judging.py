"""Judging answers in the window: by keys and from the context menu, undone with one click, shown in the preferences."""

from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from photon.app.judging import Judged, judgements_sentence
from photon.ui.encoders.judging import JudgedAnswers
from photon.ui.marks.judging import NOTHING
from photon.ui.window.main_window import MainWindow
from tests.ui.driving import Key, click, search_words
from tests.ui.fake_session import FakeSession

NONE_YET = judgements_sentence(Judged(0, 0.0))


def test_keys_judge_the_selected_photos_of_an_answer(qtbot: QtBot, window: MainWindow, session: FakeSession) -> None:
    click(window, 0)
    QTest.keyClick(window.grid, Key.Key_W)
    qtbot.waitUntil(lambda: window.toast.words.text() == NOTHING)
    assert session.judging.said == []
    search_words(window, "red")
    qtbot.waitUntil(lambda: window.gallery.state.strong == 4)
    click(window, 1)
    photo, asked = window.grid.grid_model.ids[1], len(session.queries)
    QTest.keyClick(window.grid, Key.Key_W)
    qtbot.waitUntil(lambda: len(session.queries) > asked)  # the answer is asked for again
    QTest.keyClick(window.grid, Key.Key_Y)
    qtbot.waitUntil(lambda: session.judging.said == [("red", photo, False), ("red", photo, True)])
    names = [action.text() for menu in window.commands.photo_menu().actions() for action in _below(menu)]
    assert {"Not this", "Right for this search"} <= set(names)


def _below(action):  # type: ignore[no-untyped-def]
    return action.menu().actions() if action.menu() else [action]


def test_the_preferences_count_what_was_said_and_forget_it(
    qtbot: QtBot, window: MainWindow, session: FakeSession
) -> None:
    shown = JudgedAnswers(session, window.bridge)  # type: ignore[arg-type]
    shown.setParent(window)
    shown.show()
    qtbot.waitUntil(lambda: shown.words.text() == NONE_YET)
    assert shown.button.isHidden()
    search_words(window, "red")
    qtbot.waitUntil(lambda: window.gallery.state.strong == 4)
    click(window, 0)
    QTest.keyClick(window.grid, Key.Key_W)
    qtbot.waitUntil(lambda: shown.words.text().startswith("You judged 1 photo in answers."))
    assert not shown.button.isHidden()
    shown.hide()
    QTest.keyClick(window.grid, Key.Key_Y)
    qtbot.waitUntil(lambda: len(session.judging.said) == 2)
    shown.button.click()
    qtbot.waitUntil(lambda: session.judging.said == [])
    assert shown.words.text() != NONE_YET, "nothing is asked while it is hidden"
    shown.show()
    qtbot.waitUntil(lambda: shown.words.text() == NONE_YET)
