"""A single kill, of which the script performs sixty."""

import random
from pathlib import Path

import pytest
from lab.speed import bench_export

pytestmark = pytest.mark.slow


def test_a_killed_export_leaves_nothing_incomplete_and_is_resumed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # the script measures the duration of an undisturbed export; eight photos take about as long
    monkeypatch.setattr(bench_export, "_time_child", lambda *_: 0.5)
    assert bench_export.kill_often(tmp_path, 8, 1, random.Random(5), ["with words"]) == []  # noqa: S311
