"""Heavy work in a process of its own, which takes the memory with it: both ends of the pipe.

The child writes lines ``0.40 sentence`` while it works and, at the end, ``=`` and its result as JSON. A PhotonError
ends it with code 3 and the message and hint as JSON. It ends by itself when its parent is gone.
"""

import json
import logging
import os
import queue
import subprocess
import sys
import threading
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from photon.domain import PhotonError

Progress = Callable[[float, str], None]
IsStopped = Callable[[], bool]

FAILED, _ORPHANED = 3, 4  # exit codes
_LOOK = 0.1  # seconds between two questions whether to stop
_LAST_WORDS = 300  # characters of a failed child that are shown


class Stopped(PhotonError):  # noqa: N818 - it is no error, and "Stop" is what was asked for
    """Somebody asked to stop; nothing was left behind."""


def run_child(module: str, order: Path, progress: Progress, is_stopped: IsStopped) -> Any:  # noqa: ANN401 - JSON
    """Runs ``python -m module order`` and passes its progress on.

    Args:
        module: Its ``main`` calls ``serve``.
        order: A file that tells it what to do.
        progress: Called with a share 0..1 and what is being done, in this thread.
        is_stopped: Asked ten times a second; the child is killed when it turns true.

    Returns:
        The child's result.

    Raises:
        Stopped: ``is_stopped`` turned true.
        PhotonError: The child failed; its own words, where it has some.
    """
    process = start_child(module, order, subprocess.PIPE)
    lines: queue.Queue[str | None] = queue.Queue()
    threading.Thread(target=_read, args=(process, lines), daemon=True).start()
    try:
        said = _listen(lines, progress, is_stopped)
    finally:
        process.kill()  # it has ended by itself where nobody asked to stop
        process.wait()
        if process.stdin is not None:
            process.stdin.close()
    return _understand(process.returncode, said)


def start_child(module: str, argument: Path, stdin: int) -> subprocess.Popen[str]:
    """Starts ``python -m module argument``; what it writes and what it complains of come through one pipe.

    Its temporary files lie beside the argument, in a folder that goes when the work is done: they are as large as
    encoders, and torch would use a name that others can guess in the folder that all users share.
    """
    root = str(Path(__file__).resolve().parents[3])
    paths = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH")]))
    return subprocess.Popen(  # noqa: S603 - our own module, our own file
        [sys.executable, "-m", module, str(argument)],
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**os.environ, "PYTHONPATH": paths, "TMPDIR": str(argument.parent)},
        encoding="utf-8",
        errors="replace",
    )


def pass_on(line: str, progress: Progress) -> bool:
    """Tells of progress where a line of a child is that, and whether it is."""
    share, _, sentence = line.strip().partition(" ")
    is_progress = share.replace(".", "", 1).isdigit() and bool(sentence)
    if is_progress:
        progress(float(share), sentence)
    return is_progress


def _read(process: subprocess.Popen[str], lines: queue.Queue[str | None]) -> None:
    with process.stdout or open(os.devnull) as output:  # noqa: PTH123 - there is always a pipe
        for line in output:
            lines.put(line)
    process.wait()
    lines.put(None)


def _listen(lines: queue.Queue[str | None], progress: Progress, is_stopped: IsStopped) -> list[str]:
    """Passes progress on until the child ends; what else it says."""
    said: list[str] = []
    while True:
        if is_stopped():
            raise Stopped("It was stopped; nothing was changed.")
        try:
            line = lines.get(timeout=_LOOK)
        except queue.Empty:
            continue
        if line is None:
            return said
        if not pass_on(line, progress):
            said.append(line)


def _understand(code: int, said: list[str]) -> Any:  # noqa: ANN401 - JSON
    last = next((line for line in reversed(said) if line.strip()), "")
    if code == FAILED:
        raise PhotonError(*json.loads(last))
    if code == 0 and last.startswith("="):
        return json.loads(last[1:])
    if code < 0:
        raise PhotonError(
            "The encoder could not be prepared: the system ended the work, most likely because memory ran out.",
            "Close other programs and try again, or choose a smaller encoder.",
        )
    raise PhotonError(  # the last line of what went wrong names it
        f"The encoder could not be prepared: {last.strip()[-_LAST_WORDS:]}",
        "Try again; if it fails again, choose another encoder.",
    )


def report_progress(share: float, sentence: str) -> None:
    """The child's progress."""
    sys.stdout.write(f"{share:.2f} {sentence}\n")
    sys.stdout.flush()


def serve(work: Callable[[Path], Any]) -> int:
    """What a child's ``main`` does: ``work`` with the order named by the first argument.

    What libraries log and warn of is no concern of anybody here.

    Args:
        work: Returns what JSON can say.

    Returns:
        The exit code.
    """
    logging.disable(logging.WARNING)
    warnings.simplefilter("ignore")
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        result = work(Path(sys.argv[1]))
    except PhotonError as error:
        _say(json.dumps([error.message, error.hint]))
        return FAILED
    except MemoryError:
        _say(json.dumps(["There is not enough memory for this encoder.", "Close other programs and try again."]))
        return FAILED
    except OSError as error:
        sentence = f"The encoder could not be stored: {error.strerror or error}."
        _say(json.dumps([sentence, "Check that the disk has room and can be written, and try again."]))
        return FAILED
    _say("=" + json.dumps(result))
    return 0


def _say(line: str) -> None:
    sys.stdout.write("\n" + line + "\n")  # a library may have left a line unfinished
    sys.stdout.flush()


def _end_with_parent() -> None:
    os.read(0, 1)  # comes back only when the parent ends; sys.stdin would hold a lock that Python's own end needs
    os._exit(_ORPHANED)
