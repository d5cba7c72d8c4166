"""Words that go with a search, below the sentence on its answer."""

from concurrent.futures import Future

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from photon.app.explore.related_words import leading_photos
from photon.domain import Answer, Changes, Query
from photon.search.query_language import parse
from photon.ui.explore.related_words import RelatedWords
from photon.ui.search.search_bar import SearchBar
from photon.ui.window.main_window import MainWindow
from tests.ui.explore.conftest import ExploredSession
from tests.ui.window.test_accessibility import faults

WORDS = {"red": ["harbour", "пристань"], "red, harbour": ["pier"]}


@pytest.fixture
def asked(explored: ExploredSession, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """The searches whose words were asked for, with the number of their best photos."""
    searches: list[tuple[str, int]] = []

    def related_words(query: Query, answer: Answer) -> Future[list[str]]:
        searches.append((query.words, len(leading_photos(answer.hits))))
        return explored.store.read(lambda _: WORDS.get(query.words, []))

    monkeypatch.setattr(explored.explore, "related_words", related_words)
    return searches


def test_a_click_adds_a_word_and_back_leads_back(
    qtbot: QtBot, explored_window: MainWindow, asked: list[tuple[str, int]]
) -> None:
    line, bar = explored_window.part(RelatedWords), explored_window.part(SearchBar)
    assert not line.isVisible()
    bar.ask_query(parse("red").query)
    qtbot.waitUntil(line.isVisible)
    assert line.words == ["harbour", "пристань"]
    assert faults(line) == []
    next(part for part in line.flow.parts if isinstance(part, QPushButton)).click()
    assert bar.text() == "red, harbour"
    qtbot.waitUntil(lambda: line.words == ["pier"])
    explored_window.commands["back"].trigger()
    assert bar.text() == "red"
    qtbot.waitUntil(lambda: line.words == ["harbour", "пристань"])
    assert [words for words, photos in asked if photos] == ["red", "red, harbour", "red"]


def test_they_go_with_the_search_and_are_looked_for_again_when_photos_are_hidden(
    qtbot: QtBot, explored_window: MainWindow, explored: ExploredSession, asked: list[tuple[str, int]]
) -> None:
    line, bar = explored_window.part(RelatedWords), explored_window.part(SearchBar)
    for end in (bar.clear, lambda: bar.ask_query(parse("rating:0").query), lambda: bar.ask_query(parse("blue").query)):
        bar.ask_query(parse("red").query)
        qtbot.waitUntil(line.isVisible)
        end()
        qtbot.waitUntil(lambda: not line.isVisible())
    bar.ask_query(parse("red").query)
    qtbot.waitUntil(line.isVisible)
    explored.tell(Changes(frozenset({"hidden"}), frozenset({1}), frozenset({1})))
    qtbot.waitUntil(lambda: [words for words, _ in asked[-2:]] == ["red", "red"])
