"""A library from another computer is data: nothing that it calls unfinished goes on, until its owner switches it on."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from photon.app.backups.backups import back_up
from photon.app.backups.restoring import restore
from photon.app.session import Session
from photon.domain import Photo
from photon.domain.photo.file_time import modified_ns
from photon.library import open_library
from photon.library.backups.backup_settings import DEFAULT, BackupSettings, read_settings, store_settings
from photon.library.bin import file_moves
from photon.library.files import write_journal
from photon.library.recovery.backup_making import BackupOrder
from photon.library.recovery.foreign_work import switch_on
from tests.app.conftest import settle
from tests.pictures import draw

MOVE = (
    "INSERT INTO file_moves (batch, unit, photo_id, role, source, target, info, size, mtime_ns, file, state, noted,"
    " computer) VALUES (77, 1, 0, 'photo', ?, ?, '', ?, ?, '', ?, '2026-01-01T00:00:00.000000Z',"
    " (SELECT computers FROM libraries))"
)
WRITE = (
    "INSERT INTO writes (run, photo_id, photo_path, path, former, written, known, said, state, noted, computer)"
    " VALUES (1, 1, ?, ?, NULL, ?, '', '', ?, '', (SELECT computers FROM libraries))"
)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    for number, name in enumerate(("a.jpg", "b.jpg")):
        draw(tmp_path / "photos" / name, seed=number, size=(16, 12))
    return tmp_path / "photos"


def plant(catalog: Path, root: Path, paper: Path) -> None:
    """Write moves and writes of every state into a catalogue, of a photo and of a file elsewhere."""
    taken = paper.parent / "taken"
    taken.mkdir(exist_ok=True)
    sidecar = root / "b.jpg.xmp"
    sidecar.write_text("mine")
    with closing(sqlite3.connect(catalog)) as db:
        db.execute("INSERT INTO move_batches (id, purpose, made) VALUES (77, 'rename', '2026-01-01T00:00:00Z')")
        for path in (paper, root / "a.jpg"):
            status = path.stat()
            db.execute(MOVE, (str(path), str(taken / path.name), status.st_size, modified_ns(status), "going"))
        gone = paper.with_name("not here")  # undoing this would move the paper
        status = paper.stat()
        db.execute(MOVE, (str(gone), str(paper), status.st_size, modified_ns(status), "there"))
        db.execute(MOVE, (str(gone), str(paper), status.st_size, modified_ns(status), "back"))
        for state in ("writing", "putting back", "written"):
            db.execute(WRITE, (str(root / "b.jpg"), str(sidecar), write_journal.digest(b"mine"), state))
        db.commit()
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        db.execute("PRAGMA journal_mode=DELETE")
    catalog.with_name("catalog.db.sums").unlink(missing_ok=True)


def check_untouched(root: Path, paper: Path) -> None:
    assert sorted(path.name for path in root.iterdir()) == ["a.jpg", "b.jpg", "b.jpg.xmp"]
    assert (root / "b.jpg.xmp").read_text() == "mine"
    assert paper.read_text() == "my paper"
    assert list((paper.parent / "taken").iterdir()) == []


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "home" / "paper.odt"
    path.parent.mkdir()
    path.write_text("my paper")
    os.utime(path, (1.6e9, 1.6e9))
    return path


@pytest.fixture
def theirs(open_session: Callable[..., Session], root: Path, paper: Path, tmp_path: Path) -> Path:
    """The folder of a library of this photo folder, in which somebody planted moves and writes."""
    session = open_session()
    session.work.add_folder(str(root)).result()
    settle(session)
    session.marking.rate(session.browsing.photos("name").result(), 4).result()
    session.close()
    plant(tmp_path / "library" / "catalog.db", root, paper)
    return tmp_path / "library"


def another_computer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "another computer"))


def test_a_copied_library_moves_and_writes_nothing(
    open_session: Callable[..., Session], theirs: Path, root: Path, paper: Path,
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    copied = shutil.copytree(theirs, tmp_path / "copied")
    another_computer(monkeypatch, tmp_path)
    session = open_session(directory=copied)
    settle(session)
    check_untouched(root, paper)
    said = " ".join(session.store.notices)
    assert "was last used on another computer" in said
    for path in (paper, root / "a.jpg", root / "b.jpg.xmp", root):
        assert str(path) in said
    assert session.undoing.undo().result() != "moved"
    session.bin.settled().result()
    assert session.bin.listed().result() == []
    check_untouched(root, paper)
    session.close()
    session = open_session(directory=copied)
    assert session.store.notices == (), "it is said once"
    settle(session)
    check_untouched(root, paper)


def test_folders_of_a_copied_library_are_off_until_they_are_switched_on(
    open_session: Callable[..., Session], theirs: Path, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    another_computer(monkeypatch, tmp_path)
    session = open_session(directory=theirs)
    draw(root / "new.jpg", seed=9, size=(16, 12))
    settle(session)
    assert [(one.path, one.is_off) for one in session.browsing.folders().result()] == [(str(root), True)]
    photos = session.browsing.photos("name").result()
    assert len(photos) == 2, "new files are not read"
    photo = session.browsing.photo(photos[0]).result()
    assert isinstance(photo, Photo)
    assert photo.rating == 4
    plan = session.bin.plan(photos).result()
    assert plan.units == ()
    assert "its folder is off" in str(plan.obstacles[0][1])
    session.store.write(switch_on).result()
    session.work.background.scan()
    settle(session)
    assert [one.is_off for one in session.browsing.folders().result()] == [False]
    assert len(session.browsing.photos("name").result()) == 3
    assert len(session.bin.plan(photos).result().units) == 2


def test_backups_of_a_copied_library_go_to_its_own_folder(
    open_session: Callable[..., Session], theirs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store_settings(theirs, folder=tmp_path / "theirs", most_bytes=10**9)
    session = open_session(directory=theirs)
    assert "another computer" not in " ".join(session.store.notices)
    assert read_settings(theirs).folder == tmp_path / "theirs"
    session.close()
    another_computer(monkeypatch, tmp_path)
    session = open_session(directory=theirs)
    assert f"Backups now go to the library's own folder instead of {tmp_path / 'theirs'}." in session.store.notices
    assert read_settings(theirs) == BackupSettings(theirs / DEFAULT, 10**9)


def test_adding_a_folder_that_is_off_switches_it_on(
    open_session: Callable[..., Session], theirs: Path, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    another_computer(monkeypatch, tmp_path)
    session = open_session(directory=theirs)
    session.work.add_folder(str(root)).result()
    settle(session)
    assert [(one.is_off, one.offline) for one in session.browsing.folders().result()] == [(False, False)]


@pytest.mark.parametrize("has_header", [True, False])
def test_a_strangers_backup_moves_and_writes_nothing(
    open_session: Callable[..., Session], theirs: Path, root: Path, paper: Path,
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, has_header: bool,
) -> None:  # fmt: skip
    backup = Path(shutil.copy(theirs / "catalog.db", tmp_path / "evil.db"))
    if has_header:
        (tmp_path / "evil").mkdir()
        backup.rename(tmp_path / "evil" / "catalog.db")
        with monkeypatch.context() as patch:
            another_computer(patch, tmp_path)
            back_up(tmp_path / "evil", BackupOrder("asked", tmp_path / "evil.gz"))
        backup = tmp_path / "evil.gz"
    with closing(sqlite3.connect(theirs / "catalog.db")) as db:  # what was planted is only in the backup
        for table in ("file_moves", "move_batches", "writes"):
            db.execute(f"DELETE FROM {table}")
        db.commit()
    outcome = restore(theirs, backup, allow_foreign=True)
    assert outcome.plan.work is not None
    assert len(outcome.plan.work.moves) == 3
    session = open_session()
    settle(session)
    check_untouched(root, paper)
    assert [one.is_off for one in session.browsing.folders().result()] == [False], "it is watched here"
    session.undoing.undo().result()
    session.bin.settled().result()
    session.writing.tidy().result()
    session.bin.moving.tidy().result()
    check_untouched(root, paper)


def test_a_library_of_another_computer_that_can_only_be_read_has_nothing_unfinished(
    theirs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    another_computer(monkeypatch, tmp_path)
    with open_library(theirs, writable=False) as library:
        assert library.is_foreign
        assert file_moves.halfway(library) == write_journal.halfway(library) == []


def test_a_move_of_this_computer_is_finished_after_a_restart(
    open_session: Callable[..., Session], theirs: Path, paper: Path
) -> None:
    session = open_session()
    settle(session)
    assert not paper.exists(), "a library of this computer goes on with what it began"
    assert all("can't be restored" in notice for notice in session.store.notices), "what it could not finish is said"


@pytest.mark.usefixtures("all_words")
def test_hiding_is_kept_by_restoring(open_session: Callable[..., Session], root: Path, tmp_path: Path) -> None:
    session = open_session()
    session.work.add_folder(str(root)).result()
    settle(session)
    (_, second) = session.browsing.photos("name").result()
    made = session.backups.back_up().result().backup
    assert made is not None
    session.tags.mark([second], [("nudity",)], "confirmed").result()
    session.hiding.set(on=True).result()
    session.close()
    restore(tmp_path / "library", made.path)
    session = open_session()
    settle(session)
    assert session.hiding.is_on
    assert second in session.hiding.away
