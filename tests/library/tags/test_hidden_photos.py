"""Which photos are hidden by sensitive tags."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from photon.domain import Changes, Problem, Reading
from photon.domain.metadata.caption import Caption
from photon.domain.metadata.tag import TagMark, TagPath, belongs, tag_key
from photon.library import Library, open_library
from photon.library.captions import captions
from photon.library.db.veil import draw_veil, lifted
from photon.library.photos import files, problems, ratings
from photon.library.photos.found_files import Found
from photon.library.photos.photos import is_veiled, visible
from photon.library.searches.filters import matching
from photon.library.tags import hidden_photos, tag_suggestions, tags
from photon.search.query_language import parse

KEYS = frozenset(map(tag_key, [("nudity",), ("papers", "passport"), ("passport",), ("sensitive",)]))


@pytest.fixture
def photos(library: Library, at: Callable[[str], Found], reading: Callable[..., Reading]) -> list[int]:
    found = [(at(f"{name}.jpg"), reading(name)) for name in "abcd"]
    return sorted(files.record(library, found).photos)


def suggest(library: Library, found: dict[int, list[tuple[TagPath, float]]]) -> None:
    tag_suggestions.store(library, tag_suggestions.SuggestionOrigin("colours-1", "v1", 1), found)


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
def test_sensitive_tags_include_descendants(path: TagPath, is_one: bool) -> None:
    assert belongs(path, KEYS) is is_one


def test_certain_suggestions_hide_until_they_are_rejected(library: Library, photos: list[int]) -> None:
    a, b, c, _ = photos
    suggest(library, {a: [(("nudity",), 0.9)], b: [(("nudity",), 0.3)], c: [(("dog",), 0.99)]})
    assert hidden_photos.find_hidden(library, KEYS, 0.5).all.tolist() == [a]
    assert hidden_photos.find_hidden(library, KEYS, 0.2).all.tolist() == [a, b]
    tags.mark(library, [TagMark(a, ("nudity",), "rejected")])
    assert hidden_photos.find_hidden(library, KEYS, 0.5).all.tolist() == []


def test_confirmed_tags_hide_with_their_descendants(library: Library, photos: list[int]) -> None:
    a, b, c, _ = photos
    tags.mark(
        library,
        [
            TagMark(a, ("Sensitive", "Letters"), "confirmed"),
            TagMark(b, ("My papers", "PASSPORT"), "confirmed"),
            TagMark(c, ("beach",), "confirmed"),
        ],
    )
    library.db.execute("UPDATE photos SET present = 0 WHERE id = ?", (b,))
    found = hidden_photos.find_hidden(library, KEYS, 0.5)
    assert (found.all.tolist(), found.present.tolist()) == ([a, b], [a])


def test_decisions_outweigh_suggestions_and_tags(library: Library, photos: list[int]) -> None:
    a, b, c, d = photos
    suggest(library, {photo: [(("nudity",), 0.9)] for photo in (a, b, c)})
    tags.mark(library, [TagMark(c, ("passport",), "confirmed")])
    assert hidden_photos.find_hidden(library, KEYS, 0.5).suspected.tolist() == [a, b]
    assert hidden_photos.decided(library).all.tolist() == []
    changes = ratings.hide(library, {a: "hidden", b: "shown", d: "hidden"})
    assert changes == Changes(frozenset({"hidden"}), frozenset({a, b, d}))
    found = hidden_photos.find_hidden(library, KEYS, 0.5)
    assert (found.all.tolist(), found.suspected.tolist()) == ([a, c, d], [])
    assert hidden_photos.decided(library).all.tolist() == [a, d]
    ratings.hide(library, {a: "", c: "shown"})
    found = hidden_photos.find_hidden(library, KEYS, 0.5)
    assert (found.all.tolist(), found.suspected.tolist()) == ([a, d], [a])


def test_states_are_found_while_they_are_unlocked(library: Library, photos: list[int]) -> None:
    a, b, *_ = photos
    suggest(library, {a: [(("nudity",), 0.9)]})
    ratings.hide(library, {b: "hidden"})
    found = hidden_photos.find_hidden(library, KEYS, 0.5)
    asked = {text: parse(text).query.parts for text in ("is:hidden", "is:maybe-sensitive", "-is:hidden")}

    def answers() -> list[list[int]]:
        return [matching(library, parts, date(2026, 12, 1)).tolist() for parts in asked.values()]  # type: ignore[arg-type]

    assert answers() == [[], [], photos], "no connection but that of a session knows them"
    hidden_photos.veil(library, found, is_unlocked=True)
    assert answers() == [[a, b], [a], photos[2:]]
    hidden_photos.veil(library, found)
    assert answers() == [[], [], photos[2:]]


def test_nothing_is_hidden_without_keys(library: Library, photos: list[int]) -> None:
    tags.mark(library, [TagMark(photos[0], ("nudity",), "confirmed")])
    assert hidden_photos.find_hidden(library, frozenset(), 0.0).all.tolist() == []
    assert hidden_photos.find_hidden(library, KEYS, 0.5).all.dtype == "int64"


WHOLE = {"vectors"}
"""The index has all photos; code that uses it excludes the hidden ones."""


def tables(library: Library) -> Iterator[tuple[str, str, str]]:
    """Return schema, table and column of everything that refers to photos."""
    for schema in ("main", "cache", "previews"):
        for (table,) in library.db.execute(f"SELECT name FROM {schema}.sqlite_master WHERE type = 'table'").fetchall():
            for row in library.db.execute(f"PRAGMA {schema}.table_info({table})").fetchall():
                if row[1] == "photo_id" or (table, row[1]) == ("photos", "id"):
                    yield schema, table, row[1]


def test_a_filtered_connection_finds_no_hidden_photos_in_any_table(library: Library, photos: list[int]) -> None:
    a, b, c, d = photos
    for photo in photos:
        tags.mark(library, [TagMark(photo, ("beach",), "confirmed"), TagMark(photo, ("sea",), "rejected")])
        captions.write(library, {photo: Caption("", f"caption of {photo}")})
    suggest(library, {photo: [(("dog",), 0.9)] for photo in photos})
    with open_library(library.directory, writable=False) as reader:
        counts = {(schema, table): _count(reader, f"{schema}.{table}") for schema, table, _ in tables(reader)}
        assert sum(count > 0 for count in counts.values()) >= 8
        draw_veil(reader, np.array([a, c], np.int64))
        for schema, table, column in tables(reader):
            if table not in WHOLE:
                found = {row[0] for row in reader.db.execute(f"SELECT {column} FROM {table}")}
                assert not found & {a, c}, (schema, table)
        assert photos_of(reader) == {b, d}
        seen = visible(reader)
        assert seen is not None
        assert seen.tolist() == [b, d]
        assert is_veiled(reader, a, "")
        assert not is_veiled(reader, b, "")
        assert reader.db.execute("SELECT rowid FROM photo_tags ORDER BY rowid").fetchall() == [(2,), (4,)]
        with lifted(reader):
            assert photos_of(reader) == {a, b, c, d}
            assert visible(reader) is None
            with lifted(reader):
                assert photos_of(reader) == {a, b, c, d}
            assert photos_of(reader) == {a, b, c, d}
        assert photos_of(reader) == {b, d}
        draw_veil(reader, np.array([b], np.int64))
        assert photos_of(reader) == {a, c, d}
        draw_veil(reader, np.zeros(0, np.int64))
        assert photos_of(reader) == {a, b, c, d}
        assert visible(reader) is None
        for (schema, table), count in counts.items():
            assert _count(reader, table) == _count(reader, f"{schema}.{table}") == count


def test_problems_of_hidden_photos_are_not_found(library: Library, photos: list[int], folder: int) -> None:
    some = [Problem(f"/photos/{name}.jpg", "truncated", "It is cut off.", "") for name in ("a", "b", "x")]
    for one, name in zip(some, ("a", "b", "x"), strict=True):
        library.db.execute(
            "INSERT OR REPLACE INTO problems VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (folder, f"{name}.jpg", one.path, one.kind, one.message, one.hint, 10, 1),
        )
    draw_veil(library, np.array([photos[0]], np.int64))
    assert [Path(one.path).stem for one in problems.all_problems(library)] == ["b", "x"]


def photos_of(library: Library) -> set[int]:
    return {row[0] for row in library.db.execute("SELECT id FROM photos")}


def _count(library: Library, table: str) -> int:
    return int(library.db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
