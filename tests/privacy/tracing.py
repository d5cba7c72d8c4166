"""The system calls of a program and its children, observed by strace: addresses, and files to write."""

import contextlib
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import psutil

# calls that connect to another computer, and calls that leave something on a disk
_CALLS = (
    "trace=%network,open,openat,openat2,creat,mkdir,mkdirat,rename,renameat,renameat2,link,linkat,symlink,symlinkat"
)
# stops the program only at these calls; otherwise it stops at each call, which takes twice as long
_STRACE = ("strace", "--seccomp-bpf", "-qq", "-e", _CALLS)
_INTERNET = re.compile(r"^(?:connect|bind|send\w+)\(.*\bAF_INET6?\b")
# glibc may send an address lookup to a service on this computer, which forwards it
_RESOLVER = re.compile(r'sun_path="[^"]*resolve[^"]*"')
_OPENED = re.compile(r"\b(?:open|openat|openat2|creat)\(.*\b(?:O_WRONLY|O_RDWR|O_CREAT)\b.* = \d+<(/[^>]*)>$")
_MADE = re.compile(r'\b(?:mkdir|rename|link|symlink)\w*\(.*?(?:<([^>]*)>, )?"([^"]*)"(?:, \w+)?\) += 0$')


@cache
def can_trace() -> bool:
    """Return whether strace is installed and may trace other processes."""
    if shutil.which("strace") is None:
        return False
    return subprocess.run([*_STRACE, "-f", "true"], capture_output=True, check=False).returncode == 0


class Trace:
    """The calls of a running program, its threads and children."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str], folder: Path) -> None:
        """Start the program.

        Args:
            command: The program and its arguments.
            environment: Its complete environment.
            folder: Folder for its output and that of strace; it is created.
        """
        folder.mkdir(parents=True)
        self._folder = folder
        self.said = folder / "said"
        with self.said.open("wb") as said:
            self._strace = subprocess.Popen(
                [*_STRACE, "-ff", "-y", "-s", "300", "-o", str(folder / "trace"), *command],
                env=environment, stdin=subprocess.DEVNULL, stdout=said, stderr=said, start_new_session=True,
            )  # fmt: skip

    def is_running(self) -> bool:
        """Return whether the program is still running."""
        return self._strace.poll() is None

    def wait(self, seconds: float = 300) -> int:
        """Wait for the end; return the exit code."""
        return self._strace.wait(seconds)

    def end(self, signal: int) -> None:
        """Send the program a signal, and wait for its end."""
        with contextlib.suppress(psutil.NoSuchProcess):
            for program in psutil.Process(self._strace.pid).children():
                program.send_signal(signal)
        self.wait(240)  # under strace, on a busy machine

    def has_loaded(self, library: str) -> bool:
        """Return whether a file with this prefix was opened."""
        return any(f"/{library}" in line for line in self._lines())

    def contacts(self) -> list[str]:
        """Return calls to internet addresses, including this computer's, or to services that look them up."""
        return [line for line in self._lines() if _INTERNET.search(line) or _RESOLVER.search(line)]

    def written(self) -> set[Path]:
        """Return files that were opened for writing, created, renamed or linked."""
        found = set()
        for line in self._lines():
            if opened := _OPENED.search(line):
                found.add(Path(opened[1]))
            elif made := _MADE.search(line):
                found.add(Path(made[1] or "/", made[2]))
        return found

    def _lines(self) -> Iterator[str]:
        for path in sorted(self._folder.glob("trace.*")):
            yield from path.read_text(encoding="utf-8", errors="replace").splitlines()
