"""Makes the system fail for one program: calls by strace, disks and limits by namespaces. What is missing is a skip."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest

NOT_ALL_POWERS = "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-dac_override,-dac_read_search"


def need(*programs: str) -> None:
    """Skip the test where a program is missing."""
    for program in programs:
        if shutil.which(program) is None:
            pytest.skip(f"needs {program}")


@cache
def _works(*command: str) -> bool:
    if shutil.which(command[0]) is None:
        return False
    return not subprocess.run(command, capture_output=True, check=False).returncode


def failing(*rules: str, path: Path | None = None) -> list[str]:
    """The words before a command that let its calls fail, as ``pwrite64:signal=KILL:when=3``.

    Args:
        *rules: As strace's ``inject`` takes them.
        path: Only calls that concern this file.
    """
    need("strace")
    if not _works("strace", "-f", "-qq", "-o", "/dev/null", "true"):
        pytest.skip("needs leave to watch processes with strace")
    calls = sorted({call for rule in rules for call in rule.split(":")[0].split(",")})
    words = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=" + ",".join(calls)]
    for rule in rules:
        words += ["-e", f"inject={rule}"]
    return [*words, *(["-P", str(path)] if path is not None else [])]


def as_anybody() -> list[str]:
    """The words before a command that let permissions hold for it, though the tests may run as root."""
    if os.geteuid():
        return []
    need("setpriv")
    return ["setpriv", *NOT_ALL_POWERS]


class Namespace:
    """Mounts and limits of their own for the programs that are run in it; gone when it ends."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        """Take the process that keeps it."""
        self._pid = process.pid

    @property
    def within(self) -> list[str]:
        """The words before a command that run it in here."""
        return ["nsenter", f"--target={self._pid}", "--user", "--mount", "--preserve-credentials", "--"]

    def sh(self, script: str, *arguments: object) -> None:
        """Run a shell script in here."""
        subprocess.run([*self.within, "sh", "-ec", script, "sh", *map(str, arguments)], check=True)

    def seen(self, path: Path) -> Path:
        """A path in here as it is reached from outside."""
        return Path(f"/proc/{self._pid}/root{path}")


@contextmanager
def namespace(script: str = "", *arguments: object) -> Iterator[Namespace]:
    """A namespace in which this shell script was run; skips the test where it cannot be made."""
    need("unshare", "nsenter")
    if sys.platform != "linux" or not _works("unshare", "-rm", "mount", "-t", "tmpfs", "none", "/mnt"):
        pytest.skip("needs namespaces of users and mounts")
    process = subprocess.Popen(
        ["unshare", "-rm", "sh", "-ec", f"{script}\necho ready; exec sleep 3600", "sh", *map(str, arguments)],
        stdout=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == b"ready\n"
        yield Namespace(process)
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def fill(disk: Path, leave: int = 0) -> Path:
    """Fill a disk up, but for so many bytes; the file that takes the room."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as out:
        try:
            while out.write(bytes(65536)):
                pass
        except OSError:
            pass
        try:
            while out.write(bytes(512)):
                pass
        except OSError:
            pass
    if leave:
        os.truncate(filler, max(0, filler.stat().st_size - leave))
    return filler
