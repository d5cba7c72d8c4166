"""What an independent reader finds in difficult files, Photon finds too."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "packaging" / "bench_metadata.py"
LEAST = 0.95  # of a field: a few rows of this part of the corpus are matters of taste; the whole is above .98


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bench_metadata", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_photon_agrees_with_exiftool_where_there_are_words(bench: ModuleType, shared: Path) -> None:
    columns = ("keywords", "hierarchical", "caption", "rating", "gps_lat")
    found = bench.compare(shared / "data/corpus", lambda row: any(row[column] for column in columns))
    assert sum(asked for asked, _ in found.values()) > 500
    poor = {name: wrong for name, (asked, wrong) in found.items() if len(wrong) > (1 - LEAST) * asked}
    assert poor == {}
