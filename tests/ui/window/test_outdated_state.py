"""With a session that answers late, nothing describes the previous photo, selection or answer."""

from dataclasses import replace

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from photon.domain import Activity, Answer, Counts, Hit, Ignored, PhotonError, Query, changed
from photon.ui.captions.caption_controller import CaptionController
from photon.ui.kit.latest_request import OUTDATED_MS
from photon.ui.tags.review import Review
from photon.ui.tags.tag_chip import TagChip
from photon.ui.tags.tag_controller import TagController
from photon.ui.window.inspector import LOADING, NOTHING
from photon.ui.window.main_window import MainWindow
from photon.ui.window.status_line import WORKING
from tests.ui.driving import CTRL, LEFT, Key, click, opened, search_words
from tests.ui.held_back import HeldBack
from tests.ui.tagged_session import TaggedSession
from tests.ui.written_session import WrittenSession

BEACH, DOG = ("nature", "beach"), ("dog",)


@pytest.fixture
def session(tagged: TaggedSession) -> TaggedSession:
    return tagged


def chips(window: MainWindow) -> set[tuple[str, ...]]:
    panel = window.part(TagController).panel
    return {chip.tag.path for chip in (*panel.own.parts, *panel.suggested.parts) if isinstance(chip, TagChip)}


def test_details_of_the_previous_photo_disappear_if_the_next_are_late(
    qtbot: QtBot, window: MainWindow, session: TaggedSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = window.grid.grid_model.ids[:2]
    session.marking.rate([first], 4).result()
    session.tags.mark([first], [BEACH], "confirmed").result()
    session.suggest({first: [(DOG, 0.9)], second: []})
    click(window, 0)
    panel = window.inspector
    qtbot.waitUntil(lambda: chips(window) == {BEACH, DOG} and panel.stars.stars == 4)
    held = [HeldBack(monkeypatch, session, "photo"), HeldBack(monkeypatch, session.tags, "tags_for_photos")]
    click(window, 1)
    qtbot.waitUntil(panel.empty.isVisible)
    assert panel.empty.text() == LOADING
    shown = (panel.title, panel.rating_section, panel.facts_section, panel.paths_section, panel.why, panel.note)
    assert [part for part in shown if part.isVisible()] == []
    assert chips(window) == set()
    QTest.keyClick(window.grid, Key.Key_T)
    assert window.part(TagController).panel.line.hasFocus(), "what is typed is for the photo that is selected"
    for answers in held:
        answers.let_go()
    qtbot.waitUntil(panel.title.isVisible)
    assert panel.stars.stars == 0
    assert panel.empty.isHidden()
    click(window, 0)
    for answers in held:
        qtbot.waitUntil(lambda answers=answers: bool(answers.waiting))  # type: ignore[misc]
        answers.let_go()
    qtbot.waitUntil(lambda: chips(window) == {BEACH, DOG} and panel.stars.stars == 4)
    qtbot.wait(OUTDATED_MS + 40)
    assert chips(window) == {BEACH, DOG}, "what is known is not taken away"
    QTest.keyClick(window.grid, Key.Key_D, CTRL)
    window.grid.to_top()
    qtbot.waitUntil(panel.empty.isVisible)
    assert panel.empty.text() == NOTHING


def test_the_caption_of_the_previous_photo_disappears_if_the_next_is_late(
    qtbot: QtBot, written_window: MainWindow, written: WrittenSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, form = written_window, written_window.part(CaptionController).section.form
    first, second = window.grid.grid_model.ids[:2]
    written.captions.write([first], title="Summer", text="At the sea").result()
    written.draft({second: "A red boat"})
    click(window, 0)
    qtbot.waitUntil(lambda: form.caption.toPlainText() == "At the sea")
    held = HeldBack(monkeypatch, written.captions, "captions_for_photos")
    click(window, 1)
    qtbot.waitUntil(lambda: form.caption.toPlainText() == "")
    assert form.title.text() == ""
    assert form.draft.isHidden()
    held.let_go()
    qtbot.waitUntil(form.draft.isVisible)
    assert written.written([first]) == {first: ("Summer", "At the sea")}


def test_nothing_describes_the_previous_answer_while_another_is_pending(
    qtbot: QtBot, window: MainWindow, session: TaggedSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = window.grid.grid_model.ids
    unused = Ignored(Query.build("red").parts[0], "Photon can't use this.")
    answer = Answer(
        tuple(Hit(photo, 0.9, photo == ids[0], ("meaning",), "/x") for photo in ids[:6]),
        1, 0.4, "1 good match", ("A notice.",), (unused,),
    )  # fmt: skip
    monkeypatch.setattr(session, "search", lambda *_, **__: session._do(lambda: answer))
    search_words(window, "red")
    qtbot.waitUntil(lambda: window.results.header.first.text() == "1 good match")
    window.gallery._set_state(replace(window.gallery.state, is_outdated=True))
    click(window, 0)
    qtbot.waitUntil(window.inspector.why.isVisible)
    header, held = window.results.header, HeldBack(monkeypatch, session, "search")
    search_words(window, " boat")
    qtbot.waitUntil(lambda: header.first.text() == "Searching…")
    assert [part for part in (header.second, header.renew, header.notice) if part.isVisible()] == []
    assert window.gallery.state.ignored == ()
    assert window.inspector.why.isHidden()
    held.let_go()
    qtbot.waitUntil(lambda: header.first.text() == "1 good match")
    qtbot.waitUntil(window.inspector.why.isVisible)


def test_a_search_is_announced_though_the_answer_before_it_is_found_to_be_outdated(
    qtbot: QtBot, window: MainWindow, session: TaggedSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    search_words(window, "red")
    qtbot.waitUntil(lambda: bool(window.gallery.hits))
    click(window, 0)
    held = HeldBack(monkeypatch, session, "search")
    search_words(window, " boat")
    qtbot.waitUntil(lambda: bool(held.waiting))
    window.gallery.renewal.aged.emit()
    qtbot.waitUntil(lambda: window.results.header.first.text() == "Searching…")


def test_a_failed_search_leaves_no_reasons(
    qtbot: QtBot, window: MainWindow, session: TaggedSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    search_words(window, "red")
    qtbot.waitUntil(lambda: bool(window.gallery.hits))

    def fail(*_: object, **__: object) -> object:
        def act() -> Answer:
            raise PhotonError("No answer.", "Try again.")

        return session._do(act)

    monkeypatch.setattr(session, "search", fail)
    search_words(window, " boat")
    qtbot.waitUntil(lambda: window.gallery.state.failed is not None)
    assert window.gallery.hits == ()


def test_the_status_line_counts_the_selection_of_the_current_page(qtbot: QtBot, window: MainWindow) -> None:
    click(window, 0)
    click(window, 2, CTRL)
    qtbot.waitUntil(lambda: "2 selected" in window.status.selection.text())
    QTest.keyClick(window.grid, Key.Key_Return)
    qtbot.waitUntil(window.status.selection.isHidden)
    QTest.keyClick(window.loupe, Key.Key_G)
    qtbot.waitUntil(lambda: "2 selected" in window.status.selection.text())


def test_heading_status_line_and_progress_agree_on_searchability(
    qtbot: QtBot, window: MainWindow, session: TaggedSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = Answer(tuple(Hit(photo, 0.9, True, ("meaning",), "/x") for photo in (1, 2)), 2, 0.1, "2 good matches")
    monkeypatch.setattr(session, "search", lambda *_, **__: session._do(lambda: answer))
    search_words(window, "red")
    qtbot.waitUntil(lambda: window.results.header.first.text() == "2 good matches")
    for searchable in (250, 640):
        counts = Counts(photos=1000, searchable=searchable)
        monkeypatch.setattr(session, "counts", lambda counts=counts: session._do(lambda: counts))
        session.tell(Activity("embedding", searchable - 240, 760))
        window.status.refresh()
        share = f"{searchable // 10}%"
        qtbot.waitUntil(lambda share=share: share in window.results.header.second.text())  # type: ignore[misc]
        qtbot.waitUntil(lambda share=share: f" · {share}" in window.status.doing.text())  # type: ignore[misc]
        assert (window.status.progress.value(), window.status.progress.maximum()) == (searchable, 1000)


def test_the_bar_of_the_loupe_shows_no_marks_of_an_unknown_photo(
    qtbot: QtBot, window: MainWindow, session: TaggedSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = window.grid.grid_model.ids
    session.marking.rate([ids[0]], 5).result()
    session.marking.favour([ids[0]], True).result()
    held = HeldBack(monkeypatch, session, "cards")
    click(window, 0)
    QTest.keyClick(window.grid, Key.Key_Return)
    bar = window.loupe.bar
    assert not bar.stars.isEnabled()
    assert not bar.heart.isEnabled()
    held.let_go()
    qtbot.waitUntil(lambda: bar.stars.stars == 5 and bar.stars.isEnabled() and bar.heart.isEnabled())


def test_a_slow_search_can_be_stopped_and_repeated(
    qtbot: QtBot, window: MainWindow, session: TaggedSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = HeldBack(monkeypatch, session, "search")
    search_words(window, "red")
    header, empty = window.results.header, window.results.empty
    qtbot.waitUntil(header.stop.isVisible)
    assert header.first.text() == "Searching…"
    qtbot.waitUntil(lambda: window.status.doing.text() == WORKING)
    assert window.status.progress.isVisible()
    assert window.status.progress.maximum() == 0
    held.waiting[0][0].set_running_or_notify_cancel()  # it is too late to cancel it
    QTest.mouseClick(header.stop, LEFT)
    assert empty.sentence.text() == "Search stopped."
    assert window.grid.grid_model.rowCount() == 0
    held.let_go()
    qtbot.waitUntil(lambda: window.status.doing.text() != WORKING)
    assert empty.sentence.text() == "Search stopped.", "an answer that was not waited for is none"
    session.tell(changed("photos", "vectors", photos=frozenset({1})))
    qtbot.wait(120)
    assert held.asked == 1
    QTest.mouseClick(empty.button, LEFT)
    qtbot.waitUntil(lambda: held.asked == 2)
    held.let_go()
    qtbot.waitUntil(lambda: window.grid.grid_model.rowCount() > 0)
    assert header.stop.isHidden()
    assert header.first.text() == "4 good matches"


def test_a_slow_folder_is_announced_and_the_previous_one_disappears(
    qtbot: QtBot, window: MainWindow, session: TaggedSession, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    header = window.results.header
    assert header.first.text() == "All photos"
    held = HeldBack(monkeypatch, session, "photos_by_date")
    window.navigation.show_folder(f"{folder}/trip")
    qtbot.waitUntil(lambda: (header.first.text(), header.second.text()) == ("Loading photos…", ""))
    assert header.stop.isHidden()
    held.let_go()
    qtbot.waitUntil(lambda: (header.first.text(), header.second.text()) == ("trip", "12 photos"))


def test_the_review_shows_nothing_of_the_previous_tag_while_the_next_loads(
    qtbot: QtBot, window: MainWindow, session: TaggedSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.suggest({photo: [(BEACH, 0.9), (DOG, 0.8)] for photo in (1, 2, 3)} | {4: [(BEACH, 0.7)]})
    QTest.keyClick(window.grid, Key.Key_R, CTRL)
    page, grid = window.part(Review).page, window.part(Review).grid
    qtbot.waitUntil(lambda: list(grid.grid_model.ids) == [1, 2, 3, 4])
    held = HeldBack(monkeypatch, session.tags, "surest")
    page.groups.setCurrentRow(1)
    qtbot.waitUntil(lambda: page.title.text() == "dog")
    assert page.counter.text() == "Loading…"
    assert list(grid.grid_model.ids) == []
    assert not any(button.isEnabled() for button in (page.confirm_all, page.yes, page.no))
    assert page.confirm_all.text() == "No photos above the cut-off"
    held.let_go()
    qtbot.waitUntil(lambda: list(grid.grid_model.ids) == [1, 2, 3])
    assert page.counter.text() == "0 of 3 decided"
    assert page.yes.isEnabled()
    assert grid.current() == 1


def test_before_the_first_answer_the_library_is_not_reported_as_empty(
    qtbot: QtBot, session: TaggedSession, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.work.add_folder(folder).result()
    held = HeldBack(monkeypatch, session, "photos_by_date")
    window = opened(qtbot, session)
    qtbot.waitUntil(window.results.empty.isVisible)
    assert window.results.empty.sentence.text() == "Loading photos…"
    assert window.results.empty.button.isHidden()
    held.let_go()
    qtbot.waitUntil(lambda: window.results.header.first.text() == "All photos")
    window.close()
