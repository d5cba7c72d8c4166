"""Network drives: recognised by their file system, and watched by the times of their folders."""

import sys
from pathlib import Path

import pytest

from photon.ingest.quiet_drives import FolderTimes, is_quiet

TABLE = """22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 22 0:40 / /home/anna/My\\040NAS rw shared:2 - nfs4 nas:/photos rw,vers=4.2
31 30 8:17 / /home/anna/My\\040NAS/local rw shared:3 - ext4 /dev/sdb1 rw
32 22 0:41 / /media/share rw shared:4 - cifs //nas/photos rw
33 22 0:42 / /media/stick rw shared:5 - fuseblk /dev/sdc1 rw
34 22 0:43 / /media/cloud rw shared:6 - fuse.rclone cloud: rw
35 22 8:33 / /media/share/over rw shared:7 - cifs //nas/other rw
36 35 8:34 / /media/share/over rw shared:8 - ext4 /dev/sdd1 rw
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has this table")
@pytest.mark.parametrize(
    ("root", "expected"),
    [
        ("/home/anna/Pictures", False),
        ("/home/anna/My NAS/2024", True),
        ("/home/anna/My NAS", True),
        ("/home/anna/My NAS/local/a", False),
        ("/home/anna/My NAS 2", False),
        ("/media/share", True),
        ("/media/share/over", False),  # mounted over a network drive
        ("/media/stick/DCIM", False),
        ("/media/cloud/x", True),
    ],
)
def test_a_network_file_system_is_quiet(tmp_path: Path, root: str, expected: bool) -> None:
    table = tmp_path / "mountinfo"
    table.write_text(TABLE, encoding="utf-8")
    assert is_quiet(root, str(table)) is expected


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has this table")
@pytest.mark.parametrize("sign", ["\u2028", "\x85", "\u00a0", "\x1c"])
def test_a_drive_may_be_called_anything(tmp_path: Path, sign: str) -> None:
    table = tmp_path / "mountinfo"
    drive = f"40 22 0:50 / /media/a{sign}b rw shared:9 - ext4 /dev/sde1 rw\n"
    inside = f"41 40 0:51 / /media/a{sign}b/n rw shared:10 - nfs4 nas:/photos rw\n"
    table.write_text(TABLE + drive + inside, encoding="utf-8")
    assert is_quiet(f"/media/a{sign}b/n/photos", str(table))
    assert not is_quiet(f"/media/a{sign}b/photos", str(table))
    assert is_quiet("/media/share", str(table))


def test_without_the_mount_table_nothing_is_quiet(tmp_path: Path) -> None:
    assert not is_quiet(str(tmp_path), str(tmp_path / "none"))
    assert not is_quiet(str(tmp_path))


def test_folders_with_added_or_removed_names_are_reported(tmp_path: Path) -> None:
    for name in ("a/deep", "b"):
        (tmp_path / name).mkdir(parents=True)
    times = FolderTimes(str(tmp_path), ["a", "a/deep", "b"])
    assert list(times.changed()) == []
    (tmp_path / "a" / "deep" / "new.jpg").touch()
    (tmp_path / "b" / "c" / "d").mkdir(parents=True)
    assert sorted(times.changed()) == [("a/deep", False), ("b", False), ("b/c", True)]
    (tmp_path / "b" / "c" / "d" / "new.jpg").touch()
    (tmp_path / "a" / "deep").rename(tmp_path / "moved")
    assert sorted(times.changed()) == [("", False), ("a", False), ("b/c/d", False), ("moved", True)]
    assert list(times.changed()) == []


def test_a_drive_that_was_away_for_a_moment_is_compared_with_what_it_was(tmp_path: Path) -> None:
    root, away = tmp_path / "nas", tmp_path / "away"
    (root / "a").mkdir(parents=True)
    times = FolderTimes(str(root), ["a"])
    root.rename(away)
    assert list(times.changed()) == []
    (away / "a" / "new.jpg").touch()
    away.rename(root)
    assert list(times.changed()) == [("a", False)]
    assert list(times.changed()) == []
