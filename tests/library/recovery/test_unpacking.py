"""Unpacking a backup stops at a limit that its size and the disk set, even if it is forged."""

import gzip
import re
import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from photon.domain import PhotonError
from photon.library import Library
from photon.library.backups import backup_file
from photon.library.backups.backup_file import expand_backup, is_whole, read_backup
from photon.library.recovery.restoring import examine_backup, restore_backup


class Space(NamedTuple):
    """The space of a disk, as ``shutil.disk_usage`` tells it."""

    total: int
    used: int
    free: int


@pytest.mark.parametrize("has_header", [True, False])
def test_unpacking_stops_at_a_limit_that_the_file_sets(
    filled: Library, tmp_path: Path, backed_up: Path, has_header: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup_file, "_ALWAYS", 1 << 20)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Space(10**13, 0, 10**13))
    bomb, target = tmp_path / "bomb.gz", tmp_path / "target"
    body = gzip.compress(b"SQLite format 3\0" + bytes(64 << 20))
    if has_header:
        head = backed_up.read_bytes()
        head = head[: head.index(b"\0", 10) + 1]
        body = re.sub(rb'"length": \d+', b'"length": 999999999999', head) + body[10:]
    bomb.write_bytes(body)
    with pytest.raises(PhotonError, match="unpacks to more than 256 times its size"):
        expand_backup(bomb, target)
    most = 256 * len(body) + (1 << 20)
    assert most - (1 << 20) <= target.stat().st_size <= most < 64 << 20
    assert not is_whole(bomb)
    filled.close()
    before = (filled.directory / "catalog.db").read_bytes()
    with pytest.raises(PhotonError, match="unpacks to more than 256 times its size"):
        restore_backup(filled.directory, bomb)
    assert (filled.directory / "catalog.db").read_bytes() == before


def test_a_backup_never_takes_all_of_the_free_space(
    filled: Library, backed_up: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup = read_backup(backed_up)
    assert backup is not None
    free = backup.facts.length + 1000
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Space(10**9, 0, free))
    with pytest.raises(PhotonError, match="no room to unpack"):
        examine_backup(filled.directory, backed_up)
    free = backup.facts.length * 4 // 3 + 1000
    assert examine_backup(filled.directory, backed_up).is_own
