"""Keyword lists are read again as they were written, with the given format and with the detected one."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photon.annotate.tags.keyword_lists import HEAD, WRAPPED, KeywordForm, format_keywords, read_keywords
from photon.annotate.tags.vocabulary import VocabularyEntry
from photon.annotate.tags.word_key import word_key
from photon.domain.metadata.tag import DEEPEST, TagPath, clean_path, tag_key

FORMS: tuple[KeywordForm, ...] = ("lightroom", "digikam", "photon")
TREE = (
    VocabularyEntry(("Pets", "Rex")),
    VocabularyEntry(("Places",)),
    VocabularyEntry(("Places", "Italy", "Rome"), synonyms=("Roma", "Urbs")),
    VocabularyEntry(("AC/DC",)),
    VocabularyEntry(("#1",)),
)


def test_written_as_each_program_reads_it() -> None:
    assert format_keywords(TREE, "lightroom") == (
        "[Pets]\n\tRex\nPlaces\n\t[Italy]\n\t\tRome\n\t\t\t{Roma}\n\t\t\t{Urbs}\nAC/DC\n#1\n"
    )
    assert format_keywords(TREE, "digikam") == "Pets/Rex\nPlaces\nPlaces/Italy/Rome\nAC\\/DC\n\\#1\n"
    assert format_keywords(TREE, "photon", {("Places",): "3 photos", ("Pets", "Rex"): "1 photo"}) == (
        f"{HEAD}\nPets [group]\n  # 1 photo\n  Rex\n# 3 photos\nPlaces\n  Italy [group]\n    Rome = Roma, Urbs\n"
        "AC/DC\n\\#1\n"
    )


def test_spellings_of_one_level_are_merged_and_no_keywords_write_nothing() -> None:
    entries = [
        VocabularyEntry(("Places", "Rome")),
        VocabularyEntry(("places", "Oslo")),
        VocabularyEntry(("PLACES",), synonyms=("spots", "Places")),
    ]
    assert format_keywords(entries, "lightroom") == "Places\n\t{spots}\n\tRome\n\tOslo\n"
    assert [format_keywords((), form) for form in FORMS] == ["", "", f"{HEAD}\n"]


def test_unsupported_keywords_are_written_in_another_way() -> None:
    assert format_keywords([VocabularyEntry(("[x]",)), VocabularyEntry(("{y}",))], "lightroom") == "(x)\n(y)\n"
    two = [VocabularyEntry(("a",), synonyms=("same", "b")), VocabularyEntry(("b",), synonyms=("Same",))]
    assert format_keywords(two, "photon") == f"{HEAD}\na = same\nb\n"


names = st.text("ab \\,=[]{};~#-'/|é犬", min_size=1, max_size=6).map(lambda text: "".join(clean_path([text])))
readable = names.filter(lambda name: any(sign.isalnum() for sign in name))


@st.composite
def trees(draw: st.DrawFn, parts: st.SearchStrategy[str] = readable) -> list[VocabularyEntry]:
    paths = draw(st.lists(st.lists(parts, min_size=1, max_size=4).map(tuple), max_size=8, unique_by=tag_key))
    taken = {word_key(name) for path in paths for name in path}
    found = []
    for path in paths:
        words = {word_key(word): word for word in draw(st.lists(parts, max_size=2)) if word_key(word) not in taken}
        taken |= words.keys()
        found.append(VocabularyEntry(path, tuple(words.values())))
    return found


def keywords_in(entries: Sequence[VocabularyEntry], form: KeywordForm) -> dict[str, frozenset[str]]:
    """Keywords with their synonyms; in paths, every level is a keyword without synonyms."""
    found = {tag_key(one.path): frozenset(map(word_key, one.synonyms)) for one in entries if not one.is_grouping}
    if form == "digikam":
        levels = [one.path[:depth] for one in entries for depth in range(1, len(one.path) + 1)]
        return dict.fromkeys(map(tag_key, levels), frozenset())
    return found


@pytest.mark.parametrize("form", FORMS)
@given(trees())
def test_written_lists_are_read_unchanged(form: KeywordForm, entries: list[VocabularyEntry]) -> None:
    wrapped = form == "lightroom" and any(WRAPPED.fullmatch(name) for one in entries for name in one.path)
    text = format_keywords(entries, form)
    read = read_keywords(text.encode(), "any", form)
    assert read.faults == ()
    if not wrapped:
        assert keywords_in(read.entries, form) == keywords_in(entries, form)
    if form != "digikam":  # it names every level when read
        assert format_keywords(read.entries, form) == text


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@given(trees(st.text("abé犬 =~-", min_size=1, max_size=6).map(lambda text: f"x{text.strip()}")))
def test_the_format_is_detected(form: KeywordForm, encoding: str, entries: list[VocabularyEntry]) -> None:
    text = format_keywords(entries, form)
    if encoding.endswith("e") and not any(sign == "\n" for sign in text):
        return
    read = read_keywords(text.replace("\n", "\r\n").encode(encoding), "any")
    assert (read.faults, keywords_in(read.entries, form)) == ((), keywords_in(entries, form))


def test_the_deepest_path() -> None:
    path: TagPath = tuple(f"level {number}" for number in range(DEEPEST))
    for form in FORMS:
        read = read_keywords(format_keywords([VocabularyEntry(path)], form).encode(), "any")
        assert (read.entries[-1].path, read.faults) == (path, ())
