"""One of the kills that the script does sixty of."""

import random
from pathlib import Path

import pytest
from lab.speed import bench_export

pytestmark = pytest.mark.slow


def test_a_killed_export_leaves_nothing_half_and_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # the script measures how long an undisturbed export takes; eight photos take about so long
    monkeypatch.setattr(bench_export, "_time_child", lambda *_: 0.5)
    assert bench_export.kill_often(tmp_path, 8, 1, random.Random(5), ["with words"]) == []  # noqa: S311
