"""Learned tags in phrases: sentences with names, and vectors moved towards examples."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from photon.domain import QueryWords
from photon.search.learned_names import inject, sentence_with_kind, without_names


def test_a_sentence_is_moved_towards_the_examples_with_the_same_length() -> None:
    random = np.random.default_rng(1)
    sentence, direction = (rows / np.linalg.norm(rows) for rows in random.normal(size=(2, 24)).astype(np.float32))
    moved = inject(sentence, [direction])
    assert np.linalg.norm(moved) == pytest.approx(1, abs=1e-5)
    assert moved @ sentence > 0.8
    assert moved @ direction > sentence @ direction
    assert inject(sentence, [direction, direction]) @ direction > moved @ direction


def test_names_are_replaced_by_their_kind() -> None:
    kinds = {"Fluffy": "dog", "the lake house": "house"}
    assert sentence_with_kind(QueryWords("my:Fluffy on a sofa"), kinds) == "dog on a sofa"
    assert sentence_with_kind(QueryWords('MY:fluffy before my:"The Lake  House"'), kinds) == "dog before house"
    assert sentence_with_kind(QueryWords("my:Unknown asleep"), kinds) == "Unknown asleep"
    assert sentence_with_kind(QueryWords("tommy:Fluffy"), kinds) == "tommy:Fluffy"
    assert without_names(QueryWords('asleep my:Fluffy before my:"The Lake House"')) == "asleep before"
    assert without_names(QueryWords("my:Fluffy")) == ""


@given(st.text(max_size=40))
def test_texts_without_names_only_lose_extra_spaces(text: str) -> None:
    if "my:" not in text.lower():
        assert sentence_with_kind(QueryWords(text), {"a": "b"}) == " ".join(text.split())
