"""The file of vectors on disks that are really full or read-only: a former one stays, and serves."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from photon.index import VectorIndex
from photon.index.stored_rows import find_damage, read_rows
from tests.faults.injection import fill, namespace
from tests.index.test_stored_rows import COUNT, VECTORS, D, finish, made_index


def expect_whole(path: Path) -> None:
    stored = read_rows(path, "maker", D)
    assert stored is not None
    assert not any(find_damage(path, "maker", D))
    assert VectorIndex(D, stored).nearest(VECTORS[7], 1)[0].tolist() == [7 - 20]


def test_a_full_and_a_read_only_disk_leave_the_former_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("photon.index.vector_index.WIDE_LIMIT", 100)
    free = shutil.disk_usage(tmp_path)
    with namespace('mount -t tmpfs -o size=2m none "$1"', tmp_path) as here:
        kept, index = here.seen(tmp_path) / "kept.rows", made_index()
        assert finish(index, kept) == COUNT
        index.add(np.arange(COUNT) + 1000, VECTORS[COUNT : 2 * COUNT])
        filler = fill(kept.parent, 8192)
        with pytest.raises(OSError, match="No space"):
            finish(index, kept)  # it sees that beforehand
        monkeypatch.setattr("shutil.disk_usage", lambda _: free)
        with pytest.raises(OSError, match="No space"):
            finish(index, kept)
        assert sorted(path.name for path in kept.parent.iterdir()) == ["filler", "kept.rows"]
        expect_whole(kept)
        here.sh('mount -o remount,ro "$1"', tmp_path)
        with pytest.raises(OSError, match="Read-only"):
            finish(index, kept)
        expect_whole(kept)
        here.sh('mount -o remount,rw "$1"', tmp_path)
        filler.unlink()
        assert finish(index, kept) == 2 * COUNT
        expect_whole(kept)
