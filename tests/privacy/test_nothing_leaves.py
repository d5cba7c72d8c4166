"""Nothing leaves the computer, and nothing is stored for others: Photon's system calls, observed by strace.

Python cannot see what a C++ library sends. The first connection of onnxruntime, unless it is disabled, is made nine
seconds after it was loaded: therefore long-running programs are observed for at least a minute.
"""

import json
import os
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.pictures import draw
from tests.privacy.tracing import Trace, can_trace

ROOT = Path(__file__).parents[2]
SECONDS = 60.0
ENGINE = "onnxruntime_pybind11_state"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not can_trace(), reason="needs strace, and leave to watch processes with it"),
    pytest.mark.timeout(900),  # strace on a busy machine
]


EACH = """
import json, sys
from photon.cli import run
for words in json.loads(sys.argv[1]):
    if code := run(words, None):
        sys.exit(f"{words} ended with {code}")
"""


class Home:
    """A new user on this computer, with photos."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("home", "temporary", "run"):
            (folder / name).mkdir(mode=0o700)
        self.add_photos(0)
        kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
        self.environment = kept | {
            "HOME": str(folder / "home"), "TMPDIR": str(folder / "temporary"), "XDG_RUNTIME_DIR": str(folder / "run"),
            "QT_QPA_PLATFORM": "offscreen", "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(ROOT),
        }  # fmt: skip

    def add_photos(self, first: int) -> None:
        for number, colour in enumerate(("red", "green", "blue", "white") * 2, first):
            draw(self.folder / "photos" / f"{number}.jpg", colour, number, size=(160, 120))

    def run(self, name: str, *command: str) -> Trace:
        return Trace([sys.executable, *command], self.environment, self.folder / "traces" / name)

    def photon(self, name: str, *arguments: str) -> Trace:
        library = self.folder / ("window" if name == "window" else "library")
        return self.run(name, "-m", "photon", *arguments, "--library", str(library))

    def photon_each(self, name: str, commands: Sequence[Sequence[str]]) -> Trace:
        """Run commands one after another in one process: most of the cost of each is loading its libraries."""
        words = [[*command, "--library", str(self.folder / "library")] for command in commands]
        return self.run(name, "-c", EACH, json.dumps(words))

    def owns(self, path: Path) -> bool:
        """Return whether Photon may write there, by default or because the path was named."""
        named = [self.folder / name for name in ("temporary", "run", "library", "window", "out")]
        home = self.folder / "home"
        own = [home / ".cache" / "photon", home / ".local" / "share" / "photon"]
        states = home / ".local" / "state"
        above = {states, *(parent for one in own for parent in one.parents)}
        is_secret = path.parent == states and path.name.split(".")[0] == "photon-computer"  # or a part of it
        system = [] if path.is_relative_to(self.folder) else [Path("/dev"), Path("/proc")]  # it may be below /dev/shm
        return is_secret or path in above or any(path.is_relative_to(place) for place in (*named, *own, *system))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return Home(tmp_path_factory.mktemp("privacy"))


@pytest.fixture(scope="module")
def traces(home: Home) -> dict[str, Trace]:
    """What a window and a watch did within a minute, and what commands did in parallel."""
    photos, one = str(home.folder / "photos"), str(home.folder / "photos" / "0.jpg")
    out = home.folder / "out"
    out.mkdir()
    made = {
        # what every test and every script of packaging/ does first
        "tests": home.run("tests", "-c", "import tests.conftest, onnxruntime, time; time.sleep(12)"),
        "index": home.photon("index", "index", photos),
    }
    assert made["index"].wait() == 0, made["index"].said.read_text()
    began = time.monotonic()
    made["window"] = home.photon("window", "window", photos)  # finds the encoder and the words that index prepared
    home.add_photos(8)
    made["watch"] = home.photon("watch", "watch")
    try:
        commands = (
            ("search", "a red wall", "--like", one),
            ("explain", one, "a red wall", "--out", str(out / "map.png")),
            ("facts", one),
            ("caption", photos),
            ("encoders", "list"),
            ("doctor",),
            ("export", photos, "--to", str(out / "copies")),
        )
        made["commands"] = home.photon_each("commands", commands)
        assert made["commands"].wait() == 0, made["commands"].said.read_text()
        made["tests"].wait()
        time.sleep(max(0.0, began + SECONDS - time.monotonic()))
        assert made["window"].is_running(), made["window"].said.read_text()
        assert made["watch"].is_running(), made["watch"].said.read_text()
    finally:
        made["watch"].end(signal.SIGINT)
        made["window"].end(signal.SIGTERM)
    return made


def test_no_address_is_contacted(traces: dict[str, Trace]) -> None:
    assert {name: trace.contacts() for name, trace in traces.items() if trace.contacts()} == {}


def test_nothing_is_written_outside_photons_folders(home: Home, traces: dict[str, Trace]) -> None:
    strays = {name: [path for path in trace.written() if not home.owns(path)] for name, trace in traces.items()}
    assert {name: paths for name, paths in strays.items() if paths} == {}
    found = {path.relative_to(home.folder / "home") for path in (home.folder / "home").rglob("*") if path.is_file()}
    secret = Path(".local", "state", "photon-computer")
    assert {path.parts[: path.parts.index("photon")] for path in found - {secret}} <= {(".cache",), (".local", "share")}


@pytest.mark.parametrize("name", ["window", "index", "watch", "commands", "tests"])
def test_the_engine_was_loaded_during_the_observation(traces: dict[str, Trace], name: str) -> None:
    assert traces[name].has_loaded(ENGINE)


CULPRIT = """
import os, pathlib, socket
place = pathlib.Path.home() / ".cache" / "Elsewhere"
place.mkdir(parents=True)
(place / "id").write_text("1")
os.rename(place / "id", place / "device")
if os.fork() == 0:
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(("192.0.2.1", 53))  # sends nothing
    os._exit(0)
os.wait()
"""


def test_a_program_that_does_both_is_detected(tmp_path: Path) -> None:
    home = Home(tmp_path)
    trace = home.run("culprit", "-c", CULPRIT)
    assert trace.wait() == 0, trace.said.read_text()
    assert [line for line in trace.contacts() if "192.0.2.1" in line]
    strays = {str(path.relative_to(tmp_path)) for path in trace.written() if not home.owns(path)}
    assert strays == {f"home/.cache/Elsewhere{name}" for name in ("", "/id", "/device")}
