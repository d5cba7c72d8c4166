"""Keyword lists of other programs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photon.annotate.tags.keyword_lists import LARGEST, read_keywords
from photon.annotate.tags.vocabulary import VocabularyEntry
from photon.domain.errors import PhotonError
from photon.domain.metadata.tag import clean_path, tag_key

LIGHTROOM = (
    "Places\n\t[Europe]\n\t\tÖsterreich\n\t\t\t{Austria}\n\t\t\t{österreich}\n\t\t\tGraz\n\tAC/DC\nPeople\n\tMe\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_tree_with_tabs_categories_and_synonyms(encoding: str) -> None:
    read = read_keywords(LIGHTROOM.encode(encoding), "lightroom.txt")
    assert read.faults == ()
    assert read.entries == (
        VocabularyEntry(("Places",)),
        VocabularyEntry(("Places", "Europe"), is_grouping=True),
        VocabularyEntry(("Places", "Europe", "Österreich"), synonyms=("Austria",)),
        VocabularyEntry(("Places", "Europe", "Österreich", "Graz")),
        VocabularyEntry(("Places", "AC/DC")),
        VocabularyEntry(("People",)),
        VocabularyEntry(("People", "Me")),
    )


def test_paths_on_lines() -> None:
    read = read_keywords(b"Places/Italy/Rome\r\nPlaces|Spain\r\n\r\nbeach, places/italy\r\n???\r\n", "digikam.txt")
    assert [entry.path for entry in read.entries] == [
        ("Places",), ("Places", "Italy"), ("Places", "Italy", "Rome"), ("Places", "Spain"), ("beach",),
    ]  # fmt: skip
    assert [fault.line for fault in read.faults] == [5]


def test_a_tree_with_spaces_is_photons_own_format() -> None:
    read = read_keywords(b"Places\n  Rome = Roma\n", "mine.txt")
    assert read.entries == (VocabularyEntry(("Places",)), VocabularyEntry(("Places", "Rome"), synonyms=("Roma",)))


def test_errors_are_reported_with_their_line() -> None:
    text = "\t\tdeep\n{lonely}\na\n\t\t\tb\n\t!!\n\t\tbelow\n\tgood\n\t" + "x" * 300 + "\nA\n"
    read = read_keywords(text.encode(), "broken.txt")
    assert [entry.path for entry in read.entries] == [("a",), ("a", "good")]
    assert [fault.line for fault in read.faults] == [1, 2, 4, 5, 6, 8]
    assert all("skipped" in fault.reason for fault in read.faults)


@pytest.mark.parametrize(
    ("data", "message"),
    [(b"a" * (LARGEST + 1), "too large"), (b"\x89PNG\0\0\0", "isn't a text file"), (b"\0" * 50, "isn't a text file")],
)
def test_invalid_lists_are_refused_with_a_message(data: bytes, message: str) -> None:
    with pytest.raises(PhotonError, match=message) as refused:
        read_keywords(data, "file.bin")
    assert refused.value.hint


def test_empty_text_gives_nothing() -> None:
    assert read_keywords(b"", "empty.txt").entries == ()
    assert read_keywords(b"\xff\xfe", "mark.txt").entries == ()


@given(st.lists(st.sampled_from(["\t", "\n", "  ", "{", "}", "[", "]", "/", "|", ",", "a", "B", "é", "\xa0", "!"])))
def test_any_text_gives_clean_unique_paths(signs: list[str]) -> None:
    read = read_keywords("".join(signs).encode(), "any")
    paths = [entry.path for entry in read.entries]
    assert all(path and clean_path(list(path)) == path for path in paths)
    assert len({tag_key(path) for path in paths}) == len(paths)


def test_a_list_with_thousands_of_lines_from_lightroom_on_windows() -> None:
    lines = []
    for place in range(100):
        lines += [
            f"Place {place}",
            *(f"\tStreet {place}-{street}\r\n\t\t{{Str. {place}-{street}}}" for street in range(99)),
        ]
    lines[50] = "\t\t\t\tlost"
    read = read_keywords("\r\n".join(lines).encode("utf-16"), "large.txt")
    assert (len(read.entries), len(read.faults)) == (100 * 100 - 1, 1)
    assert read.faults[0].line == 1 + 2 * 49 + 1  # each street has a line for its synonym, too
    assert read.entries[1] == VocabularyEntry(("Place 0", "Street 0-0"), synonyms=("Str. 0-0",))


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_byte_order_mark(encoding: str) -> None:
    read = read_keywords(LIGHTROOM.encode(encoding), "lightroom.txt")
    assert (read.entries[2].path, read.faults) == (("Places", "Europe", "Österreich"), ())


@pytest.mark.parametrize("step", [3, 4, 8])
def test_a_tree_whose_tabs_were_replaced_by_spaces(step: int) -> None:
    blanks = LIGHTROOM.replace("\t", " " * step)
    assert read_keywords(blanks.encode(), "edited.txt").entries == read_keywords(LIGHTROOM.encode(), "tabs").entries
    odd = read_keywords(f"{blanks} x\n".encode(), "odd.txt")
    assert [fault.line for fault in odd.faults] == [LIGHTROOM.count("\n") + 1]


def test_mixed_spaces_and_tabs_are_reported() -> None:
    read = read_keywords(b"a\n\tb\n    c\n\t d\n\te\n", "mixed.txt")
    assert [entry.path for entry in read.entries] == [("a",), ("a", "b"), ("a", "e")]
    assert [fault.line for fault in read.faults] == [3, 4]


def test_lines_are_counted_as_in_text_editors() -> None:
    read = read_keywords("a\u2028b\x0bc\r\n???\r\nd\r!!".encode(), "lines.txt")
    assert [entry.path for entry in read.entries] == [("a b c",), ("d",)]
    assert [fault.line for fault in read.faults] == [2, 4]


def test_the_format_can_be_given_if_undetected() -> None:
    flat = b"Rome, Italy\nAC/DC\n#1\nRome = Roma\n"
    assert [entry.path for entry in read_keywords(flat, "flat", "lightroom").entries] == [
        ("Rome, Italy",), ("AC/DC",), ("#1",), ("Rome = Roma",),
    ]  # fmt: skip
    assert read_keywords(b"Rome = Roma\n", "flat", "photon").entries == (
        VocabularyEntry(("Rome",), synonyms=("Roma",)),
    )
