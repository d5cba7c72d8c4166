"""Which photos are hidden by sensitive tags."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from photon.domain import Problem, Reading
from photon.domain.metadata.caption import Caption
from photon.domain.metadata.tag import TagMark, TagPath, belongs, tag_key
from photon.library import Library, open_library
from photon.library.captions import captions
from photon.library.photos import files, problems
from photon.library.photos.found_files import Found
from photon.library.tags import hidden_photos, tag_suggestions, tags

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
    assert hidden_photos.among(library, KEYS, 0.5).tolist() == [a]
    assert hidden_photos.among(library, KEYS, 0.2).tolist() == [a, b]
    tags.mark(library, [TagMark(a, ("nudity",), "rejected")])
    assert hidden_photos.among(library, KEYS, 0.5).tolist() == []


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
    away = hidden_photos.among(library, KEYS, 0.5)
    assert away.tolist() == [a, b]
    assert hidden_photos.count_present(library, away) == 2


def test_nothing_is_hidden_without_keys(library: Library, photos: list[int]) -> None:
    tags.mark(library, [TagMark(photos[0], ("nudity",), "confirmed")])
    assert hidden_photos.among(library, frozenset(), 0.0).tolist() == []
    assert hidden_photos.among(library, KEYS, 0.5).dtype == "int64"


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
        hidden_photos.veil(reader, np.array([a, c], np.int64))
        for schema, table, column in tables(reader):
            if table not in WHOLE:
                found = {row[0] for row in reader.db.execute(f"SELECT {column} FROM {table}")}
                assert not found & {a, c}, (schema, table)
        assert photos_of(reader) == {b, d}
        seen = hidden_photos.visible(reader)
        assert seen is not None
        assert seen.tolist() == [b, d]
        assert hidden_photos.holds(reader, a, "")
        assert not hidden_photos.holds(reader, b, "")
        assert reader.db.execute("SELECT rowid FROM photo_tags ORDER BY rowid").fetchall() == [(2,), (4,)]
        with hidden_photos.lifted(reader):
            assert photos_of(reader) == {a, b, c, d}
            assert hidden_photos.visible(reader) is None
            with hidden_photos.lifted(reader):
                assert photos_of(reader) == {a, b, c, d}
            assert photos_of(reader) == {a, b, c, d}
        assert photos_of(reader) == {b, d}
        hidden_photos.veil(reader, np.array([b], np.int64))
        assert photos_of(reader) == {a, c, d}
        hidden_photos.veil(reader, np.zeros(0, np.int64))
        assert photos_of(reader) == {a, b, c, d}
        assert hidden_photos.visible(reader) is None
        for (schema, table), count in counts.items():
            assert _count(reader, table) == _count(reader, f"{schema}.{table}") == count


def test_problems_of_hidden_photos_are_not_found(library: Library, photos: list[int], folder: int) -> None:
    some = [Problem(f"/photos/{name}.jpg", "truncated", "It is cut off.", "") for name in ("a", "b", "x")]
    for one, name in zip(some, ("a", "b", "x"), strict=True):
        library.db.execute(
            "INSERT OR REPLACE INTO problems VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (folder, f"{name}.jpg", one.path, one.kind, one.message, one.hint, 10, 1),
        )
    hidden_photos.veil(library, np.array([photos[0]], np.int64))
    assert [Path(one.path).stem for one in problems.all_problems(library)] == ["b", "x"]


def photos_of(library: Library) -> set[int]:
    return {row[0] for row in library.db.execute("SELECT id FROM photos")}


def _count(library: Library, table: str) -> int:
    return int(library.db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
