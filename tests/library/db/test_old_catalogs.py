"""Catalogues of all versions can be opened, are copied first, and lose nothing; see ``make_catalogs``."""

import shutil
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from photon.domain import PhotonError
from photon.library import open_library
from photon.library.captions import captions
from photon.library.captions.confirmed_captions import confirmed_photos, hash_caption
from photon.library.db import catalog_schema
from photon.library.db.migrations.catalog_migrations import MIGRATIONS
from photon.library.photos import photos
from photon.library.tags import tags
from tests.library.make_catalogs import CATALOGS, COMMITS, CONTENT

VERSIONS = sorted(COMMITS)
NAMES = [migration.__name__ for migration in MIGRATIONS]
Row = tuple[tuple[str, Any], ...]
Content = dict[str, set[Row]]
FREED = ("person:", "people:", "who:", "album:", "label:", "place:")
Test = Callable[[dict[str, Any]], bool]
MOVED: dict[str, dict[str, Test]] = {
    "m010": {"settings": lambda row: row["name"] == "captions_that_fit"},
    "m011": {
        "tags": lambda row: row["name"] == "Fluffy" and not row.get("taught"),  # they are learned from now on
        "concepts": lambda _: True,
        "concept_examples": lambda _: True,
        "saved_searches": lambda row: any(word in row["text"].lower() for word in FREED),
        "recent_searches": lambda row: any(word in row["text"].lower() for word in FREED),
    },
}
"""Rows that a migration deliberately removes from a table; separate tests check where they went."""
ADDED = {"m011": {"tags", "saved_searches", "recent_searches"}, "m022": {"journal_steps"}}
"""Tables to which a migration adds rows."""


def _content(path: Path) -> Content:
    """Return the rows of every table, as sets of column and value."""
    with closing(sqlite3.connect(path)) as db:
        listed = db.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%sqlite%'"
        ).fetchall()
        found: Content = {}
        for (table,) in listed:
            cursor = db.execute(f"SELECT * FROM {table}")
            names = [column[0] for column in cursor.description]
            rows = [tuple(zip(names, row, strict=True)) for row in cursor]
            found[table] = set(rows)
            assert len(rows) == len(found[table])
    return found


def _narrowed(rows: Iterable[Row], like: Iterable[Row]) -> set[Row]:
    """Return rows with only those columns that the rows of ``like`` have."""
    columns = {name for row in like for name, _ in row}
    return {tuple((name, value) for name, value in row if name in columns) for row in rows}


def _schema(path: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(path)) as db:
        return sorted(
            db.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE '%sqlite%'")
        )


@pytest.fixture(params=VERSIONS)
def version(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def catalog(version: str, tmp_path: Path) -> Path:
    """Return a catalogue of this version, which may be changed."""
    return Path(shutil.copy(CATALOGS / f"{version}.db", tmp_path / "catalog.db"))


def test_every_older_version_has_a_catalogue_with_rows_in_every_table() -> None:
    assert [name[:4] for name in NAMES][: len(VERSIONS)] == VERSIONS
    assert len(VERSIONS) >= len(NAMES) - 2, (
        "make catalogues of released versions: python -m tests.library.make_catalogs"
    )
    for at, version in enumerate(VERSIONS, 1):
        content = _content(CATALOGS / f"{version}.db")
        assert set(content) <= {*CONTENT, "libraries"}
        assert all(content.values())
        assert (CATALOGS / f"{version}.db").stat().st_size <= 200_000
        with closing(sqlite3.connect(CATALOGS / f"{version}.db")) as db:
            assert [name for (name,) in db.execute("SELECT name FROM _sqlite_migrations ORDER BY name")] == NAMES[:at]


def test_each_migration_keeps_every_row(version: str, catalog: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for steps in range(VERSIONS.index(version) + 2, len(MIGRATIONS) + 1):
        before = _content(catalog)
        monkeypatch.setattr(catalog_schema, "MIGRATIONS", MIGRATIONS[:steps])
        catalog_schema.migrate(catalog)
        after, step = _content(catalog), NAMES[steps - 1][:4]
        for table, rows in before.items():
            is_moved = MOVED.get(step, {}).get(table, lambda _: False)
            now = _narrowed(after.get(table, ()), rows)
            assert {row for row in rows - now if not is_moved(dict(row))} == set(), step
            assert table in ADDED.get(step, ()) or now <= rows, step


def test_the_result_has_the_schema_of_a_new_catalogue(catalog: Path, tmp_path: Path) -> None:
    catalog_schema.migrate(catalog)
    catalog_schema.migrate(tmp_path / "new.db")
    assert _schema(catalog) == _schema(tmp_path / "new.db")
    with closing(sqlite3.connect(catalog)) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []


def test_a_library_of_this_version_is_copied_before_it_is_opened(version: str, catalog: Path) -> None:
    with open_library(catalog.parent, writable=True) as library:
        assert photos.in_order(library, "newest") == [7, 4, 2, 1]
        facts = library.db.execute("SELECT id, rating, favourite, camera FROM photos WHERE present ORDER BY id")
        assert facts.fetchall() == [(1, 5, 1, "FUJIFILM X-T5"), (2, 3, 0, None), (4, 0, 1, None), (7, 0, 0, None)]
        if version >= "m002":
            assert {"/".join(path) for path, *_ in tags.all_tags(library)} >= {"nature/beach", "Fluffy", "Straße"}
        if version >= "m004":
            written = captions.captions_for_photos(library, [1, 2, 4, 7])
            assert written[1].text == "A tram in the old town\nat noon"
            assert written[4].title == "Nur ein Titel"
            assert confirmed_photos(library, {photo: one.text for photo, one in written.items()}) == {1}
            confirmed = library.db.execute("SELECT photo_id, text_hash FROM confirmed_captions ORDER BY photo_id")
            assert confirmed.fetchall() == [(1, hash_caption(written[1].text)), (2, "0" * 16)]
    following = NAMES[VERSIONS.index(version) + 1][:4]
    assert _content(catalog.with_name(f"catalog-before-{following}.db")) == _content(CATALOGS / f"{version}.db")


def test_nothing_is_migrated_without_a_copy(version: str, catalog: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = _content(catalog)

    def refuse(*_: object) -> None:
        raise PhotonError("The disk is full.")

    monkeypatch.setattr(catalog_schema, "_keep_copy", refuse)
    with pytest.raises(PhotonError, match="disk is full"):
        open_library(catalog.parent, writable=True)
    assert _content(catalog) == before


def test_captions_from_before_their_origin_was_recorded_are_still_audited(tmp_path: Path) -> None:
    shutil.copy(CATALOGS / "m008.db", tmp_path / "catalog.db")
    with open_library(tmp_path, writable=True) as library:
        assert set(captions.unjudged(library)) == {2, 7}
