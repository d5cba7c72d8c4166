"""Starts Photon: the window without arguments, else the command line."""

import atexit
import gc
import multiprocessing
import os
import sys
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import NoReturn

_STOPPED = 130  # exit code after Ctrl+C
_COLLECTED = 50_000  # objects made between two collections; with 700, a tenth of a start goes to collections


def main() -> None:
    """Entry point of ``photon`` and ``python -m photon``."""
    multiprocessing.freeze_support()
    if not sys.argv[1:]:
        _exit(_open_alone())
    gc.set_threshold(_COLLECTED)
    from photon.cli import run  # the window alone needs no command line

    _exit(run(sys.argv[1:], open_window, draw_window))


def window() -> None:
    """Entry point of ``photon-window``: started by a double click, an argument is a folder."""
    multiprocessing.freeze_support()
    if not sys.argv[1:]:
        _exit(_open_alone())
    from photon.cli import run  # the window alone needs no command line

    _exit(run(["window", "--", *sys.argv[1:2]], open_window))


def _open_alone() -> int:
    """Open the window without importing the command line, which is needed only to tell what went wrong."""
    try:
        return open_window(None, None)
    except BaseException as error:  # noqa: BLE001 - the command line knows each kind
        from photon.cli import run  # the window alone needs no command line

        return run([], partial(_raise, error))


def _raise(error: BaseException, *_: object) -> NoReturn:
    raise error


def _exit(code: int) -> NoReturn:
    """End the process with this exit code.

    CPython ends a process by SIGINT instead, though Ctrl+C was handled, where it came while text was executed as code,
    as dataclasses do while they are imported (``unhandled_keyboard_interrupt`` in pythonrun.c).
    """
    if code == _STOPPED:
        atexit._run_exitfuncs()  # noqa: SLF001 - os._exit runs none, and semaphores of processes would be left
        for stream in filter(None, (sys.stdout, sys.stderr)):  # without a terminal there may be none
            with suppress(OSError, ValueError):
                stream.flush()
        os._exit(code)
    gc.freeze()  # else the interpreter looks for garbage among all objects before it ends, 0.15 s
    sys.exit(code)


def open_window(library: Path | None, folder: str | None) -> int:
    """Open the window, or bring the one that is open to the front; returns its exit code."""
    gc.disable()  # while modules are imported, collections find nothing and take a tenth of the start; see application
    from photon.app.session import Session  # of the command line, few commands need it
    from photon.ui import run  # Qt

    return run(lambda: Session.open(library, background=False), library, folder)  # the window begins it


def draw_window(library: Path) -> int:
    """Draw the window of a library once, without showing it; returns its exit code."""
    from photon.app.session import Session  # of the command line, few commands need it
    from photon.ui import run  # Qt

    return run(lambda: Session.open(library, background=False), library, show=False)


if __name__ == "__main__":
    main()
