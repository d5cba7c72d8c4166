"""Photon finds what an independent reader finds in difficult files."""

from collections.abc import Callable
from pathlib import Path

import pytest
from lab.speed import bench_metadata

pytestmark = pytest.mark.slow

LEAST = 0.95  # for each field: a few rows of this part of the corpus are debatable; the whole corpus is above .98


def test_photon_agrees_with_exiftool_on_metadata(shared: Callable[[str], Path]) -> None:
    columns = ("keywords", "hierarchical", "caption", "rating", "gps_lat")
    found = bench_metadata.compare(shared("data/corpus"), lambda row: any(row[column] for column in columns))
    assert sum(asked for asked, _ in found.values()) > 500
    poor = {name: wrong for name, (asked, wrong) in found.items() if len(wrong) > (1 - LEAST) * asked}
    assert poor == {}
