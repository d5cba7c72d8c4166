"""Run heavy work in a child process, so that its memory is released at the end. Both ends of the pipe are here.

The child writes lines ``0.40 sentence`` as progress and, at the end, ``=`` followed by its result as JSON. On a
PhotonError it exits with code 3 after writing the message and hint as JSON. It exits by itself when its parent dies.
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
from photon.language import tr

Progress = Callable[[float, str], None]
IsStopped = Callable[[], bool]

FAILED, _ORPHANED = 3, 4  # exit codes
_LOOK = 0.1  # seconds between checks for cancellation
_LAST_WORDS = 300  # characters of a failed child's output that are shown


class Stopped(PhotonError):  # noqa: N818 - a cancellation is no error
    """The work was cancelled; nothing was left behind."""


def run_child(module: str, order: Path, progress: Progress, is_stopped: IsStopped) -> Any:  # noqa: ANN401 - JSON
    """Run ``python -m module order`` and forward its progress.

    Args:
        module: Module whose ``main`` calls ``serve``.
        order: File with the instructions.
        progress: Called with a fraction 0..1 and the current step, in this thread.
        is_stopped: Polled ten times a second; the child is killed once it returns True.

    Returns:
        The child's result.

    Raises:
        Stopped: ``is_stopped`` returned True.
        PhotonError: The child failed; with the child's own message if it sent one.
    """
    process = start_child(module, order)
    lines: queue.Queue[str | None] = queue.Queue()
    threading.Thread(target=_read, args=(process, lines), daemon=True).start()
    try:
        output = _listen(lines, progress, is_stopped)
    finally:
        process.kill()  # no effect if it has exited by itself
        process.wait()
        if process.stdin is not None:
            process.stdin.close()
    return _understand(process.returncode, output)


def start_child(module: str, argument: Path) -> subprocess.Popen[str]:
    """Start ``python -m module argument`` with stdout and stderr in one pipe.

    Its temporary files go beside ``argument``, into a folder that is removed after the work: they are as large as
    encoders, and torch would otherwise use predictable names in the temporary folder shared by all users.

    Args:
        module: Module to run.
        argument: Its only argument, a path.

    Returns:
        The running process.
    """
    root = str(Path(__file__).resolve().parents[3])
    paths = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH")]))
    return subprocess.Popen(  # noqa: S603 - our own module, our own file
        [sys.executable, "-m", module, str(argument)],
        stdin=subprocess.PIPE,  # closed when this process ends, however it does
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**os.environ, "PYTHONPATH": paths, "PYTHONIOENCODING": "utf-8", "TMPDIR": str(argument.parent)},
        encoding="utf-8",
        errors="replace",
    )


def pass_on(line: str, progress: Progress) -> bool:
    """Forward a line of a child as progress if it is a progress line.

    Args:
        line: A line of output.
        progress: Called with a fraction 0..1 and the current step.

    Returns:
        Whether it was a progress line.
    """
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
    """Forward progress until the child ends.

    Returns:
        All other lines of output.
    """
    output: list[str] = []
    while True:
        if is_stopped():
            raise Stopped(tr("It was stopped; nothing was changed."))
        try:
            line = lines.get(timeout=_LOOK)
        except queue.Empty:
            continue
        if line is None:
            return output
        if not pass_on(line, progress):
            output.append(line)


def _understand(code: int, output: list[str]) -> Any:  # noqa: ANN401 - JSON
    last = next((line for line in reversed(output) if line.strip()), "")
    if code == FAILED:
        raise PhotonError(*json.loads(last))
    if code == 0 and last.startswith("="):
        return json.loads(last[1:])
    if code < 0:
        raise PhotonError(
            tr(
                "The model couldn't be prepared: the system stopped the process, probably because it ran out of memory."
            ),
            tr("Close other programs and try again, or choose a smaller model."),
        )
    raise PhotonError(  # the last line of a traceback names the error
        tr("The model couldn't be prepared: {reason}", reason=last.strip()[-_LAST_WORDS:]),
        tr("Try again; if it fails again, choose another model."),
    )


def report_progress(share: float, sentence: str) -> None:
    """Write a line of progress to stdout, in the child.

    Args:
        share: Fraction done, 0..1.
        sentence: The current step.
    """
    sys.stdout.write(f"{share:.2f} {sentence}\n")
    sys.stdout.flush()


def serve(work: Callable[[Path], Any]) -> int:
    """Run ``work`` with the path given as first argument; to be called by a child's ``main``.

    Log messages and warnings of libraries are suppressed.

    Args:
        work: Returns a value that can be stored as JSON.

    Returns:
        The exit code.
    """
    logging.disable(logging.WARNING)
    warnings.simplefilter("ignore")
    end_with_parent()
    try:
        result = work(Path(sys.argv[1]))
    except PhotonError as error:
        _say(json.dumps([error.message, error.hint]))
        return FAILED
    except MemoryError:
        _say(json.dumps([tr("There is not enough memory for this model."), tr("Close other programs and try again.")]))
        return FAILED
    except OSError as error:
        sentence = tr("The model couldn't be saved: {reason}.", reason=error.strerror or error)
        _say(json.dumps([sentence, tr("Check that the disk has free space and is writable, then try again.")]))
        return FAILED
    _say("=" + json.dumps(result))
    return 0


def end_with_parent() -> None:
    """End this child as soon as its parent is gone, even if that was killed."""
    threading.Thread(target=_wait_for_parent, daemon=True).start()


def _say(line: str) -> None:
    sys.stdout.write("\n" + line + "\n")  # a library may have written an unfinished line
    sys.stdout.flush()


def _wait_for_parent() -> None:
    os.read(0, 1)  # returns when the parent exits; sys.stdin would hold a lock that interpreter shutdown needs
    os._exit(_ORPHANED)
