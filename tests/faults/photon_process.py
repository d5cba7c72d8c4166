"""Photon as users run it: a separate process of the command line, whose end is checked."""

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
"""Seconds after which a program counts as hung, or an event as never happening. A fault hangs forever; a process that
is only slow because of other load must not count as one. Tests do not wait longer than necessary."""


class Ended(NamedTuple):
    """The end of a process.

    Attributes:
        code: Exit code; negative for a signal.
        said: Its output, errors last.
        peak: Largest memory of the process or one of its children, in bytes.
    """

    code: int
    said: str
    peak: int


def start(command: Sequence[object], into: Path, more: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
    """Start a program whose output goes to a file; ``wait`` waits for its end."""
    with into.open("wb") as said:
        return subprocess.Popen(
            [str(part) for part in command], env={**ENVIRONMENT, **(more or {})}, stdin=subprocess.DEVNULL,
            stdout=said, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip


def wait(process: subprocess.Popen[bytes], said: Path, seconds: float = HANGS) -> Ended:
    """Wait for the end of a process; a hanging process fails the test.

    A traceback, or a message about a bug in Photon, also fails it.
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
    """Kill a process and all its children."""
    for one in [*family(process.pid), process.pid]:
        try:
            os.kill(one, signal.SIGKILL)
        except ProcessLookupError:
            continue


def family(pid: int) -> list[int]:
    """Return the children of a process, and their children."""
    try:
        return [child.pid for child in psutil.Process(pid).children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def are_gone(processes: Sequence[int], seconds: float = HANGS) -> bool:
    """Return whether processes end within this time."""
    return comes_true(lambda: not any(psutil.pid_exists(one) for one in processes if not _is_zombie(one)), seconds)


def _is_zombie(pid: int) -> bool:
    try:
        return bool(psutil.Process(pid).status() == psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return True


def comes_true(condition: Callable[[], object], seconds: float = HANGS) -> bool:
    """Return whether a condition becomes true within this time."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def _read(said: Path) -> str:
    return said.read_text(encoding="utf-8", errors="replace")
