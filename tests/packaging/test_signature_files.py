"""PySide6 imports the files that were unpacked for the app, and still explains wrong calls."""

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from bundle import signature_files

ASK = """
import sys
from PySide6.QtCore import QPoint
import shibokensupport.signature.loader as loader
try:
    QPoint("one", 2)
except TypeError as error:
    print(str(error).replace("\\n", " "))
print(QPoint.manhattanLength.__doc__)
print(loader.__file__)
"""


def answers(place: Path | None) -> list[str]:
    surroundings = dict(os.environ, PYTHONPATH=str(place) if place else "", QT_QPA_PLATFORM="offscreen")
    asked = [sys.executable, "-c", ASK]
    return subprocess.run(asked, env=surroundings, check=True, capture_output=True, text=True).stdout.splitlines()


def copy_library(folder: Path) -> Path:
    """Copy the part of PySide6 that reads the files, with links to all the rest, which finds that part beside it."""
    copied = folder / "shiboken6"
    shutil.copytree(installed("shiboken6"), copied)
    (folder / "PySide6").mkdir()
    for path in installed("PySide6").iterdir():
        (folder / "PySide6" / path.name).symlink_to(path)
    return copied


def installed(package: str) -> Path:
    spec = find_spec(package)
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent


def test_the_unpacked_files_are_used_as_bytecode_and_say_the_same(tmp_path: Path) -> None:
    made = signature_files.write_signature_files(copy_library(tmp_path))
    sources = list(made.rglob("*.py"))
    assert len(sources) > 10
    assert {path.stem for path in sources} == {path.name.split(".")[0] for path in made.rglob("*.pyc")}
    *found, file = answers(tmp_path)
    *usual, _ = answers(None)
    assert Path(file).is_relative_to(made)
    assert found == usual
    assert "Supported signatures" in found[0]
