"""Sentences completed with known facts, and the template language that describes how."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photon.annotate.captions.caption_facts import USUAL, complete, known_facts
from photon.annotate.captions.caption_template import FIELDS, read_template
from photon.domain.metadata.caption import LONGEST_TEMPLATE

ALL = known_facts(
    [("People", "Anna"), ("People", "Ben"), ("Places", "Italy"), ("Places", "Italy", "Rome"), ("animal", "dog")],
    "2023-07-14T18:03:11+02:00",
    "Canon EOS 80D",
)
DOG = "A dog runs on the beach"


def test_known_facts() -> None:
    assert ALL == {
        "people": "Anna and Ben",
        "place": "Rome, Italy",
        "tags": "dog",
        "camera": "Canon EOS 80D",
        "date": "14 July 2023",
        "weekday": "Friday",
        "day": "14",
        "month": "July",
        "year": "2023",
    }


@pytest.mark.parametrize("taken", [None, "", "yesterday", "0000-00-00", "2023-13-40T1", "0001-01-01T00:00:00"])
def test_an_invalid_time_is_unknown(taken: str | None) -> None:
    assert known_facts([], taken) == {}


def test_only_proper_names_are_people_and_places() -> None:
    facts = known_facts([("Places", "beach"), ("people", "crowd"), ("Places",), ("Orte", "Köln"), ()], None)
    assert facts == {"place": "Köln"}


def test_several_places_are_named_and_many_people_are_listed() -> None:
    facts = known_facts(
        [("Places", "Italy", "Rome"), ("Places", "France", "Paris"), ("People", "A"), ("People", "B"), ("People", "C")],
        None,
    )
    assert facts == {"place": "Paris and Rome", "people": "A, B and C"}


@pytest.mark.parametrize("stop", ["", "."])
@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (("people", "place", "month", "year"), f"{DOG}. With Anna and Ben. Rome, Italy, July 2023."),
        (("place", "month", "year"), f"{DOG}. Rome, Italy, July 2023."),
        (("month", "year"), f"{DOG}, July 2023."),
        (("place",), f"{DOG}. Rome, Italy."),
        (("people",), f"{DOG}. With Anna and Ben."),
        (("people", "month", "year"), f"{DOG}. With Anna and Ben. July 2023."),
    ],
)
def test_the_default_template(stop: str, known: tuple[str, ...], expected: str) -> None:
    assert complete(DOG + stop, {name: ALL[name] for name in known}) == expected


def test_without_facts_the_sentence_is_unchanged() -> None:
    assert complete(DOG, {}) == DOG
    assert complete(DOG + ".", {}) == DOG + "."
    assert complete("", {}) == ""
    assert complete("", ALL) == "With Anna and Ben. Rome, Italy, July 2023."


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{sentence} in {place}.", f"{DOG} in Rome, Italy."),
        ("{ Sentence } ({year})", f"{DOG}. (2023)"),
        ("{sentence}[ by {camera}[ on {weekday}]]", f"{DOG} by Canon EOS 80D on Friday"),
        ("[{date}: ]{sentence}", f"14 July 2023: {DOG}."),
        (r"\[{sentence}\] \{x\}", f"[{DOG}.] {{x}}"),
        ("[sic] {tags}", "[sic] dog"),
        ("{sentence} Tags: {tags}", f"{DOG}. Tags: dog"),
        ("{nothing} {sentence}", f"{DOG}."),
        ("{sentence", "{sentence"),
        ("[{sentence}", f"[{DOG}."),
        ("{sentence}]", f"{DOG}.]"),
        ("", ""),
    ],
)
def test_other_templates(template: str, expected: str) -> None:
    assert complete(DOG + ".", ALL, template) == expected


def test_a_part_is_dropped_if_one_of_its_facts_is_unknown() -> None:
    assert complete(DOG, {"month": "July"}, "{sentence}[, {month} {year}]") == DOG
    assert complete(DOG, {"year": "2023"}, "{sentence}[, [{month} ]{year}]") == f"{DOG}, 2023"
    assert complete("Wait...", {"year": "2023"}, "{sentence}[ Taken {year}.]") == "Wait… Taken 2023."


@pytest.mark.parametrize(
    ("template", "start", "end", "words"),
    [
        ("{sentence}{plac}", 10, 16, "Did you mean {place}?"),
        ("a {xyzzy}", 2, 9, "Available fields: sentence"),
        ("a {}", 2, 4, "There is no field name"),
        ("a {date", 2, 3, "not closed"),
        ("a [{date}", 2, 3, "not closed"),
        ("a }", 2, 3, "no matching {"),
        ("ab]", 2, 3, "no matching ["),
    ],
)
def test_errors_are_reported_with_their_position(template: str, start: int, end: int, words: str) -> None:
    (flaw,) = read_template(template).flaws
    assert (flaw.start, flaw.end) == (start, end)
    assert words in f"{flaw.message} {flaw.hint}"


def test_the_default_template_has_no_errors_and_a_long_one_is_cut() -> None:
    assert not read_template(USUAL).flaws
    assert all(not read_template(f"{{{name}}}").flaws for name in FIELDS)
    (flaw,) = read_template("x" * (LONGEST_TEMPLATE + 5)).flaws
    assert (flaw.start, flaw.end) == (LONGEST_TEMPLATE, LONGEST_TEMPLATE + 5)
    assert len(complete("", {}, "x" * (LONGEST_TEMPLATE + 5))) == LONGEST_TEMPLATE


PIECES = st.sampled_from(["{", "}", "[", "]", "\\", "{sentence}", "{place}", "{people}", " ", ".", ",", "…", "a", "\n"])
TEMPLATES = st.lists(PIECES | st.text(max_size=3), max_size=30).map("".join)
FACTS = st.dictionaries(st.sampled_from(sorted(FIELDS)), st.text(max_size=12))


@given(TEMPLATES, st.text(max_size=40), FACTS)
def test_properties_of_completing(template: str, sentence: str, facts: dict[str, str]) -> None:
    done = complete(sentence, facts, template)
    assert done == complete(sentence, facts, template)
    assert not re.search(r"\s\s|[\r\n\t]|\.\.|^[\s.,;]", done)
    assert done == done.strip()
    done.encode()
    for flaw in read_template(template).flaws:
        assert 0 <= flaw.start < flaw.end <= len(template)
        assert flaw.message
        assert flaw.hint


@given(st.lists(st.lists(st.text(max_size=8), max_size=4).map(tuple), max_size=6), st.none() | st.text(max_size=12))
def test_any_tags_and_times_give_facts(tags: list[tuple[str, ...]], taken: str | None) -> None:
    complete("A dog.", known_facts([("People", "Anna"), *tags], taken))
