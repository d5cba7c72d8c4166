"""Captions that may be wrong, reviewed in the window with real keys and clicks."""

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from photon.domain import PhotonError
from photon.domain.metadata.caption_mismatch import CaptionMismatch
from photon.ui.captions.caption_controller import CaptionController
from photon.ui.captions.mismatch_page import MismatchPage
from photon.ui.window.main_window import MainWindow
from tests.ui.driving import CTRL, LEFT, Key
from tests.ui.held_back import HeldBack
from tests.ui.written_session import WrittenSession


@pytest.fixture
def session(written: WrittenSession) -> WrittenSession:
    return written


@pytest.fixture
def window(written_window: MainWindow) -> MainWindow:
    return written_window


def doubt(photo: int, caption: str, doubt: float = 0.8) -> CaptionMismatch:
    return CaptionMismatch(photo, caption, doubt, 0, 5, 0.4, 0.9)


def doubted(qtbot: QtBot, window: MainWindow, session: WrittenSession) -> MismatchPage:
    """Three captions, two of which are doubtful enough."""
    for photo, text in ((1, "A cat on a mat"), (2, "Snow 🏔 and ice"), (3, "A dog")):
        session.captions.write([photo], text=text).result()
    window.commands["doubt-captions"].trigger()
    page = window.part(CaptionController).doubts
    assert page.pages.currentIndex() == 1
    session.captions.auditing.find(doubt(1, "A cat on a mat"), doubt(2, "Snow 🏔 and ice", 0.5), doubt(3, "A dog", 0.1))
    qtbot.waitUntil(lambda: page.list.row == 0)
    assert page.pages.currentIndex() == 0
    return page


def test_a_caption_is_confirmed_and_changed(
    qtbot: QtBot,
    window: MainWindow,
    session: WrittenSession,
) -> None:
    page = doubted(qtbot, window, session)
    assert page.head.summary.text() == "2 captions, most doubtful first"
    qtbot.waitUntil(lambda: window.part(CaptionController).section._shown == (1,))
    QTest.keyClick(page.list, Key.Key_F)
    assert page.list.row == 1
    assert page.head.summary.text() == "1 of 2 captions left, most doubtful first"
    qtbot.waitUntil(lambda: session.captions.doubted({1: "A cat on a mat"}).result() == {})
    QTest.keyClick(page.list, Key.Key_Tab)
    assert page.editor.text.toPlainText() == "Snow 🏔 and ice"
    QTest.keyClicks(page.editor.text, "A glacier")
    QTest.keyClick(page.editor.text, Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: session.written([2]) == {2: ("", "A glacier")})
    assert [row.decided for row in page.doubts.rows] == ["fits", "changed"]
    assert not page.fits.isEnabled()
    qtbot.waitUntil(lambda: window.toast.words.text() == "Caption saved.")
    session.undoing.undo().result()
    qtbot.waitUntil(lambda: page.doubts.rows[1].decided == "")
    session.undoing.undo().result()
    qtbot.waitUntil(lambda: page.doubts.rows[0].decided == "")
    page.list.go_to(0)
    QTest.mouseClick(page.fits, LEFT)
    qtbot.waitUntil(lambda: page.doubts.rows[0].decided == "fits")


def test_an_answer_from_before_a_decision_does_not_revert_it(
    qtbot: QtBot, window: MainWindow, session: WrittenSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = doubted(qtbot, window, session)
    asked = HeldBack(monkeypatch, session.captions, "doubted")
    session.captions.write([2], text="A glacier").result()
    qtbot.waitUntil(lambda: asked.asked == 1)  # about the second one
    session.captions.write([1], text="A cat on a mat").result()
    decisions: list[str] = []
    page.doubts.counted.connect(lambda: decisions.append(page.doubts.rows[0].decided))
    QTest.keyClick(page.list, Key.Key_F)
    qtbot.waitUntil(lambda: not page.doubts.rows[0].is_pending)
    qtbot.waitUntil(lambda: asked.let_go() is None and page.doubts.rows[1].decided == "changed")
    assert set(decisions) == {"fits"}


def test_a_photo_is_opened_and_typed_text_is_kept(
    qtbot: QtBot,
    window: MainWindow,
    session: WrittenSession,
) -> None:
    page = doubted(qtbot, window, session)
    QTest.keyClick(page.list, Key.Key_Space)
    assert window.pages.currentWidget() is window.loupe
    assert window.loupe.current == 1
    QTest.keyClick(window.loupe, Key.Key_Escape)
    qtbot.waitUntil(lambda: window.pages.currentWidget() is page)
    QTest.mouseClick(page.change, LEFT)
    QTest.keyClicks(page.editor.text, "Typed")
    page.list.go_to(1)
    qtbot.waitUntil(lambda: session.written([1]) == {1: ("", "Typed")})
    QTest.keyClick(page.list, Key.Key_Escape)
    assert window.pages.currentWidget() is window.results


def test_an_empty_result_and_failures_are_shown(
    qtbot: QtBot,
    window: MainWindow,
    session: WrittenSession,
) -> None:
    window.commands["doubt-captions"].trigger()
    page = window.part(CaptionController).doubts
    session.captions.auditing.find(doubt(1, "A cat", 0.05))
    qtbot.waitUntil(lambda: page.pages.currentIndex() == 2)
    assert not page.fits.isVisible()
    window.commands["doubt-captions"].trigger()
    session.captions.auditing.asked[-1].set_exception(PhotonError("The encoder is damaged."))
    qtbot.waitUntil(window.notice.isVisible)
    assert window.pages.currentWidget() is window.results
