"""Words that say that nobody is in a photo."""

import pytest

from photon.domain import Query, QueryWords
from photon.search.lexicons.nobody_words import names_anybody, separate_nobody


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("nobody on the beach", "on the beach"),
        ("an empty street with no people", "an empty street"),
        ("a beach, nobody", "a beach,"),
        ("a room with no one in it", "a room"),
        ("Nobody", ""),
        ("kitchen nobody there", "kitchen"),
        ("no humans in the snow", "in the snow"),
    ],
)
def test_nobody_means_without_people(typed: str, wanted: str) -> None:
    parts = separate_nobody(Query((QueryWords(typed, 2.0),))).parts
    assert [(one.text, one.unwanted, one.weight) for one in parts if isinstance(one, QueryWords)] == [
        *([(wanted, False, 2.0)] if wanted else []),
        ("people", True, 2.0),
    ]


@pytest.mark.parametrize("typed", ["nobody wearing a hat", "no smoking sign", "people on a beach", "a piano one", ""])
def test_other_words_stay(typed: str) -> None:
    query = Query((QueryWords(typed), QueryWords("dogs", unwanted=True)))
    assert separate_nobody(query) == query


def test_a_double_negation_of_other_languages_means_without_people() -> None:
    unwanted = Query((QueryWords("nobody", unwanted=True),))
    assert separate_nobody(unwanted) == Query((QueryWords("people", unwanted=True),))


def test_anybody_is_of_any_kind() -> None:
    assert [names_anybody(words) for words in ("people", "any person", "woman", "crowd of people")] == [
        True, True, False, False,
    ]  # fmt: skip
