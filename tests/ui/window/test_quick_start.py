"""What the window does not show at first is not imported before it is on the screen: that is most of a start's time."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from photon.library import open_library
from photon.ui.widgets.late_widget import import_later

# Opens the real window as a double click does, and prints what is imported when it is shown.
START = """
import json, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from photon.__main__ import open_window
from photon.ui.window.main_window import MainWindow

def showed(window, event, show=MainWindow.showEvent):
    show(window, event)
    print(json.dumps(sorted(sys.modules)))
    QTimer.singleShot(0, QApplication.quit)

MainWindow.showEvent = showed
open_window(Path(sys.argv[1]), None)
"""
MOST = 760
"""Photon's modules; there were 738 when this was written, and 826 before pages were made late."""
SLOW = {
    "click", "dateutil", "email", "http.client", "importlib.metadata", "lxml.etree", "onnxruntime", "rawpy", "scipy",
    "sqlite_utils", "ssl", "tokenizers", "torch", "urllib.request",
}  # fmt: skip
LATE = {
    "bin.bin_page", "bin.bin_question", "bin.rename_dialog", "captions.caption_review", "captions.caption_settings",
    "captions.mismatch_page", "compare.compare_page", "dates.date_dialog", "duplicates.best_dialog",
    "duplicates.duplicates_page", "encoders.encoder_page", "export.export_dialog", "help.help_page",
    "metadata.conflict_page", "metadata.write_page", "preferences.about_page", "preferences.files_page",
    "preferences.folders_page", "preferences.health_page", "preferences.library_page", "preferences.look_page",
    "preferences.privacy_page", "shortcuts.shortcut_page", "tags.history_page",
    "tags.teach_page", "tags.vocabulary_page",
}  # fmt: skip


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Names of the modules that are imported when the window is shown, for a library that is there already."""
    directory = tmp_path_factory.mktemp("start") / "library"
    open_library(directory, writable=True).close()
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", START, str(directory)], env=environment, capture_output=True, text=True, check=False,
        cwd=Path(__file__).parents[3], timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_slow_packages_wait(imported: set[str]) -> None:
    assert imported & SLOW == set()


def test_pages_and_dialogs_wait(imported: set[str]) -> None:
    names = {f"photon.ui.{name}" for name in LATE}
    assert imported & names == set()
    for name in names:  # or this test would find nothing any more
        assert (Path(__file__).parents[3] / (name.replace(".", "/") + ".py")).is_file(), name


def test_few_modules_are_imported(imported: set[str]) -> None:
    assert len([name for name in imported if name.partition(".")[0] == "photon"]) <= MOST


def test_the_rest_is_imported_later(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("quick_start_one", "quick_start_two"):
        (tmp_path / f"{name}.py").write_text("", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    window, told = QObject(), list[str]()
    import_later(["sys", "quick_start_one", "quick_start_two"], window, lambda: told.append("all"))
    qtbot.waitUntil(lambda: told == ["all"])
    assert {"quick_start_one", "quick_start_two"} <= sys.modules.keys()
    for name in ("quick_start_one", "quick_start_two"):
        del sys.modules[name]
