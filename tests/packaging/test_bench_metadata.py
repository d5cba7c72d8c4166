"""What an independent reader finds in difficult files, Photon finds too."""

from collections.abc import Callable
from pathlib import Path

import pytest
from lab.speed import bench_metadata

pytestmark = pytest.mark.slow

LEAST = 0.95  # of a field: a few rows of this part of the corpus are matters of taste; the whole is above .98


def test_photon_agrees_with_exiftool_where_there_are_words(shared: Callable[[str], Path]) -> None:
    columns = ("keywords", "hierarchical", "caption", "rating", "gps_lat")
    found = bench_metadata.compare(shared("data/corpus"), lambda row: any(row[column] for column in columns))
    assert sum(asked for asked, _ in found.values()) > 500
    poor = {name: wrong for name, (asked, wrong) in found.items() if len(wrong) > (1 - LEAST) * asked}
    assert poor == {}
