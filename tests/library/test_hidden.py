"""Which photos sensitive tags hide."""

from collections.abc import Callable

import pytest

from photon.domain import Reading
from photon.domain.tag import TagMark, TagPath, belongs, tag_key
from photon.library import Library, files, hidden, suggestions, tags
from photon.library.files import Found

KEYS = frozenset(map(tag_key, [("nudity",), ("papers", "passport"), ("passport",), ("sensitive",)]))


@pytest.fixture
def photos(library: Library, at: Callable[[str], Found], reading: Callable[..., Reading]) -> list[int]:
    found = [(at(f"{name}.jpg"), reading(name)) for name in "abcd"]
    return sorted(files.record(library, found).photos)


def suggest(library: Library, found: dict[int, list[tuple[TagPath, float]]]) -> None:
    suggestions.store(library, suggestions.Origin("colours-1", "v1", 1), found)


@pytest.mark.parametrize(
    ("path", "is_one"),
    [
        (("nudity",), True),
        (("Nudity",), True),
        (("nudity", "art"), True),
        (("Documents", "Passport"), True),
        (("sensitive", "anything"), True),
        (("Documents", "Passport", "Anna"), True),
        (("papers",), False),
        (("passport photo",), False),
        ((), False),
    ],
)
def test_which_tags_belong(path: TagPath, is_one: bool) -> None:
    assert belongs(path, KEYS) is is_one


def test_sure_suggestions_hide_until_they_are_rejected(library: Library, photos: list[int]) -> None:
    a, b, c, _ = photos
    suggest(library, {a: [(("nudity",), 0.9)], b: [(("nudity",), 0.3)], c: [(("dog",), 0.99)]})
    assert hidden.among(library, KEYS, 0.5).tolist() == [a]
    assert hidden.among(library, KEYS, 0.2).tolist() == [a, b]
    tags.mark(library, [TagMark(a, ("nudity",), "rejected")])
    assert hidden.among(library, KEYS, 0.5).tolist() == []


def test_confirmed_tags_hide_with_those_below(library: Library, photos: list[int]) -> None:
    a, b, c, d = photos
    tags.mark(
        library,
        [
            TagMark(a, ("Sensitive", "Letters"), "confirmed"),
            TagMark(b, ("My papers", "PASSPORT"), "confirmed"),
            TagMark(c, ("beach",), "confirmed"),
        ],
    )
    away = hidden.among(library, KEYS, 0.5)
    assert away.tolist() == [a, b]
    assert hidden.present_without(library, away).tolist() == [c, d]
    assert hidden.count_present(library, away) == 2


def test_nothing_hides_without_keys(library: Library, photos: list[int]) -> None:
    tags.mark(library, [TagMark(photos[0], ("nudity",), "confirmed")])
    assert hidden.among(library, frozenset(), 0.0).tolist() == []
    assert hidden.among(library, KEYS, 0.5).dtype == "int64"
