"""Codes are one word whatever their blanks, digits and letters that look alike are one, and one slip is one slip."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photon.library.words.text_forms import alike, code_of, codes_in, index_forms, is_one_off, takes_slips

WORDS = st.text("abcde", max_size=7)


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("RE16 TGK", ["re16tgk"]),
        ("M-AB 1234", ["mab", "mab1234", "ab1234"]),
        ("DE89 3704 0044 0532 0130 00", ["de89370400440532013000", "370400440532013000"]),
        ("Total 12,50 EUR", []),
        ("no code here", []),
        ("STOP", []),
    ],
)
def test_neighbours_with_a_digit_or_capitals_are_one_word(written: str, codes: list[str]) -> None:
    found = list(codes_in(written))
    assert {code for code in codes if any(map(str.isdigit, code))} <= set(found)
    assert codes or not found


@pytest.mark.parametrize("typed", ["RE16 TGK", "RE16TGK", "re16-tgk", "re 16 tgk", "RE16•TGK"])
def test_a_code_is_one_word_however_it_is_typed(typed: str) -> None:
    assert code_of(typed) == "re16tgk"


@pytest.mark.parametrize("typed", ["12,50", "gate", "", "a.b 3", "1" * 40])
def test_amounts_words_and_what_is_too_long_are_no_codes(typed: str) -> None:
    assert not code_of(typed)


def test_only_words_with_digits_are_stored_alike() -> None:
    text, digits = index_forms(["Gate l2", "BO8 AX", "Illinois"])
    assert text.startswith("gate l2 bo8 ax illinois")
    assert set(digits.split()) == {"12", "808", "808ax"}
    assert alike("illinois") == "1111n015"


def test_a_phrase_goes_on_in_the_next_line() -> None:
    assert "no smoking area" in index_forms(["NO SMOKING", "AREA"])[0]


def _edits(word: str, letters: str) -> set[str]:
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    return {
        word,
        *(a + b[1:] for a, b in cuts if b),
        *(a + one + b[1:] for a, b in cuts if b for one in letters),
        *(a + one + b for a, b in cuts for one in letters),
        *(a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1),
    }


@given(WORDS, WORDS)
def test_one_slip_is_a_letter_that_is_other_missing_or_too_much_or_two_swapped(word: str, other: str) -> None:
    assert is_one_off(word, other) == (other in _edits(word, "abcde"))


def test_short_words_numbers_and_codes_take_no_slip() -> None:
    assert [takes_slips(word) for word in ("gate", "12345", "re16tgk", "lisboa")] == [False, False, False, True]
