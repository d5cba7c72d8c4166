"""``photon backup`` and ``photon restore``."""

import gzip
import io
import json
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from unittest.mock import Mock

import pytest

from photon.app.backups import backups
from photon.library import open_library
from photon.library.backups import backup_folder
from photon.library.backups.backup_folder import backups_in
from photon.library.photos import ratings
from photon.library.recovery import backup_making
from tests.cli.rated_library import make_rated_library, photon, stars

Said = pytest.CaptureFixture[str]


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """A library of three photos, one of which has stars."""
    return make_rated_library(tmp_path, {1: 3})


def answer(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(text))


def rate(directory: Path, photo: int, value: int) -> None:
    with open_library(directory, writable=True) as library:
        ratings.rate(library, {photo: value})


def test_a_library_of_a_relative_path_is_restored(directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(directory.parent)
    here = Path(directory.name)
    assert photon(here, "backup") == 0
    (path,) = (here / "backups").glob("*.gz")
    rate(directory, 2, 5)
    assert photon(here, "restore", str(path), "--yes") == 0
    assert stars(directory) == [3, 0, 0]


def test_backups_are_made_listed_and_restored(directory: Path, capsys: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    assert photon(directory, "backup") == 0
    said = capsys.readouterr().out
    assert "It holds 3 photos, 0 tags and 0 captions." in said
    assert " kB)." in said
    (path,) = (directory / "backups").glob("*.gz")
    assert str(path) in said
    rate(directory, 2, 5)
    assert photon(directory, "doctor") == 0
    assert "The last backup is from 20" in capsys.readouterr().out
    assert photon(directory, "backup", "list") == 0
    assert path.name in capsys.readouterr().out
    assert photon(directory, "backup", "list", "--json") == 0
    (row,) = map(json.loads, capsys.readouterr().out.splitlines())
    assert (row["path"], row["reason"], row["counts"]["ratings"]) == (str(path), "asked", 1)

    assert photon(directory, "restore", str(path), "--dry-run") == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["ratings", "1", "2", "0", "1"] in lines
    answer(monkeypatch, "n\n")
    assert photon(directory, "restore", str(path)) == 0
    assert "Nothing was changed." in capsys.readouterr().out
    assert stars(directory) == [3, 5, 0]
    answer(monkeypatch, "y\n")
    assert photon(directory, "restore", str(path)) == 0
    assert "is kept as" in capsys.readouterr().out
    assert stars(directory) == [3, 0, 0]


def test_backup_to_a_file_and_restore_from_it(directory: Path, tmp_path: Path, capsys: Said) -> None:
    assert photon(directory, "backup", "--to", str(tmp_path / "mine.db.gz")) == 0
    assert not (directory / "backups").exists()
    rate(directory, 1, 0)
    assert photon(directory, "restore", str(tmp_path / "mine.db.gz"), "--yes") == 0
    assert stars(directory) == [3, 0, 0]
    assert photon(directory, "backup", "--to", str(tmp_path / "none" / "mine.db.gz")) == 1
    assert "can't make backups" in capsys.readouterr().err


def test_folder_and_limit_are_changed(directory: Path, tmp_path: Path, capsys: Said) -> None:
    assert photon(directory, "backup", "list") == 0
    assert "no backups" in capsys.readouterr().out
    assert photon(directory, "backup", "settings", "--folder", str(tmp_path / "drive"), "--limit", "0.5") == 0
    said = capsys.readouterr().out
    assert str(tmp_path / "drive") in said
    assert "0.50 GB" in said
    assert photon(directory, "backup") == 0
    assert len(list((tmp_path / "drive").glob("*.db.gz"))) == 1
    (tmp_path / "drive").rename(tmp_path / "unplugged")
    assert photon(directory, "backup") == 1
    assert photon(directory, "backup", "list") == 1
    assert "is not there" in capsys.readouterr().err


def test_a_backup_of_another_library_needs_confirmation(
    directory: Path, tmp_path: Path, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other"
    open_library(other, writable=True).close()
    assert photon(other, "backup", "--to", str(tmp_path / "theirs.db.gz")) == 0
    answer(monkeypatch, "n\n")
    assert photon(directory, "restore", str(tmp_path / "theirs.db.gz")) == 0
    both = capsys.readouterr()
    assert "a backup of another photo library" in both.out
    assert "Replace this library by another one?" in both.err + both.out
    assert stars(directory) == [3, 0, 0]


@pytest.mark.parametrize("command", [["doctor"], ["runs", "list"], ["backup"], ["index"]])
def test_a_lost_catalogue_does_not_start_an_empty_library(directory: Path, capsys: Said, command: list[str]) -> None:
    assert photon(directory, "backup") == 0
    for path in directory.glob("*.db*"):
        path.unlink()
    (backup,) = (directory / "backups").iterdir()
    capsys.readouterr()
    assert photon(directory, *command) == 1
    assert f"photon restore {backup}" in capsys.readouterr().err
    assert not (directory / "catalog.db").exists()
    assert photon(directory, "restore", str(backup), "--yes") == 0
    assert stars(directory) == [3, 0, 0]


def test_what_a_backup_from_elsewhere_would_do_is_said_before_it_is_restored(
    directory: Path, tmp_path: Path, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = tmp_path / "secret"
    secret.mkdir()
    assert photon(directory, "backup", "--to", str(tmp_path / "mine.gz")) == 0
    evil = tmp_path / "evil"
    evil.mkdir()
    (evil / "catalog.db").write_bytes(gzip.decompress((tmp_path / "mine.gz").read_bytes()))
    with closing(sqlite3.connect(evil / "catalog.db")) as db:
        db.execute("INSERT INTO move_batches (id, purpose, made) VALUES (1, 'rename', '')")
        db.execute(
            "INSERT INTO file_moves (batch, unit, photo_id, role, source, target, info, size, mtime_ns, state, noted)"
            " VALUES (1, 1, 0, 'photo', '/home/me/paper.odt', '/x', '', 1, 1, 'going', '')"
        )
        db.execute("INSERT INTO folders (path, added) VALUES (?, '')", (str(secret),))
        db.execute("UPDATE libraries SET uuid = 'another'")
        db.commit()
    said = "Unfinished moves that Photon drops: /home/me/paper.odt"
    for arguments in (["--dry-run"], []):
        capsys.readouterr()
        answer(monkeypatch, "n\n")
        assert photon(directory, "restore", str(evil / "catalog.db"), *arguments) == 0
        out = capsys.readouterr().out
        assert said in out
        assert f"Folders that Photon does not watch: {secret}" in out
        assert "Nothing was changed." in out
    assert photon(directory, "restore", str(evil / "catalog.db"), "--yes") == 0
    out = capsys.readouterr().out
    assert said in out
    assert "If what is off is yours, switch it on:" in out
    assert photon(directory, "folders", "list") == 0
    out = capsys.readouterr().out
    assert f"{secret}  (off)" in out
    assert "To watch a folder that is off: photon index FOLDER" in out
    assert photon(directory, "folders", "list", "--json") == 0
    assert {one["path"]: one["off"] for one in json.loads(capsys.readouterr().out)} == {
        str(tmp_path / "photos"): False,
        str(secret): True,
    }
    assert photon(directory, "restore", str(tmp_path / "mine.gz"), "--yes") == 0
    assert "Photon drops" not in capsys.readouterr().out


def test_an_invalid_file_is_refused_with_a_message(directory: Path, tmp_path: Path, capsys: Said) -> None:
    (tmp_path / "x.gz").write_bytes(b"x")
    assert photon(directory, "restore", str(tmp_path / "x.gz")) == 1
    assert photon(directory, "restore", str(tmp_path / "y.gz")) == 1
    said = capsys.readouterr().err
    assert "is not a complete backup" in said
    assert "There is no file" in said
    assert "photon backup list" in said


def reasons(directory: Path) -> list[str]:
    return [one.facts.reason for one in backups_in(directory / "backups")]


def photo_of(directory: Path) -> str:
    with open_library(directory, writable=False) as library:
        (relative,) = library.column("SELECT relative FROM files ORDER BY id LIMIT 1")
    return str(directory.parent / "photos" / relative)


def test_a_command_that_decides_makes_the_daily_backup_and_no_other_does(directory: Path, capsys: Said) -> None:
    assert photon(directory, "caption-server") == 0
    assert photon(directory, "history", photo_of(directory)) == 0
    assert reasons(directory) == []
    assert photon(directory, "mark", photo_of(directory), "--rating", "2") == 0
    assert reasons(directory) == ["daily"]
    assert photon(directory, "mark", photo_of(directory), "--rating", "4") == 0
    assert reasons(directory) == ["daily"]  # once a day
    assert "backup" not in capsys.readouterr().err


def test_a_clock_that_was_ahead_stops_no_daily_backup(directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Later(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:
            return datetime.now(tz) + timedelta(days=2000)

    with monkeypatch.context() as wrong:
        for place in (backups, backup_making, backup_folder):
            wrong.setattr(place, "datetime", Later)
        assert photon(directory, "mark", photo_of(directory), "--rating", "2") == 0
    assert photon(directory, "mark", photo_of(directory), "--rating", "4") == 0
    assert photon(directory, "mark", photo_of(directory), "--rating", "5") == 0
    assert reasons(directory) == ["daily", "daily"]


def test_a_daily_backup_that_fails_does_not_fail_the_command(
    directory: Path, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    (directory / "backups").write_bytes(b"no folder")
    assert photon(directory, "mark", photo_of(directory), "--rating", "2") == 0
    assert "The daily backup could not be made." in capsys.readouterr().err
    assert 2 in stars(directory)
    for error in (KeyboardInterrupt, ValueError):
        monkeypatch.setattr(backups, "make_daily", Mock(side_effect=error))
        assert photon(directory, "mark", photo_of(directory), "--rating", "3") == 0
    assert photon(directory, "doctor") == 0
    assert "Backups: Photon can't" in capsys.readouterr().out
