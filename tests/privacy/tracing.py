"""What a program and all that it starts ask the system for: addresses, and files to write. Told by strace."""

import contextlib
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import psutil

# calls that reach another computer, and calls that leave something on a disk
_CALLS = (
    "trace=%network,open,openat,openat2,creat,mkdir,mkdirat,rename,renameat,renameat2,link,linkat,symlink,symlinkat"
)
# stops the program only at these calls; else it stops at each one, which costs twice the time
_STRACE = ("strace", "--seccomp-bpf", "-qq", "-e", _CALLS)
_INTERNET = re.compile(r"^(?:connect|bind|send\w+)\(.*\bAF_INET6?\b")
# glibc may leave a question for an address to a service on this computer, which passes it on
_RESOLVER = re.compile(r'sun_path="[^"]*resolve[^"]*"')
_OPENED = re.compile(r"\b(?:open|openat|openat2|creat)\(.*\b(?:O_WRONLY|O_RDWR|O_CREAT)\b.* = \d+<(/[^>]*)>$")
_MADE = re.compile(r'\b(?:mkdir|rename|link|symlink)\w*\(.*?(?:<([^>]*)>, )?"([^"]*)"(?:, \w+)?\) += 0$')


@cache
def can_trace() -> bool:
    """Whether strace is here and may watch other processes."""
    if shutil.which("strace") is None:
        return False
    return subprocess.run([*_STRACE, "-f", "true"], capture_output=True, check=False).returncode == 0


class Trace:
    """What a running program does, its threads and children too."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str], folder: Path) -> None:
        """Start it.

        Args:
            command: The program and its arguments.
            environment: Its whole environment.
            folder: Where its output goes, and what strace tells; made.
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
        """Whether the program is still at work."""
        return self._strace.poll() is None

    def wait(self, seconds: float = 300) -> int:
        """Wait for the end; the exit code."""
        return self._strace.wait(seconds)

    def end(self, signal: int) -> None:
        """Send the program a signal, and wait for its end."""
        with contextlib.suppress(psutil.NoSuchProcess):
            for program in psutil.Process(self._strace.pid).children():
                program.send_signal(signal)
        self.wait(240)  # under strace, on a busy machine

    def has_loaded(self, library: str) -> bool:
        """Whether a file of this beginning was opened."""
        return any(f"/{library}" in line for line in self._lines())

    def contacts(self) -> list[str]:
        """Calls to an address of the internet, this computer's too, or to what looks such addresses up."""
        return [line for line in self._lines() if _INTERNET.search(line) or _RESOLVER.search(line)]

    def written(self) -> set[Path]:
        """Files that were opened for writing, and what was made, renamed or linked."""
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
