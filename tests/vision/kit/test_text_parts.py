"""Long texts: where they are cut, and that nothing of them is lost."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from photon.vision.kit.encoder import Encoder
from photon.vision.kit.text_parts import MOST, PART, WHOLE, cut, is_short
from photon.vision.starter import starter

PIECES = st.sampled_from(["dog", "##s", ".", ",", "a", "!", "##ing", "beach"])


@given(st.lists(PIECES, max_size=400))
def test_parts_fit_follow_each_other_and_lose_nothing(tokens: list[str]) -> None:
    parts = cut(tokens)
    assert [token for part in parts for token in tokens[part]] == tokens
    if len(tokens) <= WHOLE:
        assert len(parts) == 1
    else:
        assert all(0 < part.stop - part.start <= PART for part in parts)


@pytest.mark.parametrize(
    ("tokens", "first"),
    [
        (["dog"] * 20 + ["."] + ["dog"] * 60, 21),
        (["dog"] * 20 + ["."] + ["dog"] * 5 + [","] + ["dog"] * 60, 21),  # a sentence before a clause
        (["dog"] * 20 + ["."] + ["dog"] * 5 + ["!"] + ["dog"] * 60, 27),  # the later sentence
        (["dog"] * 20 + [","] + ["dog"] * 60, 21),
        (["dog", ".", *["dog"] * 80], PART),  # a lone word is no part
        (["dog"] * 30 + ["##s"] * 40, 29),  # a word stays whole
        (["dog", *["##s"] * 80], PART),  # unless it is longer than a part
        (["dog"] * (PART - 1) + ["."] + ["dog"] * 60, PART),
    ],
)
def test_where_the_first_part_ends(tokens: list[str], first: int) -> None:
    assert cut(tokens)[0] == slice(0, first)


def test_what_no_person_writes_is_not_read_to_the_end() -> None:
    assert len(cut(["dog"] * 100_000)) == MOST


def test_short_texts_are_known_without_counting() -> None:
    assert is_short("a dog")
    assert not is_short("각" * 30)  # each is three letters to the encoder
    assert not is_short("x" * (WHOLE + 1))


def test_the_end_of_a_long_text_counts(encoder: Encoder) -> None:
    """Cut at the limit both were the same."""
    talk = "We had been planning this for a long time and everybody was looking forward to it. " * 20
    dog, snow, plain = encoder.encode_texts([talk + "A dog runs.", talk + "Snow on mountains.", talk])
    target = encoder.encode_texts(["A dog runs."])[0]
    assert dog @ target > plain @ target
    assert dog @ target > snow @ target
    assert encoder.count_parts(talk) > 5


def test_a_sentence_told_many_times_means_what_it_means_once(encoder: Encoder) -> None:
    sentence = "two children in red jackets are sitting on a wooden sledge in the deep snow ."
    once, often = encoder.encode_texts([sentence, f"{sentence} " * 40])
    assert once @ often > 0.98
    assert encoder.count_parts(sentence) == 1
    assert encoder.count_parts("") == 1


def test_any_length_gives_a_unit_vector(encoder: Encoder) -> None:
    texts = ["x" * 2000, "word " * 700, "犬" * 700, "." * 300, "\n" * 900, "a\u0301" * 150]
    assert np.allclose(np.linalg.norm(encoder.encode_texts(texts), axis=1), 1, atol=1e-5)


def test_short_texts_are_counted_without_opening_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starter, "_open_or_rebuild", lambda _: pytest.fail("the tower was opened"))
    monkeypatch.setattr(starter, "is_prepared", lambda: True)
    assert starter.load(1).count_parts("a dog on the beach") == 1
