"""Confirmations are valid for one text, are stored in a table, and are migrated from the earlier setting."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from photon.domain import Reading
from photon.library import Library, open_library
from photon.library.captions.confirmed_captions import confirm_captions, confirmed_photos, hash_caption
from photon.library.db import catalog_schema
from photon.library.photos import files
from photon.library.photos.files import Found


@pytest.fixture
def photos(library: Library, at: Callable[[str], Found], reading: Callable[..., Reading]) -> list[int]:
    files.record(library, [(at(f"{name}.jpg"), reading(name)) for name in "abc"])
    return [1, 2, 3]


def test_a_confirmation_is_valid_for_this_text_only(library: Library, photos: list[int]) -> None:
    changes = confirm_captions(library, {1: "The harbour", 2: "Ein Fuß 🐾"})
    assert changes.photos == {1, 2}
    texts = {1: "The harbour", 2: "Ein Fuß 🐾", 3: "The harbour"}
    assert confirmed_photos(library, texts) == {1, 2}
    assert confirmed_photos(library, texts | {1: "Fog"}) == {2}
    confirm_captions(library, {1: "Fog"})
    assert confirmed_photos(library, texts | {1: "Fog"}) == {1, 2}
    assert confirmed_photos(library, texts) == {2}


def test_confirmations_are_undone_photo_by_photo(library: Library, photos: list[int]) -> None:
    texts = dict.fromkeys(photos, "The harbour")
    confirm_captions(library, texts)
    confirm_captions(library, {2: "The harbour"}, on=False)
    assert confirmed_photos(library, texts) == {1, 3}


def test_unknown_and_no_photos_are_ignored(library: Library, photos: list[int]) -> None:
    confirm_captions(library, {99: "The harbour"})
    confirm_captions(library, {})
    assert confirmed_photos(library, {99: "The harbour"}) == set()
    assert confirmed_photos(library, {}) == set()


@pytest.mark.parametrize(
    ("value", "confirmed"),
    [
        (json.dumps({"1": hash_caption("The harbour"), "3": hash_caption("Fog")}), {1, 3}),
        (json.dumps({"1": hash_caption("The harbour"), "99": hash_caption("Fog"), "x": "y", "3": None}), {1}),
        ("{not JSON", set()),
        ("[1, 2]", set()),
        ('"text"', set()),
    ],
)
def test_the_setting_of_older_libraries_is_migrated(tmp_path: Path, value: str, confirmed: set[int]) -> None:
    with closing(sqlite3.connect(tmp_path / "catalog.db")) as db, db:
        catalog_schema.lay_out(db, [one.__name__ for one in catalog_schema.MIGRATIONS[:9]])
        db.executemany(
            "INSERT INTO photos (id, file_hash, image_hash, format, width, height, colour, shown, added)"
            " VALUES (?, x'', x'', '', 1, 1, 0, '', '')",
            [(photo,) for photo in (1, 2, 3)],
        )
        db.executemany("INSERT INTO settings VALUES (?, ?)", [("captions_that_fit", value), ("other", "1")])
    with open_library(tmp_path, writable=True) as library:
        assert confirmed_photos(library, {1: "The harbour", 2: "Fog", 3: "Fog"}) == confirmed
        assert library.db.execute("SELECT name FROM settings").fetchall() == [("other",)]
