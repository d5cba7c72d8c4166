"""Backups are complete, private, made during writes, skipped without changes, and never at the cost of older ones."""

import errno
import gzip
import os
import random
import resource
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path

import pytest

from photon.domain import PhotonError
from photon.library import Library
from photon.library.backups import backup_folder
from photon.library.backups.backup_file import BackupFacts, CatalogCounts, compress_catalog, is_whole, read_backup
from photon.library.backups.backup_folder import (
    backups_in,
    drop_expendable,
    is_chosen,
    mark_folder,
    newest_backup,
    origin_of,
)
from photon.library.backups.backup_settings import MOST_BYTES, read_settings, store_settings
from photon.library.photos import ratings
from photon.library.recovery import backup_making
from photon.library.recovery.backup_making import BackupOrder, CatalogSnapshot, has_changed, make_backup
from tests.library.recovery.conftest import back_up

CHILD = """
import sys
from pathlib import Path
from photon.library.recovery.backup_making import BackupOrder, CatalogSnapshot, make_backup
print("ready", flush=True)
while True:
    with CatalogSnapshot(Path(sys.argv[1])) as snapshot:
        make_backup(Path(sys.argv[1]), snapshot, BackupOrder("asked"))
"""


def content(backup: Path, tmp_path: Path) -> list[tuple[int, int]]:
    """Return photos and stars in a backup, read with standard tools."""
    plain = tmp_path / "plain.db"
    with gzip.open(backup) as packed:
        plain.write_bytes(packed.read())
    with closing(sqlite3.connect(f"{plain.as_uri()}?immutable=1", uri=True)) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return db.execute("SELECT id, rating FROM photos ORDER BY id").fetchall()


def made_on(day: int, folder: Path, like: Path, **facts: object) -> Path:
    """Create a backup that is a number of days old."""
    known = read_backup(like)
    assert known is not None
    old = replace(known.facts, made=known.facts.made - timedelta(days=day), **facts)
    path = folder / f"photon-{old.library[:8]}-{old.made:%Y%m%dT%H%M%SZ}.db.gz"
    with path.open("wb") as file, gzip.open(like) as packed:
        plain = folder / "plain"
        plain.write_bytes(packed.read())
        compress_catalog(plain, file, old)
        plain.unlink()
    return path


def test_a_backup_is_a_catalogue_that_standard_tools_unpack(filled: Library, backed_up: Path, tmp_path: Path) -> None:
    assert content(backed_up, tmp_path) == [(1, 0), (2, 4), (3, 0)]
    assert backed_up.parent == filled.directory / "backups"
    assert backed_up.name.startswith(f"photon-{filled.db.execute('SELECT uuid FROM libraries').fetchone()[0][:8]}-")
    (listed,) = backups_in(backed_up.parent)
    assert listed.facts.counts == CatalogCounts(photos=3, tags=1, ratings=1)
    assert listed.size == backed_up.stat().st_size


def test_only_the_owner_can_read_it_and_no_other_files_remain(filled: Library, backed_up: Path) -> None:
    if os.name == "posix":
        assert stat.S_IMODE(backed_up.stat().st_mode) == 0o600
        assert stat.S_IMODE(backed_up.parent.stat().st_mode) == 0o700
    assert list(backed_up.parent.iterdir()) == [backed_up]


def test_it_has_the_state_of_its_start_despite_other_writes(filled: Library, tmp_path: Path) -> None:
    with CatalogSnapshot(filled.directory) as snapshot:
        began = time.monotonic()
        ratings.rate(filled, {1: 5, 3: 1})
        assert time.monotonic() - began < 5  # the writer does not wait
        backup = make_backup(filled.directory, snapshot, BackupOrder("batch")).backup
    assert backup is not None
    assert content(backup.path, tmp_path) == [(1, 0), (2, 4), (3, 0)]
    assert filled.column("SELECT rating FROM photos ORDER BY id") == [5, 4, 1]


def test_without_decisions_no_backup_is_made(filled: Library, backed_up: Path) -> None:
    directory = filled.directory
    filled.db.execute("UPDATE files SET mtime_ns = mtime_ns + 1")  # a scan is not a decision
    with CatalogSnapshot(directory) as snapshot:
        os.utime(directory / "catalog.db")
        assert not has_changed(directory, snapshot)
        assert make_backup(directory, snapshot, BackupOrder("daily", unless_same=True)).backup is None
    ratings.rate(filled, {1: 1})
    with CatalogSnapshot(directory) as snapshot:
        os.utime(directory / "catalog.db", (time.time() + 2,) * 2)
        assert has_changed(directory, snapshot)


@pytest.mark.parametrize(
    ("mark", "value"),
    [
        ("rating", 1),
        ("favourite", 1),
        ("label", "red"),
        ("flag", -1),
        ("hidden", "shown"),
        ("dated", "2020-01-01"),
        ("turned", "6"),
    ],
)
def test_each_mark_alone_is_a_reason_for_a_backup(filled: Library, backed_up: Path, mark: str, value: object) -> None:
    filled.db.execute(f"UPDATE photos SET {mark} = ? WHERE id = 3", (value,))
    with CatalogSnapshot(filled.directory) as snapshot:
        assert has_changed(filled.directory, snapshot)


def test_decisions_count_whatever_clocks_said(filled: Library, backed_up: Path) -> None:
    ratings.rate(filled, {1: 1})
    for name in ("catalog.db", "catalog.db-wal"):
        os.utime(filled.directory / name, (1, 1))  # written while the clock was set back
    with CatalogSnapshot(filled.directory) as snapshot:
        assert has_changed(filled.directory, snapshot)


def test_a_backup_from_the_future_is_neither_the_newest_nor_keeps_others_from_staying(
    filled: Library, backed_up: Path
) -> None:
    folder, origin = backed_up.parent, origin_of(filled.directory)
    future = made_on(-1500, folder, backed_up)
    assert [one.path for one in backups_in(folder)] == [backed_up, future]
    newest = newest_backup(folder, None, origin)
    assert newest is not None
    assert newest.path == backed_up
    store_settings(filled.directory, most_bytes=1)
    made = back_up(filled.directory)
    assert [one.path for one in backups_in(folder)] == [made]
    made_on(-1500, folder, made)
    made.unlink()
    assert newest_backup(folder, None, origin) is None


def test_old_ones_are_deleted_after_the_new_one_and_foreign_ones_never(filled: Library, backed_up: Path) -> None:
    folder = backed_up.parent
    mine = [made_on(day, folder, backed_up) for day in range(1, 40)]
    theirs = made_on(30, folder, backed_up, origin="ffffffff", digest="of the same library on another computer")
    foreign = made_on(31, folder, backed_up, library="00000000-another")
    others = [folder / "holiday.db.gz", folder / "notes.txt", folder / "photon-12345678-20200101T000000Z.db.gz"]
    for path in others:
        path.write_bytes(b"not of Photon")
    newest = back_up(filled.directory)
    left = [path for path in mine if path.exists()]
    assert newest.exists()
    assert 8 <= len(left) <= 14
    assert all(path.exists() for path in (theirs, foreign, *others))


def test_a_failed_backup_deletes_no_old_one(filled: Library, backed_up: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = backed_up.parent
    for day in range(1, 40):
        made_on(day, folder, backed_up)
    before = sorted(folder.iterdir())
    monkeypatch.setattr(backup_making, "is_whole", lambda *_: False)  # it cannot be verified
    with pytest.raises(PhotonError, match="could not be read back correctly"):
        back_up(filled.directory)
    assert sorted(folder.iterdir()) == before


def test_the_size_is_limited_and_that_is_reported(filled: Library, backed_up: Path) -> None:
    for day in range(1, 6):
        made_on(day, backed_up.parent, backed_up)
    store_settings(filled.directory, most_bytes=3 * backed_up.stat().st_size + 100)
    with CatalogSnapshot(filled.directory) as snapshot:
        outcome = make_backup(filled.directory, snapshot, BackupOrder("asked"))
    assert outcome.is_over
    left = backups_in(backed_up.parent)
    assert outcome.backup is not None
    assert left[0].path == outcome.backup.path
    assert sum(one.size for one in left) <= read_settings(filled.directory).most_bytes


def test_two_computers_never_use_one_name(filled: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = tmp_path / "copied"
    filled.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copytree(filled.directory, copy)
    shared = tmp_path / "shared drive"
    shared.mkdir()
    assert origin_of(copy) != origin_of(filled.directory)
    now = datetime(2026, 11, 28, 7, 0, tzinfo=UTC)

    class Stopped(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:
            return now.astimezone(tz)

    monkeypatch.setattr(backup_making, "datetime", Stopped)
    for directory in (filled.directory, copy) * 2:
        store_settings(directory, folder=shared)
        back_up(directory)
    assert len(list(shared.glob("photon-*.db.gz"))) == 4
    assert all(is_whole(path) for path in shared.glob("photon-*.db.gz"))


def test_a_disk_without_links_still_overwrites_nothing(
    filled: Library, backed_up: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, "no links")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    before = backed_up.read_bytes()
    assert back_up(filled.directory) != backed_up
    assert backed_up.read_bytes() == before


def test_an_offline_drive_is_reported_and_no_folder_is_created(filled: Library, tmp_path: Path) -> None:
    away = tmp_path / "media" / "usb" / "backups"
    store_settings(filled.directory, folder=away)
    with pytest.raises(PhotonError, match="the folder is not there"):
        back_up(filled.directory)
    assert not away.parent.exists()
    away.mkdir(parents=True)
    assert back_up(filled.directory).parent == away  # the second attempt succeeds


def test_the_empty_mount_point_of_a_drive_is_not_used(filled: Library, tmp_path: Path) -> None:
    drive, elsewhere = tmp_path / "usb", tmp_path / "unplugged"
    drive.mkdir()
    store_settings(filled.directory, folder=drive, mark=mark_folder(drive))
    first = back_up(filled.directory)
    drive.rename(elsewhere)
    drive.mkdir()
    with pytest.raises(PhotonError, match="its drive is not connected"):
        back_up(filled.directory)
    assert list(drive.iterdir()) == []
    drive.rmdir()
    elsewhere.rename(drive)
    ratings.rate(filled, {3: 5})
    second = back_up(filled.directory)
    assert {one.path for one in backups_in(drive)} == {first, second}


def test_a_folder_chosen_by_an_older_version_is_marked_with_the_next_backup(filled: Library, tmp_path: Path) -> None:
    (tmp_path / "usb").mkdir()
    store_settings(filled.directory, folder=tmp_path / "usb")
    back_up(filled.directory)
    settings = read_settings(filled.directory)
    assert settings.mark == mark_folder(tmp_path / "usb")
    (tmp_path / "usb" / ".photon-backups").unlink()
    assert not is_chosen(settings)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="permissions do not hold for root")
def test_an_unwritable_folder_is_reported(filled: Library, backed_up: Path) -> None:
    backed_up.parent.chmod(0o500)
    try:
        with pytest.raises(PhotonError, match="can't make backups"):
            back_up(filled.directory)
    finally:
        backed_up.parent.chmod(0o700)
    assert is_whole(backed_up)


@pytest.mark.skipif(os.name != "posix", reason="needs a limit on the size of files")
def test_a_folder_that_fills_up_is_reported_and_no_files_remain(filled: Library, backed_up: Path) -> None:
    code = CHILD.replace("while True:", "if True:")
    done = subprocess.run(
        [sys.executable, "-c", code, str(filled.directory)],
        capture_output=True, text=True, check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000)),
    )  # fmt: skip
    assert "PhotonError: Photon can't make backups in" in done.stderr
    assert list(backed_up.parent.iterdir()) == [backed_up]


def test_a_damaged_catalogue_is_not_backed_up(filled: Library, backed_up: Path) -> None:
    directory = filled.directory
    filled.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    filled.close()
    with (directory / "catalog.db").open("r+b") as file:
        file.seek(8 * 4096)
        file.write(b"\xff" * 4096)
    with pytest.raises(PhotonError, match="damaged"):
        back_up(directory)
    assert is_whole(backed_up)
    assert list(backed_up.parent.iterdir()) == [backed_up]


def test_a_file_chosen_by_the_user_is_written_and_replaced(filled: Library, tmp_path: Path) -> None:
    to = tmp_path / "mine.db.gz"
    to.write_bytes(b"older")
    assert back_up(filled.directory, BackupOrder("asked", to=to)) == to
    assert content(to, tmp_path) == [(1, 0), (2, 4), (3, 0)]
    assert not (filled.directory / "backups").exists()


@pytest.mark.parametrize("comment", [b"", b"{", b"[]", b'{"made": 3}', b"[" * 60_000, b'{"counts": 1, "made": "x"}'])
def test_a_foreign_header_is_ignored(backed_up: Path, comment: bytes) -> None:
    body = backed_up.read_bytes()
    forged = backed_up.with_name("photon-forged.db.gz")
    forged.write_bytes(body[:10] + comment + b"\0" + body[body.index(b"\0", 10) + 1 :])
    assert [one.path for one in backups_in(backed_up.parent)] == [backed_up]


def test_deleting_continues_after_a_failure(backed_up: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for day in range(1, 40):
        made_on(day, backed_up.parent, backed_up)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "unlink", refuse)
    drop_expendable(backups_in(backed_up.parent), MOST_BYTES)


def test_one_that_cannot_be_deleted_does_not_keep_the_others(backed_up: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for day in range(1, 40):
        made_on(day, backed_up.parent, backed_up)
    tried, unlink = [], Path.unlink

    def refuse_once(path: Path, *, missing_ok: bool = False) -> None:
        tried.append(path)
        if len(tried) == 1:
            raise PermissionError
        unlink(path, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", refuse_once)
    drop_expendable(backups_in(backed_up.parent), MOST_BYTES)
    assert len(tried) > 20
    assert [path for path in tried if path.exists()] == tried[:1]


def test_making_room_never_deletes_the_backup_that_is_restored(filled: Library, backed_up: Path) -> None:
    oldest = made_on(400, backed_up.parent, backed_up)
    store_settings(filled.directory, most_bytes=1)
    back_up(filled.directory, BackupOrder("restore"))
    assert oldest.exists()
    back_up(filled.directory)
    assert not oldest.exists()


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="kills with a signal")
def test_killed_at_any_moment_all_listed_backups_are_complete(filled: Library, tmp_path: Path) -> None:
    chance, directory = random.Random(18), filled.directory  # noqa: S311 - no secret
    for _ in range(25):
        child = subprocess.Popen([sys.executable, "-c", CHILD, str(directory)], stdout=subprocess.PIPE)
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(chance.random() * 0.15)
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()
        for path in (directory / "backups").glob("*.db.gz"):
            assert content(path, tmp_path) == [(1, 0), (2, 4), (3, 0)]
    back_up(directory)
    assert not [path for path in (directory / "backups").iterdir() if path.suffix != ".gz"]


def test_names_of_the_same_second_are_unique(tmp_path: Path) -> None:
    made = datetime(2026, 11, 28, 7, 0, tzinfo=UTC)
    for _ in range(3):
        (tmp_path / "part").write_bytes(b"x")
        backup_folder.put_in_place(tmp_path / "part", tmp_path, "12345678-x", made)
    assert sorted(path.name[-10:-6] for path in tmp_path.iterdir()) == ["000Z", "001Z", "002Z"]


def test_facts_are_read_as_written(tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes(b"x" * 3_000_000)
    made = datetime(2026, 11, 28, 7, 0, tzinfo=UTC)
    facts = BackupFacts("id", "origin", made, "batch", CatalogCounts(1, 2, 3, 4, 5, 6, 7, 8), "digest", 3_000_000)
    with (tmp_path / "packed").open("wb") as file:
        check = compress_catalog(tmp_path / "plain", file, facts)
    found = read_backup(tmp_path / "packed")
    assert found is not None
    assert found.facts == facts
    assert is_whole(tmp_path / "packed", check)
    assert not is_whole(tmp_path / "packed", check + 1)


def test_a_folder_without_a_library_is_named(tmp_path: Path) -> None:
    with pytest.raises(PhotonError, match=f"There is no photo library in {tmp_path}.") as caught:
        CatalogSnapshot(tmp_path)
    assert caught.value.hint == "To add a folder: photon index FOLDER"
