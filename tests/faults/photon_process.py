"""Photon as a person runs it: a process of its own, with the command line, its end looked at."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import psutil

ROOT = Path(__file__).parents[2]
PHOTON = (sys.executable, "-m", "photon")
ENVIRONMENT = {
    **os.environ,
    "PYTHONPATH": str(ROOT),
    "PYTHONDONTWRITEBYTECODE": "1",
    "OMP_NUM_THREADS": "1",
    "LANGUAGE": "en",
    "LANG": "C.UTF-8",
    "LC_ALL": "C.UTF-8",
    "QT_QPA_PLATFORM": "offscreen",
    "HF_HUB_OFFLINE": "1",
}
KILLED = -signal.SIGKILL
MOST_BYTES = 1_500_000_000
HANGS = 600
"""Seconds after which a program counts as hung, or what is waited for as never coming. A fault hangs for ever; what is
only slow, because the computer has other work, must not look like one. Nothing that comes is waited for longer."""


class Ended(NamedTuple):
    """How a process ended.

    Attributes:
        code: Exit code; negative for a signal.
        said: What it printed, errors last.
        peak: Largest memory of it or of one of its children, in bytes.
    """

    code: int
    said: str
    peak: int


def start(command: Sequence[object], into: Path, more: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
    """Start a program whose output goes to a file; its end is waited for with ``wait``."""
    with into.open("wb") as said:
        return subprocess.Popen(
            [str(part) for part in command], env={**ENVIRONMENT, **(more or {})}, stdin=subprocess.DEVNULL,
            stdout=said, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip


def wait(process: subprocess.Popen[bytes], said: Path, seconds: float = HANGS) -> Ended:
    """Wait for the end of a process; one that hangs fails the test.

    An end by a traceback, or by a sentence about a mistake of Photon's own, fails it, too.
    """
    end = time.monotonic() + seconds
    while True:
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        if pid:
            break
        if time.monotonic() > end:
            kill_all(process)
            process.wait()
            raise AssertionError(f"still running after {seconds:.0f} s: {process.args!r}\n{_read(said)}")
        time.sleep(0.01)
    process.returncode = os.waitstatus_to_exitcode(status)
    text = _read(said)
    assert "Traceback" not in text, text
    assert "made a mistake" not in text, text
    return Ended(process.returncode, text, usage.ru_maxrss * 1024)


def kill_all(process: subprocess.Popen[bytes]) -> None:
    """End a process and all that it started."""
    for one in [*family(process.pid), process.pid]:
        try:
            os.kill(one, signal.SIGKILL)
        except ProcessLookupError:
            continue


def family(pid: int) -> list[int]:
    """The processes that one started, and those that these did."""
    try:
        return [child.pid for child in psutil.Process(pid).children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def are_gone(processes: Sequence[int], seconds: float = HANGS) -> bool:
    """Whether processes end within this time."""
    return comes_true(lambda: not any(psutil.pid_exists(one) for one in processes if not _is_zombie(one)), seconds)


def _is_zombie(pid: int) -> bool:
    try:
        return bool(psutil.Process(pid).status() == psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return True


def comes_true(condition: Callable[[], object], seconds: float = HANGS) -> bool:
    """Whether something becomes true within this time."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def _read(said: Path) -> str:
    return said.read_text(encoding="utf-8", errors="replace")
