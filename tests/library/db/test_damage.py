"""Lost and damaged files of a library: the user's data is never overwritten, derived data is rebuilt."""

import os
import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from photon.app.health.catalog_repair import find_damage
from photon.domain import PhotonError
from photon.library import Library, open_library, renew_damaged
from photon.library.db import catalog_schema, connection
from photon.library.db.database_errors import DamagedLibrary, LostCatalog
from photon.library.db.health import faults
from photon.library.photos import files, photos
from photon.library.photos.found_files import Found
from photon.library.vectors import vectors
from tests.library.tagged import tag

Damage = Callable[[Path], None]


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def zero(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


def delete(path: Path) -> None:
    path.unlink()


def fill_with_noise(path: Path) -> None:
    path.write_bytes(random.Random(1).randbytes(path.stat().st_size))  # noqa: S311


def lose_header(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[:100] = bytes(100)
    path.write_bytes(content)


def lose_pages(path: Path) -> None:
    content = bytearray(path.read_bytes())
    for page in range(3, len(content) // 4096, 3):
        content[page * 4096 : (page + 1) * 4096] = bytes(4096)
    path.write_bytes(content)


def forget_tables(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 1")
    db.close()


def misspell(path: Path) -> None:
    """Damage a keyword; SQLite quotes it in its message, which is then not valid text."""
    content = path.read_bytes()
    assert b"STRICT" in content
    path.write_bytes(content.replace(b"STRICT", b"STR\xeeCT", 1))


DAMAGES = [cut, empty, zero, delete, fill_with_noise, lose_header, lose_pages, forget_tables, misspell]


@pytest.fixture
def directory(library: Library, folder: int, reading) -> Path:
    """A closed library of 40 photos with vectors and a tag."""
    files.record(library, [(Found(folder, f"{n}.jpg", 1, 1), reading(f"photo {n}")) for n in range(40)])
    made = vectors.pending(library, "e", 40)
    array = np.eye(1, 16, dtype=np.float32)[0]
    vectors.store(library, "e", [vectors.Embedded(p.photo, p.image_hash, array, array) for p in made])
    tag(library, ("trip",), [1, 2])
    library.close()
    return library.directory


def lose_vectors(path: Path) -> None:
    db = sqlite3.connect(path)
    (page,) = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'vectors_by_encoder'").fetchone()
    db.close()
    content = bytearray(path.read_bytes())
    content[(page - 1) * 4096 : page * 4096] = bytes(4096)
    path.write_bytes(content)


@pytest.mark.parametrize("writable", [True, False])
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_lost_or_damaged_catalogue_is_refused_and_not_touched(
    directory: Path, damage: Damage, writable: bool
) -> None:
    damage(directory / "catalog.db")
    catalog = directory / "catalog.db"
    before = catalog.read_bytes() if catalog.exists() else None
    with pytest.raises(PhotonError, match=r"tags, captions and ratings") as caught:
        open_library(directory, writable=writable)
    assert "copy" in caught.value.hint
    assert (catalog.read_bytes() if catalog.exists() else None) == before
    assert not list(directory.glob("*set-aside*"))


@pytest.mark.parametrize("beside", ["cache.db", "previews.db", "exports"])
def test_any_other_file_of_a_library_shows_that_there_was_a_catalogue(tmp_path: Path, beside: str) -> None:
    (tmp_path / beside).mkdir() if beside == "exports" else (tmp_path / beside).write_bytes(b"x")
    with pytest.raises(PhotonError, match="is gone"):
        open_library(tmp_path, writable=True)
    assert not (tmp_path / "catalog.db").exists()


def test_a_log_with_an_empty_catalogue_is_kept(tmp_path: Path) -> None:
    """SQLite would delete it, with the latest writes."""
    (tmp_path / "catalog.db").write_bytes(b"")
    (tmp_path / "catalog.db-wal").write_bytes(b"words of a person")
    with pytest.raises(PhotonError, match="is empty"):
        open_library(tmp_path, writable=True)
    assert (tmp_path / "catalog.db-wal").read_bytes() == b"words of a person"


def test_only_existing_copies_are_named(directory: Path) -> None:
    delete(directory / "catalog.db")
    with pytest.raises(PhotonError, match="Photon has none"):
        open_library(directory, writable=True)
    (directory / "catalog-before-m007.db").write_bytes(b"x")
    with pytest.raises(PhotonError, match=r"catalog-before-m007\.db beside it"):
        open_library(directory, writable=True)


@pytest.mark.parametrize("left", ["nothing", "an empty file", "the list of versions"])
def test_an_interrupted_first_start_continues(tmp_path: Path, left: str) -> None:
    (tmp_path / "migrate.lock").touch()
    if left == "an empty file":
        (tmp_path / "catalog.db").touch()
    if left == "the list of versions":
        with sqlite3.connect(tmp_path / "catalog.db") as db:
            db.execute("CREATE TABLE _sqlite_migrations (id INTEGER PRIMARY KEY, migration_set, name, applied_at)")
        db.close()
    with pytest.raises(PhotonError, match="no photo library"):
        open_library(tmp_path, writable=False)
    with open_library(tmp_path, writable=True) as library:
        assert photos.count(library) == 0


def test_a_first_start_interrupted_between_two_files_continues(tmp_path: Path) -> None:
    open_library(tmp_path, writable=True).close()
    (tmp_path / "previews.db").unlink()
    (tmp_path / "cache.db").write_bytes(b"")
    with open_library(tmp_path, writable=True) as library:
        assert library.notices == ()


def test_a_table_whose_name_was_damaged_is_noticed(directory: Path) -> None:
    content = (directory / "catalog.db").read_bytes()
    assert b"CREATE TABLE captions" in content
    (directory / "catalog.db").write_bytes(content.replace(b"CREATE TABLE captions", b"CREATE TABLE captionz"))
    with pytest.raises(PhotonError, match="damaged"):
        open_library(directory, writable=False)


def test_another_database_is_not_a_catalogue(directory: Path) -> None:
    (directory / "catalog.db").unlink()
    with sqlite3.connect(directory / "catalog.db") as db:
        db.execute("CREATE TABLE moz_places (id INTEGER)")
    db.close()
    with pytest.raises(PhotonError, match="not a Photon catalogue"):
        open_library(directory, writable=True)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER t AFTER INSERT ON photos BEGIN DELETE FROM tags; END",
        "CREATE VIEW v AS SELECT 1",
        "CREATE VIRTUAL TABLE f USING fts5 (x)",
    ],
)
def test_foreign_triggers_and_views_keep_a_catalogue_closed(directory: Path, statement: str) -> None:
    with sqlite3.connect(directory / "catalog.db") as db:
        db.execute(statement)
    db.close()
    with pytest.raises(LostCatalog, match="which no catalogue has"):
        open_library(directory, writable=True)


def test_a_foreign_table_is_harmless(directory: Path) -> None:
    with sqlite3.connect(directory / "catalog.db") as db:
        db.execute("CREATE TABLE my_notes (x)")
    db.close()
    with open_library(directory, writable=True) as library:
        assert photos.count(library) == 40
        assert catalog_schema.foreign_of(library.db) == "my_notes"


@pytest.mark.parametrize("writable", [True, False])
def test_no_connection_trusts_a_schema(directory: Path, writable: bool) -> None:
    with open_library(directory, writable=writable) as library:
        assert catalog_schema.foreign_of(library.db) == ""
        assert library.db.execute("PRAGMA trusted_schema").fetchone() == (0,)
        assert library.db.execute("PRAGMA cell_size_check").fetchone() == (1,)


@pytest.mark.parametrize("writable", [True, False])
@pytest.mark.parametrize("name", ["cache.db", "previews.db"])
@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_derived_files_are_set_aside_and_recreated(
    directory: Path, name: str, damage: Damage, writable: bool
) -> None:
    damage(directory / name)
    damaged = (directory / name).read_bytes() if (directory / name).exists() else b""
    with open_library(directory, writable=writable) as library:
        assert faults(library) == list(library.notices)
        assert len(photos.in_order(library, "newest")) == 40
        waiting = (
            vectors.count_pending(library, "e") if name == "cache.db" else 40 - len(photos.previews(library, range(99)))
        )
        assert waiting == 40
    kept = directory / f"{name.removesuffix('.db')}-set-aside.db"
    if library.notices:
        assert name in library.notices[0]
        assert kept.read_bytes() == damaged
    with open_library(directory, writable=writable) as again:
        assert again.notices == ()


def test_at_most_one_file_is_kept(directory: Path) -> None:
    for _ in range(2):
        fill_with_noise(directory / "cache.db")
        open_library(directory, writable=True).close()
    assert [path.name for path in directory.glob("*set-aside*")] == ["cache-set-aside.db"]


def test_a_damaged_file_is_not_kept_without_space_for_two(directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill_with_noise(directory / "cache.db")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(100_000, 0, 90_000))
    with open_library(directory, writable=True) as library:
        assert "free space" in library.notices[0]
    assert not list(directory.glob("*set-aside*"))


def test_files_of_another_library_are_set_aside(directory: Path, tmp_path: Path) -> None:
    open_library(tmp_path / "other", writable=True).close()
    shutil.copy(tmp_path / "other" / "cache.db", directory / "cache.db")
    with open_library(directory, writable=True) as library:
        assert "another library" in library.notices[0]
        assert vectors.count_pending(library, "e") == 40


def test_a_reader_of_a_library_that_cannot_be_repaired_does_without_the_file(
    directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill_with_noise(directory / "cache.db")
    noise = (directory / "cache.db").read_bytes()

    def refuse(*_: object, **__: object) -> str:
        raise PermissionError(30, "Read-only file system")

    monkeypatch.setattr(connection.cache_schema, "prepare", refuse)
    with open_library(directory, writable=False) as library:
        assert vectors.count_pending(library, "e") == 40
        with library.again(writable=False) as second:
            assert vectors.count_pending(second, "e") == 40
    assert (directory / "cache.db").read_bytes() == noise
    with pytest.raises(PhotonError, match="can't be written"):
        open_library(directory, writable=True)


def test_damage_found_during_use_is_reported_and_repaired(directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in files that are too large to be checked at every start."""
    monkeypatch.setattr(connection.cache_schema, "_CHECKED", 0)
    lose_vectors(directory / "cache.db")
    with open_library(directory, writable=False) as library, pytest.raises(DamagedLibrary):
        vectors.meanings(library, "e")
    assert "cache.db" in renew_damaged(directory)[0]
    with open_library(directory, writable=False) as library:
        assert vectors.count_pending(library, "e") == 40
    assert renew_damaged(directory) == ()


def test_invalid_text_is_damage(library: Library) -> None:
    library.db.execute("INSERT INTO folders (path, added) VALUES (CAST(x'ff41' AS TEXT), '')")
    with pytest.raises(DamagedLibrary):
        library.db.execute("SELECT path FROM folders").fetchall()
    with pytest.raises(LostCatalog, match="a text in the table “folders” can't be read"):
        renew_damaged(library.directory)
    assert find_damage(library.directory) is not None


def test_an_incomplete_copy_from_before_an_upgrade_has_no_name(
    directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full(sqlite3.Connection):
        def execute(self, sql: str, *rest: object) -> sqlite3.Cursor:
            if sql.startswith("VACUUM"):
                Path(str(rest[0][0])).write_bytes(b"half")
                raise sqlite3.OperationalError("database or disk is full")
            return super().execute(sql, *rest)

    with closing(sqlite3.connect(directory / "catalog.db", factory=Full)) as db, pytest.raises(sqlite3.Error):
        catalog_schema._keep_copy(db, directory / "catalog-before-m009.db")
    assert not list(directory.glob("catalog-before-*"))
