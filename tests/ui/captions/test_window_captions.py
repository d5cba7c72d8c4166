"""Writing captions and reviewing drafts in the window, with real keys and clicks."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from photon.domain.metadata.caption import CaptionDraft
from photon.ui.captions.caption_controller import CaptionController
from photon.ui.captions.caption_review import CaptionReview
from photon.ui.captions.draft_rows import DRAFTS
from photon.ui.window.main_window import MainWindow
from tests.ui.driving import CTRL, LEFT, NONE, SHIFT, Key, click, ratings
from tests.ui.held_back import HeldBack
from tests.ui.written_session import WrittenSession


@pytest.fixture
def session(written: WrittenSession) -> WrittenSession:
    return written


@pytest.fixture
def window(written_window: MainWindow) -> MainWindow:
    return written_window


def drafted(session: WrittenSession, number: int) -> None:
    """Store drafts for some photos; that of photo 1 is the most certain."""
    session.draft(
        {
            photo: CaptionDraft(f"Draft {photo}", 0.95 - photo / 20, (f"Other {photo}", f"Third {photo}"))
            for photo in range(1, number + 1)
        }
    )


def reviewed(qtbot: QtBot, window: MainWindow, number: int) -> CaptionReview:
    QTest.keyClick(window.grid, Key.Key_K, CTRL | SHIFT)
    page = window.part(CaptionController).page
    qtbot.waitUntil(lambda: len(page.drafts.rows) == number and page.list.row == 0)
    assert window.pages.currentWidget() is page
    assert page.list.hasFocus()
    return page


def at(page: CaptionReview, row: int, part: str, sentence: int = 0) -> QPoint:
    where = page.layout_of(row)
    if part == "sentence":
        return where.words.topLeft() + QPoint(30, DRAFTS.line * sentence + DRAFTS.line // 2)
    buttons = {act: place for (_, act), place in where.buttons}
    return (where.picture if part == "picture" else buttons[part]).center()


def press(page: CaptionReview, row: int, part: str, sentence: int = 0) -> None:
    QTest.mouseClick(page.list.viewport(), LEFT, NONE, at(page, row, part, sentence))


def test_k_edits_the_caption_of_the_photo_in_the_grid_and_letters_set_no_marks(
    qtbot: QtBot, window: MainWindow, session: WrittenSession
) -> None:
    window.part(CaptionController).details.toggle()  # folded
    QTest.keyClick(window, Key.Key_F8)
    assert not window.inspector.isVisible()
    click(window, 2)
    photo = window.grid.current()
    QTest.keyClick(window.grid, Key.Key_K)
    field = window.part(CaptionController).section.form.caption
    assert window.inspector.isVisible()
    assert field.hasFocus()
    QTest.keyClicks(field, "Buses 135 B S N")
    assert ratings(window, [photo]) == [0]
    QTest.keyClick(field, Key.Key_Return, CTRL)
    assert window.grid.hasFocus()
    qtbot.waitUntil(lambda: session.written([photo]) == {photo: ("", "Buses 135 B S N")})
    qtbot.waitUntil(lambda: window.toast.words.text() == "Caption saved.")
    QTest.mouseClick(window.toast.button, LEFT)
    qtbot.waitUntil(lambda: session.written([photo]) == {})


def test_k_edits_the_caption_of_the_photo_in_the_loupe(
    qtbot: QtBot, window: MainWindow, session: WrittenSession
) -> None:
    click(window, 3)
    QTest.keyClick(window.grid, Key.Key_E)
    QTest.keyClick(window.loupe, Key.Key_Right)
    photo = window.loupe.current
    assert photo is not None
    QTest.keyClick(window.loupe, Key.Key_K)
    field = window.part(CaptionController).section.form.caption
    assert field.hasFocus()
    QTest.keyClicks(field, "2 dogs")
    QTest.keyClick(field, Key.Key_Escape)
    assert window.loupe.hasFocus()
    assert window.pages.currentWidget() is window.loupe
    assert field.toPlainText() == ""
    QTest.keyClick(window.loupe, Key.Key_K)
    QTest.keyClicks(field, "2 dogs")
    QTest.keyClick(field, Key.Key_Return, CTRL)
    QTest.keyClick(window.loupe, Key.Key_Right)
    assert window.loupe.current != photo
    qtbot.waitUntil(lambda: session.written([photo]) == {photo: ("", "2 dogs")})


def test_selecting_another_photo_and_closing_the_window_save_typed_text(
    qtbot: QtBot, window: MainWindow, session: WrittenSession
) -> None:
    click(window, 0)
    first = window.grid.current()
    QTest.keyClick(window.grid, Key.Key_K)
    field = window.part(CaptionController).section.form.caption
    QTest.keyClicks(field, "one")
    click(window, 1)
    second = window.grid.current()
    qtbot.waitUntil(lambda: session.written([first]) == {first: ("", "one")})
    QTest.keyClick(window.grid, Key.Key_K)
    assert field.toPlainText() == ""
    QTest.keyClicks(field, "two")
    window.close()
    qtbot.waitUntil(lambda: session.written([first, second]) == {first: ("", "one"), second: ("", "two")})


def test_drafts_are_accepted_and_declined_one_by_one(qtbot: QtBot, window: MainWindow, session: WrittenSession) -> None:
    drafted(session, 4)
    page = reviewed(qtbot, window, 4)
    assert [row.photo for row in page.drafts.rows] == [1, 2, 3, 4]
    assert page.head.summary.text() == "0 of 4 decided"
    QTest.keyClick(page.list, Key.Key_Return, CTRL)
    assert page.list.row == 1
    QTest.keyClick(page.list, Key.Key_Right)
    QTest.keyClick(page.list, Key.Key_Return, CTRL)
    QTest.keyClick(page.list, Key.Key_N)
    assert page.list.row == 3
    qtbot.waitUntil(lambda: session.written([1, 2, 3]) == {1: ("", "Draft 1"), 2: ("", "Other 2")})
    qtbot.waitUntil(lambda: session.captions.captions_for_photos([3]).result()[3].draft is None)
    assert page.head.summary.text() == "3 of 4 decided"
    assert not page.all_button.isVisible()
    QTest.keyClick(page.list, Key.Key_Z, CTRL)  # the decline is undone, and a draft is pending again
    qtbot.waitUntil(lambda: page.drafts.rows[2].is_open)
    qtbot.waitUntil(lambda: page.list.row == 2)
    QTest.keyClick(page.list, Key.Key_Delete, CTRL)
    qtbot.waitUntil(lambda: session.captions.captions_for_photos([3]).result()[3].draft is None)
    QTest.keyClick(page.list, Key.Key_Escape)
    assert window.pages.currentWidget() is window.results
    assert window.grid.hasFocus()


def test_an_answer_from_before_a_decision_does_not_revert_it(
    qtbot: QtBot, window: MainWindow, session: WrittenSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafted(session, 3)
    page = reviewed(qtbot, window, 3)
    said = HeldBack(monkeypatch, session.captions, "captions_for_photos")
    session.captions.write([1, 2], title="Trip").result()
    qtbot.waitUntil(lambda: any({1, 2} <= set(asked) for (asked,) in said.questions))
    reopened: list[int] = []
    page.drafts.reopened.connect(reopened.append)
    QTest.keyClick(page.list, Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: not page.drafts.rows[0].is_pending)
    asked = said.asked
    qtbot.waitUntil(lambda: said.let_go() is None and said.asked > asked)  # it is requested again after the decision
    said.let_go()
    assert (reopened, page.drafts.rows[0].caption) == ([], "Draft 1")


def test_the_mouse_selects_accepts_declines_and_opens(
    qtbot: QtBot, window: MainWindow, session: WrittenSession
) -> None:
    drafted(session, 3)
    page = reviewed(qtbot, window, 3)
    press(page, 1, "sentence", 2)
    assert page.drafts.rows[1].sentence == "Third 2"
    press(page, 1, "accept")
    press(page, 2, "decline")
    qtbot.waitUntil(lambda: session.written([2, 3]) == {2: ("", "Third 2")})
    qtbot.waitUntil(lambda: page.drafts.rows[2].is_declined)
    press(page, 0, "picture")
    assert window.pages.currentWidget() is window.loupe
    assert window.loupe.current == 1
    QTest.keyClick(window.loupe, Key.Key_Escape)
    qtbot.waitUntil(lambda: window.pages.currentWidget() is page)
    assert page.list.hasFocus()
    QTest.mouseClick(page.accept, LEFT)
    qtbot.waitUntil(lambda: 1 in session.written([1]))
    assert not page.accept.isEnabled()


def test_a_draft_is_edited_in_its_row(qtbot: QtBot, window: MainWindow, session: WrittenSession) -> None:
    drafted(session, 3)
    page = reviewed(qtbot, window, 3)
    QTest.keyClick(page.list, Key.Key_Tab)
    assert page.editor.text.hasFocus()
    QTest.keyClicks(page.editor.text, "Mine, n and 5")  # the draft was selected
    QTest.keyClick(page.editor.text, Key.Key_Return, CTRL)
    assert page.list.row == 1
    assert page.list.hasFocus()
    qtbot.waitUntil(lambda: session.written([1]) == {1: ("", "Mine, n and 5")})
    QTest.keyClick(page.list, Key.Key_Tab)
    QTest.keyClick(page.editor.text, Key.Key_End)
    QTest.keyClicks(page.editor.text, "!")
    press(page, 2, "sentence", 0)  # left without saving: kept, not accepted
    assert not page.editor.text.isVisible()
    assert page.drafts.rows[1].sentence == "Draft 2!"
    assert session.written([2]) == {}
    page.list.go_to(1)
    QTest.keyClick(page.list, Key.Key_Tab)
    QTest.keyClick(page.editor.text, Key.Key_Escape)
    assert page.list.hasFocus()
    assert page.drafts.rows[1].sentence == "Draft 2!"
    QTest.mouseClick(page.all_button, LEFT)
    qtbot.waitUntil(lambda: session.written([2, 3]) == {2: ("", "Draft 2!"), 3: ("", "Draft 3")})
    said = session.captions.captions_for_photos([1, 2, 3]).result()
    assert [said[photo].caption.origin for photo in (1, 2, 3)] == ["", "edited", "draft"]


def test_all_drafts_are_accepted_and_undone_as_a_whole(
    qtbot: QtBot, window: MainWindow, session: WrittenSession
) -> None:
    drafted(session, 6)
    page = reviewed(qtbot, window, 6)
    QTest.keyClick(page.list, Key.Key_N)
    assert page.all_button.text() == "Accept all 5 shown"
    QTest.mouseClick(page.all_button, LEFT)
    qtbot.waitUntil(lambda: page.head.summary.text() == "6 of 6 decided")
    assert len(session.written(range(1, 7))) == 5
    qtbot.waitUntil(lambda: window.toast.words.text() == "5 captions accepted.")
    QTest.mouseClick(window.toast.button, LEFT)
    qtbot.waitUntil(lambda: page.head.summary.text() == "1 of 6 decided")
    assert session.written(range(1, 7)) == {}


def test_only_the_selected_photos_are_reviewed_and_new_drafts_are_added_at_the_end(
    qtbot: QtBot, window: MainWindow, session: WrittenSession
) -> None:
    drafted(session, 4)
    QTest.keyClick(window.grid, Key.Key_A, CTRL)
    form = window.part(CaptionController).section.form
    qtbot.waitUntil(form.review.isVisible)
    QTest.mouseClick(form.review, LEFT)
    page = window.part(CaptionController).page
    qtbot.waitUntil(lambda: len(page.drafts.rows) == 4)
    assert page.head.summary.text() == "0 of 4 decided for the selected photos"
    session.draft({9: CaptionDraft("Draft 9", 0.99)})
    qtbot.wait(400)
    assert len(page.drafts.rows) == 4
    QTest.mouseClick(page.show_all, LEFT)
    qtbot.waitUntil(lambda: [row.photo for row in page.drafts.rows] == [9, 1, 2, 3, 4])
    page.list.go_to(2)
    session.draft({10: CaptionDraft("Draft 10", 1.0)})
    qtbot.waitUntil(lambda: [row.photo for row in page.drafts.rows] == [9, 1, 2, 3, 4, 10])
    assert page.list.row == 2


def test_without_drafts_the_page_is_empty_with_a_message(qtbot: QtBot, window: MainWindow) -> None:
    click(window, 2)
    qtbot.waitUntil(lambda: bool(window.inspector._photos))
    window.commands["review-captions"].trigger()
    page = window.part(CaptionController).page
    qtbot.waitUntil(lambda: page.pages.currentIndex() == 1)
    assert not page.accept.isVisible()
    assert not page.all_button.isVisible()
    assert window.inspector._photos == []  # no photo of the grid
    QTest.mouseClick(page.head.back, LEFT)
    assert window.pages.currentWidget() is window.results


def test_text_written_next_to_the_review_is_shown_there(
    qtbot: QtBot, window: MainWindow, session: WrittenSession
) -> None:
    drafted(session, 2)
    page = reviewed(qtbot, window, 2)
    session.captions.write([2], text="By hand").result()
    qtbot.waitUntil(lambda: page.drafts.rows[1].caption == "By hand")
    page.list.go_to(1)
    QTest.keyClick(page.list, Key.Key_Return, CTRL)  # nothing is left to accept here
    QTest.keyClick(page.list, Key.Key_5)
    QTest.keyClick(page.list, Key.Key_B)
    assert session.written([2]) == {2: ("", "By hand")}
    assert ratings(window, [1, 2]) == [0, 0]
    qtbot.waitUntil(lambda: window.part(CaptionController).section._shown == (2,))
