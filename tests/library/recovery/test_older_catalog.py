"""Updating Photon switches off nobody's own folders, and a stranger's old catalogue still does nothing by itself."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from photon.domain.photo.file_time import modified_ns, times_ns
from photon.library import open_library
from photon.library.backups.backup_folder import origin_of
from photon.library.bin import file_moves
from photon.library.captions.caption_settings import DRAFT
from photon.library.db import settings
from photon.library.photos import folders
from photon.library.recovery.foreign_work import take_over
from tests.library.make_catalogs import CATALOGS

MOVE = (
    "INSERT INTO file_moves (batch, unit, photo_id, role, source, target, info, size, mtime_ns, state, noted)"
    " VALUES (9, 1, 0, 'photo', '/a', '/b', '', 1, 1, 'going', '')"
)


def add_file(db: sqlite3.Connection, root: Path, *, is_known: bool = True) -> None:
    """Watch a folder in which the catalogue knows a file."""
    root.mkdir()
    (root / "a.jpg").write_bytes(b"a")
    status = (root / "a.jpg").stat()
    (photo,) = db.execute("SELECT min(id) FROM photos").fetchone()
    folder = db.execute("INSERT INTO folders (path, added) VALUES (?, '')", (str(root),)).lastrowid
    db.execute(
        "INSERT INTO files (photo_id, folder_id, relative, size, mtime_ns, changed_ns) VALUES (?, ?, 'a.jpg', ?, ?, ?)",
        (photo, folder, status.st_size, modified_ns(status), times_ns(status)[1] - (not is_known)),
    )


@pytest.fixture
def older(tmp_path: Path) -> Callable[[str], sqlite3.Connection]:
    def copy(version: str) -> sqlite3.Connection:
        (tmp_path / "library").mkdir()
        shutil.copy(CATALOGS / f"{version}.db", tmp_path / "library" / "catalog.db")
        db = sqlite3.connect(tmp_path / "library" / "catalog.db", isolation_level=None)
        for table in ("files", "folders", "writes"):
            db.execute(f"DELETE FROM {table}")
        return db

    return copy


def opened(directory: Path) -> tuple[list[str], dict[str, bool], int]:
    """Open the library; return what is said, whether each folder is off, and how many moves go on."""
    with open_library(directory, writable=True) as library:
        lines = take_over(library)
        assert not library.is_foreign
        assert settings.get(library, DRAFT) is False
        off = {Path(one.path).name: one.is_off for one in folders.uncounted(library)}
        return lines, off, len(file_moves.halfway(library))


@pytest.mark.parametrize("version", ["m009", "m011", "m020"])
def test_what_was_watched_before_the_update_is_watched_after_it(
    older: Callable[[str], sqlite3.Connection], tmp_path: Path, version: str
) -> None:
    with closing(older(version)) as db:
        db.execute("DELETE FROM settings")
        add_file(db, tmp_path / "photos")
        add_file(db, tmp_path / "drive")
    (tmp_path / "drive").rename(tmp_path / "not connected")
    assert opened(tmp_path / "library") == ([], {"photos": False, "drive": False}, 0)


def test_a_folder_without_a_known_file_is_off_and_nothing_unfinished_goes_on(
    older: Callable[[str], sqlite3.Connection], tmp_path: Path
) -> None:
    with closing(older("m020")) as db:
        db.execute("INSERT OR REPLACE INTO settings VALUES ('draft_captions', 'true')")
        db.execute("INSERT INTO move_batches (id, purpose, made) VALUES (9, 'bin', '')")
        db.execute(MOVE)
        add_file(db, tmp_path / "photos")
        add_file(db, tmp_path / "home", is_known=False)
    lines, off, moves = opened(tmp_path / "library")
    assert (off, moves) == ({"photos": False, "home": True}, 0)
    assert [line for line in lines if line.endswith((f"watch: {tmp_path / 'home'}", "drops: /a"))] == lines[1:3]


def test_without_a_known_file_it_is_a_strangers(older: Callable[[str], sqlite3.Connection], tmp_path: Path) -> None:
    with closing(older("m011")) as db:
        add_file(db, tmp_path / "home", is_known=False)
        db.execute("INSERT INTO folders (path, added) VALUES ('/not/here', '')")
    lines, off, _ = opened(tmp_path / "library")
    assert (off, len(lines) > 0) == ({"home": True, "here": True}, True)


@pytest.mark.parametrize("is_here", [True, False])
def test_a_catalogue_whose_newest_step_was_made_here_stays_as_it_was(
    older: Callable[[str], sqlite3.Connection], tmp_path: Path, is_here: bool
) -> None:
    device = origin_of(tmp_path / "library" if is_here else tmp_path)
    with closing(older("m020")) as db:
        db.execute("DELETE FROM settings")
        db.execute(
            "INSERT INTO journal_steps (id, clock, device, actor, name) VALUES (9999, 1, ?, 'person', '')", (device,)
        )
        db.execute("INSERT INTO move_batches (id, purpose, made) VALUES (9, 'bin', '')")
        db.execute(MOVE)
        db.execute("INSERT INTO folders (path, added) VALUES ('/not/here', '')")
    lines, off, moves = opened(tmp_path / "library")
    assert (lines == [], off["here"], moves) == (is_here, not is_here, int(is_here))
