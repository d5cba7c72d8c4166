"""A folder of backups: which are listed, which is found first, and what stays."""

import os
import stat
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from photon.domain import PhotonError
from photon.library.backups import backup_file
from photon.library.backups.backup_file import BackupFacts, CatalogCounts, compress_catalog, expand_backup, read_backup
from photon.library.backups.backup_folder import (
    backups_in,
    drop_expendable,
    is_chosen,
    mark_folder,
    newest_backup,
    newest_whole_backup,
    origin_of,
    put_in_place,
)
from photon.library.backups.backup_settings import MOST_BYTES, BackupSettings, store_settings

NOW = datetime(2026, 11, 28, 7, 0, tzinfo=UTC)
CATALOG = b"a catalogue " * 400


def backup(
    folder: Path, days: int = 0, library: str = "mine", origin: str = "here", length: int = len(CATALOG)
) -> Path:
    folder.mkdir(exist_ok=True)
    made = NOW - timedelta(days=days)
    (folder / "plain").write_bytes(CATALOG)
    path = folder / f"photon-{library}-{origin}-{made:%Y%m%d}.db.gz"
    with path.open("wb") as file:
        facts = BackupFacts(library, origin, made, "daily", CatalogCounts(3), "digest", length)
        compress_catalog(folder / "plain", file, facts)
    (folder / "plain").unlink()
    return path


def test_backups_are_listed_newest_first_and_by_library_and_computer(tmp_path: Path) -> None:
    old, new = backup(tmp_path, 9), backup(tmp_path, 2)
    theirs, other = backup(tmp_path, 1, origin="there"), backup(tmp_path, 0, library="other")
    (tmp_path / "photon-mine.db.gz.part").write_bytes(new.read_bytes())
    (tmp_path / "holiday.db.gz").write_bytes(b"no backup")
    assert [one.path for one in backups_in(tmp_path)] == [other, theirs, new, old]
    assert [one.path for one in backups_in(tmp_path, "mine")] == [theirs, new, old]
    assert backups_in(tmp_path / "none") == []
    for library, origin, expected in (("mine", "here", new), ("mine", "there", theirs), (None, "here", other)):
        found = newest_backup(tmp_path, library, origin)
        assert found is not None
        assert found.path == expected
    assert newest_backup(tmp_path, "other", "there") is None


@pytest.mark.parametrize("is_own", [True, False])
def test_the_newest_whole_backup_of_this_library_is_found(tmp_path: Path, is_own: bool) -> None:
    """In the library's own folder it may have been made before the library was moved."""
    directory = tmp_path / "library"
    directory.mkdir()
    folder = directory / "backups" if is_own else tmp_path / "usb"
    whole, cut = backup(folder, 3, origin=origin_of(directory)), backup(folder, 2, origin=origin_of(directory))
    theirs = backup(folder, 1, origin="there")
    if not is_own:
        store_settings(directory, folder=folder)
    cut.write_bytes(cut.read_bytes()[:-20])
    found = newest_whole_backup(directory)
    assert found is not None
    assert found.path == (theirs if is_own else whole)
    for path in (theirs, whole):
        path.unlink()
    assert newest_whole_backup(directory) is None


def test_a_backup_that_cannot_be_deleted_does_not_keep_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for day in range(40):
        backup(tmp_path, day)
    some = backups_in(tmp_path)
    unlink = Path.unlink
    refused: list[Path] = []

    def refuse_once(path: Path, missing_ok: bool = False) -> None:
        if not refused:
            refused.append(path)
            raise PermissionError
        unlink(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", refuse_once)
    assert not drop_expendable(some, MOST_BYTES)
    left = [one.path for one in backups_in(tmp_path)]
    assert set(refused) < set(left)
    assert 8 <= len(left) <= 15
    assert some[0].path in left


def test_of_backups_that_are_too_large_the_newest_stay(tmp_path: Path) -> None:
    for day in range(5):
        backup(tmp_path, day)
    some = backups_in(tmp_path)
    assert not drop_expendable(some, sum(one.size for one in some))
    assert backups_in(tmp_path) == some
    assert drop_expendable(some, sum(one.size for one in some[:2]))
    assert backups_in(tmp_path) == some[:2]


def test_a_marked_folder_is_the_one_that_was_chosen(tmp_path: Path) -> None:
    mark = mark_folder(tmp_path)
    assert mark == mark_folder(tmp_path) != ""
    settings = BackupSettings(tmp_path, mark=mark)
    assert is_chosen(settings)
    assert is_chosen(replace(settings, mark=""))
    assert not is_chosen(replace(settings, mark="another"))
    assert not is_chosen(replace(settings, folder=tmp_path / "none"))


def test_a_name_that_is_taken_is_never_replaced(tmp_path: Path) -> None:
    taken = tmp_path / f"photon-12345678-{NOW:%Y%m%dT%H%M%SZ}.db.gz"
    taken.write_bytes(b"of somebody")
    (tmp_path / "part").write_bytes(b"mine")
    assert put_in_place(tmp_path / "part", tmp_path, "12345678-90", NOW).read_bytes() == b"mine"
    assert taken.read_bytes() == b"of somebody"
    assert not (tmp_path / "part").exists()


@pytest.mark.parametrize("length", [len(CATALOG) - 1, len(CATALOG) + 1])
def test_a_backup_of_another_length_than_it_says_is_damaged(tmp_path: Path, length: int) -> None:
    path = backup(tmp_path, length=length)
    with pytest.raises(PhotonError, match="cut or damaged"):
        expand_backup(path, tmp_path / "out")
    expand_backup(backup(tmp_path, 1), tmp_path / "out")
    assert (tmp_path / "out").read_bytes() == CATALOG


@pytest.mark.parametrize("is_known", [True, False])
def test_a_backup_for_which_there_is_no_room_is_not_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_known: bool
) -> None:
    path = backup(tmp_path)
    plain = tmp_path / "plain copy"
    plain.write_bytes(CATALOG)

    class Usage:
        free = (len(CATALOG) - 1) / backup_file._FREE

    monkeypatch.setattr(backup_file.shutil, "disk_usage", lambda _: Usage)
    with pytest.raises(PhotonError):
        expand_backup(path if is_known else plain, tmp_path / "out")
    Usage.free += 1 / backup_file._FREE
    expand_backup(path if is_known else plain, tmp_path / "out")
    assert (tmp_path / "out").read_bytes() == CATALOG


@pytest.mark.parametrize("at", [0, 2, 3])
def test_a_file_with_another_kind_of_header_is_no_backup(tmp_path: Path, at: int) -> None:
    path = backup(tmp_path)
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)
    assert read_backup(path) is None
    assert read_backup(tmp_path / "none") is None
    path.write_bytes(bytes(content[:5]))
    assert read_backup(path) is None


def test_a_backup_and_its_mark_are_on_the_disk_before_they_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name is flushed with its folder; otherwise a power cut could leave neither the old nor the new backup."""
    flushed: list[bool] = []
    monkeypatch.setattr(os, "fsync", lambda handle: flushed.append(stat.S_ISDIR(os.fstat(handle).st_mode)))
    (tmp_path / "part").write_bytes(b"mine")
    put_in_place(tmp_path / "part", tmp_path, "12345678-90", NOW)
    assert flushed == [True]
    flushed.clear()
    mark_folder(tmp_path)
    assert flushed == [False, True]
    flushed.clear()
    store_settings(tmp_path, most_bytes=5)
    assert flushed == [False]
