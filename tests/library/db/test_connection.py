"""Opening a catalogue: versions, damage, locks, full disks, and two connections at once."""

import gc
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing, nullcontext
from pathlib import Path
from typing import Any

import pytest

from photon.domain import PhotonError
from photon.library import Library, open_library
from photon.library.db import cache_schema, catalog_schema, connection
from photon.library.db.catalog_checks import usable_catalog
from photon.library.db.database_errors import StoppedWrite, TranslatingCursor
from photon.library.photos import files, folders, photos, problems
from photon.library.photos.found_files import Found
from photon.library.vectors import vectors


def parts(db: sqlite3.Connection) -> list[Any]:
    return db.execute("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name").fetchall()


def applied(db: sqlite3.Connection) -> list[Any]:
    return db.execute("SELECT id, migration_set, name FROM _sqlite_migrations ORDER BY id").fetchall()


def test_a_missing_library_is_refused_with_a_message(tmp_path: Path) -> None:
    with pytest.raises(PhotonError, match="no photo library"):
        open_library(tmp_path, writable=False)


def test_opening_a_current_library_again_writes_nothing(library: Library) -> None:
    library.close()
    before = {p.name: p.read_bytes() for p in library.directory.glob("*.db")}
    open_library(library.directory, writable=True).close()
    assert {p.name: p.read_bytes() for p in library.directory.glob("*.db")} == before


def test_a_nested_transaction_is_part_of_the_outer_one(library: Library) -> None:
    with pytest.raises(KeyError), library.transaction():
        folders.set_skip(library, "inner", on=True)
        raise KeyError
    assert folders.skips(library) == []
    with library.transaction():
        folders.set_skip(library, "inner", on=True)
    assert folders.skips(library) == ["inner"]


def test_what_is_rolled_back_is_not_remembered(library: Library) -> None:
    def known() -> list[str]:
        return library.remember("skips", lambda: folders.skips(library))

    with pytest.raises(KeyError), library.transaction():
        folders.set_skip(library, "inner", on=True)
        assert known() == ["inner"]
        raise KeyError
    assert known() == []


@pytest.mark.parametrize("is_stopped", [True, False])
def test_only_its_own_queries_end_when_a_transaction_is_stopped(library: Library, *, is_stopped: bool) -> None:
    asked: list[bool] = []
    long = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 100000) SELECT count(*) FROM n"
    with (
        pytest.raises(StoppedWrite) if is_stopped else nullcontext(),
        library.stoppable_transaction(lambda: asked.append(True) or is_stopped) as db,
    ):
        db.execute(long).fetchone()
    assert asked
    asked.clear()
    with library.transaction() as db:  # e.g. of a scan
        assert db.execute(long).fetchone() == (100_000,)
    assert asked == []


def test_a_newer_library_is_not_changed(library: Library) -> None:
    with library.transaction() as db:
        db.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('photon.catalog', 'm999', '')"
        )
    library.close()
    with pytest.raises(PhotonError, match="newer version of Photon"):
        open_library(library.directory, writable=True)


def test_a_new_catalogue_is_as_after_one_migration_after_the_other(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other.db")) as other:
        catalog_schema.lay_out(other, ())
        wanted = (parts(other), applied(other))
    catalog_schema.migrate(tmp_path / "catalog.db")
    with closing(sqlite3.connect(tmp_path / "catalog.db")) as db:
        assert (parts(db), applied(db)) == wanted
        assert catalog_schema.is_current(db)
        assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)


@pytest.mark.parametrize("at", [0, len(catalog_schema.MIGRATIONS) - 1])
def test_a_catalogue_whose_creation_is_killed_is_made_at_the_next_start(tmp_path: Path, at: int) -> None:
    program = f"""
import os, signal, sys
from pathlib import Path
from photon.library import open_library
from photon.library.db import catalog_schema

def kill(db, migrate=catalog_schema.MIGRATIONS[{at}]):
    migrate(db)
    os.kill(os.getpid(), signal.SIGKILL)

made = list(catalog_schema.MIGRATIONS)
made[{at}] = kill
catalog_schema.MIGRATIONS = tuple(made)
open_library(Path(sys.argv[1]), writable=True)
"""
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert usable_catalog(tmp_path) is None
    with open_library(tmp_path, writable=True) as library:
        assert catalog_schema.is_current(library.db)
        assert photos.in_order(library, "newest") == []


def test_a_new_library_needs_no_sqlite_utils(tmp_path: Path) -> None:
    program = """
import sys
from pathlib import Path
from photon.library import open_library
open_library(Path(sys.argv[1]), writable=True).close()
sys.exit("sqlite_utils" in sys.modules)
"""
    assert subprocess.run([sys.executable, "-c", program, str(tmp_path)], check=False).returncode == 0


def test_an_error_keeps_no_query_open(library: Library) -> None:
    class Stop:
        def __call__(self) -> bool:
            return True

    gc.collect()
    gc.disable()  # as in the window
    try:
        library.db.set_progress_handler(Stop(), 1)
        with pytest.raises(StoppedWrite, match="Stopped"):
            library.column("SELECT * FROM photos")
        library.db.set_progress_handler(None, 1)
        assert not [
            one for one in gc.get_objects() if isinstance(one, TranslatingCursor) and one.connection is library.db
        ]
    finally:
        gc.enable()


def test_migrating_keeps_a_copy_of_the_old_catalogue(
    library: Library, folder: int, reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    files.record(library, [(Found(folder, "x.jpg", 1, 1), reading("x"))])
    library.close()

    def m002_more(db: sqlite3.Connection) -> None:
        db.execute("CREATE TABLE more (x INTEGER) STRICT")

    monkeypatch.setattr(catalog_schema, "MIGRATIONS", (*catalog_schema.MIGRATIONS, m002_more))
    with open_library(library.directory, writable=True) as again:
        assert again.db.execute("SELECT count(*) FROM more").fetchone() == (0,)
        assert len(photos.in_order(again, "newest")) == 1
    copy = sqlite3.connect(library.directory / "catalog-before-m002.db")
    assert copy.execute("SELECT count(*) FROM photos").fetchone() == (1,)
    copy.close()


@pytest.mark.parametrize("content", [b"", b"this is no database" * 100])
def test_a_damaged_or_missing_cache_is_recreated(library: Library, content: bytes) -> None:
    library.close()
    for name in ("cache.db", "previews.db"):
        for ending in ("-wal", "-shm"):
            (library.directory / (name + ending)).unlink(missing_ok=True)
        (library.directory / name).write_bytes(content)
    with open_library(library.directory, writable=True) as again:
        assert vectors.count_pending(again, "e") == 0


def test_a_cache_of_another_catalogue_is_not_used(library: Library, tmp_path: Path, folder: int, reading) -> None:
    files.record(library, [(Found(folder, "x.jpg", 1, 1), reading("x"))])
    library.close()
    with open_library(tmp_path / "other", writable=True):
        pass
    (tmp_path / "other" / "previews.db").write_bytes((library.directory / "previews.db").read_bytes())
    with open_library(tmp_path / "other", writable=True) as other:
        assert photos.previews(other, [1]) == {}


def test_a_reader_sees_committed_data_and_cannot_write(library: Library, folder: int, reading) -> None:
    with open_library(library.directory, writable=False) as reader:
        stamp = reader.stamp()
        files.record(library, [(Found(folder, "x.jpg", 1, 1), reading("x"))])
        assert reader.stamp() != stamp
        assert len(photos.in_order(reader, "newest")) == 1
        with pytest.raises(PhotonError, match="can't be written"):
            files.record(reader, [(Found(folder, "y.jpg", 1, 1), reading("y"))])


def test_a_full_disk_is_reported_and_loses_nothing(library: Library, folder: int, reading) -> None:
    files.record(library, [(Found(folder, "x.jpg", 1, 1), reading("x"))])
    library.db.execute(
        f"PRAGMA previews.max_page_count={library.db.execute('PRAGMA previews.page_count').fetchone()[0]}"
    )
    big = [(Found(folder, f"{n}.jpg", 1, 1), reading(f"{n}" * 9)) for n in range(400)]
    with pytest.raises(PhotonError, match="full"):
        files.record(library, big)
    assert len(photos.in_order(library, "newest")) == 1


def test_a_failed_batch_leaves_nothing_behind(library: Library) -> None:
    with pytest.raises(ZeroDivisionError), library.transaction() as db:
        db.execute("INSERT INTO folders (path, added) VALUES ('x', '')")
        raise ZeroDivisionError
    assert library.db.execute("SELECT count(*) FROM folders").fetchone() == (0,)


def test_a_library_of_an_earlier_version_is_migrated_even_for_reading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "library").mkdir()
    with closing(sqlite3.connect(tmp_path / "library" / "catalog.db")) as db:
        catalog_schema.lay_out(db, [one.__name__ for one in catalog_schema.MIGRATIONS[:7]])
    with monkeypatch.context() as earlier:
        earlier.setattr(catalog_schema, "MIGRATIONS", catalog_schema.MIGRATIONS[:7])
        earlier.setattr(cache_schema, "_CACHE", {k: v for k, v in cache_schema._CACHE.items() if k != "failures"})
        with open_library(tmp_path / "library", writable=True) as old, old.transaction() as db:
            db.execute("INSERT INTO folders (path, added) VALUES ('/photos', '')")
    with open_library(tmp_path / "library", writable=False) as library:
        assert [(one.path, one.missing) for one in folders.all_folders(library)] == [("/photos", 0)]
        assert problems.all_problems(library) == []


def test_a_large_write_leaves_no_large_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "WAL_BYTES", 1 << 20)
    log = tmp_path / "library" / "cache.db-wal"
    with open_library(tmp_path / "library", writable=True) as library:
        with library.transaction() as db:
            rows = [(f"{at}", bytes(1 << 20)) for at in range(5)]
            db.executemany("INSERT INTO text_vectors VALUES ('x', ?, ?)", rows)
        assert log.stat().st_size > 5 << 20
        for words in ("one", "two"):
            with library.transaction() as db:
                db.execute("INSERT INTO text_vectors VALUES ('y', ?, x'00')", (words,))
        assert log.stat().st_size <= 1 << 20


def test_what_names_content_that_is_dropped_is_dropped_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tables = ("items", "moment_films", "face_photos", "face_films", "texts")
    with open_library(tmp_path / "library", writable=True) as library, library.transaction() as db:
        db.execute("INSERT INTO items VALUES (1, 1, 'e', x'00', 'face', 0, 0, 1, 1, 0, x'00', x'00')")
        db.execute("INSERT INTO moment_films VALUES ('e', 1, x'00', 1.0)")
        db.execute("INSERT INTO face_photos VALUES (1, x'00', 'm')")
        db.execute("INSERT INTO face_films VALUES (1, x'00', 'm')")
        db.execute("INSERT INTO texts (photo_id, image_hash, reader, chance) VALUES (1, x'00', 'r', 0.5)")
    format_, statements = cache_schema._CACHE["items"]
    monkeypatch.setitem(cache_schema._CACHE, "items", (format_ + 1, statements))
    with open_library(tmp_path / "library", writable=True) as library:
        left = {table: library.column(f"SELECT count(*) FROM {table}")[0] for table in tables}
    assert left == {"items": 0, "moment_films": 0, "face_photos": 0, "face_films": 0, "texts": 1}
