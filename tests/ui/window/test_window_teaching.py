"""Teaching a tag in the window, with real keys and clicks."""

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from photon.domain.metadata.learned_tag import Estimate
from photon.ui.tags.teach_page import REASONS, TeachPage
from photon.ui.tags.teach_panel import HOW
from photon.ui.tags.teaching import NOTHING, TeachingController
from photon.ui.window.main_window import MainWindow
from tests.ui.driving import CTRL, LEFT, SHIFT, Key, click, ratings
from tests.ui.written_session import WrittenSession


@pytest.fixture
def session(written: WrittenSession) -> WrittenSession:
    return written


@pytest.fixture
def window(written_window: MainWindow) -> MainWindow:
    return written_window


def asked(qtbot: QtBot, window: MainWindow, name: str, first: int = 0, last: int = 1) -> TeachPage:
    """Teach a tag from photos of the grid; Photon asks about others."""
    click(window, first)
    click(window, last, SHIFT)
    QTest.keyClick(window.grid, Key.Key_N)
    panel = window.part(TeachingController).panel
    qtbot.waitUntil(panel.isVisible)
    assert panel.line.hasFocus()
    QTest.keyClicks(panel.line, name)
    QTest.mouseClick(panel.button, LEFT)
    page = window.part(TeachingController).page
    qtbot.waitUntil(lambda: page.photo is not None)
    assert not panel.isVisible()
    assert window.pages.currentWidget() is page
    assert page.hasFocus()
    return page


def test_selected_photos_teach_a_tag_and_answers_improve_it(
    qtbot: QtBot, window: MainWindow, session: WrittenSession
) -> None:
    page = asked(qtbot, window, "our cottage")
    said = session.teaching.said
    assert said == {("our cottage",): {12: True, 11: True}}  # the newest come first
    assert page.head.title.text() == "Is this “our cottage”?"
    qtbot.waitUntil(lambda: page.head.summary.text() == "2 yes · 0 no")
    qtbot.waitUntil(lambda: "not enough answers yet" in page.estimate.text())
    assert page.reason.text() == REASONS["unsure"]
    assert page.photo == 1
    qtbot.waitUntil(lambda: window.inspector._photos == [1])
    QTest.keyClick(page, Key.Key_Y)
    assert page.photo == 2
    QTest.keyClick(page, Key.Key_N)
    QTest.keyClick(page, Key.Key_S)
    QTest.keyClick(page, Key.Key_5)  # does not rate photos that are not shown
    assert page.photo == 4
    QTest.mouseClick(page.yes, LEFT)
    qtbot.waitUntil(lambda: page.head.summary.text() == "4 yes · 1 no")
    qtbot.waitUntil(lambda: "About 8 in 10 are right" in page.estimate.text())
    assert said[("our cottage",)] == {12: True, 11: True, 1: True, 2: False, 4: True}
    assert ratings(window, [12, 11]) == [0, 0]
    QTest.keyClick(page, Key.Key_Escape)
    assert window.pages.currentWidget() is window.results
    assert window.grid.hasFocus()


def test_an_answer_is_undone_and_asked_again(qtbot: QtBot, window: MainWindow, session: WrittenSession) -> None:
    page = asked(qtbot, window, "rex")
    assert not page.undo.isVisible()
    QTest.keyClick(page, Key.Key_N)
    qtbot.waitUntil(lambda: page.head.summary.text() == "2 yes · 1 no")
    QTest.keyClick(page, Key.Key_U)
    assert page.photo == 1
    qtbot.waitUntil(lambda: page.head.summary.text() == "2 yes · 0 no")
    QTest.keyClick(page, Key.Key_Y)
    qtbot.waitUntil(lambda: session.teaching.said[("rex",)] == {12: True, 11: True, 1: True})
    assert page.photo == 2


def test_finished_questions_and_a_deleted_tag_are_reported(
    qtbot: QtBot, window: MainWindow, session: WrittenSession
) -> None:
    page = asked(qtbot, window, "rex", 0, 10)
    assert page.photo == 1
    QTest.keyClick(page, Key.Key_Y)
    qtbot.waitUntil(lambda: page.pages.currentIndex() == 2)
    assert not page.yes.isVisible()
    qtbot.waitUntil(lambda: page.estimate.text() == Estimate(0, 0).words)
    QTest.mouseClick(page.leave, LEFT)
    page = asked(qtbot, window, "max")
    session.teaching.said.clear()
    QTest.keyClick(page, Key.Key_Y)
    qtbot.waitUntil(window.notice.isVisible)
    assert window.pages.currentWidget() is window.results


def test_learning_is_stopped_and_that_is_undone(qtbot: QtBot, window: MainWindow, session: WrittenSession) -> None:
    page = asked(qtbot, window, "rex")
    QTest.mouseClick(page.forget, LEFT)
    qtbot.waitUntil(lambda: session.teaching.said == {})
    qtbot.waitUntil(lambda: window.toast.words.text() == "Stopped learning “rex”.")
    assert window.pages.currentWidget() is window.results
    QTest.mouseClick(window.toast.button, LEFT)
    qtbot.waitUntil(lambda: ("rex",) in session.teaching.said)


def test_the_panel_explains_refuses_and_continues_with_known_tags(
    qtbot: QtBot, window: MainWindow, session: WrittenSession
) -> None:
    QTest.keyClick(window, Key.Key_D, CTRL)
    window.grid.setCurrentIndex(window.grid.grid_model.index(-1))
    panel = window.part(TeachingController).panel
    if not window.parts.targets():
        QTest.keyClick(window.grid, Key.Key_N)
        qtbot.waitUntil(lambda: window.toast.words.text() == NOTHING)
        assert not panel.isVisible()
    session.teaching.teach(("Places", "our cottage"), [1, 2]).result()
    click(window, 3)
    QTest.keyClick(window.grid, Key.Key_N)
    qtbot.waitUntil(panel.isVisible)
    assert panel.note.text() == HOW
    assert not panel.button.isEnabled()
    QTest.keyClicks(panel.line, "places/Our Cottage")
    assert panel.note.text() == "Photon already learns this from 2 photos. These will be added."
    panel.line.clear()
    QTest.keyClicks(panel.line, "a/b/c/d")
    QTest.mouseClick(panel.button, LEFT)
    qtbot.waitUntil(panel.mistake.isVisible)
    assert panel.rect().contains(panel.cancel.geometry())
    QTest.keyClick(panel.line, Key.Key_Escape)
    assert not panel.isVisible()
    assert window.grid.hasFocus()
    QTest.keyClick(window.grid, Key.Key_N)
    qtbot.waitUntil(panel.isVisible)
    (link,) = panel.links
    assert link.text() == "Places/our cottage · 2 photos"
    QTest.mouseClick(link, LEFT)
    page = window.part(TeachingController).page
    qtbot.waitUntil(lambda: page.photo == 3)
    assert page.path == ("Places", "our cottage")
