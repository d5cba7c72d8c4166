"""How the app finds Qt's plug-ins: a script that runs before its program."""

import os
import runpy
import sys
from pathlib import Path

import pytest

BUNDLE = Path(__file__).parents[2] / "packaging" / "bundle"


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


def test_the_recipe_runs_it_and_leaves_out_what_it_replaces() -> None:
    recipe = (BUNDLE / "photon.spec").read_text("utf-8")
    assert all(name in recipe for name in ("find_qt.py", "pyi_rth_pyside6", "pyi_rth_inspect"))
