"""The window closes, restores a backup and opens again; a lost catalogue does not start an empty library."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from photon.library import open_library
from photon.library.photos import ratings
from tests.library.recovery.conftest import back_up
from tests.new_library_photos import add_photos

ROOT = Path(__file__).parents[3]
Windows = subprocess.Popen[str]
PROGRAM = """
import json
import os
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox
from photon.app.session import Session
from photon.ui import run
from photon.ui.preferences.restart import RestoreRequest, restart_with
from photon.ui.window.application import make_application
from tests.fakes import ColourEncoding

def run_once(library, backup, answer):
    opened, due = [], []

    def press():
        if due:
            QTimer.singleShot(500, due.pop())
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox):
            print("said", box.text(), box.informativeText(), flush=True)
            buttons = box.buttons()
            wanted = next((one for one in buttons if one.text() == answer), buttons[0])
            wanted.click()

    def open_session():
        session = Session.open(library, background=False, encoder=ColourEncoding())
        cards = session.browsing.cards(session.browsing.photos("name").result()).result()
        print("stars", sorted(card.rating for card in cards.values()), flush=True)
        opened.append(session)
        is_first = len(opened) == 1 and answer == "restart"  # it is opened on a thread of its own, which has no timers
        due.append((lambda: restart_with(RestoreRequest(backup))) if is_first else QApplication.quit)
        return session

    ticker = QTimer(interval=50)
    ticker.timeout.connect(press)
    application = make_application()
    ticker.start()
    return run(open_session, library, None, show=True)

for line in sys.stdin:
    library, backup, answer, runtime, out, err = json.loads(line)
    child = os.fork()
    if not child:
        for number, path in ((1, out), (2, err)):
            os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), number)
        os.environ["XDG_RUNTIME_DIR"] = runtime
        sys.exit(run_once(Path(library), Path(backup), answer))
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


@pytest.fixture(scope="module")
def windows() -> Iterator[Windows]:
    """A process that has imported the window, and runs it in a copy of itself: each import takes 2 s."""
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "PHOTON_LANGUAGE": "en"},
    ) as process:  # fmt: skip
        yield process
        assert process.stdin is not None
        process.stdin.close()


@pytest.fixture
def backed_up(tmp_path: Path) -> Path:
    with open_library(tmp_path / "library", writable=True) as library:
        add_photos(library, tmp_path / "photos", 3)
        ratings.rate(library, {1: 3})
        backup = back_up(library.directory)
        ratings.rate(library, {2: 5})
    return backup


def run_window(windows: Windows, library: Path, backup: Path, answer: str) -> tuple[int, list[str]]:
    """Run the window until it ends; return its exit code and what it printed."""
    assert windows.stdin is not None
    assert windows.stdout is not None
    runtime, out, err = (library.parent / name for name in ("r", "out", "err"))
    runtime.mkdir(mode=0o700)
    windows.stdin.write(json.dumps([str(path) for path in (library, backup, answer, runtime, out, err)]) + "\n")
    windows.stdin.flush()
    code = int(windows.stdout.readline())
    assert "Traceback" not in err.read_text(), err.read_text()
    return code, out.read_text().splitlines()


def test_it_closes_restores_and_opens_again(windows: Windows, backed_up: Path, tmp_path: Path) -> None:
    code, lines = run_window(windows, tmp_path / "library", backed_up, "restart")
    assert code == 0
    assert [line for line in lines if line.startswith("stars")] == ["stars [0, 3, 5]", "stars [0, 0, 3]"]
    assert any("The backup was restored." in line and "is kept as" in line for line in lines)


def test_a_backup_truncated_meanwhile_changes_nothing(windows: Windows, backed_up: Path, tmp_path: Path) -> None:
    backed_up.write_bytes(backed_up.read_bytes()[:-50])
    code, lines = run_window(windows, tmp_path / "library", backed_up, "restart")
    assert code == 0
    assert [line for line in lines if line.startswith("stars")] == ["stars [0, 3, 5]"] * 2
    assert any("is cut or damaged; nothing was changed" in line for line in lines)


@pytest.mark.parametrize(("answer", "stars"), [("Repair", "[0, 3, 5]"), ("Restore", "[0, 0, 3]"), ("Quit", "")])
def test_a_damaged_catalogue_is_repaired_restored_or_kept(
    windows: Windows, backed_up: Path, tmp_path: Path, answer: str, stars: str
) -> None:
    catalog = tmp_path / "library" / "catalog.db"
    with open_library(tmp_path / "library", writable=True) as library:
        (root,) = library.db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'photos_by_time'").fetchone()
    content = bytearray(catalog.read_bytes())
    content[(root - 1) * 4096 : root * 4096] = bytes(4096)
    catalog.write_bytes(content)
    code, lines = run_window(windows, tmp_path / "library", backed_up, answer)
    assert any("is damaged" in line and "Photon can still read 3 photos" in line for line in lines)
    assert any("instead would lose 1 rating." in line for line in lines)
    assert (code, [line for line in lines if line.startswith("stars")]) == (
        (0, [f"stars {stars}"]) if stars else (1, [])
    )
    assert (catalog.read_bytes() == content) == (answer == "Quit")
    assert len(list(catalog.parent.glob("catalog-set-aside-*.db"))) == (0 if answer == "Quit" else 1)
    assert not list(catalog.parent.glob("*.part"))


@pytest.mark.parametrize("answer", ["Restore", "Quit"])
def test_a_lost_catalogue_is_restored_or_kept(windows: Windows, backed_up: Path, tmp_path: Path, answer: str) -> None:
    (tmp_path / "library" / "catalog.db").unlink()
    code, lines = run_window(windows, tmp_path / "library", backed_up, answer)
    assert any("is gone" in line and "Restore the newest backup" in line for line in lines)
    assert (code, "stars [0, 0, 3]" in lines) == ((0, True) if answer == "Restore" else (1, False))
    assert (tmp_path / "library" / "catalog.db").exists() == (answer == "Restore")
