"""Queries in other languages: the text for an English encoder, and when a query is not translated."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from photon.app.search.query_translation import QueryTranslation, read_query
from photon.app.session import Session
from photon.language import language
from photon.library.searches.search_settings import TRANSLATE
from photon.search.query_formatting import format_query
from photon.search.query_language import parse
from photon.vision.kit.encoder import EnglishReading
from tests.app.conftest import settle
from tests.app.scenes import SceneEncoding, ask, names_of
from tests.fakes import ColourEncoding


class English(ColourEncoding):
    languages = frozenset({"en"})


class German(ColourEncoding):
    languages = frozenset({"en", "de"})


class Bridged(English):
    """Knows two words of languages without a lexicon, as the starter does."""

    languages = frozenset({"en", "ar", "ja", "ko", "ru", "th", "tr", "zh"})
    model = replace(ColourEncoding.model, capabilities=frozenset({"embed", "name"}))

    def put_in_english(self, text: str) -> EnglishReading:
        name = {
            "собака": "dog", "людей": "people", "狗": "dog", "bisiklet": "bicycle", "кіт": "hat", "insan": "person",
            "plaj": "beach", "海滩": "beach", "人": "person", "해변": "beach", "사람": "person",
        }.get(text, "")  # fmt: skip
        return EnglishReading(name, name or ("a dog on the beach" if "пляже" in text else ""))


@pytest.mark.parametrize(
    ("typed", "english"),
    [
        ("собака", "dog"),
        ("Собака без людей", "Собака -people"),
        ("собака без людей", "dog -people"),
        ("собака без хвоста", "dog -хвоста"),
        ("собака, -людей", "dog -people"),
        ("2*狗 (狗 OR 猫) date:2020", "2*dog (dog OR 猫)"),
        ("собака на пляже", ""),
        ("без людей", "-people"),
        ("insansız plaj", "beach -person"),
        ("hırsız kedi", ""),  # a thief: not every word with this ending excludes something
        ("没有人的海滩 rating:5 tag:旅行", "beach -person"),
        ("사람이 없는 해변, -狗", "beach -사람이 -dog"),
        ('"собака"', ""),
        ("bisiklet", "bicycle"),
        ("dog", ""),
        ("кіт", ""),  # Ukrainian, which it does not know
        ("our 狗", ""),
    ],
)
def test_things_in_languages_without_a_lexicon_are_named_in_english(typed: str, english: str) -> None:
    assert read_query(Bridged(), None, parse(typed).query).words == english


def test_what_a_word_excludes_is_excluded_as_typed() -> None:
    read = read_query(Bridged(), None, parse("кот без хвоста").query)
    assert (read.typed, read.words, read.sentence) == (read.english, "", "Read as: кот, without хвоста.")
    assert read.typed.unwanted == ("хвоста",)
    assert not read_query(English(), None, parse("кот без хвоста").query).sentence  # which it does not understand


def test_what_a_sentence_was_understood_to_say_is_shown() -> None:
    read = read_query(Bridged(), None, parse("собака на пляже, без людей, rating:5").query)
    assert read.sentence == "Read as: a dog on the beach, without people."
    assert read.english.words == "собака на пляже"
    assert read.words == "собака на пляже -people"
    query = parse("Москва").query
    assert read_query(Bridged(), None, query) == QueryTranslation(query, query)


def translated(typed: str) -> str:
    return read_query(English(), None, parse(typed).query).words


@pytest.mark.parametrize(
    ("typed", "english"),
    [
        ("hund am strand", "dog on the beach"),
        ("Kinder im Garten spielen", "children playing in the garden"),
        ("Hundespielzeug", "dog toy"),
        ("maedchen mit schirmmuetze", "girl with cap"),
        ("Katze ohne Menschen", "cat -people"),
        ("chien noir et blanc", "black and white dog"),
        ("perro sin correa", "dog -leash"),
        ("spiaggia senza persone", "beach -people"),
        ("praia sem pessoas", "beach -people"),
        ("kat zonder mensen", "cat -people"),
        ("kot bez ludzi", "cat -people"),
        ("pies na plaży", "dog on the beach"),
        ("Geburtstag, -Kuchen", "birthday -cake"),
        ("2*Katze (Strand OR Wald)", "2*cat (beach OR forest)"),
        ("Hund date:2020 rating:5", "dog"),
        ('my:"Frau Holle" mit Hund', 'my:"Frau Holle" with dog'),
        ("Mädchen mit Zwickel", "girl with Zwickel"),
    ],
)
def test_everyday_words_are_translated(typed: str, english: str) -> None:
    assert translated(typed) == english


@pytest.mark.parametrize(
    "typed",
    [
        "gift", "rock", "hell", "die", "arm", "pain", "chat", "son", "gold", "hand in hand", "a dog on the beach",
        "red car", "the hund", "Anna", "Rio de Janeiro", "coq au vin", '"Hund am Strand"', "tag:Hund", "hundred", "",
        "собака на пляже", "hund på stranden",
    ],
)  # fmt: skip
def test_english_names_and_words_of_several_languages_are_kept(typed: str) -> None:
    assert translated(typed) == ""
    query = parse(typed).query
    assert read_query(English(), None, query).english == query


@pytest.mark.parametrize(
    ("typed", "english"),
    [
        ("gift für eine Frau", "poison for a woman"),
        ("rock und bluse", "skirt and blouse"),
        ("un chat sur le canapé", "a cat on the sofa"),
    ],
)
def test_the_rest_of_a_query_decides_about_ambiguous_words(typed: str, english: str) -> None:
    assert translated(typed) == english


def test_a_query_that_is_also_in_the_users_language_is_read_both_ways(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PHOTON_LANGUAGE", "de")
    monkeypatch.setenv("LANGUAGE", "fr_FR:en")
    language.current_language.cache_clear()
    try:
        read = read_query(English(), None, parse("rock rating:5").query)
        assert (read.words, read.sentence) == ("(skirt OR rock)", "Read as: skirt or rock.")
        assert read.spoken == "skirt"
        assert [(was.words, now.words) for was, now in read.variants()] == [("rock", "skirt"), ("rock", "rock")]
        assert translated("chat") == "(cat OR chat)"
        assert translated("-rock") == "-skirt"
        assert translated("rock, hell") == "skirt, bright"
        assert translated("the rock") == translated("rock climbing wall") == translated("baby") == ""
    finally:
        monkeypatch.undo()
        language.current_language.cache_clear()


def test_a_multilingual_encoder_gets_the_original_text() -> None:
    query = parse("Hund am Strand").query
    assert read_query(German(), None, query).english == query
    assert read_query(ColourEncoding(), None, query).english == query  # it knows all languages
    assert read_query(German(), None, parse("pies na plaży").query).words == "dog on the beach"


def test_the_typed_words_are_kept_with_the_english_ones() -> None:
    read = read_query(English(), None, parse("Katze ohne Menschen folder:Kroatien").query)
    assert format_query(read.typed) == "Katze -Menschen folder:Kroatien"
    assert format_query(read.english) == "cat -people folder:Kroatien"
    assert read.english.text == "Katze ohne Menschen folder:Kroatien"  # which may be a file name


@pytest.mark.parametrize(
    ("typed", "english"),
    [
        ("nobody on the beach", "on the beach -people"),
        ("niemand am Strand", "on the beach -people"),
        ("playa sin nadie", "beach -people"),
        ("nadie en la playa", "on the beach -people"),
        ("spiaggia con nessuno", "beach -people"),
        ('"nobody on the beach"', '"nobody on the beach"'),
    ],
)
def test_nobody_excludes_people_in_each_language(typed: str, english: str) -> None:
    assert format_query(read_query(English(), None, parse(typed).query).english) == english


def test_what_was_searched_for_is_said_without_syntax() -> None:
    read = read_query(English(), None, parse("2*Katze ohne Menschen, (Strand OR Wald) rating:5").query)
    assert read.sentence == "Searched for in English: cat, without people, beach or forest."
    read = read_query(English(), None, parse('my:"Frau Holle" mit Hund').query)
    assert read.sentence == "Searched for in English: Frau Holle with dog."


# -- over a library ------------------------------------------------------------------------------------------


class EnglishScenes(SceneEncoding):
    languages = frozenset({"en"})


@pytest.fixture(scope="module")
def speaking_english(scenes_place: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    with Session.open(tmp_path_factory.mktemp("english"), encoder=EnglishScenes()) as session:
        session.work.add_folder(str(scenes_place / "photos")).result()
        settle(session)
        yield session


def test_a_german_query_finds_the_same_photos_as_its_english_twin(speaking_english: Session) -> None:
    session = speaking_english
    for typed, twin, english in (
        ("Hund und Schnee", "dog and snow", "dog and snow"),
        ("Hund, -Strand", "dog, -beach", "dog, without beach"),
    ):
        answer = ask(session, typed)
        assert answer.translation == format_query(parse(twin).query)
        assert answer.notices == (f"Searched for in English: {english}.",)
        assert names_of(answer) == names_of(ask(session, twin))
    assert ask(session, "dog and snow").notices == ()
    assert ask(session, "dog and snow").translation == ""


def test_german_exclusions_are_applied(speaking_english: Session) -> None:
    session = speaking_english
    assert names_of(ask(session, "Hund ohne Strand")) == names_of(ask(session, "dog -beach"))
    assert names_of(ask(session, "(Hund OR Katze) ohne Schnee")) == names_of(ask(session, "(dog OR cat) -snow"))


def test_translation_can_be_switched_off(speaking_english: Session) -> None:
    session = speaking_english
    assert ask(session, "Hund und Schnee", is_literal=True).translation == ""
    session.vocabularies.choose(TRANSLATE, False).result()
    try:
        answer = ask(session, "Hund und Schnee")
        assert answer.translation == ""
        assert answer.notices[0].startswith("This looks like German.")
    finally:
        session.vocabularies.choose(TRANSLATE, True).result()
    assert ask(session, "Hund und Schnee").translation == "dog and snow"
