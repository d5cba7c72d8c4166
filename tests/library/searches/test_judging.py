"""What a person said of photos in answers: the spelling of what it was about, and what it does to all photos."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from photon.domain import Query
from photon.library.searches.judging import FEWEST, MOST_SHIFT, Judgements, fit_shift, judged_words
from photon.search.query_language import parse


def judgements(odds: list[float], right: list[bool], words: list[int]) -> Judgements:
    return np.array(odds, np.float64), np.array(right, bool), np.array(words, np.int64)


def test_spelling_filters_and_the_order_of_what_is_unwanted_make_no_difference() -> None:
    def key(typed: str) -> str:
        return judged_words(parse(typed, Query()).query)

    assert key("A Café by the sea") == key("a cafe  by the SEA rating:3") == "a cafe by the sea"
    assert key("dog -people -(red ball)") == key("dog -(red ball) -people") == "dog -people -red ball"
    assert key("dog -people") != key("dog people") != key("dog")
    assert key("rating:3") == key("-people") == ""


def test_a_handful_of_judgements_does_nothing_and_one_search_is_no_more_than_a_handful() -> None:
    few = int(FEWEST) - 1
    assert fit_shift(judgements([], [], [])) == 0.0
    assert fit_shift(judgements([1.0] * few, [False] * few, list(range(few)))) == 0.0
    assert fit_shift(judgements([1.0] * 50, [False] * 50, [0] * 50)) == 0.0
    assert fit_shift(judgements([1.0] * 50, [False] * 50, [0, 1] * 25)) < -0.3


def test_what_agrees_with_the_person_is_left_as_it_is() -> None:
    odds = [float(np.log(0.8 / 0.2))] * 50
    assert fit_shift(judgements(odds, [True] * 40 + [False] * 10, list(range(50)))) == pytest.approx(0.0, abs=0.01)


@given(st.lists(st.tuples(st.floats(-6, 6), st.booleans(), st.integers(0, 30)), max_size=60))
def test_the_shift_is_bounded_and_goes_the_way_of_judgements(rows: list[tuple[float, bool, int]]) -> None:
    odds, right, words = [row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows]
    shift = fit_shift(judgements(odds, right, words))
    assert -MOST_SHIFT <= shift <= MOST_SHIFT
    assert fit_shift(judgements(odds, [True] * len(rows), words)) >= max(shift, 0.0)
    assert fit_shift(judgements(odds, [False] * len(rows), words)) <= min(shift, 0.0)
