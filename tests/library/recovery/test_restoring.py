"""A backup replaces the catalogue completely or not at all; the current one is kept; foreign backups are refused."""

import errno
import gzip
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from filelock import FileLock

from photon.domain import PhotonError, Reading
from photon.domain.metadata.tag import TagMark
from photon.library import Library, open_library
from photon.library.backups.backup_file import CatalogCounts, is_whole
from photon.library.backups.backup_folder import backups_in
from photon.library.db.database_errors import LostCatalog
from photon.library.photos import files, ratings
from photon.library.photos.found_files import Found
from photon.library.recovery import carrying_over
from photon.library.recovery.restoring import drop_leftover, examine_backup, restore_backup
from photon.library.tags import tags
from tests.library.photos.up_to_date import up_to_date
from tests.library.recovery.conftest import back_up

CHILD = """
import sys
from pathlib import Path
from photon.library.recovery.restoring import restore_backup
print("ready", flush=True)
while True:
    for path in sys.argv[2:]:
        restore_backup(Path(sys.argv[1]), Path(path))
"""


def stars(directory: Path) -> list[int]:
    with open_library(directory, writable=True) as library:
        assert library.db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert library.db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        return library.column("SELECT rating FROM photos ORDER BY id")


def state_of(directory: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in directory.iterdir() if path.suffix == ".db"}


def forged(backup: Path, *statements: str) -> Path:
    """Return a backup in which an attacker ran these statements."""
    plain = backup.with_name("forged.db")
    with gzip.open(backup) as packed:
        plain.write_bytes(packed.read())
    with closing(sqlite3.connect(plain, isolation_level=None)) as db:
        for statement in statements:
            db.execute(statement)
        db.execute("PRAGMA journal_mode=DELETE")
    return plain


@pytest.fixture
def changed(filled: Library, backed_up: Path) -> Path:
    """Return the folder of the closed library after further decisions."""
    ratings.rate(filled, {1: 1, 2: 1, 3: 1})
    tags.mark(filled, [TagMark(3, ("dog",), "confirmed")])
    filled.close()
    return filled.directory


def test_gains_and_losses_are_described_and_nothing_changes(changed: Path, backed_up: Path) -> None:
    before = state_of(changed)
    plan = examine_backup(changed, backed_up)
    assert plan.then == CatalogCounts(photos=3, tags=1, ratings=1)
    assert plan.now == CatalogCounts(photos=3, tags=2, ratings=3)
    assert plan.change is not None
    assert plan.change.gained == CatalogCounts(ratings=1)
    assert plan.change.lost == CatalogCounts(tags=1, ratings=3)
    assert not plan.is_foreign
    assert state_of(changed) == before
    assert not list(changed.glob("*.part*"))


def test_a_backup_is_restored_and_the_current_catalogue_kept(changed: Path, backed_up: Path) -> None:
    outcome = restore_backup(changed, backed_up)
    assert stars(changed) == [0, 4, 0]
    assert outcome.kept is not None
    assert backups_in(changed / "backups")[0].facts.reason == "restore"
    restore_backup(changed, outcome.kept)
    assert stars(changed) == [1, 1, 1]


def test_data_that_was_only_in_the_log_is_kept_too(filled: Library, backed_up: Path, tmp_path: Path) -> None:
    ratings.rate(filled, {1: 1})
    killed = tmp_path / "killed"
    killed.mkdir()
    for name in ("catalog.db", "catalog.db-wal"):
        shutil.copy(filled.directory / name, killed)
    outcome = restore_backup(killed, backed_up)
    assert stars(killed) == [0, 4, 0]
    assert outcome.kept is not None
    restore_backup(killed, outcome.kept)
    assert stars(killed) == [1, 4, 0]


def test_a_late_failure_leaves_the_library_unchanged(
    changed: Path, backed_up: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(carrying_over, "carry_over", fail)
    with pytest.raises(PhotonError, match="full"):
        restore_backup(changed, backed_up)
    assert stars(changed) == [1, 1, 1]
    with open_library(changed, writable=True) as library:
        assert library.db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    for name in ("catalog-restoring.part", "catalog-restoring.part-journal", "catalog-repairing.part-wal"):
        (changed / name).write_bytes(b"left by a process that was killed")
    drop_leftover(changed)
    assert not list(changed.glob("*.part*"))


def test_nothing_is_restored_if_the_current_catalogue_cannot_be_kept(
    changed: Path, backed_up: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = tmp_path / "mine.db.gz"
    backed_up.rename(mine)
    backed_up.parent.rmdir()
    backed_up.parent.write_bytes(b"no folder")
    with pytest.raises(PhotonError):
        restore_backup(changed, mine)
    assert stars(changed) == [1, 1, 1]


def test_an_open_library_is_not_touched(filled: Library, backed_up: Path) -> None:
    ratings.rate(filled, {1: 1})
    with pytest.raises(PhotonError, match="Another Photon process is using this library"):
        restore_backup(filled.directory, backed_up)
    assert filled.column("SELECT rating FROM photos ORDER BY id") == [1, 4, 0]
    ratings.rate(filled, {3: 3})
    filled.close()
    with FileLock(filled.directory / "working.lock"), pytest.raises(PhotonError, match="Another Photon process"):
        restore_backup(filled.directory, backed_up)
    assert stars(filled.directory) == [1, 4, 3]


@pytest.mark.parametrize("share", [0, 5, 0.2, 0.9, -4])
def test_a_truncated_backup_is_refused(changed: Path, backed_up: Path, share: float) -> None:
    body = backed_up.read_bytes()
    backed_up.write_bytes(body[: int(share * len(body)) if 0 < share < 1 else int(share)])
    before = state_of(changed)
    with pytest.raises(PhotonError, match=r"cut or damaged|not a complete backup"):
        restore_backup(changed, backed_up)
    assert state_of(changed) == before


def test_flipped_bits_are_detected(changed: Path, backed_up: Path) -> None:
    chance, body, before = random.Random(18), backed_up.read_bytes(), state_of(changed)  # noqa: S311 - no secret
    start = body.index(b"\0", 10) + 1
    for _ in range(40):
        at = chance.randrange(start, len(body))
        flipped = body[:at] + bytes([body[at] ^ 1 << chance.randrange(8)]) + body[at + 1 :]
        backed_up.write_bytes(flipped)
        try:
            examine_backup(changed, backed_up)
        except PhotonError:
            continue
        assert gzip.decompress(flipped) == gzip.decompress(body)  # zeros can be compressed in two ways
    assert state_of(changed) == before


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("CREATE TRIGGER t AFTER INSERT ON photos BEGIN DELETE FROM tags; END", "it contains “t”"),
        ("CREATE VIEW v AS SELECT 1", "it contains “v”"),
        ("CREATE VIRTUAL TABLE f USING fts5 (x)", "it contains “f"),
        ("CREATE TABLE more (x)", "it contains “more”"),
        ("CREATE INDEX by_more ON photos (lower(format))", "it contains “by_more”"),
        ("ALTER TABLE photos ADD COLUMN more TEXT AS (lower(format))", "it contains “photos”"),
        ("DROP TABLE captions", "captions"),
        ("ALTER TABLE photo_tags DROP COLUMN given", "given"),
        ("DELETE FROM libraries", "its ID is missing"),
        ("DELETE FROM _sqlite_migrations", "not a Photon catalogue"),
        ("DELETE FROM photos", "broken references"),
        ("INSERT INTO move_batches (purpose, made) VALUES ('odd', '')", "CHECK constraint failed in move_batches"),
        ("UPDATE photos SET rating = 6", "CHECK constraint failed in photos"),
    ],
)
def test_a_malicious_backup_is_refused(changed: Path, backed_up: Path, statement: str, reason: str) -> None:
    before = state_of(changed)
    unchecked = ("PRAGMA foreign_keys=OFF", "PRAGMA ignore_check_constraints=ON")
    with pytest.raises(PhotonError, match=reason):
        restore_backup(changed, forged(backed_up, *unchecked, statement))
    assert state_of(changed) == before


def test_a_newer_backup_is_refused(changed: Path, backed_up: Path) -> None:
    newer = "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('photon.catalog', 'm999_x', '')"
    before = state_of(changed)
    with pytest.raises(PhotonError, match="newer version of Photon"):
        restore_backup(changed, forged(backed_up, newer))
    assert state_of(changed) == before


@pytest.mark.parametrize("content", [b"", b"no backup at all", b"SQLite format 3\0" + b"\0" * 5000, b"\x1f\x8b"])
def test_any_other_file_is_refused(changed: Path, tmp_path: Path, content: bytes) -> None:
    other = tmp_path / "other.gz"
    other.write_bytes(content)
    with pytest.raises(PhotonError, match=r"cut or damaged|not a complete backup"):
        restore_backup(changed, other)
    with pytest.raises(PhotonError, match="There is no file"):
        restore_backup(changed, tmp_path / "none.gz")
    with pytest.raises(PhotonError, match="There is no file"):
        restore_backup(changed, tmp_path)


def test_a_backup_larger_than_declared_is_refused(changed: Path, tmp_path: Path, backed_up: Path) -> None:
    body = backed_up.read_bytes()
    end = body.index(b"\0", 10) + 1
    bomb = tmp_path / "bomb.gz"
    bomb.write_bytes(body[:end] + gzip.compress(b"\0" * 50_000_000)[10:])
    with pytest.raises(PhotonError, match="cut or damaged"):
        restore_backup(changed, bomb)


def test_a_backup_of_another_library_needs_confirmation(changed: Path, tmp_path: Path) -> None:
    with open_library(tmp_path / "theirs", writable=True) as theirs:
        foreign = back_up(theirs.directory)
    assert examine_backup(changed, foreign).is_foreign
    with pytest.raises(PhotonError, match="of another photo library"):
        restore_backup(changed, foreign)
    assert stars(changed) == [1, 1, 1]
    restore_backup(changed, foreign, allow_foreign=True)
    assert stars(changed) == []


def test_a_users_own_copy_is_restored(changed: Path, backed_up: Path) -> None:
    assert examine_backup(changed, forged(backed_up)).made is None
    restore_backup(changed, backed_up.with_name("forged.db"))
    assert stars(changed) == [0, 4, 0]


def test_if_the_chosen_folder_is_offline_the_current_catalogue_is_kept_in_the_default_one(
    changed: Path, backed_up: Path, tmp_path: Path
) -> None:
    from photon.library.backups.backup_settings import store_settings

    store_settings(changed, folder=tmp_path / "away")
    outcome = restore_backup(changed, backed_up)
    assert outcome.kept is not None
    assert outcome.kept.parent == changed / "backups"


# -- a lost catalogue ----------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["gone", "empty", "damaged", "everything gone"])
def test_a_lost_catalogue_is_reported_with_the_newest_complete_backup(
    filled: Library, backed_up: Path, how: str
) -> None:
    directory, catalog = filled.directory, filled.directory / "catalog.db"
    newer = backed_up.with_name("photon-newer.db.gz")
    newer.write_bytes(backed_up.read_bytes()[:-100])  # truncated
    filled.close()
    if how == "empty":
        catalog.write_bytes(b"")
    elif how == "damaged":
        catalog.write_bytes(b"\xff" * 5000)
    else:
        catalog.unlink()
    if how == "everything gone":
        for name in ("cache.db", "previews.db"):
            (directory / name).unlink()
    for _ in range(2):
        with pytest.raises(LostCatalog) as caught:
            open_library(directory, writable=True)
        assert caught.value.backup == backed_up
        assert f"photon restore {backed_up}" in caught.value.hint
    outcome = restore_backup(directory, backed_up)
    assert outcome.plan.now is None
    assert (outcome.kept is not None) == (how == "damaged")
    if outcome.kept is not None:
        assert outcome.kept.read_bytes() == b"\xff" * 5000
    assert stars(directory) == [0, 4, 0]


def test_a_log_without_its_catalogue_is_kept(filled: Library, backed_up: Path, tmp_path: Path) -> None:
    lost = tmp_path / "lost"
    shutil.copytree(filled.directory / "backups", lost / "backups")
    shutil.copy(filled.directory / "catalog.db-wal", lost)
    outcome = restore_backup(lost, lost / "backups" / backed_up.name)
    assert outcome.kept is not None
    log = filled.directory / "catalog.db-wal"
    assert outcome.kept.with_name(outcome.kept.name + "-wal").read_bytes() == log.read_bytes()
    assert stars(lost) == [0, 4, 0]


# -- ids and files -------------------------------------------------------------------------------------


def test_ids_assigned_since_are_not_reused(
    filled: Library, backed_up: Path, at: Callable[[str], Found], reading: Callable[..., Reading]
) -> None:
    files.record(filled, [(at("d.jpg"), reading("d"))])
    (tag,) = {*filled.column("SELECT id FROM tags")}
    tags.mark(filled, [TagMark(1, ("dog",), "confirmed")])
    filled.close()
    restore_backup(filled.directory, backed_up)
    with open_library(filled.directory, writable=True) as library:
        files.record(library, [(at("e.jpg"), reading("e"))])
        assert library.column("SELECT id FROM photos ORDER BY id") == [1, 2, 3, 4, 5]  # d is recognised by its content
        tags.mark(library, [TagMark(1, ("cat",), "confirmed")])
        assert max(library.column("SELECT id FROM tags")) == tag + 2


def test_a_backup_without_the_assigned_ids_is_restored(changed: Path, backed_up: Path) -> None:
    before = stars(changed)
    restore_backup(changed, forged(backed_up, "DELETE FROM sqlite_sequence"))
    assert len(stars(changed)) == len(before)


def test_without_a_catalogue_the_cache_knows_the_assigned_ids(
    filled: Library, backed_up: Path, at: Callable[[str], Found], reading: Callable[..., Reading]
) -> None:
    files.record(filled, [(at("d.jpg"), reading("d"))])
    filled.close()
    (filled.directory / "catalog.db").unlink()
    restore_backup(filled.directory, backed_up)
    with open_library(filled.directory, writable=True) as library:
        files.record(library, [(at("e.jpg"), reading("e"))])
        assert library.column("SELECT id FROM photos ORDER BY id") == [1, 2, 3, 5]


def test_knowledge_about_files_is_kept(
    filled: Library, backed_up: Path, at: Callable[[str], Found], reading: Callable[..., Reading], folder: int
) -> None:
    contents = [reading("a edited"), reading("b with keywords", "b"), reading("c"), reading("new")]
    names = ("a.jpg", "b.jpg", "c.jpg", "new.jpg")
    files.record(filled, [(at(name), content) for name, content in zip(names, contents, strict=True)])
    ratings.rate(filled, {4: 5})
    filled.close()
    restore_backup(filled.directory, backed_up)
    with open_library(filled.directory, writable=True) as library:
        assert set(up_to_date(library, folder)) == set(names)
        hashes = [content.file_hash for content in contents]
        assert library.column("SELECT file_hash FROM photos ORDER BY id") == hashes
        assert library.column("SELECT rating FROM photos ORDER BY id") == [0, 4, 0, 0]
        assert library.column("SELECT present FROM photos") == [1, 1, 1, 1]
        assert library.column("SELECT path FROM folders") == [str(Path(library.directory.parent / "photos"))]
        beside = dict(library.db.execute("SELECT relative, beside IS NULL FROM files").fetchall())
        assert beside["new.jpg"] == 1  # its metadata is read again, because the import is lost


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="kills with a signal")
def test_killed_at_any_moment_the_catalogue_is_either_the_old_or_the_new_one(changed: Path, backed_up: Path) -> None:
    chance, other = random.Random(18), back_up(changed)  # noqa: S311 - no secret
    seen = set()
    for _ in range(25):
        child = subprocess.Popen(
            [sys.executable, "-c", CHILD, str(changed), str(backed_up), str(other)], stdout=subprocess.PIPE
        )
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(chance.random() * 0.4)
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()
        seen.add(tuple(stars(changed)))
        assert seen <= {(0, 4, 0), (1, 1, 1)}
        assert is_whole(backed_up)
    restore_backup(changed, backed_up)
    assert stars(changed) == [0, 4, 0]
    assert not list(changed.glob("*.part*"))


def test_what_is_known_of_another_photo_with_the_same_number_is_not_copied(
    filled: Library, backed_up: Path, at: Callable[[str], Found], reading: Callable[..., Reading]
) -> None:
    files.record(filled, [(at("a.jpg"), reading("a edited")), (at("b.jpg"), reading("b edited"))])
    filled.close()
    restore_backup(filled.directory, forged(backed_up, "UPDATE photos SET added = '2001-01-01' WHERE id = 1"))
    with open_library(filled.directory, writable=True) as library:
        hashes = [bytes(one) for one in library.column("SELECT file_hash FROM photos WHERE id < 3 ORDER BY id")]
    assert hashes == [reading("a").file_hash, reading("b edited").file_hash]
