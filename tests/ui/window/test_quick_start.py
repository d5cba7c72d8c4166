"""What the window does not show at first is not imported before it is on the screen: that is most of a start's time."""

import gc
import json
import os
import pkgutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QLabel, QStackedWidget
from pytestqt.qtbot import QtBot

from photon.app.runtime.late_part import LatePart
from photon.app.session import Session
from photon.app.workshop import Workshop
from photon.library import open_library
from photon.ui.kit.context import WindowNews
from photon.ui.kit.timers import single_shot, start_once_sent, start_once_shown
from photon.ui.widgets.late_widget import LateWidget, import_later, is_made, make_ahead
from photon.ui.window.application import import_rest
from photon.ui.window.features import FEATURES
from photon.ui.window.main_window import MainWindow

# Opens the real window as a double click does, and prints what is imported when it is shown.
START = """
import builtins, json, sys
from pathlib import Path
import photon.ui
from photon.__main__ import open_window

def run(*arguments, run=photon.ui.run, **named):
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    def execute(*_, execute=QApplication.exec):  # once the window is shown
        window = next(one for one in QApplication.topLevelWidgets() if type(one).__name__ == "MainWindow")
        told = {"modules": sorted(sys.modules), "parts": sorted({*vars(window.session), *vars(window.session.work)})}
        print(json.dumps(told | {"is plain": builtins.__import__ is builtins.__orig_import__}))
        QTimer.singleShot(0, QApplication.quit)
        return execute()

    QApplication.exec = execute
    return run(*arguments, **named)

photon.ui.run = run
open_window(Path(sys.argv[1]), None)
"""
MOST = 1196
"""Photon's modules; what most of a start's time goes to."""
SLOW = {
    "PySide6.QtMultimedia", "anyio", "click", "dateutil", "email", "http.client", "importlib.metadata", "lxml.etree",
    "onnxruntime", "rawpy",
    "scipy", "sqlite_utils", "ssl", "tokenizers", "torch", "urllib.request", "watchfiles",
}  # fmt: skip
LATE_PARTS = {
    "background", "caption_servers", "captions", "dates", "decisions", "decoders", "describing", "drafting",
    "duplicates", "encoders", "explore", "exporting", "health", "importing", "losses", "pairing", "people", "places",
    "rendering", "sets", "tagging", "texts", "turning", "watched", "writing",
}  # fmt: skip
LATE = {
    "explore.explore_page", "export.export_dialog", "films.film_panel", "films.held_film", "films.still_dialog",
    "preferences.about_page", "preferences.files_page", "preferences.folders_page", "preferences.health_page",
    "preferences.library_page", "preferences.look_page", "preferences.privacy_page", "search.filter_panel",
    "shortcuts.shortcut_page", "window.command_palette",
}  # fmt: skip


class Start(NamedTuple):
    """What there is when the window is shown.

    Attributes:
        imported: Names of modules.
        parts: Names of the session's parts.
        is_plain: Whether modules are imported without PySide6's own function.
    """

    imported: set[str]
    parts: set[str]
    is_plain: bool


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Start:
    """Start the window with a library that is there already."""
    directory = tmp_path_factory.mktemp("start") / "library"
    open_library(directory, writable=True).close()
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", START, str(directory)], env=environment, capture_output=True, text=True, check=False,
        cwd=Path(__file__).parents[3], timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    return Start(set(told["modules"]), set(told["parts"]), told["is plain"])


def test_slow_packages_wait(start: Start) -> None:
    assert start.imported & SLOW == set()


def test_pages_and_dialogs_wait(start: Start) -> None:
    names = {f"photon.ui.{name}" for name in LATE}
    assert start.imported & names == set()
    for name in names:  # or this test would find nothing any more
        assert (Path(__file__).parents[3] / (name.replace(".", "/") + ".py")).is_file(), name


def test_parts_of_the_session_wait(start: Start) -> None:
    assert start.parts & LATE_PARTS == set()
    parts = [*vars(Session).items(), *vars(Workshop).items()]
    assert {name for name, part in parts if isinstance(part, LatePart)} == LATE_PARTS


def test_few_modules_are_imported(start: Start) -> None:
    assert len([name for name in start.imported if name.partition(".")[0] == "photon"]) <= MOST


def test_modules_are_imported_without_reading_their_source(start: Start) -> None:
    assert start.is_plain


def test_what_is_not_shown_is_asked_for_once_the_window_is(qtbot: QtBot) -> None:
    asked: list[str] = []
    owner = QObject()
    start_once_shown(single_shot(owner, 0, lambda: asked.append("now")))
    QTimer.singleShot(0, lambda: asked.append("shown"))
    assert asked == []
    qtbot.waitUntil(lambda: len(asked) == 2)
    assert asked == ["shown", "now"]


def test_what_goes_through_all_photos_is_asked_for_once_they_are_counted(qtbot: QtBot) -> None:
    asked: list[str] = []
    owner, news = QObject(), WindowNews()
    start_once_sent(news.counted, single_shot(owner, 0, lambda: asked.append("now")))
    news.counted.emit("counts")
    qtbot.waitUntil(lambda: asked == ["now"])
    news.counted.emit("counts")
    qtbot.wait(20)
    assert asked == ["now"]


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


def test_pages_of_a_stack_are_made_before_they_are_shown(qtbot: QtBot) -> None:
    stack, made = QStackedWidget(), list[str]()
    qtbot.addWidget(stack)

    def page(name: str) -> LateWidget[QLabel]:
        def make() -> QLabel:
            made.append(name)
            return QLabel(name)

        return LateWidget(make)

    first, second, third = page("first"), page("second"), page("third")
    for part in (first, QLabel("plain"), second, third):
        stack.addWidget(part)
    second.content.setText("asked for before")
    make_ahead(stack)
    assert made == ["second"]
    qtbot.waitUntil(lambda: is_made(first, "content") and is_made(third, "content"))
    assert made == ["second", "first", "third"]
    assert not third.isVisible()
    qtbot.waitUntil(lambda: not stack.findChildren(QTimer))


def test_parts_of_the_window_are_made_while_it_is_idle(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pkgutil, "walk_packages", lambda *_: iter(()))
    parts = [(window.part(feature.controller), feature.ahead) for feature in FEATURES if feature.ahead]
    assert len(parts) == 5
    assert not any(is_made(owner, name) for owner, name in parts)
    monkeypatch.setattr(gc, "freeze", lambda: None)
    import_rest(window)
    qtbot.waitUntil(lambda: all(is_made(owner, name) for owner, name in parts))
    assert window.pages.current is window.results


def test_what_is_imported_in_steps_is_needed_by_pages() -> None:
    program = """
import pkgutil, sys
import photon.ui
for module in pkgutil.walk_packages(photon.ui.__path__, "photon.ui."):
    __import__(module.name)
from photon.ui.window.application import IN_STEPS
print(*(name for name in IN_STEPS if name not in sys.modules))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
