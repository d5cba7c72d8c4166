"""Text that is being typed is kept in each pause, and is one step of undo."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from photon.domain.metadata.caption import CaptionDraft
from photon.library import Library
from photon.library.decisions import journal_steps, undoing
from photon.ui.captions.caption_section import CaptionSection
from tests.ui.captions.conftest import show
from tests.ui.written_session import WrittenSession

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def session(written: WrittenSession) -> WrittenSession:
    return written


def steps(session: WrittenSession) -> list[str]:
    def names(library: Library) -> list[str]:
        found = (journal_steps.find_step(library, step.number) for step in session.history.done)
        return [one.name for one in found if one]

    return session.store.read(names).result()


def test_what_is_typed_is_kept_in_pauses_and_is_one_step(
    qtbot: QtBot, section: CaptionSection, session: WrittenSession, photos: list[int]
) -> None:
    form = show(qtbot, section, 1)
    section.focus_caption()
    QTest.keyClicks(form.caption, "The harbour")
    qtbot.waitUntil(lambda: session.written([1]) == {1: ("", "The harbour")}, timeout=5000)
    QTest.keyClicks(form.caption, " in fog")
    section._pause.setInterval(1)  # from here on, without waiting
    QTest.keyClicks(form.caption, "!")
    qtbot.waitUntil(lambda: session.written([1]) == {1: ("", "The harbour in fog!")})
    assert form.caption.hasFocus()
    assert steps(session) == ["changed caption of 1 photo"]
    QTest.keyClicks(form.caption, "!")
    QTest.keyClick(form.caption, Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: session.written([1]) == {1: ("", "The harbour in fog!!")})
    qtbot.waitUntil(lambda: not section._pause.isActive())
    assert session.undoing.undo().result() == "changed caption of 1 photo"
    assert session.written([1]) == {}
    assert steps(session) == []


def test_what_was_kept_is_taken_back_when_typing_is_given_up(
    qtbot: QtBot, section: CaptionSection, session: WrittenSession, photos: list[int]
) -> None:
    session.captions.write([1], text="Before").result()
    form = show(qtbot, section, 1)
    section._pause.setInterval(1)
    section.focus_caption()
    QTest.keyClicks(form.caption, " and after")
    qtbot.waitUntil(lambda: session.written([1]) == {1: ("", "Before and after")})
    QTest.keyClick(form.caption, Key.Key_Escape)
    assert form.caption.toPlainText() == "Before"
    qtbot.waitUntil(lambda: session.written([1]) == {1: ("", "Before")})
    assert steps(session) == ["changed caption of 1 photo"]
    assert session.undoing.undo().result() == "changed caption of 1 photo"
    assert session.written([1]) == {}


def test_a_draft_that_is_being_edited_stays_a_draft_while_it_is_kept(
    qtbot: QtBot, section: CaptionSection, session: WrittenSession, photos: list[int]
) -> None:
    session.draft({1: CaptionDraft("A dog on a beach", 0.8)})
    form = show(qtbot, section, 1)
    section._pause.setInterval(1)
    QTest.mouseClick(form.draft.edit, LEFT)
    QTest.keyClick(form.caption, Key.Key_End)
    for letters in (" in", " rain"):
        QTest.keyClicks(form.caption, letters)
        kept = form.caption.toPlainText()
        qtbot.waitUntil(lambda kept=kept: session.written([1]) == {1: ("", kept)})
    assert form.caption.toPlainText() == "A dog on a beach in rain"
    assert form.typed().is_draft
    QTest.keyClick(form.caption, Key.Key_Escape)
    qtbot.waitUntil(lambda: session.written([1]) == {})
    qtbot.waitUntil(form.draft.isVisible)
    assert form.draft.sentence == "A dog on a beach"
    assert steps(session) == []


def test_a_text_that_was_kept_stays_when_another_photo_is_written(
    qtbot: QtBot, section: CaptionSection, session: WrittenSession, photos: list[int]
) -> None:
    session.captions.write([1], text="Half a sen", is_unfinished=True).result()
    session.captions.write([2], text="Another").result()
    session.captions.write([1], text="Half a sentence").result()
    assert session.written([1, 2]) == {1: ("", "Half a sentence"), 2: ("", "Another")}
    assert len(steps(session)) == 3


def test_the_journal_knows_what_was_kept_as_one_step(session: WrittenSession, photos: list[int]) -> None:
    for text in ("Half", "Half a sen"):
        session.captions.write([1], text=text, is_unfinished=True).result()
    session.captions.write([1], text="Half a sentence").result()

    def undo_in_journal(library: Library) -> int:
        steps = journal_steps.undoable_steps(library, library.journal.device)
        undoing.undo_step(library, steps[0].id)
        return len(steps)

    assert session.store.write(undo_in_journal).result() == 1
    assert session.written([1]) == {}
