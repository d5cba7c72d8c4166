"""Suggestions while typing: what is offered where, and that accepting a suggestion gives a valid query."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photon.domain import Filter, QueryWords
from photon.domain.query.filter_kinds.filter_kind import FilterKind
from photon.domain.query.filter_kinds.known_kinds import FILTER_KINDS
from photon.search.completion import MOST, NamesInUse, complete
from photon.search.query_language import parse
from photon.search.query_tokens import HELP

KNOWN = NamesInUse(
    names={
        "tag": (("Beach", 12), ("Lake house", 3), ("Places/Île de Ré", 7)),
        "folder": (("Italy", 1204), ("Iceland 2020", 88)),
        "camera": (("Canon EOS 5D", 400), ("Leica M10", 1)),
        "lens": (("EF 50mm f/1.8", 20),),
        "date": (("2023", 500), ("2023-07", 90), ("2023-06", 10), ("2021", 5)),
    },
    learned=(("Fluffy", 0), ("Lake cabin", 0)),
    saved=(("Best of Italy", "folder:Italy rating:>=4"),),
    recent=("beach at night", "red car", "beach -people"),
)


def accepted(text: str, cursor: int | None = None, known: NamesInUse = KNOWN) -> list[str]:
    """Return the whole text after accepting each suggestion."""
    found = complete(text, len(text) if cursor is None else cursor, known)
    return [text[: each.start] + each.insert + text[each.end :] for each in found]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("tag:", ["tag:Beach", 'tag:"Lake house"', 'tag:"Places/Île de Ré"']),
        ("tag:be", ["tag:Beach"]),
        ("-TAG:BE", ["-tag:Beach"]),
        ("sea tag:hou", ['sea tag:"Lake house"']),
        ("tag:ile", ['tag:"Places/Île de Ré"']),
        ('tag:"Lake h', ['tag:"Lake house"']),
        ("(tag:be", ["(tag:Beach"]),
        ("folder:it", ["folder:Italy"]),
        ("camera:eos", ['camera:"Canon EOS 5D"']),
        ("lens:50", ['lens:"EF 50mm f/1.8"']),
        ("my:f", ["my:Fluffy"]),
        ("2*my:lake", ['2*my:"Lake cabin"']),
        ("date:2023", ["date:2023", "date:2023-07", "date:2023-06"]),
        ("date:last-s", ["date:last-summer"]),
        ("event:2023-0", ["event:2023-07", "event:2023-06"]),
        ("event:last-w", ["event:last-week"]),
        ("2023-07", ["date:2023-07"]),
        ("type:r", ["type:raw"]),
        ("is:un", ["is:unflagged", "is:untagged", "is:unrated"]),
        ("nothing:x", []),
        ("sea ", []),
        ("zzz", []),
        ("sea, ori", ["sea, orientation:"]),
        ("red", ["red car"]),
        ("f", ["my:Fluffy", "folder:", "from:"]),
    ],
)
def test_offered_suggestions(text: str, first: list[str]) -> None:
    assert accepted(text)[: len(first) or 1] == first


def test_a_bare_word_offers_names_fields_and_searches() -> None:
    found = complete("b", 1, KNOWN)
    assert [(each.kind, each.label) for each in found] == [
        ("tag", "Beach"), ("filter", "balance:"), ("saved", "Best of Italy"), ("recent", "beach at night"),
        ("recent", "beach -people"),
    ]  # fmt: skip
    assert found[0].detail == "12 photos"
    assert found[2].detail == found[2].insert == "folder:Italy rating:>=4"
    assert complete("leica", 5, KNOWN)[0].detail == "1 photo"


def test_in_the_middle_of_a_word_the_whole_word_is_replaced() -> None:
    assert accepted("dog tag:bexx, sea", 10)[0] == "dog tag:Beach, sea"
    assert accepted('dog tag:"Lake wood" sea', 13)[0] == 'dog tag:"Lake house" sea'
    assert accepted("dog ita sea", 6)[0] == "dog folder:Italy sea"
    assert accepted("dog ita sea", 8) == []


def test_an_empty_line_offers_recent_and_saved_searches() -> None:
    found = complete("  ", 1, KNOWN)
    assert [each.kind for each in found] == ["recent", "recent", "recent", "saved"]
    assert accepted("  ")[0] == "beach at night"
    assert complete("", 0, NamesInUse()) == []


@pytest.mark.parametrize("name", HELP)
def test_every_name_is_offered_with_help_and_values(name: str) -> None:
    (offered,) = [each for each in complete(name[:-1], len(name) - 1, NamesInUse()) if each.label == f"{name}:"]
    assert offered.detail
    values = accepted(f"{name}:", known=NamesInUse())
    assert values == [f"{name}:{value}" for value in HELP[name].values[:MOST]]


@pytest.mark.parametrize("kind", FILTER_KINDS, ids=lambda kind: kind.name)
def test_a_filter_without_a_value_is_a_mistake_with_a_valid_example(kind: FilterKind) -> None:
    (mistake,) = parse(f"{kind.name}: beach").mistakes
    example = f"{kind.name}:{kind.help.example}"
    assert example in mistake.hint
    assert not parse(example).mistakes
    assert [part.field for part in parse(example).query.filters] == [kind.name]


@given(st.text("".join(sorted({*"".join(HELP), *':"- 2*(,EÎ'})), max_size=14), st.integers(-2, 20))
def test_any_text_has_few_suggestions_within_it(text: str, cursor: int) -> None:
    found = complete(text, cursor, KNOWN)
    assert len(found) <= MOST
    assert len({each.insert for each in found}) == len(found)
    for each in found:
        assert 0 <= each.start <= each.end <= len(text)


@given(st.text(min_size=1, max_size=12).filter(lambda name: not set('"“”„«»').intersection(name) and name.strip()))
def test_an_accepted_suggestion_means_what_was_offered(name: str) -> None:
    name = " ".join(name.encode("utf-8", "replace").decode().split())
    for tag in complete("tag:", 4, NamesInUse({"tag": ((name, 1),)})):
        assert parse(f"sea {tag.insert}").query.parts == (QueryWords("sea"), Filter("tag", name))
    (camera,) = complete("my:", 3, NamesInUse(learned=((name, 1),)))
    (words,) = parse(camera.insert).query.parts
    assert isinstance(words, QueryWords)
    assert words.concepts == (name,)
