"""ExifTool, where it is installed: one process that waits for work, so that a thousand photos start it once.

It is given copies in a folder of Photon's own, under names of Photon's own: it never sees a path of a person's, which
may hold line breaks or begin with a dash, and what it does to a file is looked at before it takes a photo's place.
"""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

_SECONDS = 25  # below the limit of a decoder process, so that this sentence is told and not that one
_READY = "{ready}"
# Left alone by a killed Photon, it would wait for ever, for it does not take the end of its input for its own; so the
# shell tells it. Only ExifTool itself holds the output, so that its end is seen. No file of a person's configures it.
_COMMAND = """
exec 2>/dev/null 3>&1 4<&0
( exec 3>&-; cat <&4; printf '%s\\n' -stay_open False ) |
    "$0" -config '' -stay_open True -@ - >&3 2>&3 3>&- 4<&- &
exec >/dev/null 3>&- 4<&-
wait
"""


class ExifToolFailed(Exception):  # noqa: N818 - it names what happened; never reaches a person by itself
    """It is not there, said no, hung or died; the text is a clause."""


class ExifTool:
    """The running program."""

    def __init__(self, program: str, seconds: float = _SECONDS) -> None:
        """Start it lazily.

        Args:
            program: Its path.
            seconds: How long one file may take; then it is killed, and started anew for the next.
        """
        self._program = program
        self._seconds = seconds
        self._running: subprocess.Popen[str] | None = None
        self._lock = threading.Lock()

    def run(self, arguments: Sequence[str]) -> str:
        """What it prints for these arguments.

        Raises:
            ExifToolFailed: It hung or died.
        """
        with self._lock:
            process = self._started()
            watch = threading.Timer(self._seconds, _kill, [process])
            watch.start()
            try:
                return self._asked(process, arguments)
            except OSError as error:
                raise self._failed(process) from error
            finally:
                watch.cancel()

    def close(self) -> None:
        """End it."""
        with self._lock:
            if self._running is not None:
                self._end(self._running)

    def _started(self) -> "subprocess.Popen[str]":
        if self._running is None or self._running.poll() is not None:
            try:
                self._running = subprocess.Popen(  # noqa: S603 - the shell is given a constant, and the program by name
                    ["/bin/sh", "-c", _COMMAND, self._program],
                    stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                    encoding="utf-8", errors="replace", start_new_session=True,
                )  # fmt: skip
            except OSError as error:
                raise ExifToolFailed(f"ExifTool cannot be started ({error.strerror})") from error
        return self._running

    def _asked(self, process: "subprocess.Popen[str]", arguments: Sequence[str]) -> str:
        if process.stdin is None or process.stdout is None:
            raise self._failed(process)
        process.stdin.write("\n".join([*arguments, "-execute", ""]))
        process.stdin.flush()
        lines: list[str] = []
        for line in process.stdout:
            if line.strip() == _READY:
                return "".join(lines)
            lines.append(line)
        raise self._failed(process)

    def _failed(self, process: "subprocess.Popen[str]") -> ExifToolFailed:
        self._end(process)
        return ExifToolFailed("ExifTool did not answer, or ended by itself")

    def _end(self, process: "subprocess.Popen[str]") -> None:
        self._running = None
        with contextlib.suppress(OSError):
            if process.stdin is not None:
                process.stdin.close()  # that is how it is told to end
        try:
            process.wait(2)
        except subprocess.TimeoutExpired:
            _kill(process)
            process.wait()
        if process.stdout is not None:
            process.stdout.close()


def _kill(process: "subprocess.Popen[str]") -> None:
    """End it with what it has started: a script around it would leave it behind, holding on to its output."""
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()


@cache
def _found(program: str) -> ExifTool:
    return ExifTool(program)


def installed() -> ExifTool | None:
    """The program of this process; None where ExifTool is not installed."""
    program = shutil.which("exiftool")
    return None if program is None else _found(program)


def close_all() -> None:
    """End what this process has started."""
    if (program := shutil.which("exiftool")) is not None:
        _found(program).close()
    _found.cache_clear()


def with_blocks(tool: ExifTool, data: bytes, ending: str, blocks: Mapping[str, bytes], *, alone: bool = False) -> bytes:
    """A file with other metadata blocks.

    Args:
        tool: The program.
        data: The file.
        ending: Of its name, without a dot.
        blocks: By the name that ExifTool has for them, ``XMP`` or ``EXIF``.
        alone: Whether every other metadata goes.

    Raises:
        ExifToolFailed: It could not.
    """
    with tempfile.TemporaryDirectory(prefix="photon-") as folder:
        place, made = Path(folder, f"old.{ending}"), Path(folder, f"new.{ending}")
        place.write_bytes(data)
        arguments = ["-all="] if alone else []
        for name, block in blocks.items():
            Path(folder, name).write_bytes(block)
            arguments.append(f"-{name}<={folder}/{name}")
        told = tool.run([*arguments, "-o", str(made), str(place)])
        if not made.exists():
            reason = next((line for line in told.splitlines() if line.startswith("Error")), "it gave no reason")
            raise ExifToolFailed(f"ExifTool could not write it ({re.sub(' - /.*', '', reason)[:200]})")
        return made.read_bytes()


def dump(tool: ExifTool, data: bytes, ending: str) -> str:
    """Everything that ExifTool reads in a file, as JSON, with a hash of the picture's data.

    Raises:
        ExifToolFailed: It could not.
    """
    with tempfile.TemporaryDirectory(prefix="photon-") as folder:
        place = Path(folder, f"photo.{ending}")
        place.write_bytes(data)
        return tool.run(["-j", "-a", "-G1", "-n", "-struct", "-ImageDataHash", "-all", str(place)])
