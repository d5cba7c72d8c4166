"""This computer recognises its catalogues by a secret outside of all libraries, which is in none of them."""

import os
import shutil
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from photon.library import open_library
from photon.library.backups.backup_folder import origin_of
from photon.library.db import computer
from photon.library.recovery.foreign_work import take_over
from tests.library.make_catalogs import CATALOGS


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of states of another computer."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state"


def is_foreign(directory: Path) -> bool:
    with open_library(directory, writable=False) as library:
        return library.is_foreign


def test_a_new_library_belongs_to_this_computer_and_does_not_contain_the_secret(state: Path, tmp_path: Path) -> None:
    with open_library(tmp_path / "library", writable=True) as library:
        assert not library.is_foreign
    secret = computer.secret_file().read_text().strip()
    assert computer.secret_file().is_relative_to(state)
    assert len(bytes.fromhex(secret)) == 32
    for path in (tmp_path / "library").iterdir():
        assert secret.encode() not in path.read_bytes()
        assert bytes.fromhex(secret) not in path.read_bytes()


@pytest.mark.skipif(os.name != "posix", reason="needs rights of owner, group and others")
def test_only_the_owner_can_read_the_secret(state: Path) -> None:
    before = os.umask(0o022)
    try:
        assert computer.mark_here("x")
    finally:
        os.umask(before)
    assert [stat.S_IMODE(path.stat().st_mode) for path in (computer.secret_file(), state)] == [0o600, 0o700]
    assert list(state.iterdir()) == [computer.secret_file()]


def test_another_computer_does_not_recognise_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_library(tmp_path / "library", writable=True).close()
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "other"))
    assert is_foreign(tmp_path / "library")
    with open_library(tmp_path / "library", writable=True) as library:
        assert library.is_foreign
        assert take_over(library) == [
            "This library comes from another computer. Photon resumes nothing that was unfinished there."
        ]
        assert not library.is_foreign
    assert not is_foreign(tmp_path / "library")


@pytest.mark.parametrize("content", ["", "zz", "00" * 31, "not hexadecimal".ljust(64, "x"), "\0\xff"])
def test_a_damaged_secret_is_replaced(state: Path, content: str) -> None:
    state.mkdir()
    computer.secret_file().write_text(content)
    mark = computer.mark_here("x")
    assert len(mark) == 32
    assert computer.mark_here("x") == mark


def test_without_a_place_for_the_secret_nothing_counts_as_made_here(state: Path, tmp_path: Path) -> None:
    state.write_text("a file where a folder should be")
    assert computer.mark_here("x") == ""
    with open_library(tmp_path / "library", writable=True) as library:
        library.db.execute("UPDATE libraries SET computer = ''")
        assert not computer.is_from_here(library.db)
        (said,) = take_over(library)
        assert str(computer.secret_file()) in said


@pytest.mark.parametrize("is_here", [True, False])
def test_an_older_library_belongs_to_the_folder_of_its_newest_step(tmp_path: Path, is_here: bool) -> None:
    directory = tmp_path / "library"
    directory.mkdir()
    shutil.copy(CATALOGS / "m020.db", directory / "catalog.db")
    with closing(sqlite3.connect(directory / "catalog.db")) as db:
        device = origin_of(directory if is_here else tmp_path)
        db.execute(
            "INSERT INTO journal_steps (id, clock, device, actor, name) VALUES (9999, 1, ?, 'person', '')", (device,)
        )
        db.commit()
    with open_library(directory, writable=True) as library:
        assert library.is_foreign is not is_here
