"""A file is either completely the old one or completely the new one, whatever happens."""

import errno
import os
import pickle
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from photon.domain.metadata.writing import Unwritable
from photon.media.file.atomic_replace import leftovers, remove_file, replace_file

ROOT = Path(__file__).parents[3]


def good(_: bytes) -> None:
    """Find no error."""


def test_a_file_is_replaced_and_keeps_its_permissions_and_links(tmp_path: Path) -> None:
    real, link = tmp_path / "real.xmp", tmp_path / "link.xmp"
    real.write_bytes(b"old")
    real.chmod(0o640)
    link.symlink_to(real)
    replace_file(link, b"new", b"old", good)
    assert (real.read_bytes(), link.is_symlink(), real.stat().st_mode & 0o777) == (b"new", True, 0o640)
    assert sorted(tmp_path.iterdir()) == [link, real]


def test_the_time_is_kept_only_on_request(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(b"old")
    os.utime(path, ns=(10**18, 10**18 + 5))
    replace_file(path, b"new", b"old", good, keep_time=True)
    assert path.stat().st_mtime_ns == 10**18 + 5
    replace_file(path, b"newer", b"new", good)
    assert path.stat().st_mtime_ns > 10**18 + 5


def test_a_new_file_never_replaces_another(tmp_path: Path) -> None:
    path = tmp_path / "a.xmp"
    replace_file(path, b"new", None, good)
    with pytest.raises(Unwritable) as told:
        replace_file(path, b"newer", None, good)
    assert (told.value.obstacle, path.read_bytes()) == ("changed", b"new")
    assert list(tmp_path.iterdir()) == [path]


def test_without_links_a_new_file_replaces_nothing_either(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    path = tmp_path / "a.xmp"
    replace_file(path, b"new", None, good)
    with pytest.raises(Unwritable):
        replace_file(path, b"newer", None, good)
    assert path.read_bytes() == b"new"


def test_a_change_by_another_program_is_noticed_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.xmp"
    path.write_bytes(b"old")

    def meanwhile(_: bytes) -> None:
        path.write_bytes(b"theirs")

    with pytest.raises(Unwritable) as told:
        replace_file(path, b"mine", b"old", meanwhile)
    assert (told.value.obstacle, path.read_bytes()) == ("changed", b"theirs")
    with pytest.raises(Unwritable):
        remove_file(path, b"old")
    remove_file(path, b"theirs")
    remove_file(path, b"theirs")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("number", "obstacle"),
    [(errno.ENOSPC, "full"), (errno.EDQUOT, "full"), (errno.EROFS, "not-allowed"), (errno.EIO, "failed")],
)
def test_a_failing_disk_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, obstacle: str
) -> None:
    path = tmp_path / "a.xmp"
    path.write_bytes(b"old")

    def fail(_: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(Unwritable) as told:
        replace_file(path, b"new", b"old", good)
    assert told.value.obstacle == obstacle
    assert str(told.value).endswith(".")
    assert pickle.loads(pickle.dumps(told.value)).obstacle == obstacle  # noqa: S301
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write everywhere")
def test_read_only_files_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.xmp"
    path.write_bytes(b"old")
    path.chmod(0o444)
    with pytest.raises(Unwritable) as told:
        replace_file(path, b"new", b"old", good)
    assert told.value.obstacle == "not-allowed"
    tmp_path.chmod(0o555)
    with pytest.raises(Unwritable):
        replace_file(tmp_path / "b.xmp", b"new", None, good)
    tmp_path.chmod(0o755)
    assert path.read_bytes() == b"old"


LOOP = """
import sys
from pathlib import Path
from photon.domain.metadata.writing import PROFILES, MetadataEdit
from tests.media.write.sidecars import write_sidecar
folder = Path(sys.argv[1])
print("begun", flush=True)
for turn in range(10**6):
    for name in ("a.jpg", "b.jpg"):
        words = MetadataEdit((("turn", str(turn)),), "x" * (turn % 7 * 4000))
        write_sidecar(str(folder / name), words, PROFILES["everywhere"])
"""


@pytest.mark.slow
def test_killed_at_any_moment_no_sidecar_is_truncated_or_lost(tmp_path: Path) -> None:
    from photon.media.metadata.xmp import read_sidecar

    seen: set[Path] = set()
    for kill in range(4):
        running = subprocess.Popen(
            [sys.executable, "-c", LOOP, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        assert running.stdout is not None
        running.stdout.readline()
        time.sleep(0.02 + 0.05 * kill)
        running.send_signal(signal.SIGKILL)
        _, errors = running.communicate()
        assert errors == b""
        found = [path for path in tmp_path.iterdir() if path.suffix == ".xmp"]
        assert seen <= set(found)
        seen = set(found)
        assert all(read_sidecar(path.read_bytes()).texts("lr:hierarchicalSubject") for path in found)
        left = list(leftovers(tmp_path))
        assert len(left) <= 1
        assert len(seen) == 2 or kill < 2
        assert {*tmp_path.iterdir()} == {*found, *left}
        for path in left:
            path.unlink()
