"""The window closes, restores a backup and opens again; a lost catalogue does not start an empty library."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from photon.library import open_library
from photon.library.photos import ratings
from tests.library.recovery.conftest import back_up
from tests.new_library_photos import add_photos

ROOT = Path(__file__).parents[3]
PROGRAM = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox
from photon.app.session import Session
from photon.ui import run
from photon.ui.kit.restart import RestoreRequest, restart_with
from tests.fakes import ColourEncoding

library, backup, answer = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
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
    cards = session.cards(session.photos("name").result()).result()
    print("stars", sorted(card.rating for card in cards.values()), flush=True)
    opened.append(session)
    is_first = len(opened) == 1 and answer == "restart"  # it is opened on a thread of its own, which has no timers
    due.append((lambda: restart_with(RestoreRequest(backup))) if is_first else QApplication.quit)
    return session

ticker = QTimer(interval=50)
ticker.timeout.connect(press)
from photon.ui.window.application import make_application
application = make_application()
ticker.start()
sys.exit(run(open_session, library, None, show=True))
"""


@pytest.fixture
def backed_up(tmp_path: Path) -> Path:
    with open_library(tmp_path / "library", writable=True) as library:
        add_photos(library, tmp_path / "photos", 3)
        ratings.rate(library, {1: 3})
        backup = back_up(library.directory)
        ratings.rate(library, {2: 5})
    return backup


def run_window(library: Path, backup: Path, answer: str, runtime: Path) -> tuple[int, list[str]]:
    runtime.mkdir(mode=0o700)
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(library), str(backup), answer],
        cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "XDG_RUNTIME_DIR": str(runtime), "PHOTON_LANGUAGE": "en"},
    )  # fmt: skip
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout.splitlines()


def test_it_closes_restores_and_opens_again(backed_up: Path, tmp_path: Path) -> None:
    code, lines = run_window(tmp_path / "library", backed_up, "restart", tmp_path / "r")
    assert code == 0
    assert [line for line in lines if line.startswith("stars")] == ["stars [0, 3, 5]", "stars [0, 0, 3]"]
    assert any("The backup was restored." in line and "is kept as" in line for line in lines)


def test_a_backup_truncated_meanwhile_changes_nothing(backed_up: Path, tmp_path: Path) -> None:
    backed_up.write_bytes(backed_up.read_bytes()[:-50])
    code, lines = run_window(tmp_path / "library", backed_up, "restart", tmp_path / "r")
    assert code == 0
    assert [line for line in lines if line.startswith("stars")] == ["stars [0, 3, 5]"] * 2
    assert any("is cut or damaged; nothing was changed" in line for line in lines)


@pytest.mark.parametrize(("answer", "stars"), [("Repair", "[0, 3, 5]"), ("Restore", "[0, 0, 3]"), ("Quit", "")])
def test_a_damaged_catalogue_is_repaired_restored_or_kept(
    backed_up: Path, tmp_path: Path, answer: str, stars: str
) -> None:
    catalog = tmp_path / "library" / "catalog.db"
    with open_library(tmp_path / "library", writable=True) as library:
        (root,) = library.db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'photos_by_time'").fetchone()
    content = bytearray(catalog.read_bytes())
    content[(root - 1) * 4096 : root * 4096] = bytes(4096)
    catalog.write_bytes(content)
    code, lines = run_window(tmp_path / "library", backed_up, answer, tmp_path / "r")
    assert any("is damaged" in line and "Photon can still read 3 photos" in line for line in lines)
    assert any("instead would lose 1 rating." in line for line in lines)
    assert (code, [line for line in lines if line.startswith("stars")]) == (
        (0, [f"stars {stars}"]) if stars else (1, [])
    )
    assert (catalog.read_bytes() == content) == (answer == "Quit")
    assert len(list(catalog.parent.glob("catalog-set-aside-*.db"))) == (0 if answer == "Quit" else 1)
    assert not list(catalog.parent.glob("*.part"))


@pytest.mark.parametrize("answer", ["Restore", "Quit"])
def test_a_lost_catalogue_is_restored_or_kept(backed_up: Path, tmp_path: Path, answer: str) -> None:
    (tmp_path / "library" / "catalog.db").unlink()
    code, lines = run_window(tmp_path / "library", backed_up, answer, tmp_path / "r")
    assert any("is gone" in line and "Restore the newest backup" in line for line in lines)
    assert (code, "stars [0, 0, 3]" in lines) == ((0, True) if answer == "Restore" else (1, False))
    assert (tmp_path / "library" / "catalog.db").exists() == (answer == "Restore")
