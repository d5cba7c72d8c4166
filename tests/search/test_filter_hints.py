"""Words that look like a filter are recognised, and the offered text means that filter."""

from datetime import date

import pytest

from photon.domain import AnyOf, Filter, QueryWords
from photon.domain.query.filter_kinds.known_kinds import read_value
from photon.search.filter_hints import FilterHint, find_hint, find_name_hint, name_people
from photon.search.query_language import parse


def hint_for(text: str) -> FilterHint | None:
    return find_hint(parse(text), text)


@pytest.mark.parametrize(
    ("text", "words", "field", "value", "rest"),
    [
        ("5 stars", "5 stars", "rating", "5", ""),
        ("a dog with at least 3 stars", "at least 3 stars", "rating", ">=3", "a dog with"),
        ("4+ stars, dog", "4+ stars", "rating", ">=4", "dog"),
        ("3 stars or more", "3 stars or more", "rating", ">=3", ""),
        ("Hund 5 Sterne", "5 Sterne", "rating", "5", "Hund"),
        ("★★★ beach", "★★★", "rating", "3", "beach"),
        ("rated 4", "rated 4", "rating", "4", ""),
        ("favourites", "favourites", "is", "favourite", ""),
        ("my favorite photos", "my favorite photos", "is", "favourite", ""),
        ("meine Lieblingsfotos", "meine Lieblingsfotos", "is", "favourite", ""),
        ("dog untagged", "untagged", "is", "untagged", "dog"),
        ("red label", "red label", "label", "red", ""),
        ("a dog with a green label", "with a green label", "label", "green", "a dog"),
        ("labelled blue, dog", "labelled blue", "label", "blue", "dog"),
        ("Strand mit roter Markierung", "mit roter Markierung", "label", "red", "Strand"),
        ("gelbes Etikett", "gelbes Etikett", "label", "yellow", ""),
        ("rejected", "rejected", "is", "rejected", ""),
        ("picked photos, dog", "picked photos", "is", "picked", "dog"),
        ("Hochformat Berge", "Hochformat", "orientation", "portrait", "Berge"),
        ("jpgs", "jpgs", "type", "jpeg", ""),
        ("raw files of Rome", "raw files", "type", "raw", "of Rome"),
        ("RAW", "RAW", "type", "raw", ""),
        ("a dog in 2023", "in 2023", "date", "2023", "a dog"),
        ("Schnee im März 2021", "im März 2021", "date", "2021-03", "Schnee"),
        ("beach last summer", "last summer", "date", "last-summer", "beach"),
        ("a street in winter", "in winter", "date", "winter", "a street"),
        ("Oma im Sommer", "im Sommer", "date", "summer", "Oma"),
        ("leaves in the fall", "in the fall", "date", "autumn", "leaves"),
        ("tag:x dog, gestern", "gestern", "date", "yesterday", "dog"),
    ],
)
def test_words_that_mean_a_filter(text: str, words: str, field: str, value: str, rest: str) -> None:
    hint = hint_for(text)
    assert hint is not None
    assert (hint.words, hint.part) == (words, Filter(field, value))
    read_value(hint.part, date(2024, 2, 10))  # it is valid
    query = parse(hint.text).query
    assert hint.part in query.parts
    assert query.words == rest
    assert hint_for(hint.text) is None


@pytest.mark.parametrize(
    ("text", "offered", "phrases"),
    [
        ("dog AND cat", "dog, cat", ["dog", "cat"]),
        ("a dog UND a cat AND snow", "a dog, a cat, snow", ["a dog", "a cat", "snow"]),
        ("tag:x dog && cat", "tag:x dog, cat", ["dog", "cat"]),
    ],
)
def test_and_is_a_comma(text: str, offered: str, phrases: list[str]) -> None:
    hint = hint_for(text)
    assert hint is not None
    assert (hint.part, hint.text) == (None, offered)
    assert [phrase.text for phrase in parse(offered).query.phrases] == phrases


@pytest.mark.parametrize("text", ["dog OR cat", "dog ODER cat", "dog | cat", "dog || cat"])
def test_or_needs_brackets(text: str) -> None:
    hint = hint_for(text)
    assert hint is not None
    assert hint.text == "(dog OR cat)"
    assert parse(hint.text).query.parts == (AnyOf((QueryWords("dog"), QueryWords("cat"))),)


@pytest.mark.parametrize(
    "text",
    [
        "a dog and a cat", "starfish", "50 stars", "raw fish", "my favourite toy", "a portrait of a man",
        "landscape with trees", "rating:5 is:favourite", '"5 stars"', "without favourites", "IMG_2023", "2023-07-14",
        "may flowers", "black & white", "", "a square table", "R&B",
    ],
)  # fmt: skip
def test_other_words_are_not_changed(text: str) -> None:
    assert hint_for(text) is None


def test_ten_thousand_characters_are_fast() -> None:
    assert hint_for("x" * 9_990) is None
    assert hint_for("5 " * 4_990) is None


@pytest.mark.parametrize(
    ("text", "words", "name", "rest"),
    [
        ("Anna at the beach", "Anna", "Anna", "at the beach"),
        ("anna müller on a boat", "anna müller", "Anna Müller", "on a boat"),
        ("a boat with Müller", None, "", ""),
        ("Annabelle at the beach", None, "", ""),
        ("boat -Anna", None, "", ""),
        ("Anna's birthday cake", "Anna", "Anna", "Anna birthday cake"),
        ("a cake, 山田 花子", "山田 花子", "山田 花子", "a cake"),
    ],
)
def test_names_of_people_are_recognised(text: str, words: str | None, name: str, rest: str) -> None:
    found = find_name_hint(parse(text), text, name_people(["Ben", "Anna Müller", "山田 花子", ""]))
    if words is None:
        assert found is None
        return
    assert found is not None
    assert (found.words, found.part) == (words, Filter("person", name))
    assert rest in found.text
    assert f'person:"{name}"' in found.text or f"person:{name}" in found.text


PLACES = {
    "paris": (Filter("place", "Paris, Texas, US"), Filter("place", "Paris, Île-de-France, FR")),
    "lisbon": (Filter("place", "Lisbon"),),
    "our house": (Filter("place", "our house"),),
    "house": (Filter("place", "house"),),
    "usa": (Filter("country", "United States"),),
}


@pytest.mark.parametrize(
    ("text", "words", "texts"),
    [
        ("beach LISBON", "LISBON", ["beach place:Lisbon"]),
        ("a dog in Our House, sunny", "Our House", ['a dog in place:"our house", sunny']),
        ("Paris", "Paris", ['place:"Paris, Texas, US"', 'place:"Paris, Île-de-France, FR"']),
        ("desert, USA", "USA", ['desert, country:"United States"']),
        ("-lisbon", None, []),
        ("place:Lisbon", None, []),
        ("lisbonne", None, []),
        ("Lisbon-like", None, []),
        ("", None, []),
    ],
)
def test_places_are_offered_as_filters_each_that_is_meant(text: str, words: str | None, texts: list[str]) -> None:
    found = find_name_hint(parse(text), text, PLACES)
    offered = [found, *found.others] if found else []
    assert [one.words for one in offered] == [words] * len(texts)
    assert [one.text.strip() for one in offered] == texts
