"""An answer in the window extends to the last photo: first a page, then the rest, without any movement."""

from concurrent.futures import Future

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from photon.app.search.answer_rows import AnswerRows
from photon.domain import PhotonError
from photon.ui.window.main_window import MainWindow
from tests.ui.driving import CTRL, Key, click, search_words
from tests.ui.fake_session import FakeSession
from tests.ui.held_back import HeldBack

ALL, STRONG, PAGE = 24, 4, 6


@pytest.fixture
def paged(session: FakeSession) -> FakeSession:
    session.page = PAGE
    return session


def search(qtbot: QtBot, window: MainWindow, words: str = "red") -> None:
    search_words(window, words)
    qtbot.waitUntil(lambda: window.gallery.state.query is not None and not window.gallery.state.is_waiting)


def sizes(window: MainWindow) -> tuple[int, ...]:
    return window.grid.grid_model.sections


def is_whole(window: MainWindow) -> bool:
    return window.gallery.state.query is not None and window.grid.grid_model.rowCount() == ALL


def test_the_page_comes_first_and_the_rest_follows(
    qtbot: QtBot, window: MainWindow, paged: FakeSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = HeldBack(monkeypatch, paged, "rows")
    search(qtbot, window)
    assert sizes(window) == (STRONG, PAGE - STRONG, 0)
    first = list(window.grid.grid_model.ids)
    qtbot.waitUntil(lambda: bool(rows.waiting))
    resets: list[bool] = []
    window.grid.grid_model.settled.connect(resets.append)
    rows.let_go()
    qtbot.waitUntil(lambda: is_whole(window))
    assert sizes(window) == (STRONG, PAGE - STRONG, ALL - PAGE)
    assert window.grid.grid_model.ids[:PAGE] == first
    assert sorted(window.grid.grid_model.ids) == sorted(paged.browsing.photos("newest").result())
    assert resets == [False], "rows kept their identity"


def test_the_line_above_the_other_photos_names_them(qtbot: QtBot, window: MainWindow, paged: FakeSession) -> None:
    search(qtbot, window, "elephant")
    qtbot.waitUntil(lambda: is_whole(window))
    assert sizes(window) == (0, PAGE, ALL - PAGE)
    assert window.grid.cells.sections == (PAGE, ALL - PAGE)
    assert window.grid.words_above(1) == "Other photos"
    search(qtbot, window, " red")
    qtbot.waitUntil(lambda: sizes(window) == (STRONG, PAGE - STRONG, ALL - PAGE))
    assert [window.grid.words_above(section) for section in (1, 2)] == ["Possible matches", "Other photos"]


def test_weak_matches_are_counted_once_known(
    qtbot: QtBot, window: MainWindow, paged: FakeSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = HeldBack(monkeypatch, paged, "rows")
    search(qtbot, window)
    assert window.results.header.second.isHidden()
    qtbot.waitUntil(lambda: bool(rows.waiting))
    rows.let_go()
    qtbot.waitUntil(lambda: window.results.header.second.text() == "2 possible matches")


def test_select_all_selects_the_good_matches_first_with_a_message(
    qtbot: QtBot, window: MainWindow, paged: FakeSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = HeldBack(monkeypatch, paged, "rows")
    search(qtbot, window)
    window.grid.setFocus()
    QTest.keyClick(window, Key.Key_A, CTRL)
    rows.let_go()  # the selection is made when all photos are known
    qtbot.waitUntil(lambda: window.grid.selected() == list(window.grid.grid_model.ids[:STRONG]))
    assert window.toast.words.text() == "Selected 4 good matches. To select all 24 photos, press Ctrl+A again."
    QTest.keyClick(window, Key.Key_A, CTRL)
    assert len(window.grid.selected()) == ALL
    assert window.toast.words.text() == "Selected all 24 photos."
    QTest.keyClick(window, Key.Key_A, CTRL)
    assert len(window.grid.selected()) == STRONG


def test_without_good_matches_everything_is_selected(qtbot: QtBot, window: MainWindow, paged: FakeSession) -> None:
    search(qtbot, window, "elephant")
    window.grid.setFocus()
    QTest.keyClick(window, Key.Key_A, CTRL)
    qtbot.waitUntil(lambda: len(window.grid.selected()) == ALL)
    assert window.toast.words.text() == "Selected all 24 photos."


def test_export_uses_the_good_matches_with_a_message(qtbot: QtBot, window: MainWindow, paged: FakeSession) -> None:
    search(qtbot, window)
    qtbot.waitUntil(lambda: is_whole(window))
    photos, phrase = window.parts.selection()
    assert (photos, phrase) == (list(window.grid.grid_model.ids[:STRONG]), "4 good matches")
    window.gallery.search(None)
    qtbot.waitUntil(lambda: window.gallery.state.query is None)
    assert window.parts.selection()[1] == "All 24 photos shown"
    click(window, 1)
    assert window.parts.selection()[1] == "1 selected photo"


def test_an_order_is_applied_when_all_photos_are_known(qtbot: QtBot, window: MainWindow, paged: FakeSession) -> None:
    search(qtbot, window)
    qtbot.waitUntil(lambda: is_whole(window))
    window.top_bar._orders["oldest"].trigger()
    oldest = paged.browsing.photos("oldest").result()
    places = {photo: place for place, photo in enumerate(oldest)}

    def sections() -> list[list[int]]:
        ids, (good, possible, _) = list(window.grid.grid_model.ids), sizes(window)
        return [ids[:good], ids[good : good + possible], ids[good + possible :]]

    qtbot.waitUntil(lambda: all(some == sorted(some, key=places.__getitem__) for some in sections()))
    assert is_whole(window)


def test_a_user_further_down_stays_there(qtbot: QtBot, window: MainWindow, paged: FakeSession, folder: str) -> None:
    search(qtbot, window)
    qtbot.waitUntil(lambda: is_whole(window))
    click(window, 0)
    QTest.keyClick(window.grid, Key.Key_End)
    last = window.grid.current()
    paged.arrive(5, folder)
    qtbot.waitUntil(window.results.header.renew.isVisible)
    window.results.header.renew.click()
    qtbot.waitUntil(lambda: window.grid.grid_model.rowCount() == ALL + 5)
    assert window.grid.current() == last
    assert last in window.grid.on_screen()


def test_reasons_for_a_photo_further_down_are_requested_when_selected(
    qtbot: QtBot, window: MainWindow, paged: FakeSession
) -> None:
    search(qtbot, window)
    qtbot.waitUntil(lambda: is_whole(window))
    click(window, 0)
    qtbot.waitUntil(lambda: not window.inspector.why.isHidden())
    assert not paged.asked_hits
    QTest.keyClick(window.grid, Key.Key_End)
    last = window.grid.current()
    qtbot.waitUntil(lambda: [some for _, some in paged.asked_hits] == [[last]])
    qtbot.waitUntil(lambda: ("Based on", "how it looks") in window.inspector.reasons.rows)
    assert paged.asked_hits[0][0].words == "red"


def test_an_answer_whose_rest_fails_keeps_its_page(qtbot: QtBot, window: MainWindow, paged: FakeSession) -> None:
    def refuse(*_: object, **__: object) -> Future[AnswerRows]:
        failed: Future[AnswerRows] = Future()
        failed.set_exception(PhotonError("The disk is full."))
        return failed

    paged.rows = refuse  # type: ignore[method-assign]
    search(qtbot, window)
    window.grid.setFocus()
    QTest.keyClick(window, Key.Key_A, CTRL)
    qtbot.waitUntil(lambda: len(window.grid.selected()) == STRONG)
    assert window.gallery.state.failed is None
    assert sizes(window) == (STRONG, PAGE - STRONG, 0)


def test_a_new_query_drops_the_rest_of_the_previous_one(
    qtbot: QtBot, window: MainWindow, paged: FakeSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = HeldBack(monkeypatch, paged, "rows")
    search(qtbot, window)
    qtbot.waitUntil(lambda: bool(rows.waiting))
    window.gallery.search(None)
    qtbot.waitUntil(lambda: window.gallery.state.query is None)
    shown = list(window.grid.grid_model.ids)
    rows.let_go()
    qtbot.wait(50)
    assert list(window.grid.grid_model.ids) == shown
    assert window.gallery.state.query is None
