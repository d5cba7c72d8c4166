"""The documentation for developers names files, functions and scripts that exist."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "packaging" / "README.md").read_text(encoding="utf-8")
SECURITY = (ROOT / "packaging" / "SECURITY.md").read_text(encoding="utf-8")
LAB = (ROOT / "packaging" / "lab" / "README.md").read_text(encoding="utf-8")
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
ROOMS = {room["containers"][0].removeprefix("photon."): room["layers"] for room in CONTRACTS if "containers" in room}
STOPS = re.findall(r"^\d+\. `(photon/[\w/]+\.py):([\w.]+)`", GUIDE, re.MULTILINE)


def names_in(path: Path) -> set[str]:
    """Return functions, classes and methods of a module, such as ``read`` or ``Session.open``."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    kinds = (ast.FunctionDef, ast.ClassDef)
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    methods = {f"{owner.name}.{node.name}" for owner in classes for node in owner.body if isinstance(node, kinds)}
    return {node.name for node in tree.body if isinstance(node, kinds)} | methods


@pytest.mark.parametrize(("file", "name"), STOPS)
def test_every_step_of_the_four_paths_exists(file: str, name: str) -> None:
    assert name in names_in(ROOT / file)


def test_there_are_four_paths_of_at_most_twelve_steps() -> None:
    section = GUIDE.partition("## The four ways")[2].partition("\n## ")[0]
    numbers = [int(number) for number in re.findall(r"^(\d+)\. ", section, re.MULTILINE)]
    assert numbers.count(1) == 4
    assert max(numbers) <= 12


@pytest.mark.parametrize("floor", ["ui", "app", "library", "media", "vision"])
def test_the_packages_of_a_layer_are_in_the_order_of_its_contract(floor: str) -> None:
    row = re.search(rf"^\| \d \| `{floor}` \| ([^|]+) \|", GUIDE, re.MULTILINE)
    assert row
    written = [set(layer.split(", ")) for layer in row[1].split(" > ")]
    assert written == [{room.strip() for room in layer.split("|")} for layer in ROOMS[floor]]


@pytest.mark.parametrize("text", [GUIDE, SECURITY, LAB], ids=["guide", "security", "lab"])
def test_every_referenced_file_exists(text: str) -> None:
    folder = ROOT / "packaging" / ("lab" if text is LAB else "")
    pointed = [folder / name for name in re.findall(r"\]\(([^)#:]+)\)", text)]
    names = re.findall(r"`((?:photon|packaging|resources|tests)/[\w./-]*?)(?:/ROOM)?`", text)
    pointed += [ROOT / name for name in names]
    assert [path for path in pointed if not path.exists()] == []


def test_every_script_of_the_lab_is_listed() -> None:
    scripts = [path for path in (ROOT / "packaging" / "lab").rglob("*.py") if "__main__" in path.read_text("utf-8")]
    assert scripts
    for path in scripts:
        section = LAB.partition(f"\n## {path.parent.name}\n")[2].partition("\n## ")[0]
        assert f"| `{path.stem}` |" in section, path
