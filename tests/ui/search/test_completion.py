"""Suggestions below the search bar."""

from concurrent.futures import Future

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from photon.domain import Filter, QueryWords
from photon.domain.query.query_suggestion import Suggestion
from photon.search.query_language import parse
from photon.ui.search.completion import PAUSE_MS, Completion
from photon.ui.search.completion_popup import CompletionPopup, label_of
from photon.ui.search.search_bar import SearchBar
from photon.ui.window.main_window import MainWindow
from tests.ui.driving import CTRL, LEFT, NONE, Key

ALT = CTRL.AltModifier
TAGS = ("beach", "beach house", "bear")


class Suggestions:
    """Suggests tags that start like the word at the cursor, and recent searches for an empty line."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, int]] = []
        self.held: list[Future[list[Suggestion]]] | None = None
        self.recent = ["dog on a beach, rating:>=3"]

    def suggestions(self, text: str, cursor: int) -> Future[list[Suggestion]]:
        self.asked.append((text, cursor))
        answer: Future[list[Suggestion]] = Future()
        if self.held is not None:
            self.held.append(answer)
        else:
            answer.set_result(self.found(text, cursor))
        return answer

    def found(self, text: str, cursor: int) -> list[Suggestion]:
        word = text[:cursor].rpartition(" ")[2]
        start = cursor - len(word)
        if not text:
            return [Suggestion("recent", one, "", 0, 0, one) for one in self.recent]
        if word and "tag:".startswith(word) and word != "tag:":
            return [Suggestion("filter", "tag:", "photos with a tag", start, cursor, "tag:")]
        if word.startswith("rating:"):
            return [Suggestion("filter", "rating:>=3", "", start, cursor, "rating:>=3")]
        begun = word.removeprefix("tag:")
        if not word or (not begun and not word.startswith("tag:")):
            return []
        return [
            Suggestion("tag", tag, "3 photos", start, cursor, f'tag:"{tag}"' if " " in tag else f"tag:{tag}")
            for tag in TAGS
            if tag.startswith(begun)
        ]


@pytest.fixture
def source() -> Suggestions:
    return Suggestions()


@pytest.fixture
def bar(window: MainWindow, source: Suggestions) -> SearchBar:
    made = window.top_bar.search
    made.complete_by(source, window.bridge)
    made.words.setFocus()
    return made


def popup(bar: SearchBar) -> CompletionPopup:
    assert isinstance(bar.completion, Completion)
    return bar.completion.popup


def labels(bar: SearchBar) -> list[str]:
    return [one.label for one in popup(bar).suggestions] if popup(bar).isVisible() else []


def test_it_opens_while_typing_and_accepts_nothing_automatically(
    qtbot: QtBot, window: MainWindow, bar: SearchBar
) -> None:
    QTest.keyClicks(bar.words, "red bea")
    qtbot.waitUntil(lambda: labels(bar) == list(TAGS))
    assert popup(bar).selected is None
    assert bar.words.hasFocus()
    QTest.keyClicks(bar.words, "ch")
    qtbot.waitUntil(lambda: labels(bar) == ["beach", "beach house"])
    QTest.keyClick(bar.words, Key.Key_Return)  # this key searches
    assert bar.words.text() == "red beach"
    assert labels(bar) == []
    qtbot.waitUntil(lambda: window.gallery.asked.query is not None)
    assert window.gallery.asked.query is not None
    assert window.gallery.asked.query.words == "red beach"


def test_down_and_enter_accept_one(qtbot: QtBot, window: MainWindow, bar: SearchBar) -> None:
    QTest.keyClicks(bar.words, "red bea")
    qtbot.waitUntil(lambda: bool(labels(bar)))
    QTest.keyClick(bar.words, Key.Key_Down)
    QTest.keyClick(bar.words, Key.Key_Down)
    QTest.keyClick(bar.words, Key.Key_Up)
    QTest.keyClick(bar.words, Key.Key_Down)
    assert "beach house" in popup(bar).accessibleDescription()
    QTest.keyClick(bar.words, Key.Key_Return)
    assert [chip.part for chip in bar.chips.chips] == [Filter("tag", "beach house")]
    assert bar.words.text().strip() == "red"
    assert not popup(bar).isVisible()
    qtbot.waitUntil(lambda: window.gallery.asked.query is not None)
    assert window.gallery.asked.query is not None
    assert set(window.gallery.asked.query.parts) == {QueryWords("red"), Filter("tag", "beach house")}


def test_up_from_the_first_selects_none(qtbot: QtBot, bar: SearchBar) -> None:
    QTest.keyClicks(bar.words, "bea")
    qtbot.waitUntil(lambda: bool(labels(bar)))
    QTest.keyClick(bar.words, Key.Key_Down)
    QTest.keyClick(bar.words, Key.Key_Up)
    assert popup(bar).selected is None
    assert popup(bar).isVisible()


def test_a_filter_continues_with_its_values(qtbot: QtBot, bar: SearchBar) -> None:
    QTest.keyClicks(bar.words, "ta")
    qtbot.waitUntil(lambda: labels(bar) == ["tag:"])
    QTest.keyClick(bar.words, Key.Key_Tab)
    assert bar.words.text() == "tag:"
    assert bar.words.hasFocus()
    qtbot.waitUntil(lambda: labels(bar) == list(TAGS))
    QTest.keyClick(bar.words, Key.Key_Tab)
    assert [chip.part for chip in bar.chips.chips] == [Filter("tag", "beach")]


def test_a_filter_with_its_value_becomes_a_chip_immediately(qtbot: QtBot, bar: SearchBar) -> None:
    QTest.keyClicks(bar.words, "red rating:")
    qtbot.waitUntil(lambda: labels(bar) == ["rating:>=3"])
    QTest.keyClick(bar.words, Key.Key_Down)
    QTest.keyClick(bar.words, Key.Key_Return)
    assert [chip.part for chip in bar.chips.chips] == [Filter("rating", ">=3")]
    assert bar.words.text() == "red"


def test_a_click_accepts_one_and_the_line_keeps_the_focus(qtbot: QtBot, bar: SearchBar) -> None:
    QTest.keyClicks(bar.words, "bea")
    qtbot.waitUntil(lambda: bool(labels(bar)))
    place = popup(bar).row_rect(2).center()
    QTest.mouseMove(popup(bar), place)
    QTest.mouseClick(popup(bar), LEFT, NONE, place)
    assert [chip.part for chip in bar.chips.chips] == [Filter("tag", "bear")]
    assert bar.words.hasFocus()


def test_esc_closes_it_for_this_word_and_then_leaves(
    qtbot: QtBot, window: MainWindow, bar: SearchBar, source: Suggestions
) -> None:
    QTest.keyClicks(bar.words, "bea")
    qtbot.waitUntil(lambda: bool(labels(bar)))
    QTest.keyClick(bar.words, Key.Key_Escape)
    assert labels(bar) == []
    assert bar.words.text() == "bea"
    asked = len(source.asked)
    QTest.keyClicks(bar.words, "c")
    qtbot.waitUntil(lambda: len(source.asked) > asked)
    qtbot.wait(50)
    assert labels(bar) == []  # the same word
    QTest.keyClicks(bar.words, "h be")
    qtbot.waitUntil(lambda: bool(labels(bar)))
    QTest.keyClick(bar.words, Key.Key_Escape)
    assert bar.words.hasFocus()
    QTest.keyClick(bar.words, Key.Key_Escape)
    assert window.grid.hasFocus()
    assert bar.words.text() == "beach be"


def test_after_enter_it_stays_closed_until_the_text_changes(
    qtbot: QtBot, window: MainWindow, bar: SearchBar, source: Suggestions
) -> None:
    source.held = []
    QTest.keyClicks(bar.words, "bea")
    qtbot.waitUntil(lambda: bool(source.held))
    QTest.keyClick(bar.words, Key.Key_Return)  # while the suggestions are pending
    source.held[0].set_result(source.found("bea", 3))
    qtbot.waitUntil(lambda: window.gallery.asked.query is not None)
    QTest.keyClick(bar.words, Key.Key_Home)
    QTest.keyClick(bar.words, Key.Key_End)
    qtbot.wait(2 * PAUSE_MS)
    assert labels(bar) == []
    source.held = None
    QTest.keyClick(bar.words, Key.Key_Return)  # before they are requested
    QTest.keyClicks(bar.words, "r")
    qtbot.waitUntil(lambda: labels(bar) == ["bear"])  # the same word
    QTest.keyClick(bar.words, Key.Key_Return)
    assert labels(bar) == []
    bar.clear()
    QTest.keyClick(bar.words, Key.Key_Down)
    qtbot.waitUntil(lambda: labels(bar) == ["dog on a beach, rating:>=3"])  # the text is another one


def test_down_on_an_empty_line_offers_whole_searches(qtbot: QtBot, window: MainWindow, bar: SearchBar) -> None:
    QTest.keyClicks(bar.words, "-dog ")
    QTest.keyClick(bar.words, Key.Key_Down)
    qtbot.waitUntil(lambda: labels(bar) == ["dog on a beach, rating:>=3"])
    QTest.keyClick(bar.words, Key.Key_Return)
    query = bar.query()
    assert query is not None
    assert set(query.parts) == set(parse("dog on a beach, rating:>=3").query.parts)  # it replaced everything


def test_down_without_suggestions_leads_to_the_photos(
    qtbot: QtBot, window: MainWindow, bar: SearchBar, source: Suggestions
) -> None:
    source.recent = []
    QTest.keyClick(bar.words, Key.Key_Down)
    qtbot.waitUntil(window.grid.hasFocus)
    bar.words.setFocus()
    QTest.keyClicks(bar.words, "bea")
    qtbot.waitUntil(lambda: bool(labels(bar)))
    for _ in TAGS:
        QTest.keyClick(bar.words, Key.Key_Down)
    assert popup(bar).row == 2
    QTest.keyClick(bar.words, Key.Key_Down)  # after the last one
    assert window.grid.hasFocus()
    assert labels(bar) == []


def test_down_after_enter_leads_to_the_photos_and_alt_down_always_suggests(
    qtbot: QtBot, window: MainWindow, bar: SearchBar
) -> None:
    QTest.keyClicks(bar.words, "bea")
    qtbot.waitUntil(lambda: bool(labels(bar)))
    QTest.keyClick(bar.words, Key.Key_Return)
    QTest.keyClick(bar.words, Key.Key_Down, ALT)
    qtbot.waitUntil(lambda: bool(labels(bar)))
    QTest.keyClick(bar.words, Key.Key_Escape)
    QTest.keyClick(bar.words, Key.Key_Down)
    assert window.grid.hasFocus()


def test_late_suggestions_are_dropped(qtbot: QtBot, window: MainWindow, bar: SearchBar, source: Suggestions) -> None:
    source.held = []
    QTest.keyClicks(bar.words, "bea")
    qtbot.waitUntil(lambda: len(source.held or ()) == 1)
    QTest.keyClicks(bar.words, "r")
    qtbot.waitUntil(lambda: len(source.held or ()) == 2)
    source.held[1].set_result(source.found("bear", 4))
    qtbot.waitUntil(lambda: labels(bar) == ["bear"])
    source.held[0].set_result(source.found("bea", 3))
    qtbot.wait(50)
    assert labels(bar) == ["bear"]
    window.grid.setFocus()
    assert labels(bar) == []


def test_failing_suggestions_cause_no_error(
    qtbot: QtBot, window: MainWindow, bar: SearchBar, source: Suggestions
) -> None:
    from photon.domain import PhotonError

    source.held = []
    QTest.keyClick(bar.words, Key.Key_Down)
    source.held[0].set_exception(PhotonError("The library is gone."))
    qtbot.waitUntil(window.grid.hasFocus)
    assert not window.notice.isVisible()


@pytest.mark.parametrize(
    ("asked", "label"),
    [
        ("dog -bus rating:>=3", "dog -bus rating:>=3"),
        ("in the snow like:#998 -people", "in the snow, a photo, not people"),
        ("2*like:#998#0,0,0.5,1 like:/far/away/lake.jpg", "part of a photo, weight ×2, lake.jpg"),
    ],
)
def test_recent_searches_name_their_photos_in_words(asked: str, label: str) -> None:
    assert label_of(Suggestion("recent", asked, "", 0, 0, asked)) == label
    assert label_of(Suggestion("tag", asked, "", 0, 0, asked)) == asked
