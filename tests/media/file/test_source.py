"""A file is opened once, and takes only as much memory as its size."""

import os
import tracemalloc
from pathlib import Path

import pytest

from photon.media.file import source
from photon.media.file.source import opened


def test_a_small_file_takes_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.xmp"
    path.write_bytes(bytes(1000))
    tracemalloc.start()
    try:
        with opened(str(path)) as found:
            assert found.data == bytes(1000)
        assert tracemalloc.get_traced_memory()[1] < 1 << 20
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(("told", "is_kept"), [(0, True), (5, True), (8, True), (9, False)])
def test_a_file_is_read_completely_whatever_its_reported_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: int, is_kept: bool
) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(b"12345678" + b"9" * (not is_kept))
    monkeypatch.setattr(source, "IN_MEMORY", 8)
    look = os.fstat
    monkeypatch.setattr(source.os, "fstat", lambda file: os.stat_result((*look(file)[:6], told, *look(file)[7:])))
    with opened(str(path)) as found:
        assert (found.data is not None) == is_kept
        assert found.size == 9 - is_kept
        assert found.slice(0, 20) == path.read_bytes()
