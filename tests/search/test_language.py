"""Queries in other languages are recognised if certain; English, names and dates are never mistaken for them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photon.resource_files import resource
from photon.search.language import LANGUAGES, guess_language

HERE = Path(__file__).parent
OTHER_SCRIPTS = {"ru", "el", "zh", "ja", "ko", "ar", "hi"}


def queries(name: str) -> Iterator[tuple[str, str]]:
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        code, _, query = line.partition(": ")
        yield code, query


EVERYDAY = list(queries("foreign_queries_of_everyday_things.txt"))
RARER = list(queries("foreign_queries_of_rarer_things.txt"))
NAMES = (HERE / "names_and_borrowed_words.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize(("known", "least"), [(EVERYDAY, 0.93), (RARER, 0.72)])
def test_most_queries_in_another_language_are_recognised(known: list[tuple[str, str]], least: float) -> None:
    assert len(known) >= 150
    assert sum(guess_language(query) is not None for _, query in known) >= least * len(known)


@pytest.mark.parametrize(("query", "code"), [("vaso sanitário", "pt"), ("notebook em cima da mesa", "pt")])
def test_phrases_tell_the_language_too(query: str, code: str) -> None:
    guess = guess_language(query)
    assert guess is not None
    assert guess.languages == {code}


def test_no_language_is_named_wrongly() -> None:
    guesses = {(code, query): guess_language(query) for code, query in (*EVERYDAY, *RARER)}
    wrong = [key for key, guess in guesses.items() if guess and guess.languages and key[0] not in guess.languages]
    assert wrong == []


@pytest.mark.parametrize("query", [query for code, query in EVERYDAY if code in OTHER_SCRIPTS])
def test_another_script_is_certain(query: str) -> None:
    guess = guess_language(query)
    assert guess is not None
    assert guess.by_script


@pytest.mark.parametrize("form", [str, str.lower, str.title])
def test_names_dishes_files_and_dates_are_not_translated(form: object) -> None:
    assert len(NAMES) > 450
    assert [name for name in NAMES if guess_language(form(name))] == []  # type: ignore[operator]


@pytest.mark.parametrize(
    "query",
    [
        "", "   ", "12.05.2021", "...", "🐕", "a dog on the beach", "Zoë's birthday cake", "Sony α7", "α", "5 µm",
        "the kids eating gelato with nonna", "our perro", "photos of Łódź", "łódź", "x", "H₂O", "ＡＢＣ",
        "two men in front of a mosque and the word сад on a sign that was painted red", "naïve façade", "10 ºC",
    ],
)  # fmt: skip
def test_english_with_a_foreign_word_stays_english(query: str) -> None:
    assert guess_language(query) is None


@pytest.mark.parametrize(
    ("query", "languages"),
    [
        ("Geburtstag", {"de"}), ("GEBURTSTAG", {"de"}), ("cumpleanos", {"es"}), ("cumplean\u0303os", {"es"}),
        ("flores en el jardín con los abuelos", {"es"}), ("кот", {"ru", "uk"}), ("кіт", {"uk"}),
        ("誕生日", {"ja", "zh"}), ("犬のいる家", {"ja"}), ("كلب", {"ar", "fa"}), ("سگ", {"fa"}), ("कुत्ता", set()),
        ("собака 犬", set()),
        ("σκύλος", {"el"}), ("해변", {"ko"}), ("kot sąsiada", {"pl"}),
    ],
)  # fmt: skip
def test_the_language_is_named_only_if_certain(query: str, languages: set[str]) -> None:
    guess = guess_language(query)
    assert guess is not None
    assert guess.languages == languages


@given(st.text(max_size=40))
def test_any_input_is_accepted(text: str) -> None:
    guess = guess_language(text)
    assert guess is None or guess.languages <= LANGUAGES.keys()


def test_every_line_of_the_list_is_used() -> None:
    lines = resource("lexicons/other.txt").read_text(encoding="utf-8").splitlines()
    rows = [line.partition(": ") for line in lines if not line.startswith("#")]
    assert all(code in LANGUAGES and words for code, _, words in rows)
    words = [word for *_, row in rows for word in row.split()]
    assert all(word == word.lower() for word in words)
