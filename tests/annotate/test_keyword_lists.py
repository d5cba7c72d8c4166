"""Keyword lists of other programs."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from photon.annotate.keyword_lists import LARGEST, read_keywords
from photon.annotate.vocabulary import Entry
from photon.domain.errors import PhotonError
from photon.domain.tag import clean_path, tag_key

LIGHTROOM = (
    "Places\n\t[Europe]\n\t\tÖsterreich\n\t\t\t{Austria}\n\t\t\t{österreich}\n\t\t\tGraz\n\tAC/DC\nPeople\n\tMe\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_tree_by_tabs_with_categories_and_synonyms(encoding: str) -> None:
    read = read_keywords(LIGHTROOM.encode(encoding), "lightroom.txt")
    assert read.faults == ()
    assert read.entries == (
        Entry(("Places",)),
        Entry(("Places", "Europe"), is_grouping=True),
        Entry(("Places", "Europe", "Österreich"), synonyms=("Austria",)),
        Entry(("Places", "Europe", "Österreich", "Graz")),
        Entry(("Places", "AC/DC")),
        Entry(("People",)),
        Entry(("People", "Me")),
    )


def test_paths_on_lines() -> None:
    read = read_keywords(b"Places/Italy/Rome\r\nPlaces|Spain\r\n\r\nbeach, places/italy\r\n???\r\n", "digikam.txt")
    assert [entry.path for entry in read.entries] == [
        ("Places",), ("Places", "Italy"), ("Places", "Italy", "Rome"), ("Places", "Spain"), ("beach",),
    ]  # fmt: skip
    assert [fault.line for fault in read.faults] == [5]


def test_a_tree_by_blanks_is_photons_own_form() -> None:
    read = read_keywords(b"Places\n  Rome = Roma\n", "mine.txt")
    assert read.entries == (Entry(("Places",)), Entry(("Places", "Rome"), synonyms=("Roma",)))


def test_mistakes_are_told_with_their_line() -> None:
    text = "\t\tdeep\n{lonely}\na\n\t\t\tb\n\t!!\n\t\tbelow\n\tgood\n\t" + "x" * 300 + "\nA\n"
    read = read_keywords(text.encode(), "broken.txt")
    assert [entry.path for entry in read.entries] == [("a",), ("a", "good")]
    assert [fault.line for fault in read.faults] == [1, 2, 4, 5, 6, 8]
    assert all("left out" in fault.reason for fault in read.faults)


@pytest.mark.parametrize(
    ("data", "said"), [(b"a" * (LARGEST + 1), "too large"), (b"\x89PNG\0\0\0", "no text"), (b"\0" * 50, "no text")]
)
def test_what_is_no_keyword_list_is_refused_in_a_sentence(data: bytes, said: str) -> None:
    with pytest.raises(PhotonError, match=said) as refused:
        read_keywords(data, "file.bin")
    assert refused.value.hint


def test_nothing_gives_nothing() -> None:
    assert read_keywords(b"", "empty.txt").entries == ()
    assert read_keywords(b"\xff\xfe", "mark.txt").entries == ()


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(["\t", "\n", "  ", "{", "}", "[", "]", "/", "|", ",", "a", "B", "é", "\xa0", "!"])))
def test_any_text_gives_clean_paths_each_once(signs: list[str]) -> None:
    read = read_keywords("".join(signs).encode(), "any")
    paths = [entry.path for entry in read.entries]
    assert all(path and clean_path(list(path)) == path for path in paths)
    assert len({tag_key(path) for path in paths}) == len(paths)
