"""Rules about the structure of the repository that no linter checks."""

import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LONGEST = 400
MOST_MODULES = 25
BANNED_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "base", "misc", "model", "models"}
# written in parts, so that this file does not match itself
LEAKS = re.compile(
    "|".join([r"py" r"pi\.org", r"python" r"hosted", r"npm" r"js", r"download\.py" r"torch", r"(?<![\w.~/-])/wo" r"rk/",
              r"(?<![\w.~/-])/fa" r"rm/", r"\.\./sha" r"red"])
)  # fmt: skip


def tracked(*patterns: str) -> list[Path]:
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *patterns],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_no_python_file_is_too_long() -> None:
    lengths = {path: len(path.read_bytes().splitlines()) for path in tracked("*.py")}
    assert lengths
    assert {path.relative_to(ROOT): n for path, n in lengths.items() if n > LONGEST} == {}


def test_no_package_has_too_many_modules() -> None:
    modules = Counter(path.parent for path in tracked("photon/*.py"))
    assert modules
    assert {folder.relative_to(ROOT): n for folder, n in modules.items() if n > MOST_MODULES} == {}


def test_modules_are_named_after_their_content() -> None:
    named = [path for path in tracked("*.py") if {path.stem, path.parent.name} & BANNED_NAMES]
    assert named == []


def test_no_python_package_is_named_packaging() -> None:
    """It would hide the library of that name for everything started from the root."""
    assert not (ROOT / "packaging" / "__init__.py").exists()


def test_no_file_names_a_package_registry_or_a_local_folder() -> None:
    found = []
    for path in tracked():
        text = path.read_bytes()
        if b"\0" in text[:8000] or path.is_relative_to(ROOT / "tests"):
            continue
        lines = text.decode("utf-8", "replace").splitlines()
        found += [f"{path.relative_to(ROOT)}:{n}" for n, line in enumerate(lines, 1) if LEAKS.search(line)]
    assert found == []


def test_large_files_stay_out_of_the_repository() -> None:
    assert [path for path in tracked() if path.stat().st_size > 5_000_000] == []


def test_every_module_packed_by_setuptools_exists() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    packed = set(re.findall(r'"(photon(?:\.\w+)*)"', text.split("packages = [")[1].split("]")[0]))
    there = {".".join(path.parent.relative_to(ROOT).parts) for path in (ROOT / "photon").rglob("__init__.py")}
    assert packed == there | {"photon.resources"}


def test_only_one_module_loads_onnxruntime() -> None:
    """Its telemetry is switched off there; import-linter checks neither tests nor scripts."""
    loads = re.compile(r"^\s*(?:import|from) onnxruntime\b|importorskip\(.onnxruntime", re.MULTILINE)
    found = {path.relative_to(ROOT).as_posix() for path in tracked("*.py") if loads.search(path.read_text("utf-8"))}
    assert found == {"photon/vision/kit/onnx_session.py"}
