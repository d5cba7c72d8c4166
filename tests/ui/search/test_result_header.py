"""The line above the grid."""

from dataclasses import replace

from pytestqt.qtbot import QtBot

from photon.domain import Counts, Query
from photon.ui.search.result_header import ResultHeader
from photon.ui.search.results import ResultsState

NOTICES = ("Photon cannot search by “such.jpg”.", "Photon knows no “Nobody”. Teach it this name with three photos.")


def test_a_long_notice_is_shown_whole_where_there_is_little_room(qtbot: QtBot) -> None:
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


def test_it_says_how_many_photos_are_searchable_now_not_when_the_answer_came(qtbot: QtBot) -> None:
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
