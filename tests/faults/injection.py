"""Makes the system fail for one program: calls by strace, disks and limits by namespaces. Missing tools skip tests."""

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
    """Skip the test if a program is missing."""
    for program in programs:
        if shutil.which(program) is None:
            pytest.skip(f"needs {program}")


@cache
def _works(*command: str) -> bool:
    if shutil.which(command[0]) is None:
        return False
    return not subprocess.run(command, capture_output=True, check=False).returncode


def failing(*rules: str, path: Path | None = None) -> list[str]:
    """Return a command prefix that makes calls fail, as in ``pwrite64:signal=KILL:when=3``.

    Args:
        *rules: Rules in the format of strace's ``inject``.
        path: Restrict them to calls about this file.
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
    """Return a command prefix under which permissions apply, even if the tests run as root."""
    if os.geteuid():
        return []
    need("setpriv")
    return ["setpriv", *NOT_ALL_POWERS]


class Namespace:
    """Separate mounts and limits for the programs that run in it; deleted when it ends."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        """Set the process that keeps it alive."""
        self._pid = process.pid

    @property
    def within(self) -> list[str]:
        """A command prefix that runs the command in this namespace."""
        return ["nsenter", f"--target={self._pid}", "--user", "--mount", "--preserve-credentials", "--"]

    def sh(self, script: str, *arguments: object) -> None:
        """Run a shell script in this namespace."""
        subprocess.run([*self.within, "sh", "-ec", script, "sh", *map(str, arguments)], check=True)

    def seen(self, path: Path) -> Path:
        """Return a path of this namespace as it is reached from outside."""
        return Path(f"/proc/{self._pid}/root{path}")


@contextmanager
def namespace(script: str = "", *arguments: object) -> Iterator[Namespace]:
    """Yield a namespace in which a shell script was run; skip the test if it cannot be created."""
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
    """Fill a disk except for a number of bytes; return the file that takes the space."""
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
