"""The lexicons of French, Spanish, Portuguese and Italian."""

from pathlib import Path

import pytest

from photon.resource_files import resource
from photon.search.lexicons.word_translation import translate_words

_QUERIES = Path(__file__).parents[2] / "packaging" / "lab" / "search"
_CODES = ("fr", "es", "pt", "it")
_ARTICLES = frozenset({"a", "an", "the"})
_FEWEST = 2500


def _english(code: str, typed: str) -> str:
    words = translate_words(code, typed)
    return words.english + (f" without {words.unwanted[1]}" if words.unwanted[1] else "")


def _content(english: str) -> set[str]:
    return set(english.lower().split()) - _ARTICLES


@pytest.mark.parametrize("code", _CODES)
def test_lexicons_have_thousands_of_entries_and_each_tag_once(code: str) -> None:
    text = resource(f"lexicons/{code}.txt").read_text(encoding="utf-8")
    entries = [line for line in text.splitlines() if line and line[0] not in "#@["]
    tags = text.partition("[tag]")[2].partition("\n[")[0].splitlines()[1:]
    shown = [line.partition("=")[0].replace(",", "|").split("|")[0].strip().lower() for line in tags if line]
    assert len(entries) >= _FEWEST
    assert len(set(shown)) >= 437
    assert max(map(len, text.splitlines())) <= 120


@pytest.mark.parametrize("code", _CODES)
def test_everyday_queries_become_their_english_twins(code: str) -> None:
    lines = (_QUERIES / f"queries_{code}.txt").read_text(encoding="utf-8").splitlines()
    pairs = [line.split(" = ") for line in lines]
    likeness = []
    for typed, twin in pairs:
        found, meant = _content(_english(code, typed)), _content(twin)
        likeness.append(len(found & meant) / len(found | meant))
    assert len(pairs) == 60
    assert sum(likeness) / len(likeness) > 0.85
    assert sum(value == 1 for value in likeness) >= 36


@pytest.mark.parametrize("code", _CODES)
def test_everyday_queries_contain_no_unknown_word(code: str) -> None:
    lines = (_QUERIES / f"queries_{code}.txt").read_text(encoding="utf-8").splitlines()
    typed = [line.split(" = ")[0] for line in lines]
    assert [query for query in typed if (words := translate_words(code, query)).known < words.words] == []


@pytest.mark.parametrize(("code", "typed", "english"), [
    ("fr", "chiens noirs et blancs", "black and white dogs"),
    ("fr", "un journal sur une table de nuit", "a newspaper on a nightstand"),
    ("fr", "oiseaux dans le ciel rose", "birds in the pink sky"),
    ("fr", "chiens couverts de boue", "dogs covered with mud"),
    ("fr", "femme en robe de mariée blanche", "woman in a white wedding dress"),
    ("es", "niña con botas rojas en un plato blanco", "girl with red boots on a white plate"),
    ("es", "tenedor sin cuchillo", "fork without knife"),
    ("pt", "cães a brincar no jardim", "dogs playing in the garden"),
    ("pt", "cachorros brincando no jardim", "dogs playing in the garden"),
    ("pt", "autocarros vermelhos", "red buses"),
    ("pt", "ônibus vermelho", "red bus"),
    ("it", "le uova sul tavolo di legno", "the eggs on the wooden table"),
    ("it", "ragazze che ridono", "girls laughing"),
])  # fmt: skip
def test_inflected_words_and_word_order(code: str, typed: str, english: str) -> None:
    assert _english(code, typed) == english


@pytest.mark.parametrize(("code", "typed", "english"), [
    ("fr", "mariage de Claire", "wedding of Claire"),
    ("fr", "anniversaire de Marie", "birthday of Marie"),
    ("fr", "vacances à Cannes", "vacation at Cannes"),
    ("fr", "vue sur Paris", "view of Paris"),
    ("es", "foto de Pilar en Navidad", "photo of Pilar at christmas"),
    ("es", "calles de Granada", "streets of Granada"),
    ("it", "vista di Rimini", "view of Rimini"),
])  # fmt: skip
def test_names_are_kept(code: str, typed: str, english: str) -> None:
    assert _english(code, typed) == english
