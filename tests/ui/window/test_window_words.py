"""Quoted words in the search bar, and the header about exact matches."""

from pytestqt.qtbot import QtBot

from photon.domain import Answer, Counts, Hit
from photon.ui.grid.results_state import ResultsState
from photon.ui.search.result_header import header_words
from photon.ui.window.main_window import MainWindow
from tests.ui.driving import search_words
from tests.ui.fake_session import FakeSession


def test_quotes_reach_the_search_as_exact_words(qtbot: QtBot, window: MainWindow, session: FakeSession) -> None:
    search_words(window, 'red "Lisbon 2021"')
    qtbot.waitUntil(lambda: bool(session.queries))
    assert session.queries[-1].words == "red"
    assert session.queries[-1].exact == ("Lisbon 2021",)
    window.top_bar.search.words.setText("„Köln“")  # the test keyboard has no such keys
    window.top_bar.search.ask()
    qtbot.waitUntil(lambda: session.queries[-1].exact == ("Köln",))


def test_an_unclosed_quote_is_an_ordinary_query(qtbot: QtBot, window: MainWindow, session: FakeSession) -> None:
    search_words(window, 'red "Lis')
    qtbot.waitUntil(lambda: bool(session.queries))
    assert session.queries[-1].words == 'red "Lis'
    assert session.queries[-1].exact == ()


def test_the_header_shows_the_summary(qtbot: QtBot, window: MainWindow, session: FakeSession) -> None:
    hits = [Hit(number, 0.95, number < 3, ("file name",), "/x") for number in range(1, 5)]
    answer = Answer(tuple(hits), 2, sentence="2 photos have “red” in their file name")
    session.search = lambda _query: session._do(lambda: answer)  # type: ignore[method-assign]
    search_words(window, '"red"')
    qtbot.waitUntil(lambda: window.results.header.first.text() == "2 photos have “red” in their file name")
    assert window.results.header.second.text() == "2 possible matches"
    assert window.grid.cells.sections == (2, 2)


def test_quoted_words_without_matches_are_reported_while_photos_are_pending(
    qtbot: QtBot, window: MainWindow, session: FakeSession
) -> None:
    answer = Answer(searchable=0.0, sentence="No photo has “foo” in its name, folder, date or camera.")
    session.search = lambda _query: session._do(lambda: answer)  # type: ignore[method-assign]
    search_words(window, '"foo"')
    qtbot.waitUntil(window.results.empty.isVisible)
    assert window.results.empty.sentence.text() == "Nothing found."
    assert window.results.header.first.text() == "No photo has “foo” in its name, folder, date or camera."


def test_waiting_and_folders_need_no_summary() -> None:
    assert header_words(ResultsState(folder="/a/Trip", photos=1), Counts()) == ("Trip", "1 photo")
