"""Restoring does not begin moves again that were taken back since the backup was made."""

import os
from pathlib import Path

import pytest

from photon.app.backups.reason_texts import left_off_lines
from photon.domain.photo.file_move import FileMove
from photon.library import Library, open_library
from photon.library.bin import file_moves
from photon.library.recovery.restoring import examine_backup, restore_backup
from tests.library.recovery.conftest import back_up


@pytest.mark.parametrize("is_lost", [True, False])
def test_a_move_that_was_taken_back_since_an_own_backup_does_not_begin_again(
    filled: Library, backed_up: Path, tmp_path: Path, is_lost: bool
) -> None:
    photo = tmp_path / "a.jpg"
    photo.write_bytes(b"a")
    os.utime(photo, ns=(1, 1))
    batch = file_moves.begin_batch(filled, "bin", "moved")
    (moving, gone), _ = file_moves.begin(
        filled, batch, [FileMove(str(path), "/bin/a.jpg", "", 1, 1) for path in (photo, tmp_path / "b.jpg")]
    )
    during = back_up(filled.directory)
    file_moves.settle(filled, {moving.id: "over"})
    filled.close()
    if is_lost:
        (filled.directory / "catalog.db").unlink()
    else:
        restore_backup(filled.directory, backed_up)
    plan = examine_backup(filled.directory, during)
    assert restore_backup(filled.directory, during).plan.forgotten == plan.forgotten
    assert plan.is_own
    assert left_off_lines(plan) == [f"Unfinished moves that Photon drops: {photo}"]
    with open_library(filled.directory, writable=True) as library:
        assert file_moves.halfway(library) == [gone]
