"""m011: taught names of an old catalogue become learned tags, and former fields in saved searches are replaced."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from photon.domain import Changes, Like, Region
from photon.domain.metadata.learned_tag import Taught
from photon.library import Library, open_library
from photon.library.db.migrations.catalog_migrations import MIGRATIONS
from photon.library.searches import searches
from photon.library.tags import learned_tags, tags
from photon.search.query_language import parse
from tests.library.tagged import photos_with

PART = Region(0.1, 0.2, 0.3, 0.4)
Fill = Callable[[sqlite3.Connection], None]


@pytest.fixture
def migrated(tmp_path: Path) -> Callable[[Fill], Library]:
    """Open a library whose catalogue has the version before m011, with content written by a function."""

    def make(fill: Fill) -> Library:
        directory = tmp_path / "library"
        directory.mkdir()
        old = [step for step in MIGRATIONS if step.__name__ < "m011"]
        with closing(sqlite3.connect(directory / "catalog.db", isolation_level=None)) as db:
            db.execute(
                "CREATE TABLE _sqlite_migrations (id INTEGER PRIMARY KEY, migration_set TEXT, name TEXT,"
                " applied_at TEXT)"
            )
            for step in old:
                step(db)
                db.execute(
                    "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES (?, ?, '')",
                    ("photon.catalog", step.__name__),
                )
            for photo in range(1, 7):
                db.execute(
                    "INSERT INTO photos (id, file_hash, image_hash, format, width, height, colour, shown, added)"
                    " VALUES (?, ?, ?, 'JPEG', 40, 30, 0, '2021', '2021')",
                    (photo, bytes([photo]) * 16, bytes([photo]) * 16),
                )
            fill(db)
        return open_library(directory, writable=True)

    return make


def _concept(db: sqlite3.Connection, name: str, kind: str, *examples: Like) -> None:
    made = db.execute("INSERT INTO concepts (name, kind, made) VALUES (?, ?, '2021')", (name, kind)).lastrowid
    for like in examples:
        box = like.region
        values = (None,) * 4 if box is None else (box.x, box.y, box.width, box.height)
        db.execute("INSERT INTO concept_examples VALUES (?, ?, ?, ?, ?, ?)", (made, like.photo, *values))


def test_every_name_becomes_a_learned_tag_with_its_kind_examples_and_regions(
    migrated: Callable[[Fill], Library], tmp_path: Path
) -> None:
    fluffy = (Like(photo=3, region=PART), Like(photo=1), Like(photo=3), Like(photo=2))

    def fill(db: sqlite3.Connection) -> None:
        _concept(db, "Fluffy", "dog", *fluffy)
        _concept(db, "O\u0308lga", "", Like(photo=4))
        _concept(db, "AC/DC", "band", Like(photo=5))
        _concept(db, "Gone", "cat")

    with migrated(fill) as library:
        assert learned_tags.all_learned(library) == [
            Taught(("AC/DC",), 1, 0, "band"),
            Taught(("Fluffy",), 3, 0, "dog"),
            Taught(("Gone",), 0, 0, "cat"),
            Taught(("Ölga",), 1, 0, ""),
        ]
        assert set(learned_tags.decided(library, ("Fluffy",)).examples) == set(fluffy)
        assert learned_tags.find_named(library, "fLUFFY") == ("Fluffy",)
        assert learned_tags.find_named(library, "ac/dc") == ("AC/DC",)
        assert learned_tags.find_named(library, "ÖLGA") == ("Ölga",)
        assert library.db.execute("SELECT count(*) FROM photo_tags").fetchone() == (0,)
        assert all(not count for _, count in tags.all_tags(library)), "nobody gave these photos a tag"
    copy_of_old = next((tmp_path / "library").glob("catalog-before-*.db"))
    with closing(sqlite3.connect(copy_of_old)) as copy:
        assert copy.execute("SELECT count(*) FROM concepts").fetchone() == (4,)


def test_a_name_is_merged_with_the_tag_of_that_name_on_the_top_level(migrated: Callable[[Fill], Library]) -> None:
    def fill(db: sqlite3.Connection) -> None:
        db.execute("INSERT INTO tags (id, name, taught) VALUES (1, 'Beach', 0), (2, 'rex', 1), (3, 'Places', 0)")
        db.execute("INSERT INTO tags (id, parent_id, name) VALUES (4, 3, 'Paris')")
        db.execute("INSERT INTO photo_tags (photo_id, tag_id) VALUES (1, 1), (1, 2), (6, 4)")
        db.execute(
            "INSERT INTO rejected_tags (photo_id, key, path, certainty, given) VALUES (5, 'rex', '[\"rex\"]', 0.4, '')"
        )
        _concept(db, "BEACH", "", Like(photo=2))
        _concept(db, "Rex", "dog", Like(photo=3, region=PART), Like(photo=1))
        _concept(db, "Paris", "woman", Like(photo=4))

    with migrated(fill) as library:
        assert learned_tags.all_learned(library) == [
            Taught(("Beach",), 2, 0, ""),
            Taught(("Paris",), 1, 0, "woman"),
            Taught(("rex",), 2, 1, "dog"),
        ]
        assert photos_with(library, ("Beach",)) == [1]
        assert photos_with(library, ("rex",)) == [1]
        assert photos_with(library, ("Places", "Paris")) == [6]
        assert learned_tags.find_named(library, "paris") == ("Paris",)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("person:Fluffy on a sofa", "my:Fluffy on a sofa"),
        ('PEOPLE:"Old Joe", beach', 'my:"Old Joe", beach'),
        ("who:Rex -label:blurred", "my:Rex -tag:blurred"),
        ("(album:Italy OR 2*who:Rex)", "(folder:Italy OR 2*my:Rex)"),
        ("place:38.7,-9.1,20km sea", "near:38.7,-9.1,20km sea"),
        ("place:Lisbon", "place:Lisbon"),  # no coordinates: "near" would be an error, words find something
        ('"label: x, person:y" sea', '"label: x, person:y" sea'),
        ("like:“album:x” \\who:me who: me", "like:“album:x” \\who:me who: me"),
        ("someplace:1,2 myalbum:x tag:beach", "someplace:1,2 myalbum:x tag:beach"),
    ],
)
def test_former_fields_are_replaced_in_saved_and_recent_searches(
    migrated: Callable[[Fill], Library], old: str, new: str
) -> None:
    def fill(db: sqlite3.Connection) -> None:
        db.execute("INSERT INTO saved_searches (name, text, made) VALUES ('s', ?, '2021')", (old,))
        db.execute("INSERT INTO recent_searches (text, asked) VALUES (?, '2021'), (?, '2022')", (old, f"{new} "))
        db.execute("INSERT INTO recent_searches (text, asked) VALUES ('dog', '2020')")

    with migrated(fill) as library:
        assert [saved.text for saved in searches.all_searches(library)] == [new]
        assert searches.recent(library) == [f"{new} ", new, "dog"]
        assert not any("person" in mistake.message for mistake in parse(new).mistakes)


def test_recent_searches_stay_unique(migrated: Callable[[Fill], Library]) -> None:
    def fill(db: sqlite3.Connection) -> None:
        db.execute("INSERT INTO recent_searches (text, asked) VALUES ('my:Rex', '2021'), ('who:Rex', '2022')")

    with migrated(fill) as library:
        assert searches.recent(library) == ["my:Rex"]
        assert searches.note(library, "my:Rex") != Changes()
