"""A few of the kills that the script does sixty of."""

import importlib.util
import random
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "packaging" / "bench_export.py"


@pytest.fixture
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bench_export", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_killed_export_leaves_nothing_half_and_goes_on(script: ModuleType, tmp_path: Path) -> None:
    assert script.kill_often(tmp_path, 24, 2, random.Random(5), ["with words"]) == []  # noqa: S311
