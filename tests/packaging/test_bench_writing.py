"""A single kill with each policy, of which the script performs a hundred."""

import random
from pathlib import Path

import pytest
from lab.speed import bench_writing

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("policy", ["sidecar", "both"])
def test_a_killed_writer_loses_nothing(tmp_path: Path, policy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # the script measures the duration of an undisturbed writer; ten photos take about as long
    monkeypatch.setattr(bench_writing, "_time_child", lambda *_: 0.3)
    assert bench_writing.kill_often(tmp_path, 10, 1, random.Random(5), policy) == []  # noqa: S311
