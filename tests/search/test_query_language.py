"""What people type: plain words and quoted ones, and no word of it is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photon.domain import Like, Query
from photon.search import parse


@pytest.mark.parametrize(
    ("typed", "words", "exact"),
    [
        ("a dog  on the beach ", "a dog on the beach", ()),
        ('"IMG_2041"', "", ("IMG_2041",)),
        ('beach "Lisbon 2021" dog', "beach dog", ("Lisbon 2021",)),
        ("„Köln“ dom", "dom", ("Köln",)),
        ("“one” «two»", "", ("one", "two")),
        ("»one« two", "two", ("one",)),
        ('"a""b"', '"b"', ("a",)),
        ('beach "Lisb', 'beach "Lisb', ()),
        ('a 12" record', 'a 12" record', ()),
        ('"', '"', ()),
        ('"" "  " beach', "beach", ()),
        ("it's AND * NEAR(", "it's AND * NEAR(", ()),
        ("", "", ()),
    ],
)
def test_plain_and_quoted_words(typed: str, words: str, exact: tuple[str, ...]) -> None:
    query = parse(typed).query
    assert (query.words, query.exact) == (words, exact)
    assert query.text == " ".join(typed.split())


def test_the_other_parts_of_the_query_stay() -> None:
    around = Query.of(likes=(Like("/a.jpg"),), folder="/b", top=7, unwanted=("people",))
    query = parse('sea "b"', around).query
    assert (query.likes, query.folder, query.top, query.unwanted) == (around.likes, "/b", 7, ("people",))


_PIECES = st.one_of(st.text(), st.sampled_from(['"', "“", "”", "«", " ", "„", '" "', "word", "AND", "\udcff", "\0"]))


@given(st.lists(_PIECES, max_size=12).map("".join))
def test_it_never_raises_and_keeps_every_word(typed: str) -> None:
    query = parse(typed).query
    marks = str.maketrans(dict.fromkeys('"“”„«»', " "))
    kept = " ".join([query.words, *query.exact]).translate(marks).split()
    assert sorted(kept) == sorted(typed.encode("utf-8", "replace").decode().translate(marks).split())
    assert all(text.strip() for text in query.exact)
    assert query.empty == (not (query.words or query.exact))
