"""Stacks in the window: created by keys, opened in place, dissolved; answers show them with the matching photos."""

from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from photon.app.stacks.stack_editor import StackPlan
from photon.domain.photo.photo_set import PhotoSet
from photon.ui.grid.photo_delegate import _stack_rect
from photon.ui.keys.key_texts import with_way
from photon.ui.stacks.stack_controller import NO_STACK, NOTHING, StackController
from photon.ui.stacks.stack_question import StackQuestion
from photon.ui.window.main_window import MainWindow
from tests.ui.driving import ALT, CTRL, LEFT, NONE, SHIFT, Key, cell, click, opened, search_words
from tests.ui.fake_session import FakeSession


def shown(window: MainWindow) -> list[int]:
    return list(window.grid.grid_model.ids)


def stack(qtbot: QtBot, window: MainWindow, *rows: int) -> list[int]:
    """Stack the photos of rows by keys, and wait until one represents them."""
    before = shown(window)
    photos = [before[row] for row in rows]
    for number, row in enumerate(rows):
        click(window, row, CTRL if number else NONE)
    QTest.keyClick(window.grid, Key.Key_G, CTRL)
    wanted = [photo for photo in before if photo not in photos[1:]]
    qtbot.waitUntil(lambda: shown(window) == wanted)
    return photos


def stack_button(qtbot: QtBot, window: MainWindow, row: int) -> QPoint:
    model = window.grid.grid_model
    qtbot.waitUntil(lambda: model.cards.find(model.ids[row]) is not None)
    card = model.cards.find(model.ids[row])
    assert card is not None
    return _stack_rect(window.grid.delegate.photo_rect(cell(window, row), card), model.stacks.count(card.id)).center()


def hint_at(window: MainWindow, place: QPoint) -> str:
    event = QHelpEvent(QEvent.Type.ToolTip, place, window.grid.viewport().mapToGlobal(place))
    QApplication.sendEvent(window.grid.viewport(), event)
    return QToolTip.text()


def counts(window: MainWindow) -> int:
    return sum(span.count for span in window.grid.grid_model.spans)


def test_selected_photos_become_a_stack_that_opens_in_place(qtbot: QtBot, window: MainWindow) -> None:
    before = shown(window)
    photos = stack(qtbot, window, 2, 4, 5)
    assert window.toast.words.text() == "Stacked 3 photos."
    assert window.results.header.second.text() == "24 photos"  # all of them still count
    assert (counts(window), len(shown(window))) == (22, 22)
    place = stack_button(qtbot, window, 2)
    assert hint_at(window, place) == "Stack of 3 photos (A)"
    QTest.mouseClick(window.grid.viewport(), LEFT, NONE, place)
    assert shown(window) == [*before[:2], *photos, before[3], *before[6:]]
    assert counts(window) == 24  # months keep their headings
    click(window, 3)
    assert window.grid.targets() == [photos[1]]
    QTest.keyClick(window.grid, Key.Key_A)
    assert shown(window) == [*before[:3], before[3], *before[6:]]
    assert window.grid.current() == photos[0]  # the current photo is now behind it


def test_marks_on_a_folded_stack_apply_to_its_top(qtbot: QtBot, window: MainWindow, session: FakeSession) -> None:
    photos = stack(qtbot, window, 0, 1)
    click(window, 0)
    QTest.keyClick(window.grid, Key.Key_5)
    qtbot.waitUntil(lambda: session.browsing.cards([photos[0]]).result()[photos[0]].rating == 5)
    assert session.browsing.cards([photos[1]]).result()[photos[1]].rating == 0


def test_another_photo_becomes_the_top_and_the_stack_is_dissolved(qtbot: QtBot, window: MainWindow) -> None:
    before = shown(window)
    photos = stack(qtbot, window, 0, 1, 2)
    click(window, 0)
    QTest.keyClick(window.grid, Key.Key_A)
    click(window, 2)
    QTest.keyClick(window.grid, Key.Key_G, SHIFT)
    qtbot.waitUntil(lambda: window.grid.grid_model.stacks.behind.get(photos[2]) == (photos[0], photos[1]))
    qtbot.waitUntil(lambda: window.toast.words.text() == "Put this photo on top of its stack.")
    assert shown(window)[0] == photos[2]
    click(window, 0)
    QTest.keyClick(window.grid, Key.Key_G, CTRL | SHIFT)
    qtbot.waitUntil(lambda: shown(window) == before)
    qtbot.waitUntil(lambda: window.toast.words.text() == "Dissolved 1 stack.")


def test_a_photo_is_taken_out_of_its_stack(qtbot: QtBot, window: MainWindow, session: FakeSession) -> None:
    photos = stack(qtbot, window, 0, 1, 2)
    click(window, 0)
    QTest.keyClick(window.grid, Key.Key_A)
    click(window, 1)
    QTest.keyClick(window.grid, Key.Key_G, ALT)
    qtbot.waitUntil(lambda: session.stacks.known() == [(photos[0], photos[2])])
    qtbot.waitUntil(lambda: window.toast.words.text() == "Took 1 photo out of its stack.")
    qtbot.waitUntil(lambda: window.grid.grid_model.stacks.behind.get(photos[0]) == (photos[2],))
    assert photos[1] in shown(window)
    QTest.keyClick(window.grid, Key.Key_G, ALT)
    qtbot.waitUntil(lambda: window.toast.words.text() == NO_STACK)
    assert session.stacks.known() == [(photos[0], photos[2])]


def test_a_folded_stack_is_included_completely(qtbot: QtBot, window: MainWindow, session: FakeSession) -> None:
    first = stack(qtbot, window, 0, 1)
    second = stack(qtbot, window, 0, 3)
    assert session.stacks.known() == [(first[0], second[1], first[1])]
    assert window.toast.words.text() == "Stacked 3 photos."


def test_invalid_stacks_are_refused(qtbot: QtBot, window: MainWindow) -> None:
    click(window, 0)
    QTest.keyClick(window.grid, Key.Key_G, CTRL)
    assert window.toast.words.text() == with_way(NOTHING, "stack")
    QTest.keyClick(window.grid, Key.Key_G, CTRL | SHIFT)
    qtbot.waitUntil(lambda: window.toast.words.text() == NO_STACK)


def test_an_answer_shows_the_matching_photo_of_a_stack_and_the_number_of_matches(
    qtbot: QtBot, window: MainWindow, session: FakeSession
) -> None:
    search_words(window, "red")
    qtbot.waitUntil(lambda: window.gallery.state.strong > 1)
    red, weak = shown(window)[0], shown(window)[-1]
    session.stacks.make([weak, red]).result()
    qtbot.waitUntil(lambda: list(window.grid.grid_model.stacks.behind.get(red, ())) == [weak])
    assert weak not in shown(window)
    assert shown(window)[0] == red  # the best match is in front, not the top
    place = stack_button(qtbot, window, 0)
    assert hint_at(window, place) == "Stack of 2 photos (A)"  # the weak one is in the answer, too
    assert window.gallery.state.strong > 1


def test_only_some_of_a_stack_match(qtbot: QtBot, window: MainWindow, session: FakeSession, folder: str) -> None:
    window.gallery.show_folder(f"{folder}/trip")
    qtbot.waitUntil(lambda: len(shown(window)) == 12)
    inside = shown(window)[0]
    outside = next(photo for photo in session.browsing.photos("newest").result() if photo not in shown(window))
    session.stacks.make([outside, inside]).result()
    qtbot.waitUntil(lambda: list(window.grid.grid_model.stacks.behind.get(inside, ())) == [outside])
    assert hint_at(window, stack_button(qtbot, window, 0)) == "1 of 2 photos in this stack matches (A)"
    click(window, 0)
    QTest.keyClick(window.grid, Key.Key_A)
    assert shown(window)[:2] == [inside, outside]


def test_showing_stacks_open_is_stored(qtbot: QtBot, window: MainWindow, session: FakeSession) -> None:
    before = shown(window)
    stack(qtbot, window, 0, 1)
    window.commands["stacked"].trigger()
    qtbot.waitUntil(lambda: shown(window) == before)
    assert not window.grid.grid_model.stacks.behind
    window.close()
    again = opened(qtbot, session)
    qtbot.waitUntil(lambda: shown(again) == before)
    assert not again.commands["stacked"].isChecked()
    again.commands["stacked"].trigger()
    qtbot.waitUntil(lambda: len(shown(again)) == len(before) - 1)
    again.close()


def test_the_next_photo_of_a_stack_replaces_a_binned_top(qtbot: QtBot, window: MainWindow) -> None:
    photos = stack(qtbot, window, 1, 2, 3)
    window.gallery.rows.let_go({photos[0]})
    assert shown(window)[1] == photos[1]
    assert window.grid.grid_model.stacks.behind[photos[1]] == [photos[2]]
    click(window, 1)
    QTest.keyClick(window.grid, Key.Key_A)
    assert shown(window)[1:3] == photos[1:]


def question(qtbot: QtBot, window: MainWindow) -> StackQuestion:
    window.commands["stack-bursts"].trigger()
    qtbot.waitUntil(lambda: window.part(StackController).question is not None)
    found = window.part(StackController).question
    assert found is not None
    return found


def test_bursts_are_stacked_after_confirmation(qtbot: QtBot, window: MainWindow, session: FakeSession) -> None:
    a, b, c, d, *_ = shown(window)
    session.stacks.found = StackPlan((PhotoSet("same-moment", (a, b)), PhotoSet("bracket", (c, d))), 2)
    asked = question(qtbot, window)
    assert asked.words.text() == "Make 2 stacks of 4 photos?"
    assert [box.text() for box in asked.kinds.values()] == ["1 burst", "1 exposure bracket"]
    asked.kinds["bracket"].click()
    assert asked.words.text() == "Make 1 stack of 2 photos?"
    asked.kinds["same-moment"].click()
    assert not asked.go.isEnabled()
    asked.kinds["same-moment"].click()
    QTest.mouseClick(asked.go, LEFT)
    qtbot.waitUntil(lambda: session.stacks.known() == [(a, b)])
    qtbot.waitUntil(lambda: window.toast.words.text() == "Made 1 stack.")
    assert session.stacks.asked == [None]


def test_bursts_are_searched_among_the_selected_photos(qtbot: QtBot, window: MainWindow, session: FakeSession) -> None:
    photos = shown(window)[:2]
    click(window, 0)
    click(window, 1, CTRL)
    window.commands["stack-bursts"].trigger()
    qtbot.waitUntil(lambda: window.toast.words.text() == "There are no bursts to stack.")
    assert [set(one or ()) for one in session.stacks.asked] == [set(photos)]
    session.stacks.found = StackPlan((PhotoSet("pair", (photos[0], photos[1])),))
    asked = question(qtbot, window)
    QTest.mouseClick(asked.leave, LEFT)
    qtbot.waitUntil(lambda: window.part(StackController).question is None)
    assert session.stacks.known() == []
