"""One window per library, with real processes, including crashes."""

import subprocess
import sys
import tempfile
import time
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from photon.ui.window.single_instance import SingleInstance, key_hash

FIRST = """
import sys, time
from PySide6.QtCore import QCoreApplication
from photon.ui.window.single_instance import SingleInstance
app = QCoreApplication(sys.argv)
instance = SingleInstance(sys.argv[1])
instance.message_received.connect(lambda text: print(text, flush=True))
print(instance.is_first(), flush=True)
app.exec()
"""
SECOND = """
import sys
from PySide6.QtCore import QCoreApplication
from photon.ui.window.single_instance import SingleInstance
app = QCoreApplication(sys.argv)
instance = SingleInstance(sys.argv[1])
print(instance.is_first(), instance.send(sys.argv[2]))
"""


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))


@pytest.fixture
def first(qtbot: QtBot) -> Iterator[SingleInstance]:
    made = SingleInstance("library")
    yield made
    made.close()


def second(message: str, key: str = "library") -> str:
    done = subprocess.run(
        [sys.executable, "-c", SECOND, key, message], capture_output=True, text=True, timeout=60, check=True
    )
    return done.stdout.strip()


def test_the_first_process_receives_requests_of_a_second(qtbot: QtBot, first: SingleInstance) -> None:
    assert first.is_first()
    process = subprocess.Popen(
        [sys.executable, "-c", SECOND, "library", "/photos/Süden 🌞"], stdout=subprocess.PIPE, text=True
    )
    with qtbot.waitSignal(first.message_received, timeout=60_000) as heard:
        pass
    out, _ = process.communicate(timeout=60)
    assert heard.args == ["/photos/Süden 🌞"]
    assert out.strip() == "False True"


def test_an_empty_message_arrives_too(qtbot: QtBot, first: SingleInstance) -> None:
    other = SingleInstance("library")
    assert not other.is_first()
    heard: list[str] = []
    first.message_received.connect(heard.append)
    process = subprocess.Popen([sys.executable, "-c", SECOND, "library", ""], stdout=subprocess.PIPE, text=True)
    qtbot.waitUntil(lambda: heard == [""], timeout=60_000)
    assert process.communicate(timeout=60)[0].strip() == "False True"


def test_another_library_is_another_instance(first: SingleInstance) -> None:
    other = SingleInstance("another library")
    assert other.is_first()
    other.close()


def test_after_closing_the_next_process_is_first(first: SingleInstance) -> None:
    first.close()
    other = SingleInstance("library")
    assert other.is_first()
    other.close()


def test_files_of_a_killed_process_are_cleaned_up(qtbot: QtBot, tmp_path: Path) -> None:
    process = subprocess.Popen([sys.executable, "-c", FIRST, "library"], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline().strip() == "True"
    process.kill()
    process.communicate(timeout=60)
    assert len(list(tmp_path.iterdir())) == 2, "lock and socket are still there"
    heir = SingleInstance("library")
    assert heir.is_first()
    heard: list[str] = []
    heir.message_received.connect(heard.append)
    sender = subprocess.Popen([sys.executable, "-c", SECOND, "library", "hello"], stdout=subprocess.PIPE, text=True)
    qtbot.waitUntil(lambda: heard == ["hello"], timeout=60_000)
    sender.communicate(timeout=60)
    heir.close()


def test_of_two_simultaneous_starts_exactly_one_is_first() -> None:
    script = FIRST.replace("app.exec()", "sys.stdin.read()")  # each stays until both have answered
    both = [
        subprocess.Popen(
            [sys.executable, "-c", script, "library"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    answers = sorted(process.stdout.readline().strip() for process in both if process.stdout is not None)
    for process in both:
        process.communicate(timeout=60)
    assert answers == ["False", "True"]


def test_a_message_without_a_receiver(qtbot: QtBot, first: SingleInstance) -> None:
    other = SingleInstance("library")
    assert first._server is not None
    first._server.close()
    began = time.monotonic()
    assert not other.send("hello")
    assert time.monotonic() - began < 8


def test_a_foreign_flood_is_cut_off(qtbot: QtBot, first: SingleInstance) -> None:
    from PySide6.QtNetwork import QLocalSocket

    socket = QLocalSocket()
    socket.connectToServer(first._address)
    qtbot.waitUntil(lambda: socket.state() == QLocalSocket.LocalSocketState.ConnectedState)
    with qtbot.assertNotEmitted(first.message_received):
        socket.write(b"x" * 200_000)
        qtbot.waitUntil(lambda: socket.state() == QLocalSocket.LocalSocketState.UnconnectedState)


def test_a_connection_does_not_keep_a_released_instance(qtbot: QtBot) -> None:
    """Otherwise the end of the connection would end the instance, whose server would destroy the connection again."""
    from PySide6.QtNetwork import QLocalSocket

    instance = SingleInstance("library")
    server = instance._server
    assert server is not None
    visitor = QLocalSocket()
    visitor.connectToServer(instance._address)
    qtbot.waitUntil(lambda: server.findChildren(QLocalSocket) != [])
    forgotten = weakref.ref(instance)
    del instance
    assert forgotten() is None
    qtbot.waitUntil(lambda: visitor.state() == QLocalSocket.LocalSocketState.UnconnectedState)
    assert SingleInstance("library").is_first()


def test_a_message_in_parts_is_received_once_and_completely(qtbot: QtBot, first: SingleInstance) -> None:
    from PySide6.QtNetwork import QLocalSocket

    heard: list[str] = []
    first.message_received.connect(heard.append)
    visitor = QLocalSocket()
    visitor.connectToServer(first._address)
    visitor.write(b"/photos/S")
    qtbot.wait(50)
    visitor.write("üden".encode() + b"\0")
    qtbot.waitUntil(lambda: visitor.bytesAvailable() > 0)
    visitor.write(b"/more\0")
    qtbot.waitUntil(lambda: len(heard) == 2)
    assert heard == ["/photos/Süden", "/more"]


def test_without_a_session_folder_the_shared_temporary_folder_is_not_used(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Other users could guess the name there, and keep the window from opening, or read messages."""
    with tempfile.TemporaryDirectory(prefix="photon-") as home, tempfile.TemporaryDirectory() as shared:
        for name, place in (("XDG_RUNTIME_DIR", ""), ("HOME", home), ("XDG_CACHE_HOME", ""), ("TMPDIR", shared)):
            monkeypatch.setenv(name, place)
        monkeypatch.setattr(tempfile, "tempdir", None)
        instance = SingleInstance("library")
        assert instance.is_first()
        kept = Path(instance._address).parent
        assert kept.is_relative_to(home)
        assert kept.stat().st_mode & 0o777 == 0o700
        assert {path.suffix for path in kept.iterdir()} == {".lock", ".socket"}
        assert list(Path(shared).iterdir()) == []
        instance.close()


def test_keys_become_short_names() -> None:
    assert key_hash("/a") != key_hash("/b")
    assert len(key_hash("/" + "long" * 500)) == 16
