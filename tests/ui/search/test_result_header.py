"""The header above the grid."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from photon.domain import Counts, Query
from photon.search.answer_summary import summarize_answer
from photon.search.query_language import parse
from photon.ui.grid.results_state import ResultsState
from photon.ui.search.result_header import ResultHeader, header_words

NOTICES = ("Photon cannot search by “such.jpg”.", "Photon knows no “Nobody”. Teach it this name with three photos.")


def test_a_long_notice_is_shown_completely_in_a_narrow_header(qtbot: QtBot) -> None:
    header = ResultHeader()
    qtbot.addWidget(header)
    header.resize(1600, 44)
    header.show()
    state = ResultsState(Query.build("dog"), photos=3, strong=3, sentence="3 good matches", notices=NOTICES)
    header.show_state(state)
    one_line = header.height()
    header.resize(420, one_line)
    qtbot.waitUntil(lambda: header.height() > one_line)
    assert header.notice.height() >= header.notice.heightForWidth(header.notice.width())
    header.show_state(replace(state, notices=()))
    assert header.notice.isHidden()
    header.resize(1600, header.height())
    qtbot.waitUntil(lambda: header.height() < one_line)


def test_it_shows_the_current_number_of_searchable_photos(qtbot: QtBot) -> None:
    header = ResultHeader()
    qtbot.addWidget(header)
    state = ResultsState(Query.build("dog"), photos=9, strong=3, searchable=0.2, sentence="3 good matches")
    header.show_state(state)
    assert header.second.text() == "6 possible matches · 20% of your photos are searchable so far"
    header.show_counts(Counts(photos=1000, searchable=635))
    assert header.second.text() == "6 possible matches · 63% of your photos are searchable so far"
    header.show_counts(Counts(photos=1000, searchable=1000))
    assert header.second.text() == "6 possible matches"
    header.show_state(ResultsState(folder="/a/Trip", photos=1))
    header.show_counts(Counts(photos=1, searchable=0))
    assert (header.first.text(), header.second.text()) == ("Trip", "1 photo")


@pytest.mark.parametrize(
    ("text", "sentence", "quiet"),
    [
        ("dog", "3 good matches", "2 possible matches"),
        ("dog, without people", "3 good matches", "without people · 2 possible matches"),
        ("dog -people -water", "3 good matches", "without people or water · 2 possible matches"),
        ("-people", "3 photos that don't seem to show people", "2 possible matches"),
        ("-people -rating:0", "3 photos that don't seem to show people", "without photos with no stars"),
        ("dog -rating:0 -people", "3 good matches", "without people or photos with no stars · 2 possible"),
        ("-tag:Beach -type:raw", "3 photos match", "without tag: Beach or RAW files"),
        ("dog -is:favourite -has:gps", "3 photos match", "without favourite photos or photos with a location"),
        ("dog -like:#3", "3 photos match", "without photos like the example"),
        ('dog -"Lisbon 2021" -date:2023', "3 photos match", "without “Lisbon 2021” or photos from 2023"),
        ("dog -(beach OR lake)", "3 photos match", "without beach or lake"),
    ],
)
def test_it_mentions_excluded_photos(text: str, sentence: str, quiet: str) -> None:
    state = ResultsState(parse(text).query, photos=5, strong=3, sentence=sentence)
    first, second = header_words(state, Counts())
    assert first == sentence
    assert second.startswith(quiet)


def test_it_mentions_hidden_photos() -> None:
    state = ResultsState(parse("dog").query, photos=3, strong=3, sentence="3 good matches", hidden=12)
    assert header_words(state, Counts()) == ("3 good matches", "12 hidden photos not included")
    assert header_words(replace(state, query=None, hidden=0), Counts()) == ("All photos", "3 photos")


def test_a_too_long_heading_is_elided_and_expands_again(qtbot: QtBot) -> None:
    window = QWidget()  # because the minimum width of a window is that of all its texts
    qtbot.addWidget(window)
    header = ResultHeader(window)
    header.resize(300, 44)
    window.show()
    sentence = "These might show “ein Hund im Schnee vor einem alten Haus am Meer”"
    header.show_state(ResultsState(Query.build("dog"), photos=9, strong=0, sentence=sentence))
    assert header.first.text().endswith("…")
    assert header.first.sizeHint().width() <= header.width()
    assert (header.first.toolTip(), header.first.accessibleName()) == (sentence, sentence)
    header.resize(1600, header.height())
    qtbot.waitUntil(lambda: header.first.text() == sentence)


@pytest.mark.parametrize("chance", [0.1, 0.49])
@pytest.mark.parametrize("typed", ["like:#1 ship", "like:#1 like:#2 ship"])
def test_headings_of_photos_and_words_fit_between_both_panels(qtbot: QtBot, typed: str, chance: float) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    header = ResultHeader(window)
    header.resize(462, 44)  # in a window of 1,024 pixels
    window.show()
    query = parse(typed).query
    sentence = summarize_answer(query, [chance], 0, 1.0, 0.0)
    header.show_state(ResultsState(query, photos=9, sentence=sentence))
    assert header.first.text() == sentence


def test_excluded_photos_have_a_link(qtbot: QtBot) -> None:
    header = ResultHeader()
    qtbot.addWidget(header)
    query = parse("dog -people").query
    found = ResultsState(query, photos=3, strong=3, sentence="3 good matches", excluded=1200)
    header.show_state(found)
    assert not header.turn.isHidden()
    assert header.turn.text() == "Show 1,200 photos left out"
    for other in (replace(found, excluded=0), replace(found, is_waiting=True), replace(found, failed=("No.", ""))):
        header.show_state(other)
        assert header.turn.isHidden()
    said = "1,200 photos that seem to show people"
    header.show_state(ResultsState(replace(query, shows_excluded=True), photos=1200, strong=1200, sentence=said))
    assert (header.first.text(), header.second.isHidden()) == (said, True)
    assert header.turn.text() == "Back to the results"
    assert header.save.isHidden(), "the text of a saved search would find the others"
