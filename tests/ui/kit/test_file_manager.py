"""Showing files through a real session bus, and without one."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="D-Bus is a Linux thing")

FILE_MANAGER = """
import sys
from PySide6.QtCore import ClassInfo, QCoreApplication, QObject, Slot
from PySide6.QtDBus import QDBusConnection

@ClassInfo({"D-Bus Interface": "org.freedesktop.FileManager1"})
class FileManager(QObject):
    @Slot("QStringList", str)
    def ShowItems(self, items, startup):
        print(*items, flush=True)
        QCoreApplication.quit()

app = QCoreApplication(sys.argv)
bus = QDBusConnection.sessionBus()
shown = FileManager()
ok = bus.registerObject("/org/freedesktop/FileManager1", shown, QDBusConnection.RegisterOption.ExportAllSlots)
ok = bus.registerService("org.freedesktop.FileManager1") and ok
print("ready" if ok else "failed", flush=True)
app.exec()
"""
ASK = """
import sys
from PySide6.QtCore import QObject, QTimer, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from photon.ui.kit.file_manager import show_files

class Opener(QObject):
    @Slot(QUrl)
    def open(self, url):
        print("opened", url.toLocalFile(), flush=True)
        app.quit()

app = QGuiApplication(sys.argv)
opener = Opener()
QDesktopServices.setUrlHandler("file", opener, "open")
show_files(sys.argv[1:], app, lambda message, hint: print("complained", message, flush=True))
QTimer.singleShot(int(1500), app.quit)
app.exec()
"""


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """A separate session bus."""
    daemon = shutil.which("dbus-daemon")
    if daemon is None:
        pytest.skip("needs dbus-daemon")
    process = subprocess.Popen(
        [daemon, "--session", "--nofork", "--print-address", f"--address=unix:path={tmp_path}/bus"],
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", process.stdout.readline().strip())
    yield
    process.terminate()
    process.communicate(timeout=60)


def ask(*paths: str) -> str:
    done = subprocess.run([sys.executable, "-c", ASK, *paths], capture_output=True, text=True, timeout=60, check=True)
    return done.stdout.strip()


def test_the_file_manager_is_asked_to_select_the_files(bus: None) -> None:
    manager = subprocess.Popen([sys.executable, "-c", FILE_MANAGER], stdout=subprocess.PIPE, text=True)
    assert manager.stdout is not None
    assert manager.stdout.readline().strip() == "ready"
    assert ask("/photos/a b#1.jpg", "/photos/ä.jpg") == ""
    out, _ = manager.communicate(timeout=60)
    assert out.split() == ["file:///photos/a%20b%231.jpg", "file:///photos/%C3%A4.jpg"]


def test_without_a_file_manager_on_the_bus_the_folder_is_opened(bus: None) -> None:
    assert ask("/photos/2025/a.jpg") == "opened /photos/2025"


def test_without_a_bus_the_folder_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    assert ask("/photos/2025/a.jpg") == "opened /photos/2025"
