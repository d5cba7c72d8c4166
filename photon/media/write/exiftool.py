"""ExifTool, if installed: one process that handles many files, so that it starts only once.

It works on copies in a temporary folder, under generated names: it never sees a user's path, which may contain line
breaks or start with a dash. Its results are checked before they replace a photo.
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

from photon.language import tr

_SECONDS = 25  # less than the time limit of a decoder process, so that this error is reported first
_READY = "{ready}"
# ExifTool does not exit at the end of its input, so it would outlive a killed Photon; the shell sends the exit command.
# Only ExifTool itself holds the output pipe, so that its exit is noticed. User configuration files are not read.
_COMMAND = """
exec 2>/dev/null 3>&1 4<&0
( exec 3>&-; cat <&4; printf '%s\\n' -stay_open False ) |
    "$0" -config '' -stay_open True -@ - >&3 2>&3 3>&- 4<&- &
exec >/dev/null 3>&- 4<&-
wait
"""


class ExifToolFailed(Exception):  # noqa: N818 - named after the event; never shown by itself
    """ExifTool is missing, refused, timed out or crashed. The message is a sentence fragment."""


class ExifTool:
    """A running ExifTool."""

    def __init__(self, program: str, seconds: float = _SECONDS) -> None:
        """Set the program; it is started on first use.

        Args:
            program: Its path.
            seconds: Time limit per file; after that it is killed, and restarted for the next file.
        """
        self._program = program
        self._seconds = seconds
        self._running: subprocess.Popen[str] | None = None
        self._lock = threading.Lock()

    def run(self, arguments: Sequence[str]) -> str:
        """Run it once.

        Args:
            arguments: Command-line arguments.

        Returns:
            Its output.

        Raises:
            ExifToolFailed: It timed out or crashed.
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
        """Stop the process."""
        with self._lock:
            if self._running is not None:
                self._end(self._running)

    def _started(self) -> "subprocess.Popen[str]":
        if self._running is None or self._running.poll() is not None:
            try:
                self._running = subprocess.Popen(  # noqa: S603 - the shell script is a constant
                    ["/bin/sh", "-c", _COMMAND, self._program],
                    stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                    encoding="utf-8", errors="replace", start_new_session=True,
                )  # fmt: skip
            except OSError as error:
                raise ExifToolFailed(tr("ExifTool can't be started ({reason})", reason=error.strerror)) from error
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
        return ExifToolFailed(tr("ExifTool did not respond, or crashed"))

    def _end(self, process: "subprocess.Popen[str]") -> None:
        self._running = None
        with contextlib.suppress(OSError):
            if process.stdin is not None:
                process.stdin.close()  # makes the shell send the exit command
        try:
            process.wait(2)
        except subprocess.TimeoutExpired:
            _kill(process)
            process.wait()
        if process.stdout is not None:
            process.stdout.close()


def _kill(process: "subprocess.Popen[str]") -> None:
    """Kill the whole process group, as a wrapper script would leave ExifTool running."""
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()


@cache
def _found(program: str) -> ExifTool:
    return ExifTool(program)


def installed() -> ExifTool | None:
    """Return the ExifTool of this process; None if it is not installed."""
    program = shutil.which("exiftool")
    return None if program is None else _found(program)


def replace_blocks(
    tool: ExifTool, data: bytes, ending: str, blocks: Mapping[str, bytes], *, alone: bool = False
) -> bytes:
    """Replace metadata blocks of a file.

    Args:
        tool: ExifTool.
        data: The file.
        ending: Its file extension, without a dot.
        blocks: Content by ExifTool's name of the block, ``XMP`` or ``EXIF``.
        alone: Whether to remove all other metadata.

    Returns:
        The new file.

    Raises:
        ExifToolFailed: ExifTool couldn't write it.
    """
    with tempfile.TemporaryDirectory(prefix="photon-") as folder:
        source, made = Path(folder, f"old.{ending}"), Path(folder, f"new.{ending}")
        source.write_bytes(data)
        arguments = ["-all="] if alone else []
        for name, block in blocks.items():
            Path(folder, name).write_bytes(block)
            arguments.append(f"-{name}<={folder}/{name}")
        output = tool.run([*arguments, "-o", str(made), str(source)])
        if not made.exists():
            reason = next((line for line in output.splitlines() if line.startswith("Error")), tr("no reason given"))
            raise ExifToolFailed(tr("ExifTool couldn't write it ({reason})", reason=re.sub(" - /.*", "", reason)[:200]))
        return made.read_bytes()


def dump(tool: ExifTool, data: bytes, ending: str) -> str:
    """Read everything that ExifTool knows about a file, including a hash of the image data.

    Args:
        tool: ExifTool.
        data: The file.
        ending: Its file extension, without a dot.

    Returns:
        JSON.

    Raises:
        ExifToolFailed: ExifTool could not read it.
    """
    with tempfile.TemporaryDirectory(prefix="photon-") as folder:
        source = Path(folder, f"photo.{ending}")
        source.write_bytes(data)
        return tool.run(["-j", "-a", "-G1", "-n", "-struct", "-ImageDataHash", "-all", str(source)])
