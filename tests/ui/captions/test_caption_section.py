"""Title and caption in the inspector, with a real catalogue and real keys."""

from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from photon.domain import PhotonError
from photon.domain.metadata.caption import CaptionDraft
from photon.ui.captions.caption_form import LOOKING, no_words
from photon.ui.captions.caption_section import CaptionSection
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.settings import remember_in
from photon.ui.kit.theme import WindowStyle
from photon.ui.widgets.text_fields import FEWEST_LINES, MIXED
from tests.ui.captions.conftest import show
from tests.ui.written_session import WrittenSession

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton
DRAFT = CaptionDraft("A dog on a beach", 0.8, ("A dog runs", "Sand"))


@pytest.fixture
def session(tmp_path: Path) -> Iterator[WrittenSession]:
    made = WrittenSession(tmp_path / "library")
    remember_in(made.directory)
    yield made
    made.close()


def elsewhere(section: CaptionSection) -> QLineEdit:
    return section.form.window().findChild(QLineEdit, "elsewhere")  # type: ignore[return-value]


def test_saved_text_is_shown_and_a_caption_grows(
    qtbot: QtBot, section: CaptionSection, session: WrittenSession, photos: list[int]
) -> None:
    session.captions.write([1], title="Home", text="One\nTwo\nThree\nFour\nFive").result()
    form = show(qtbot, section, 1)
    assert (form.title.text(), form.caption.toPlainText()) == ("Home", "One\nTwo\nThree\nFour\nFive")
    line = form.caption.fontMetrics().lineSpacing()
    tall = form.caption.height()
    assert tall >= 5 * line
    show(qtbot, section, 2)
    assert (form.title.text(), form.caption.toPlainText()) == ("", "")
    assert FEWEST_LINES * line <= form.caption.height() < tall
    assert form.label.isHidden()


def test_ctrl_enter_saves_and_returns_the_focus(
    qtbot: QtBot, section: CaptionSection, session: WrittenSession, photos: list[int]
) -> None:
    said: list[str] = []
    section.done.connect(said.append)
    form = show(qtbot, section, 1)
    section.focus_caption()
    QTest.keyClicks(form.caption, "The harbour")
    QTest.keyClick(form.caption, Key.Key_Return)
    QTest.keyClicks(form.caption, "in fog ")
    QTest.keyClick(form.caption, Key.Key_Return, CTRL)
    assert elsewhere(section).hasFocus()
    qtbot.waitUntil(lambda: said == ["Caption saved"])
    assert session.written([1]) == {1: ("", "The harbour\nin fog")}
    assert session.undoing.undo().result() == "changed caption of 1 photo"
    qtbot.waitUntil(lambda: form.caption.toPlainText() == "")


def test_leaving_a_field_saves_and_escape_restores(
    qtbot: QtBot, section: CaptionSection, session: WrittenSession, photos: list[int]
) -> None:
    form = show(qtbot, section, 1)
    form.title.setFocus()
    QTest.keyClicks(form.title, "Fog")
    QTest.keyClick(form.title, Key.Key_Tab)
    assert form.caption.hasFocus()
    qtbot.waitUntil(lambda: session.written([1]) == {1: ("Fog", "")})
    QTest.keyClicks(form.caption, "nonsense")
    QTest.keyClick(form.caption, Key.Key_Escape)
    assert form.caption.toPlainText() == ""
    assert elsewhere(section).hasFocus()
    form.title.setFocus()
    QTest.keyClicks(form.title, "xx")
    QTest.keyClick(form.title, Key.Key_Escape)
    assert form.title.text() == "Fog"
    qtbot.wait(120)
    assert session.written([1]) == {1: ("Fog", "")}


def test_typed_text_belongs_to_the_photo_it_was_typed_for(
    qtbot: QtBot, section: CaptionSection, session: WrittenSession, photos: list[int]
) -> None:
    form = show(qtbot, section, 1)
    section.focus_caption()
    QTest.keyClicks(form.caption, "First")
    section.show_photos([2])
    QTest.keyClicks(form.caption, " one")  # the answer for the other photo has not arrived
    qtbot.waitUntil(lambda: section._shown == (2,))
    assert form.caption.toPlainText() == ""
    QTest.keyClicks(form.caption, "Second")
    section.show_photos([])
    qtbot.waitUntil(lambda: session.written(photos) == {1: ("", "First one"), 2: ("", "Second")})


def test_typing_before_the_answer_never_replaces_the_saved_text(
    qtbot: QtBot, section: CaptionSection, session: WrittenSession, photos: list[int]
) -> None:
    session.captions.write([2], text="There before").result()
    form = show(qtbot, section, 1)
    section.show_photos([2])
    section.focus_caption()
    assert form.caption.toPlainText() == ""
    QTest.keyClicks(form.caption, "and more")
    qtbot.waitUntil(lambda: form.caption.toPlainText() == "There before and more")
    QTest.keyClicks(form.caption, "!")
    QTest.keyClick(form.caption, Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: session.written(photos) == {2: ("", "There before and more!")})


def test_external_changes_do_not_disturb_typing(
    qtbot: QtBot, section: CaptionSection, session: WrittenSession, photos: list[int]
) -> None:
    form = show(qtbot, section, 1)
    section.focus_caption()
    QTest.keyClicks(form.caption, "Mine")
    session.captions.write([1], title="From the terminal").result()
    qtbot.waitUntil(lambda: form.title.text() == "From the terminal")
    assert form.caption.toPlainText() == "Mine"
    assert form.caption.is_typed


def test_a_draft_is_accepted_stepped_through_and_declined(
    qtbot: QtBot, section: CaptionSection, session: WrittenSession, photos: list[int]
) -> None:
    session.draft({1: DRAFT, 2: "A cat"})
    form = show(qtbot, section, 1)
    box = form.draft
    assert box.isVisible()
    assert not form.caption.isVisible()
    assert box.text.font().italic()
    assert box.text.toPlainText() == "A dog on a beach"
    assert "80% sure" in box.text.toolTip()
    QTest.mouseClick(box.another, LEFT)
    assert box.sentence == "A dog runs"
    QTest.mouseClick(box.decline, LEFT)
    qtbot.waitUntil(lambda: box.sentences == ("A dog on a beach", "Sand"))
    for _ in range(2):
        QTest.mouseClick(box.another, LEFT)
    assert box.sentence == "A dog on a beach"
    QTest.mouseClick(box.accept, LEFT)
    assert form.caption.isVisible()
    assert not box.isVisible()
    qtbot.waitUntil(lambda: session.written([1]) == {1: ("", "A dog on a beach")})
    session.undoing.undo().result()
    qtbot.waitUntil(box.isVisible)
    show(qtbot, section, 2)
    assert box.isVisible()
    assert not box.another.isVisible()
    QTest.mouseClick(box.decline, LEFT)
    qtbot.waitUntil(lambda: not box.isVisible())
    assert form.caption.isVisible()
    session.undoing.undo().result()
    qtbot.waitUntil(box.isVisible)


def test_a_long_draft_is_shown_whole_in_one_frame(
    qtbot: QtBot, section: CaptionSection, session: WrittenSession, photos: list[int]
) -> None:
    WindowStyle(section.form.window())
    session.draft(
        {
            1: "A brown dog with a red collar runs along the wet sand of a wide beach while two children"
            " in yellow coats throw stones into the waves and an old man on a bench looks at the ships far out at sea"
        }
    )
    form = show(qtbot, section, 1)
    qtbot.waitUntil(form.draft.isVisible)
    text = form.draft.text
    qtbot.waitUntil(lambda: text.height() >= 4 * text.fontMetrics().height())
    assert text.viewport().size() == text.size(), "without a frame of its own"
    assert text.viewport().height() >= text.document().size().height()


def test_editing_starts_from_the_draft_and_an_unchanged_draft_is_not_saved(
    qtbot: QtBot, section: CaptionSection, session: WrittenSession, photos: list[int]
) -> None:
    session.draft({1: DRAFT})
    form = show(qtbot, section, 1)
    QTest.mouseClick(form.draft.edit, LEFT)
    assert form.caption.hasFocus()
    assert form.caption.textCursor().selectedText() == "A dog on a beach"
    elsewhere(section).setFocus()
    assert form.draft.isVisible()
    qtbot.wait(120)
    assert session.written([1]) == {}
    section.focus_caption()
    QTest.keyClick(form.caption, Key.Key_End)
    QTest.keyClicks(form.caption, " at noon")
    QTest.keyClick(form.caption, Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: session.written([1]) == {1: ("", "A dog on a beach at noon")})
    session.undoing.undo().result()
    qtbot.waitUntil(form.draft.isVisible)
    section.focus_caption()
    QTest.keyClick(form.caption, Key.Key_Return, CTRL)  # unchanged, but saved deliberately
    qtbot.waitUntil(lambda: session.written([1]) == {1: ("", "A dog on a beach")})


def test_text_typed_over_a_draft_is_the_users_and_a_changed_draft_is_edited(
    qtbot: QtBot, section: CaptionSection, session: WrittenSession, photos: list[int]
) -> None:
    session.draft(dict.fromkeys(photos[:3], "A dog on a beach"))

    def origin(photo: int) -> str:
        return session.captions.captions_for_photos([photo]).result()[photo].caption.origin

    form = show(qtbot, section, 1)
    section.focus_caption()  # the draft is selected
    QTest.keyClicks(form.caption, "A dog on the sand")
    QTest.keyClick(form.caption, Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: session.written([1]) == {1: ("", "A dog on the sand")})
    assert origin(1) == ""
    assert form.origin.isHidden()
    form = show(qtbot, section, 2)
    section.focus_caption()
    QTest.keyClick(form.caption, Key.Key_End)
    QTest.keyClicks(form.caption, " at noon")
    QTest.keyClick(form.caption, Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: (origin(2), form.origin.text()) == ("edited", "Edited from a draft"))
    assert form.origin.isVisible()
    form = show(qtbot, section, 3)
    QTest.mouseClick(form.draft.accept, LEFT)
    # The form shows it immediately; the catalogue follows.
    qtbot.waitUntil(lambda: (origin(3), form.origin.text()) == ("draft", "Drafted by Photon, accepted by you"))
    assert form.origin.isVisible()
    form.caption.setFocus()
    form.caption.selectAll()
    QTest.keyClicks(form.caption, "A dog on a beach in June")  # the same words, typed
    assert form.origin.isHidden()
    QTest.keyClick(form.caption, Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: session.written([3]) == {3: ("", "A dog on a beach in June")})
    assert origin(3) == ""


def test_a_draft_never_replaces_text_being_typed(
    qtbot: QtBot, section: CaptionSection, session: WrittenSession, photos: list[int]
) -> None:
    form = show(qtbot, section, 1)
    section.focus_caption()
    QTest.keyClicks(form.caption, "My own")
    session.draft({1: DRAFT})
    qtbot.waitUntil(lambda: bool(section._now.drafts))
    assert form.caption.isVisible()
    assert form.caption.toPlainText() == "My own"
    QTest.keyClick(form.caption, Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: session.written([1]) == {1: ("", "My own")})
    assert not form.draft.isVisible()


def test_drafts_can_be_requested(
    qtbot: QtBot, section: CaptionSection, session: WrittenSession, photos: list[int]
) -> None:
    form = show(qtbot, section, 2)
    assert form.request.text() == "Draft a caption"
    QTest.mouseClick(form.request, LEFT)
    assert session.requested == [2]
    assert form.state.text() == LOOKING
    assert form.state.isVisible()
    assert not form.request.isVisible()
    session.captions.write([2], title="Meanwhile").result()
    qtbot.waitUntil(lambda: form.title.text() == "Meanwhile")
    session.draft({2: DRAFT})
    qtbot.waitUntil(form.draft.isVisible)
    assert not form.state.isVisible()
    show(qtbot, section, 3)
    form.request.setFocus()
    QTest.keyClick(form.request, Key.Key_Return)
    session.draft({3: CaptionDraft("", 0.0)})
    qtbot.waitUntil(lambda: form.state.text() == no_words(1))
    assert "this photo" in no_words(1)
    assert form.request.isVisible()


def test_photos_of_a_selection_without_a_draft_are_counted(
    qtbot: QtBot, section: CaptionSection, session: WrittenSession, photos: list[int]
) -> None:
    form = show(qtbot, section, 1, 2, 3)
    QTest.mouseClick(form.request, LEFT)
    session.draft({1: DRAFT, 2: CaptionDraft("", 0.0), 3: CaptionDraft("", 0.0)})
    words = "No captions suggested for 2 photos: Photon isn't sure enough what they show."
    qtbot.waitUntil(lambda: form.state.text() == words)


def test_many_photos_show_common_texts_and_mixed_ones_change_only_by_typing(
    qtbot: QtBot, section: CaptionSection, session: WrittenSession, photos: list[int]
) -> None:
    said: list[str] = []
    section.done.connect(said.append)
    session.captions.write([1, 2, 3], title="Trip").result()
    session.captions.write([1], text="One").result()
    form = show(qtbot, section, 1, 2, 3)
    assert form.label.text() == "Edit 3 photos"
    assert form.title.text() == "Trip"
    assert form.caption.placeholderText() == MIXED
    form.title.setFocus()
    QTest.keyClicks(form.title, "!")
    form.title.end(False)
    QTest.keyClick(form.title, Key.Key_Tab)
    QTest.keyClicks(form.caption, "x")
    QTest.keyClick(form.caption, Key.Key_Backspace)
    QTest.keyClick(form.caption, Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: said == ["Title saved for 3 photos"])
    assert session.written(photos) == {1: ("!Trip", "One"), 2: ("!Trip", ""), 3: ("!Trip", "")}
    section.focus_caption()
    QTest.keyClicks(form.caption, "All")
    elsewhere(section).setFocus()
    qtbot.waitUntil(lambda: said[1:] == ["Caption saved for 3 photos"])
    assert session.written(photos) == {1: ("!Trip", "All"), 2: ("!Trip", "All"), 3: ("!Trip", "All")}
    session.undoing.undo().result()
    assert session.written([1, 2]) == {1: ("!Trip", "One"), 2: ("!Trip", "")}


def test_drafts_of_many_photos_can_be_reviewed(
    qtbot: QtBot, section: CaptionSection, session: WrittenSession, photos: list[int]
) -> None:
    wanted: list[list[int]] = []
    section.review_wanted.connect(wanted.append)
    session.draft({1: DRAFT, 3: "A cat"})
    form = show(qtbot, section, *photos)
    assert not form.draft.isVisible()
    assert form.review.text() == "Review 2 caption drafts…"
    assert form.request.text() == "Draft captions for 2 photos"
    QTest.mouseClick(form.review, LEFT)
    assert wanted == [[1, 3]]
    QTest.mouseClick(form.request, LEFT)
    assert session.requested == [2, 4]


def test_a_too_long_text_is_reported_and_kept_until_it_is_shorter(
    qtbot: QtBot, section: CaptionSection, session: WrittenSession, photos: list[int]
) -> None:
    form = show(qtbot, section, 1)
    section.focus_caption()
    form.caption.insertPlainText("word " * 4500)
    assert form.mistake.isVisible()
    assert form.mistake.text().startswith("A caption can't have 22,499 characters; the maximum is 20,000.")
    QTest.keyClick(form.caption, Key.Key_Return, CTRL)
    assert form.caption.hasFocus()
    show(qtbot, section, 2)
    assert not form.mistake.isVisible()
    show(qtbot, section, 1)
    assert form.mistake.isVisible()
    form.caption.selectAll()
    QTest.keyClicks(form.caption, "short")
    assert not form.mistake.isVisible()
    QTest.keyClick(form.caption, Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: session.written(photos) == {1: ("", "short")})


def test_text_that_cannot_be_saved_is_not_lost(
    qtbot: QtBot,
    section: CaptionSection,
    session: WrittenSession,
    bridge: Bridge,
    photos: list[int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told: list[str] = []
    bridge.problem.connect(lambda message, _: told.append(message))
    form = show(qtbot, section, 1)

    def fail(*_: object, **__: object) -> object:
        raise PhotonError("The disk is full.")

    with monkeypatch.context() as broken:
        broken.setattr("photon.library.captions.captions.write", fail)
        broken.setattr(session.captions, "captions_for_photos", lambda _: Future())  # answers arrive late
        section.focus_caption()
        QTest.keyClicks(form.caption, "Precious")
        QTest.keyClick(form.caption, Key.Key_Return, CTRL)
        qtbot.waitUntil(lambda: told == ["The disk is full."])
        qtbot.waitUntil(lambda: form.caption.is_typed and form.caption.toPlainText() == "Precious")
    section.focus_caption()
    QTest.keyClick(form.caption, Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: session.written(photos) == {1: ("", "Precious")})
