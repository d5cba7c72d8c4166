"""Incomplete packages are found, complete ones are not touched."""

import runpy
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
remove_broken: Callable[[Path], list[str]] = runpy.run_path(str(ROOT / "packaging" / "broken_installs.py"))[
    "remove_broken"
]
CODE = "answer = 42\n"


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A folder with one complete package."""
    record = tmp_path / "thing-1.0.dist-info"
    record.mkdir()
    (tmp_path / "thing.py").write_text(CODE)
    (record / "METADATA").write_text("Metadata-Version: 2.1\nName: thing\nVersion: 1.0\n")
    (record / "RECORD").write_text(
        f"thing.py,sha256=x,{len(CODE)}\n__pycache__/thing.cpython-311.pyc,,\nthing-1.0.dist-info/RECORD,,\n"
    )
    return tmp_path


def test_a_complete_package_stays(package: Path) -> None:
    assert remove_broken(package) == []
    assert (package / "thing-1.0.dist-info").exists()


@pytest.mark.parametrize("damage", ["missing", "short", "no list", "no name"])
def test_a_broken_package_loses_its_record(package: Path, damage: str) -> None:
    record = package / "thing-1.0.dist-info"
    if damage == "missing":
        (package / "thing.py").unlink()
    elif damage == "short":
        (package / "thing.py").write_text(CODE[:3])
    else:
        (record / {"no list": "RECORD", "no name": "METADATA"}[damage]).unlink()
    assert remove_broken(package) == ["thing-1.0"]
    assert not record.exists()


def test_leftovers_of_an_interrupted_upgrade_are_removed(package: Path) -> None:
    (package / "~hing-0.9.dist-info").mkdir()
    assert remove_broken(package) == []
    assert not (package / "~hing-0.9.dist-info").exists()
