"""Words that Photon knows, made-up ones, and slips."""

import pytest

from photon.annotate.tags.vocabulary_file import everyday
from photon.search.lexicons.known_words import find_near_word, is_known


@pytest.mark.parametrize("word", ["pagoda", "wallabies", "gazebo", "lunchbox", "jogging", "hiking", "lego", "lisbon"])
def test_rare_words_forms_compounds_and_names_are_known(word: str) -> None:
    assert is_known(word)


@pytest.mark.parametrize(
    "word", ["hundeleine", "geburtstagstorte", "gâteau", "paraguas", "biciclette", "paraplu", "góry", "cachorro"]
)
def test_words_of_languages_with_a_lexicon_are_known(word: str) -> None:
    assert is_known(word)


@pytest.mark.parametrize("word", ["qwertzuiop", "blorfing", "wug", "asdfgh", "zorptang", "skrintle"])
def test_made_up_words_are_unknown_and_near_none(word: str) -> None:
    assert not is_known(word)
    assert not find_near_word(word)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("giraff", "giraffe"), ("girrafe", "giraffe"), ("moutain", "mountain"), ("elephnat", "elephant"),
        ("chruch", "church"), ("flwoers", "flowers"), ("xdog", ""), ("dgo", ""),
    ],
)  # fmt: skip
def test_a_slip_is_near_the_word_that_was_meant(typed: str, meant: str) -> None:
    assert not is_known(typed)
    assert find_near_word(typed) == meant


def test_every_word_of_the_vocabulary_is_known() -> None:
    """Else ``lab.search.make_known_words`` must be run again."""
    names = {word for entry in everyday().entries for word in entry.name.lower().split()}
    assert [word for word in sorted(names) if len(word) > 2 and word.isalpha() and not is_known(word)] == []
