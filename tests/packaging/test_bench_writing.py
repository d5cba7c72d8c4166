"""A few of the kills that the script does a hundred of."""

import importlib.util
import random
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "packaging" / "bench_writing.py"


@pytest.fixture
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bench_writing", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("policy", ["sidecar", "both"])
def test_a_killed_writer_loses_nothing(script: ModuleType, tmp_path: Path, policy: str) -> None:
    assert script.kill_often(tmp_path, 30, 3, random.Random(5), policy) == []  # noqa: S311
