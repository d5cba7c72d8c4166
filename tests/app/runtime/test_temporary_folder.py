"""Temporary files are stored below the library, and disappear with the process that created them."""

import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from photon.app.runtime.temporary_folder import temporary_folder
from photon.app.session import Session

ROOT = Path(__file__).parents[3]
KILLED = """
import os, sys
from pathlib import Path
from photon.app.runtime.temporary_folder import temporary_folder
with temporary_folder(Path(sys.argv[1])) as room:
    (room / "photo.heic").write_bytes(b"a copy")
    os.kill(os.getpid(), 9)
"""


def test_it_is_deleted_afterwards(tmp_path: Path) -> None:
    with temporary_folder(tmp_path) as room:
        assert room is not None
        assert room.stat().st_mode & 0o777 == 0o700
        (room / "photo.heic").touch()
    assert list((tmp_path / "temporary").iterdir()) == []


def test_the_next_start_deletes_files_of_killed_processes_only(tmp_path: Path) -> None:
    with temporary_folder(tmp_path) as living:
        assert living is not None
        (living / "photo.heic").touch()
        subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], cwd=ROOT, check=False)
        assert len(list((tmp_path / "temporary").glob("*/photo.heic"))) == 2
        with temporary_folder(tmp_path) as room:
            assert set((tmp_path / "temporary").glob("*/photo.heic")) == {living / "photo.heic"}
            assert room != living


def test_a_disk_without_the_folder_causes_no_error(tmp_path: Path) -> None:
    (tmp_path / "temporary").touch()
    with temporary_folder(tmp_path) as room:
        assert room is None


@pytest.mark.usefixtures("processes")
def test_decoders_of_a_session_use_it(open_session: Callable[..., Session], tmp_path: Path) -> None:
    """ExifTool gets copies there; a killed Photon leaves none in the folder shared by all users."""
    session = open_session(background=False)
    place = Path(session.work.decoders.run(tempfile.gettempdir).result())
    assert place.is_dir()
    assert place.parent == tmp_path / "library" / "temporary"
