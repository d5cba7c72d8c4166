"""How the app finds its modules and Qt's plug-ins: scripts that run before its program."""

import importlib
import marshal
import os
import runpy
import sys
import zlib
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

BUNDLE = Path(__file__).parents[2] / "packaging" / "bundle"
MODULE, PACKAGE, NAMESPACE = 0, 1, 3
BEFORE = b"the program"
SOURCES = {"packed_one": "from packed_one import inner", "packed_one.inner": "NAME = __name__", "packed_two": ""}


class Loader:
    """Loads as PyInstaller's loader does."""

    def __init__(self, name: str, archive: Any, entry: str, is_package: bool) -> None:
        self._archive, self._entry = archive, entry
        self.path = f"/app/{name.replace('.', '/')}{'/__init__' if is_package else ''}.py"

    def create_module(self, _spec: ModuleSpec) -> None:
        """Let Python make the module."""

    def exec_module(self, module: ModuleType) -> None:
        """Execute the code."""
        exec(self._archive.extract(self._entry), module.__dict__)  # noqa: S102


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """A program file with modules, and PyInstaller's modules that read it."""
    packed, toc = bytearray(BEFORE), {"packed_space": (NAMESPACE, 0, 0)}
    for name, source in SOURCES.items():
        entry = zlib.compress(marshal.dumps(compile(source, name, "exec")), 0)
        kind = PACKAGE if name == "packed_one" else MODULE
        toc[name] = (kind, len(packed) - len(BEFORE), len(entry))
        packed += entry
    (tmp_path / "program").write_bytes(packed)
    made = SimpleNamespace(_filename=str(tmp_path / "program"), _start_offset=len(BEFORE), toc=toc)
    importers = SimpleNamespace(pyz_archive=made, PyiFrozenLoader=Loader)
    monkeypatch.setitem(sys.modules, "pyimod02_importers", importers)
    kinds = SimpleNamespace(PYZ_ITEM_MODULE=MODULE, PYZ_ITEM_PKG=PACKAGE)
    monkeypatch.setitem(sys.modules, "pyimod01_archive", kinds)
    monkeypatch.setattr(sys, "meta_path", list(sys.meta_path))
    runpy.run_path(str(BUNDLE / "quick_imports.py"))
    for name in SOURCES:
        monkeypatch.delitem(sys.modules, name, raising=False)
    return made


@pytest.mark.skipif(os.name != "posix", reason="elsewhere PyInstaller reads the file")
def test_modules_come_from_the_program_file(archive: SimpleNamespace) -> None:
    package = importlib.import_module("packed_one")
    assert package.inner.NAME == "packed_one.inner"
    assert package.__file__ == "/app/packed_one/__init__.py"
    assert package.__path__ == ["/app/packed_one"]
    assert marshal.loads(archive.extract("packed_two", raw=True)) == compile("", "packed_two", "exec")  # noqa: S302
    assert archive.extract("packed_space") is None


def test_other_modules_are_looked_for_as_before(archive: SimpleNamespace) -> None:
    finder = sys.meta_path[0]
    assert finder.find_spec("packed_one", None) is not None
    assert [finder.find_spec(name, None) for name in ("packed_space", "json", "packed_one.other")] == [None] * 3
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module("packed_three")


def test_qt_is_told_where_its_plug_ins_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", "/app", raising=False)
    monkeypatch.setenv("QT_PLUGIN_PATH", "elsewhere")
    for platform, place in (
        ("linux", "PySide6/Qt/plugins"),
        ("darwin", "PySide6/Qt/plugins"),
        ("win32", "PySide6/plugins"),
    ):
        monkeypatch.setattr(sys, "platform", platform)
        runpy.run_path(str(BUNDLE / "find_qt.py"))
        assert Path(os.environ["QT_PLUGIN_PATH"]) == Path("/app") / place


def test_the_recipe_runs_both_and_leaves_out_what_they_replace() -> None:
    recipe = (BUNDLE / "photon.spec").read_text("utf-8")
    assert all(name in recipe for name in ("quick_imports.py", "find_qt.py", "pyi_rth_pyside6", "pyi_rth_inspect"))
