"""Lexicons: their files, inflected forms, compounds, and English word order."""

import pytest

from photon.annotate.tags.translations import translation
from photon.resource_files import resource
from photon.search.lexicons.inflection import english_plural
from photon.search.lexicons.lexicon import WordLexicon, find_word, lexicon_codes, load_lexicon
from photon.search.lexicons.word_translation import translate_words


def english(code: str, typed: str) -> str:
    return translate_words(code, typed).english


@pytest.mark.parametrize("code", ["de", "es", "fr", "it", "nl", "pl", "pt"])
def test_each_lexicon_has_the_intended_size_and_names_all_tags(code: str) -> None:
    assert code in lexicon_codes()
    lines = resource(f"lexicons/{code}.txt").read_text(encoding="utf-8").splitlines()
    entries = {line for line in lines if line and line[0] not in "#@["}
    assert len(entries) >= 2500
    assert max(map(len, lines)) <= 120
    assert set(translation(code)) == set(translation("de"))
    assert load_lexicon(code).code == code


@pytest.mark.parametrize(
    ("code", "word", "meaning"),
    [
        ("de", "hunden", "dogs"), ("de", "schwarzem", "black"), ("de", "spielende", "playing"),
        ("de", "häuser", "houses"),
        ("de", "lehrerinnen", "teachers"), ("de", "maedchen", "girl"), ("de", "strasse", "street"),
        ("nl", "hondje", "dog"), ("nl", "zebra's", "zebras"), ("nl", "spelende", "playing"),
        ("pl", "psem", "dog"), ("pl", "czarnego", "black"), ("pl", "kobietami", "women"), ("pl", "dziewczynke", "girl"),
        ("fr", "chevaux", "horses"), ("fr", "écureuils", "squirrels"), ("fr", "ecureuils", "squirrels"),
        ("de", "kinderfahrrad", "child bicycle"), ("de", "holztür", "wood door"),
        ("nl", "boerderijdier", "farm animal"),
    ],
)  # fmt: skip
def test_inflected_compound_and_plain_forms_are_found(code: str, word: str, meaning: str) -> None:
    found = find_word(code, word)
    assert found is not None
    assert found.english == meaning


@pytest.mark.parametrize("word", ["fur", "xyz", "", "a", "hundred"])
def test_other_words_are_not_found(word: str) -> None:
    assert find_word("de", word) is None


@pytest.mark.parametrize(
    ("code", "typed", "expected"),
    [
        ("fr", "chien noir et blanc sur la plage", "black and white dog on the beach"),
        ("fr", "l'arbre", "the tree"),
        ("de", "Kinder im Garten spielen", "children playing in the garden"),
        ("de", "Hund der im Schnee rennt", "dog running in the snow"),
        ("de", "ein Apfel", "an apple"),
        ("de", "zwei kleine Mädchen", "two small girls"),
        ("de", "zwei Hosen", "two trousers"),
        ("de", "viel Schnee", "much snow"),
        ("de", "viele Hunde und viel Schnee", "many dogs and much snow"),
        ("de", "drei Feuer am Strand", "three fires on the beach"),
        ("de", "viele Mädchen", "many girls"),
        ("fr", "beaucoup de neige", "much snow"),
        ("fr", "deux souris", "two mice"),
        ("de", "schwarz-weißer Hund", "black and white dog"),
        ("pl", "śmiejące się dziecko", "laughing child"),
    ],
)
def test_words_are_in_english_order(code: str, typed: str, expected: str) -> None:
    assert english(code, typed) == expected


def test_excluding_and_unknown_words_are_distinguished() -> None:
    read = translate_words("de", "Frau Zwickel ohne rotes Auto")
    assert read.english == "woman Zwickel"
    assert read.typed == "Frau Zwickel"
    assert read.unwanted == ("rotes Auto", "red car")
    assert (read.known, read.words) == (4, 5)


def test_the_first_line_wins_but_a_verb_over_a_tag_name() -> None:
    text = "@noun -: s\n[tag]\nspielen = play\n[verb]\nspielen = playing\n[noun]\nbank = bench\nbank = money bank\n"
    lexicon = WordLexicon.parse("de", text)
    found = [lexicon.find(word) for word in ("spielen", "bank", "banks")]
    assert [sense and sense.english for sense in found] == ["playing", "bench", "bench"]


@pytest.mark.parametrize(
    ("noun", "plural"),
    [
        ("dog", "dogs"), ("box", "boxes"), ("baby", "babies"), ("boy", "boys"), ("woman", "women"),
        ("German", "Germans"),
        ("fireman", "firemen"), ("glass of wine", "glasses of wine"), ("fire truck", "fire trucks"),
        ("knife", "knives"), ("trousers", "trousers"), ("lens", "lenses"), ("bus", "buses"), ("glass", "glasses"),
    ],
)  # fmt: skip
def test_english_plurals(noun: str, plural: str) -> None:
    assert english_plural(noun) == plural
