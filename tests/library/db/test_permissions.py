"""A library is readable by its owner only."""

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from photon.library import Library, open_library
from photon.library.db import catalog_schema

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs rights of owner, group and others")


@pytest.fixture(autouse=True)
def usual_rights() -> Iterator[None]:
    """Let everybody read the files that this process creates."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def rights(directory: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mode & 0o777 for path in (directory, *directory.iterdir())}


def test_a_new_library_is_private(tmp_path: Path) -> None:
    with open_library(tmp_path / "new" / "library", writable=True) as library:
        found = rights(library.directory)
        assert {"catalog.db", "catalog.db-wal", "catalog.db-shm", "cache.db-wal", "previews.db-shm"} < set(found)
        assert found.pop("library") == 0o700
        assert set(found.values()) == {0o600}


def test_the_copy_before_an_upgrade_is_private(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    library.close()

    def m999_more(db: sqlite3.Connection) -> None:
        db.execute("CREATE TABLE more (x INTEGER) STRICT")

    monkeypatch.setattr(catalog_schema, "MIGRATIONS", (*catalog_schema.MIGRATIONS, m999_more))
    open_library(library.directory, writable=True).close()
    assert rights(library.directory)["catalog-before-m999.db"] == 0o600


def widened(library: Library) -> Path:
    library.close()
    (library.directory / "photon.log").touch()
    for path in library.directory.iterdir():
        path.chmod(0o644)
    library.directory.chmod(0o755)
    return library.directory


def test_permissions_of_an_older_library_are_restricted(library: Library) -> None:
    directory = widened(library)
    (directory / "exports").mkdir()
    open_library(directory, writable=True).close()
    found = rights(directory)
    assert (found.pop(directory.name), found.pop("exports")) == (0o700, 0o700)
    assert set(found.values()) == {0o600}


def test_a_folder_with_other_files_keeps_its_permissions_and_theirs(library: Library) -> None:
    directory = widened(library)
    (directory / "lake.jpg").touch()
    elsewhere = directory.parent / "elsewhere.db"
    elsewhere.touch()
    (directory / "cache-linked.db").symlink_to(elsewhere)
    open_library(directory, writable=True).close()
    found = rights(directory)
    assert (found[directory.name], found["lake.jpg"], elsewhere.stat().st_mode & 0o777) == (0o755, 0o644, 0o644)
    assert (found["catalog.db"], found["photon.log"]) == (0o600, 0o600)


def test_reading_changes_no_permissions(library: Library) -> None:
    directory = widened(library)
    open_library(directory, writable=False).close()
    assert rights(directory)[directory.name] == 0o755
