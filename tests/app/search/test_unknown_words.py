"""Unknown words: only for the starter, which has no others to learn them from."""

from photon.app.search.query_translation import read_query
from photon.search.query_language import parse
from photon.search.text.unknown_words import find_unknown_words, is_all_unknown
from tests.fakes import ColourEncoding

TYPED = parse("giraff (blorfing OR giraff) my:giraff -moutain find:wug tag:wug").query


def test_unknown_words_of_all_parts_with_what_they_may_mean() -> None:
    found = find_unknown_words("starter", None, TYPED)
    assert found == {"giraff": "giraffe", "blorfing": "", "moutain": "mountain"}
    assert (
        read_query(ColourEncoding("starter"), None, TYPED).english.parts
        == parse("giraffe (blorfing OR giraffe) my:giraff -mountain find:wug tag:wug").query.parts
    )


def test_other_models_may_know_more_words_than_photon() -> None:
    assert find_unknown_words("colours", None, TYPED) == {}


def test_what_has_an_example_or_a_known_word_is_not_all_unknown() -> None:
    unknown = {"blorfing": "", "wug": ""}
    assert is_all_unknown(parse("a blorfing, wug").query, unknown)
    for typed in ("blorfing dog", "like:#1 blorfing", "rating:5", "a"):
        assert not is_all_unknown(parse(typed).query, unknown)
