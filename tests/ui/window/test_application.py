"""From a process to a window and back, in separate processes."""

import gc
import os
import signal
import subprocess
import sys
import tempfile
import weakref
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import Mock

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from photon.ui.window.application import _show_notices
from photon.ui.window.main_window import MainWindow
from tests.ui.fake_session import FakeSession

ROOT = Path(__file__).parents[3]
PROGRAM = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from photon.domain import PhotonError
from photon.ui import run
from photon.ui.window.application import make_application
from tests.ui.fake_session import FakeSession

library, folder, mode = Path(sys.argv[1]), sys.argv[2] or None, sys.argv[3]

class Telling(FakeSession):
    def add_folder(self, path):
        print("added", path, flush=True)
        return super().add_folder(path)
    def warm_up(self):
        print("warm", flush=True)
    def close(self):
        super().close()
        print("closed", flush=True)

def opened():  # on a thread of its own, which has no timers
    if mode == "fail":
        raise PhotonError("The library is broken.", "Restore it.")
    print("open", flush=True)
    return Telling(library)

def watch():
    box = QApplication.activeModalWidget()
    if box is not None:
        box.close()
    if mode == "show":
        print("running", flush=True)
        ticker.stop()

application = make_application()
ticker = QTimer(interval=50)
ticker.timeout.connect(watch)
ticker.start()
sys.exit(run(opened, library, folder, show=mode == "show"))
"""


@pytest.fixture(autouse=True)
def short_folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The folder for locks and sockets of these processes: the path of a socket has at most 107 bytes."""
    with tempfile.TemporaryDirectory(prefix="photon-") as folder:
        monkeypatch.setenv("XDG_RUNTIME_DIR", folder)
        yield


def start(library: Path, folder: str = "", mode: str = "show") -> subprocess.Popen[str]:
    library.mkdir(exist_ok=True)
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(library), folder, mode],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def line_of(process: subprocess.Popen[str], word: str) -> str:
    """Wait for a line that starts with this word."""
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith(word):
            return line.strip()
    raise AssertionError(process.stderr.read() if process.stderr else "")


def test_it_opens_with_a_folder_and_closes_the_session(tmp_path: Path, folder: str) -> None:
    process = start(tmp_path / "library", folder, "hidden")
    out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "")
    assert out.split("\n")[:3] == ["open", f"added {folder}", "closed"]
    assert (tmp_path / "library" / "window.ini").exists()


def test_what_was_left_off_at_the_start_is_said(qtbot: QtBot, window: MainWindow, session: FakeSession) -> None:
    _show_notices(window, session)
    assert not window.notice.isVisible()
    session.notices = ("It comes from <b>elsewhere.", "Folders that Photon does not watch: /secret")
    _show_notices(window, session)
    assert window.notice.message.text() == session.store.notices[0]
    assert window.notice.hint.text() == session.store.notices[1]
    assert window.notice.message.textFormat() == Qt.TextFormat.PlainText


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_ends_it_cleanly(tmp_path: Path, kind: signal.Signals) -> None:
    process = start(tmp_path / "library")
    line_of(process, "running")  # before that, a signal would end any process immediately
    line_of(process, "warm")  # after the window is shown
    line_of(process, "warm")  # pictures and searches are warmed up one after the other
    process.send_signal(kind)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "")
    assert out == "closed\n"


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="ended by a signal")
def test_a_second_start_passes_its_folder_to_the_first_window(tmp_path: Path, folder: str) -> None:
    first = start(tmp_path / "library")
    line_of(first, "open")
    second = start(tmp_path / "library", folder)
    out, err = second.communicate(timeout=60)
    assert (second.returncode, out, err) == (0, "", "")
    assert line_of(first, "added") == f"added {folder}"
    first.send_signal(signal.SIGINT)
    assert first.wait(60) == 0
    first.communicate()


@pytest.mark.slow
def test_a_library_is_closed_again_if_the_window_cannot_be_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    from photon.ui.window import application

    monkeypatch.setitem(sys.modules, "photon.ui.window.main_window", None)
    session = Mock()
    with pytest.raises(ImportError):
        application._open_meanwhile(lambda: session)
    session.close.assert_called_once_with()


def test_a_library_that_cannot_be_opened_is_explained(tmp_path: Path) -> None:
    process = start(tmp_path / "library", "", "fail")
    _, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "Traceback" not in err


def test_importing_the_package_loads_no_qt() -> None:
    code = "import sys, photon.ui; sys.exit('PySide6' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_long_lived_objects_are_excluded_from_collections(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    from photon.ui.window import application

    monkeypatch.setattr(application, "SETTLED_MS", 1)
    window = QMainWindow()
    qtbot.addWidget(window)
    try:
        application.collect_in_main_thread(window)
        at_once = gc.get_freeze_count()
        assert at_once > 1000
        later = [[] for _ in range(100)]  # type: list[list[int]]
        qtbot.waitUntil(lambda: gc.get_freeze_count() > at_once)
        assert len(later) == 100
    finally:
        gc.unfreeze()


def test_garbage_is_collected_between_events_on_the_main_thread_only(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from photon.ui.window import application

    monkeypatch.setattr(application, "SETTLED_MS", 60_000)
    monkeypatch.setattr(application, "COLLECT_MS", 1)
    monkeypatch.setattr(application, "COLLECT_AFTER", (10, 10, 10))
    window = QMainWindow()
    application.collect_in_main_thread(window)
    assert not gc.isenabled()
    loop = QObject()
    loop.myself = loop  # type: ignore[attr-defined]
    gone = weakref.ref(loop)
    del loop
    hoard: list[list[int]] = [[] for _ in range(100)]
    qtbot.waitUntil(lambda: gone() is None)
    assert len(hoard) == 100
    window.deleteLater()  # together with the timer that waits
    qtbot.waitUntil(lambda: not isValid(window))
