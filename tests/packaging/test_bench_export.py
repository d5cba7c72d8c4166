"""One of the kills that the script does sixty of."""

import random
from pathlib import Path

from lab.speed import bench_export


def test_a_killed_export_leaves_nothing_half_and_goes_on(tmp_path: Path) -> None:
    assert bench_export.kill_often(tmp_path, 8, 1, random.Random(5), ["with words"]) == []  # noqa: S311
