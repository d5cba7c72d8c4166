"""The text format of a vocabulary: what is read, what is refused, and how errors are reported."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photon.annotate.tags.keyword_lists import HEAD, format_keywords
from photon.annotate.tags.vocabulary import VocabularyEntry
from photon.annotate.tags.vocabulary_file import format_vocabulary, read_vocabulary
from photon.annotate.tags.word_key import word_key
from photon.domain.metadata.tag import LONGEST, clean_path

NAMES = st.text(
    st.one_of(st.sampled_from("ab \\,=[];~#-'é犬😀\t"), st.characters(blacklist_categories=["Cs"])), max_size=8
).map(lambda text: "".join(clean_path([text])))
READABLE = NAMES.filter(lambda name: any(sign.isalnum() for sign in name))


@st.composite
def trees(draw: st.DrawFn) -> list[VocabularyEntry]:
    """Entries in the order of a tree, with unique words."""
    taken: set[str] = set()

    def fresh(words: list[str]) -> tuple[str, ...]:
        new = [word for word in words if word and word_key(word) not in taken]
        kept = {word_key(word): word for word in new}
        taken.update(kept)
        return tuple(kept.values())

    found: list[VocabularyEntry] = []
    way: list[VocabularyEntry] = []
    for _ in range(draw(st.integers(0, 8))):
        del way[draw(st.integers(0, len(way))) :]
        name = fresh([draw(READABLE)])
        if not name:
            continue
        entry = VocabularyEntry(
            (*(way[-1].path if way else ()), *name),
            synonyms=fresh(draw(st.lists(NAMES, max_size=3))),
            possible=tuple(dict.fromkeys(filter(None, draw(st.lists(NAMES, max_size=2))))),
            prompts=tuple(dict.fromkeys(filter(None, draw(st.lists(NAMES, max_size=2))))),
            is_grouping=draw(st.booleans()),
            is_choice=draw(st.booleans()),
            excludes=tuple(dict.fromkeys(filter(None, draw(st.lists(NAMES, max_size=2))))),
            is_sensitive=draw(st.booleans()) or bool(way and way[-1].is_sensitive),
        )
        found.append(entry)
        way.append(entry)
    return found


@given(trees())
def test_written_text_is_read_unchanged(entries: list[VocabularyEntry]) -> None:
    text = format_vocabulary(entries)
    read = read_vocabulary(text, "any")
    assert read.faults == ()
    assert list(read.entries) == entries


@given(st.text(st.one_of(st.sampled_from("ab =,[]~\\#\n\t"), st.characters()), max_size=80))
def test_any_text_gives_valid_entries(text: str) -> None:
    read = read_vocabulary(text, "any")
    assert all(entry.path == clean_path(list(entry.path)) for entry in read.entries)
    assert all(1 <= fault.line <= len(text.splitlines()) for fault in read.faults)
    again = read_vocabulary(format_vocabulary(read.entries), "any")
    assert {entry.path for entry in again.entries} == {entry.path for entry in read.entries}


def test_duplicate_names_are_kept_if_marked() -> None:
    entries = [
        VocabularyEntry(("Italy",)),
        VocabularyEntry(("Italy", "Others")),
        VocabularyEntry(("Spain",)),
        VocabularyEntry(("Spain", "Others")),
    ]
    text = format_vocabulary(entries)
    assert "  Others [again]\n" in text
    assert list(read_vocabulary(text, "mine").entries) == entries


def test_parents_without_an_entry_are_written_as_groups() -> None:
    text = format_keywords([VocabularyEntry(("a", "b", "c"))], "photon")
    assert text == f"{HEAD}\na [group]\n  b [group]\n    c\n"


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("a\n    b\n", 2, "more than one level"),
        ("a\n   b\n", 2, "3 spaces"),
        ("a\n \tb\n", 2, "mixes spaces and tabs"),
        ("a\n= c\n", 2, "no name"),
        ("a\n!!! = c\n", 2, "no letters or digits"),
        ("a\n😀\n", 2, "no letters or digits"),
        ("a\nb\nA = c\n", 3, "already in line 1"),
        ("a = c\nC\n", 2, "already in line 1"),
        ("a = c\nb = C, d\n", 2, '"C" already belongs to line 1'),
        (f"a\n{'b' * (LONGEST + 1)}\n", 2, "201 characters"),
        ("a\nb [gruop]\n", 2, "Unknown mark “[gruop]”"),
        ("a\nb [group\n", 2, "not closed"),
        ("a\nb [group] = c\n", 2, "Put marks last"),
        ("\n".join("  " * depth + f"n{depth}" for depth in range(13)), 13, "13 levels"),
    ],
)
def test_an_invalid_line_is_reported_and_the_others_are_read(text: str, line: int, reason: str) -> None:
    read = read_vocabulary(text, "mine.txt")
    assert [(fault.line, reason in fault.reason) for fault in read.faults] == [(line, True)]
    assert read.entries[0].name in {"a", "n0"}
    assert "skipped" in read.faults[0].reason


def test_lines_below_a_refused_one_are_dropped() -> None:
    read = read_vocabulary("a\n??\n  b\n    c\nd\n", "mine")
    assert [entry.path for entry in read.entries] == [("a",), ("d",)]
    assert [fault.line for fault in read.faults] == [2, 3, 4]


def test_spaces_tabs_comments_and_unicode_forms_are_accepted() -> None:
    decomposed = unicodedata.normalize("NFD", "Café")
    read = read_vocabulary(
        f"\ufeff# mine\r\n\r\nplaces [group]\r\n\t{decomposed} = coffee  house, \t, ~bar\r\n", "mine"
    )
    assert read.faults == ()
    assert read.entries == (
        VocabularyEntry(("places",), is_grouping=True),
        VocabularyEntry(("places", "Café"), synonyms=("coffee house",), possible=("bar",)),
    )
