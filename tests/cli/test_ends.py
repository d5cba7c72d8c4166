"""However Photon ends, none of its processes keeps running."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from tests.pictures import draw

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows ends processes in another way"),
]
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("ends")
    draw(place / "photos" / "0.jpg", "red")
    command = [sys.executable, "-m", "photon", "--library", str(place / "library"), "index", str(place / "photos")]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=300)
    return place


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGSEGV, signal.SIGKILL])
def test_a_watch_ends_with_all_its_processes(library: Path, how: signal.Signals) -> None:
    command = [sys.executable, "-m", "photon", "--library", str(library / "library"), "watch"]
    running = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        draw(library / "photos" / f"{how}.jpg", "blue", how)  # something to decode
        children = _children_of(running)
        running.send_signal(how)
        running.wait(60)
    finally:
        running.kill()
    _, alive = psutil.wait_procs(children, timeout=60)
    assert alive == []


def _children_of(running: "subprocess.Popen[bytes]") -> list[psutil.Process]:
    """Return its processes, once there is a decoder besides the tracker of shared locks."""
    end = time.monotonic() + 120
    while time.monotonic() < end:
        assert running.poll() is None
        children = psutil.Process(running.pid).children(recursive=True)
        if len(children) >= 2:
            return children
        time.sleep(0.05)
    raise AssertionError("no decoder was started")
