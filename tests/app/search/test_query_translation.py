"""Queries in other languages: the text for an English encoder, and when a query is not translated."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from photon.app.search.query_translation import read_query
from photon.app.session import Session
from photon.language import language
from photon.library.searches.search_settings import TRANSLATE
from photon.search.query_formatting import format_query
from photon.search.query_language import parse
from tests.app.conftest import settle
from tests.app.scenes import SceneEncoding, ask, names_of
from tests.fakes import ColourEncoding


class English(ColourEncoding):
    languages = frozenset({"en"})


class German(ColourEncoding):
    languages = frozenset({"en", "de"})


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


def test_photons_language_decides_about_ambiguous_queries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PHOTON_LANGUAGE", "de")
    language.current_language.cache_clear()
    try:
        assert translated("rock") == "skirt"
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
    for typed, twin, told in (
        ("Hund und Schnee", "dog and snow", "dog and snow"),
        ("Hund, -Strand", "dog, -beach", "dog, without beach"),
    ):
        answer = ask(session, typed)
        assert answer.translation == format_query(parse(twin).query)
        assert answer.notices == (f"Searched for in English: {told}.",)
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
