"""Reviewing suggested tags in the window, with a real catalogue, real keys and the mouse."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from photon.domain.metadata.tag import tag_key
from photon.ui.grid.grid_layout import MARGIN
from photon.ui.tags.review import NOTHING, Review
from photon.ui.tags.tag_controller import TagController
from photon.ui.tags.teaching import TeachingController
from photon.ui.widgets.count_delegate import CountRole
from photon.ui.window.main_window import MainWindow
from tests.ui.driving import CTRL, LEFT, NONE, SHIFT, Key
from tests.ui.held_back import HeldBack
from tests.ui.tagged_session import TaggedSession

pytestmark = pytest.mark.usefixtures("all_words")

BEACH, DOG = ("nature", "beach"), ("animal", "dog")


@pytest.fixture
def session(tagged: TaggedSession) -> TaggedSession:
    return tagged


@pytest.fixture
def ids(window: MainWindow, session: TaggedSession) -> list[int]:
    """Twenty photos, the most certain first, with suggestions: "beach" at 95% and less, and "dog" for three of them."""
    photos = list(window.grid.grid_model.ids[:20])
    found = {photo: [(BEACH, 0.951 - 0.03 * place)] for place, photo in enumerate(photos)}
    for photo in photos[:3]:
        found[photo].append((DOG, 0.6))
    session.suggest(found)
    return photos


def begin(qtbot: QtBot, window: MainWindow, photos: int = 20) -> None:
    window.resize(1440, 900)
    QTest.keyClick(window.grid, Key.Key_R, CTRL)
    qtbot.waitUntil(lambda: len(shown(window)) == photos)
    qtbot.waitUntil(lambda: bool(window.part(Review).state and window.part(Review).state.seen))


def shown(window: MainWindow) -> list[int]:
    return list(window.part(Review).grid.grid_model.ids)


def press(window: MainWindow, key: Key, modifiers: object = NONE) -> None:
    QTest.keyClick(window.part(Review).grid, key, modifiers)  # type: ignore[call-overload]


def wait_for_message(qtbot: QtBot, window: MainWindow, message: str) -> None:
    """Wait until this page replaces the photos; a pending answer may first report that all are decided."""
    page = window.part(Review).page
    qtbot.waitUntil(lambda: page.message.text() == message)


def state(session: TaggedSession, photo: int) -> str:
    tags = session.tags.tags_for_photos([photo]).result()[photo]
    return next((one.state for one in tags if one.path == BEACH), "")


def test_yes_no_and_undo_by_keys(qtbot: QtBot, window: MainWindow, session: TaggedSession, ids: list[int]) -> None:
    begin(qtbot, window)
    page = window.part(Review).page
    assert page.grid.hasFocus()
    assert shown(window) == ids
    assert page.counter.text() == "0 of 20 decided"
    assert page.groups.paths == [BEACH, DOG]
    assert page.grid.current() == ids[0]
    press(window, Key.Key_Y)
    assert shown(window) == ids[1:]  # immediately
    assert page.grid.current() == ids[1]
    press(window, Key.Key_N)
    press(window, Key.Key_Y)
    assert page.counter.text() == "3 of 20 decided"
    qtbot.waitUntil(lambda: session.names(ids[2]) == ["nature/beach"])
    assert [state(session, photo) for photo in ids[:4]] == ["confirmed", "rejected", "confirmed", "suggested"]
    qtbot.wait(400)  # later answers of the library move nothing
    assert shown(window) == ids[3:]
    assert page.grid.current() == ids[3]
    press(window, Key.Key_U)
    qtbot.waitUntil(lambda: shown(window) == ids[2:])
    qtbot.waitUntil(lambda: page.grid.current() == ids[2])
    press(window, Key.Key_U)
    qtbot.waitUntil(lambda: shown(window) == ids[1:])
    assert state(session, ids[1]) == "suggested"
    assert page.counter.text() == "1 of 20 decided"


def test_undo_affects_only_decisions_of_the_review(
    qtbot: QtBot, window: MainWindow, session: TaggedSession, ids: list[int]
) -> None:
    session.tags.mark([ids[19]], [DOG], "confirmed").result()  # an earlier step
    begin(qtbot, window)
    undo = window.part(Review).page.undo
    assert not undo.isEnabled()
    press(window, Key.Key_U)
    press(window, Key.Key_Y)
    assert undo.isEnabled()  # immediately
    qtbot.waitUntil(lambda: state(session, ids[0]) == "confirmed")
    session.tags.mark([ids[18]], [DOG], "confirmed").result()  # another action
    qtbot.waitUntil(lambda: not undo.isEnabled())
    press(window, Key.Key_U)
    qtbot.wait(100)
    assert session.names(ids[18]) == session.names(ids[19]) == ["animal/dog"]
    press(window, Key.Key_Z, CTRL)  # undoes it: the last step of the window
    qtbot.waitUntil(undo.isEnabled)
    assert session.names(ids[18]) == []
    QTest.mouseClick(undo, LEFT)
    QTest.mouseClick(undo, LEFT)  # a double click does not undo an earlier step
    qtbot.waitUntil(lambda: shown(window) == ids)  # although the tag that the decision made is gone, too
    assert ("nature", "beach") not in [path for path, _ in session.tags.all_tags().result()]
    qtbot.waitUntil(lambda: not undo.isEnabled())
    assert session.names(ids[19]) == ["animal/dog"]
    press(window, Key.Key_Z, CTRL | SHIFT)
    qtbot.waitUntil(undo.isEnabled)  # after redoing, it is the last step again


def test_a_selection_is_decided_as_one(
    qtbot: QtBot, window: MainWindow, session: TaggedSession, ids: list[int]
) -> None:
    begin(qtbot, window)
    grid = window.part(Review).grid
    press(window, Key.Key_A, CTRL)
    assert len(grid.selected()) == 20
    assert window.grid.selected() == []
    qtbot.waitUntil(lambda: window.part(TagController).panel.photos == ids)
    press(window, Key.Key_N)
    qtbot.waitUntil(window.part(Review).page.next.isVisible)
    assert window.part(Review).page.message.text() == "“beach” is done: 20 photos decided."
    assert window.part(Review).page.next.text() == "Continue with “dog”"
    qtbot.waitUntil(lambda: state(session, ids[19]) == "rejected")
    QTest.keyClick(window.part(Review).page.next, Key.Key_U)
    qtbot.waitUntil(lambda: shown(window) == ids)
    press(window, Key.Key_N)
    qtbot.waitUntil(lambda: len(shown(window)) == 19)


def test_everything_above_the_line_is_confirmed_at_once(
    qtbot: QtBot, window: MainWindow, session: TaggedSession, ids: list[int]
) -> None:
    begin(qtbot, window)
    page, grid = window.part(Review).page, window.part(Review).grid
    assert grid.above == 6  # 80% and more
    assert page.confirm_all.text() == "Confirm the top 6 (80%+)"
    assert page.confirm_all.toolTip().endswith("Photon is 80% sure or more.")
    columns = grid.cells.columns
    press(window, Key.Key_Down, CTRL)
    assert grid.above == (6 // columns + 1) * columns
    press(window, Key.Key_Up, CTRL)
    assert grid.above == (grid.above // columns) * columns
    grid.go_to(ids[8])
    press(window, Key.Key_L)
    assert grid.above == 9
    assert shown(window) == ids
    press(window, Key.Key_Return, CTRL)
    assert shown(window) == ids[9:]
    qtbot.waitUntil(lambda: window.toast.words.text() == "Tagged 9 photos “nature/beach”.")
    assert page.counter.text() == "9 of 20 decided"
    assert not page.confirm_all.isEnabled()
    assert page.confirm_all.text() == "No photos above the cut-off"
    assert grid.selected() == [ids[9]], "the next key is about the first undecided photo alone"
    assert grid.visualRect(grid.currentIndex()).top() == MARGIN
    run = session.decisions.runs.all_runs().result()[0]
    assert (run.kind, run.photos) == ("confirm", 9)
    QTest.mouseClick(window.toast.button, LEFT)  # one step
    qtbot.waitUntil(lambda: shown(window) == ids)
    assert [session.names(photo) for photo in ids] == [[]] * 20
    assert grid.above == 9  # between the same photos


def test_all_above_the_line_are_confirmed_once_the_least_certain_were_seen(
    qtbot: QtBot, window: MainWindow, session: TaggedSession, ids: list[int]
) -> None:
    begin(qtbot, window)
    review, page, grid = window.part(Review), window.part(Review).page, window.part(Review).grid
    grid.set_tile(300)
    window.resize(1024, 560)
    review.state.seen.clear()
    review.state.move_line(20)
    page.show_state(review.state)
    qtbot.waitUntil(lambda: set(grid.on_screen()) <= review.state.seen)
    assert ids[19] not in review.state.seen
    assert page.confirm_all.text() == "Look at the least certain of the top 20"
    press(window, Key.Key_Return, CTRL)
    assert len(shown(window)) == 20
    assert ids[19] in grid.on_screen()
    while page.confirm_all.text().startswith("Look"):
        QTest.mouseClick(page.confirm_all, LEFT)
        qtbot.waitUntil(lambda: set(grid.on_screen()) <= review.state.seen)
    assert page.confirm_all.text() == "Confirm the top 20 (38%+)"
    review.state.is_measured = True
    review.state.seen.update(ids)
    review.state.move_line(6)
    page.show_offer(review.state)
    assert page.confirm_all.text() == "Confirm the top 6 (about 9 of 10 are right)"
    press(window, Key.Key_Return, CTRL)
    assert shown(window) == ids[6:]


def test_after_confirming_all_above_the_first_undecided_photo_is_shown(
    qtbot: QtBot, window: MainWindow, ids: list[int]
) -> None:
    begin(qtbot, window)
    window.resize(1024, 700)
    grid = window.part(Review).grid
    grid.set_tile(300)
    press(window, Key.Key_End)
    assert grid.verticalScrollBar().value() > 0
    QTest.mouseClick(window.part(Review).page.confirm_all, LEFT)
    assert grid.selected() == [grid.current()] == [ids[6]]
    assert grid.verticalScrollBar().value() == 0
    qtbot.waitUntil(lambda: "6 photos" in window.toast.words.text())
    press(window, Key.Key_L)
    assert window.part(Review).page.confirm_all.text() == "Confirm the top photo (77% sure)"


def test_tags_keep_their_places_in_the_list_during_a_review(
    qtbot: QtBot, window: MainWindow, session: TaggedSession, ids: list[int]
) -> None:
    begin(qtbot, window)
    groups = window.part(Review).page.groups
    assert groups.paths == [BEACH, DOG]
    window.part(Review).grid.go_to(ids[18])
    press(window, Key.Key_L)
    qtbot.waitUntil(lambda: not window.part(Review).state.unseen_sample)
    press(window, Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: [group.waiting for group in session.tags.groups().result()] == [3, 1])
    qtbot.waitUntil(lambda: groups.item(0).data(CountRole.COUNT) == "1")
    assert groups.paths == [BEACH, DOG]


def test_the_line_is_dragged(qtbot: QtBot, window: MainWindow, ids: list[int]) -> None:
    begin(qtbot, window)
    grid = window.part(Review).grid
    place = QPoint(40, grid.line_at)
    QTest.mousePress(grid.viewport(), LEFT, NONE, place)
    QTest.mouseMove(grid.viewport(), place + QPoint(0, grid.cells.step))
    assert grid.above % grid.cells.columns == 0
    assert grid.above > 6
    QTest.mouseMove(grid.viewport(), QPoint(40, 2))
    assert grid.above == 0
    QTest.mouseRelease(grid.viewport(), LEFT, NONE, QPoint(40, 2))
    assert not window.part(Review).page.confirm_all.isEnabled()
    assert grid.selected() == [ids[0]]  # only the line was dragged
    QTest.mousePress(grid.viewport(), LEFT, NONE, QPoint(40, grid.line_at))
    QTest.mouseMove(grid.viewport(), QPoint(40, grid.viewport().height() + 4000))
    QTest.mouseRelease(grid.viewport(), LEFT, NONE, QPoint(40, 400))
    assert grid.above == 20
    qtbot.waitUntil(lambda: window.part(Review).page.confirm_all.text() == "Look at the least certain of the top 20")


def test_buttons_on_a_photo_and_above_them(
    qtbot: QtBot, window: MainWindow, session: TaggedSession, ids: list[int]
) -> None:
    begin(qtbot, window)
    grid = window.part(Review).grid
    qtbot.waitUntil(lambda: grid.grid_model.cards.find(ids[3]) is not None)
    cell = grid.visualRect(grid.grid_model.index(3)).adjusted(0, 0, 0, -grid.caption)
    photo = grid.delegate.photo_rect(cell, grid.grid_model.cards.find(ids[3]))
    QTest.mouseClick(grid.viewport(), LEFT, NONE, photo.bottomRight() - QPoint(20, 20))
    qtbot.waitUntil(lambda: state(session, ids[3]) == "rejected")
    assert shown(window) == ids[:3] + ids[4:]
    grid.go_to(ids[0])
    QTest.mouseClick(window.part(Review).page.yes, LEFT)
    assert shown(window) == ids[1:3] + ids[4:]
    assert grid.hasFocus()  # so that the keys still work


def test_photos_are_decided_in_the_loupe(
    qtbot: QtBot, window: MainWindow, session: TaggedSession, ids: list[int]
) -> None:
    begin(qtbot, window)
    press(window, Key.Key_Space)
    assert window.navigation.is_loupe_open
    assert window.loupe.current == ids[0]
    QTest.keyClick(window.loupe, Key.Key_Right)
    QTest.keyClick(window.loupe, Key.Key_N)
    assert window.loupe.current == ids[2]  # the next one
    QTest.keyClick(window.loupe, Key.Key_Y)
    assert window.loupe.current == ids[3]
    assert not window.part(TeachingController).panel.isVisible()
    qtbot.waitUntil(lambda: state(session, ids[2]) == "confirmed")
    assert state(session, ids[1]) == "rejected"
    QTest.keyClick(window.loupe, Key.Key_Space)
    assert window.pages.current is window.part(Review).page
    assert window.part(Review).grid.hasFocus()
    assert window.part(Review).grid.current() == ids[3]
    press(window, Key.Key_Escape)
    assert window.pages.currentWidget() is window.results
    QTest.keyClick(window.grid, Key.Key_E)
    assert window.navigation.is_loupe_open
    QTest.keyClick(window.loupe, Key.Key_Escape)
    assert window.pages.currentWidget() is window.results  # not the review


def test_other_keys_affect_these_photos_or_nothing(
    qtbot: QtBot, window: MainWindow, session: TaggedSession, ids: list[int]
) -> None:
    window.grid.go_to(ids[10])
    begin(qtbot, window)
    press(window, Key.Key_4)
    qtbot.waitUntil(lambda: session.browsing.photo(ids[0]).result().rating == 4)  # type: ignore[union-attr]
    assert session.browsing.photo(ids[10]).result().rating == 0  # type: ignore[union-attr]
    press(window, Key.Key_A)
    press(window, Key.Key_E)
    assert window.pages.current is window.part(Review).page


def test_deleting_a_tag_closes_its_review(
    qtbot: QtBot, window: MainWindow, session: TaggedSession, ids: list[int]
) -> None:
    begin(qtbot, window)
    page = window.part(Review).page
    press(window, Key.Key_Y)
    qtbot.waitUntil(lambda: tag_key(BEACH) in window.part(Review).known.own)
    session.tags.delete(BEACH).result()
    wait_for_message(qtbot, window, "The tag “nature/beach” was deleted or renamed.")
    press(window, Key.Key_Y)  # decides nothing
    assert session.names(ids[1]) == []
    qtbot.waitUntil(lambda: page.groups.paths == [BEACH, DOG])
    QTest.mouseClick(page.next, LEFT)
    qtbot.waitUntil(lambda: shown(window) == ids)
    words = session.vocabularies.get().result()
    session.vocabularies.switch([words.entries[words.place("beach")].path], False).result()  # type: ignore[index]
    wait_for_message(qtbot, window, "“nature/beach” was switched off.")
    assert page.groups.paths == [DOG]


def test_a_deleted_tag_is_reported_once_whichever_answer_comes_first(
    qtbot: QtBot, window: MainWindow, session: TaggedSession, ids: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(qtbot, window)
    review, page = window.part(Review), window.part(Review).page
    press(window, Key.Key_Y)
    qtbot.waitUntil(lambda: state(session, ids[0]) == "confirmed")
    qtbot.waitUntil(lambda: not review._writing and tag_key(BEACH) in review.known.own)
    window.bridge.changed.disconnect(review._hear)  # from now on, only the test asks
    review._refresh.stop()
    qtbot.waitUntil(lambda: not review._tags.is_awaited)
    own, groups = (HeldBack(monkeypatch, session.tags, name) for name in ("all_tags", "groups"))
    review.refresh()
    own.let_go()
    groups.let_go()  # the tag exists
    before = own.asked
    review.refresh()
    groups.let_go()
    session.tags.delete(BEACH).result()
    review._may_be_gone = True
    after = own.asked
    review.refresh()
    own.let_go(after)
    groups.let_go()
    assert page.message.text() == "The tag “nature/beach” was deleted or renamed."
    own.let_go(before)  # from before the tag was deleted
    window.bridge.changed.connect(review._hear)
    QTest.mouseClick(page.next, LEFT)
    qtbot.waitUntil(lambda: shown(window) == ids)
    words = session.vocabularies.get().result()
    session.vocabularies.switch([words.entries[words.place("beach")].path], False).result()  # type: ignore[index]

    def is_told() -> bool:
        own.let_go()
        groups.let_go()
        return page.message.isVisible()

    qtbot.waitUntil(is_told)


def test_removed_suggestions_close_the_review_too(
    qtbot: QtBot, window: MainWindow, session: TaggedSession, ids: list[int]
) -> None:
    begin(qtbot, window)
    session.suggest({photo: [] for photo in ids}, "2")
    page = window.part(Review).page
    wait_for_message(qtbot, window, "“nature/beach” is no longer suggested.")
    assert not page.next.isVisible()


def test_without_suggestions_there_is_a_message(qtbot: QtBot, window: MainWindow) -> None:
    QTest.keyClick(window.grid, Key.Key_R, CTRL)
    assert window.part(Review).page.message.text() == NOTHING
    QTest.keyClick(window.part(Review).page.groups, Key.Key_Escape)
    assert window.pages.currentWidget() is window.results
    assert window.grid.hasFocus()


def test_the_certainty_is_shown_below_each_photo(qtbot: QtBot, window: MainWindow, ids: list[int]) -> None:
    begin(qtbot, window)
    assert window.part(Review).grid.delegate.certainties[ids[0]] == pytest.approx(0.951)
    assert window.part(Review).grid.caption > 0
