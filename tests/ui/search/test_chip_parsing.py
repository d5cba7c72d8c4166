"""Properties of parsing typed text into chips and back."""

from functools import lru_cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from photon.domain import Filter, Part, Query
from photon.search.query_language import Parsed, parse
from photon.ui.search import chip_parsing, query_draft
from photon.ui.search.chip_parsing import is_plain, is_ranked, joined, same_but_for_weights, take_chips
from photon.ui.search.search_bar import SearchBar

PIECES = st.sampled_from(
    [
        *["dog", "a red car", "-bus", "not a boat", "2*beach", '"Lisbon 2021"', "rating:>=3", "tag:sea", "(a OR b)"],
        *[
            "my:Fluffy on it",
            "like:#5",
            "like:#5#0,0,.5,.5",
            "foo:bar",
            "rating:many",
            "🐕",
            "-(wet dog)",
            "(",
            "near:38.7,-9.1",
        ],
    ]
)
TEXTS = st.lists(st.tuples(PIECES, st.sampled_from([" ", ", ", ",", "  "])), max_size=6).map(
    lambda pairs: "".join(piece + gap for piece, gap in pairs)
)


def meaning(parts: list[Part], text: str) -> tuple[set[Part], list[Part]]:
    """Return special parts without order, and plain phrases in order."""
    found = [*parts, *parse(text).query.parts]
    return {part for part in found if not is_plain(part)}, [part for part in found if is_plain(part)]


@given(TEXTS)
def test_nothing_is_lost_when_everything_becomes_chips(text: str) -> None:
    parts, left, cursor = take_chips(text, None)
    assert meaning(parts, left) == meaning([], text)
    assert 0 <= cursor <= len(left)
    assert not any(is_plain(part) for part in parts)


@given(TEXTS, st.data())
def test_nothing_is_lost_while_typing(text: str, data: st.DataObject) -> None:
    cursor = data.draw(st.integers(0, len(text)))
    parts, left, at = take_chips(text, cursor)
    assert meaning(parts, left) == meaning([], text)
    assert 0 <= at <= len(left)


@given(TEXTS)
def test_chips_before_a_text_are_parsed_back_unchanged(text: str) -> None:
    parts, left, _ = take_chips(text, None)
    whole = left
    for part in reversed(parts):
        whole = joined(part, whole)
    assert meaning([], whole) == meaning([], text)


def test_weights_do_not_change_the_part() -> None:
    one, other = (Query(parse(text).query.parts, balance=balance) for text, balance in (("2*a b", 0.1), ("3*a b", 0.9)))
    assert same_but_for_weights(one, other)
    assert not same_but_for_weights(one, Query(parse("-a b").query.parts))
    assert not same_but_for_weights(None, one)


def test_a_place_waits_for_its_radius() -> None:
    typed, taken = "", []
    for letter in "near:38.7,-9.1,20km dog":
        typed += letter
        parts, typed, _ = take_chips(typed, len(typed))
        taken += parts
    assert (taken, typed) == ([Filter("near", "38.7,-9.1,20km")], "dog")
    parts, left, _ = take_chips("near:38.7,-9.1, dog", 19)
    assert (parts, left) == ([Filter("near", "38.7,-9.1")], "dog")


@pytest.mark.parametrize("text", ['tag:"Before the end" ', "-tag:“Before the end” ", 'sea, folder:"My Trips" '])
def test_a_quoted_value_waits_for_its_closing_mark(text: str) -> None:
    closing = len(text.rstrip()) - 1
    for end in range(closing + 1):
        assert take_chips(text[:end], end)[0] == []
    (part,), _, _ = take_chips(text, len(text))
    assert isinstance(part, Filter)
    assert part.value in text


def test_filters_alone_have_no_ranking() -> None:
    asked = {
        text: is_ranked(parse(text).query) for text in ("dog", "-dog", "tag:a dog", "tag:a", "(tag:a OR is:damaged)")
    }
    assert list(asked.values()) == [True, True, True, False, False]
    assert not is_ranked(None)


def test_a_text_is_parsed_once_per_change(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[tuple[str, Query | None]] = []

    def noting(text: str, around: Query | None = None) -> Parsed:
        parsed.append((text, around))
        return parse(text, around)

    once = lru_cache(maxsize=8)(noting)
    for module in (chip_parsing, query_draft):
        monkeypatch.setattr(module, "parse_once", once)
    bar = SearchBar()
    qtbot.addWidget(bar)
    QTest.keyClicks(bar.words, "a red dog")
    bar.ask()
    bar.editor.show_ignored(())
    assert ("a red dog", None) in parsed
    assert len(parsed) == len(set(parsed))
